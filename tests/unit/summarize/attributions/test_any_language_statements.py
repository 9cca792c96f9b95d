"""Statements in languages other than English with the right cue and source, and without what somebody else says."""

from dataclasses import replace

import pytest

from functions.summarize.annotator.annotations import Annotations, RoleSpan
from functions.summarize.attributions.any_language.pronouns import begins_with_pronoun
from functions.summarize.attributions.any_language.sources import is_cut_off, with_real_sources
from functions.summarize.attributions.drafts import Draft, Signals
from functions.summarize.attributions.layout import Layout
from tests.support.marked import said


def test_a_cue_directly_before_content_has_it() -> None:
    marked = (
        "<s1><p>Иван Петров</p></s1> <q1>назвал</q1> <c1>решение суда очень странным</c1> и "
        "<q2>пообещал</q2> <c1>подать новую жалобу</c1>."
    )
    found = said(marked, "ru")
    assert found[0][1:3] == ("назвал", ["решение суда очень странным"])


def test_content_does_not_end_with_a_conjunction() -> None:
    marked = "<s1>Суд</s1> <q1>заявил</q1>, что <c1>дорога закрыта до весны и</c1> ушёл."
    assert said(marked, "ru")[0][2] == ["дорога закрыта до весны"]


def test_content_in_chinese_ends_at_the_end_of_its_clause() -> None:
    marked = "<s1><p>赵以宁</p></s1><q1>说</q1>，<c1>今天的演出让她紧张得手心冒</c1>汗。"
    assert said(marked, "zh")[0][2] == ["今天的演出让她紧张得手心冒汗"]
    marked = "<s1><p>赵以宁</p></s1><q1>认为</q1>，<c1>这座桥基本保持了原样，但</c1>需要加固。"
    assert said(marked, "zh")[0][2] == ["这座桥基本保持了原样"]


def test_a_conjunction_behind_the_comma_of_the_cue_is_left_out() -> None:
    marked = "Es regne viel, <q1>erklärt</q1> <s1>die Forscherin</s1>, <c1>und die Felder würden zu nass</c1>."
    assert said(marked, "de")[0][2] == ["die Felder würden zu nass"]


def test_a_source_stays_in_its_block() -> None:
    marked = "<c1>„Tohle byl velký zápas,“</c1> <q1>jásal</q1> <s1>trenér\n\nDOLNÍ LHOTA</s1> – Vyhráli doma."
    assert said(marked, "cs")[0][0] == "trenér"


@pytest.mark.parametrize(
    ("language", "marked", "source"),
    [
        (
            "es",
            "<s1><p>Ana Ruiz</p>, que fue</s1> alcaldesa, <q1>declaró</q1> que <c1>el puente caerá</c1>.",
            "Ana Ruiz",
        ),
        (
            "fr",
            "<c1>« Le pont tombera »</c1>, <q1>dit</q1> <s1>le maire, qui a vu</s1> les élus du village.",
            "le maire",
        ),
        ("hu", "<s1>A cég vezetője, <p>Kis Béla</p></s1> itt <q1>mondta</q1>, hogy <c1>a híd kész</c1>.", None),
        ("cs", "<s1><p>Jan Novák</p>, ředitel školy</s1> <q1>řekl</q1>, že <c1>škola bude zavřená</c1>.", None),
    ],
)
def test_a_source_does_not_end_with_the_start_of_a_clause(language: str, marked: str, source: str | None) -> None:
    whole = marked.split("<s1>")[1].split("</s1>")[0].replace("<p>", "").replace("</p>", "")
    assert said(marked, language)[0][0] == (source or whole)


def test_the_article_of_a_source_alone_is_nobody() -> None:
    text = "Die Bauern hatten laut einer neuen Umfrage nur mit wenig Regen gerechnet."
    content, cue, source = (text.index(word) for word in ("Umfrage", "laut", "einer"))

    def draft(score: float) -> Draft:
        signals = Signals(cue=0.9, content=0.9, source=score, content_cue=1.0, cue_source=1.0)
        return Draft(((source, source + 5),), (cue, cue + 4), ((content, len(text)),), direct=False, signals=signals)

    assert is_cut_off(text, draft(0.4), "de")
    assert not is_cut_off(text, draft(0.9), "de")


def test_a_word_between_its_cue_and_the_content_is_whole() -> None:
    text = "Poľovníci to spochybňujú: podľa nich je šeliem dvakrát toľko."
    signals = Signals(cue=1.0, content=1.0, source=0.4, content_cue=1.0, cue_source=0.5)
    cue, source, content = ((text.index(word), text.index(word) + len(word)) for word in ("podľa", "nich", "je šeliem"))
    assert not is_cut_off(text, Draft((source,), cue, (content,), direct=False, signals=signals), "sk")


def test_the_subject_of_two_cues_is_the_source_of_one_between_commas() -> None:
    text = "napisał historyk, dodając, że zaniedbano naprawę mostu."
    roles = [RoleSpan(0, 7, "cue", 0.9), RoleSpan(8, 16, "source", 0.9), RoleSpan(18, 25, "cue", 0.9)]
    annotated = Annotations([], roles, {}, {0: {1: 1.0}, 2: {1: 1.0}}, len(text))
    found = with_real_sources(text, annotated, Layout(text, [], [(0, len(text))]))
    assert found.cue_sources == annotated.cue_sources
    alone = replace(annotated, cue_sources={2: {1: 1.0}})
    assert with_real_sources(text, alone, Layout(text, [], [(0, len(text))])).cue_sources == {2: {None: 1.0}}


def test_a_dash_alone_is_not_other_content_of_a_cue() -> None:
    marked = (
        "Elmesélte. <c1>–</c1> <c1>Három hétig válogattam a forgácsot</c1> – <q1>emlékszik vissza</q1> "
        "<s1><p>Kelemen Zsófia</p></s1>. <c1>–</c1> <c1>Akkor értettem meg, hogy a hang fontos.</c1>"
    )
    assert said(marked, "hu")[0][2] == ["Három hétig válogattam a forgácsot", "Akkor értettem meg, hogy a hang fontos."]


def test_a_source_with_a_mark_in_its_word_stays_out_of_the_content() -> None:
    marked = '<q1>לטענת</q1> <s1>יו"ר הקבוצה אדיב שאהין</s1><c1>, התנגדות התושבים מאורגנת בידי מתחרים.</c1>'
    assert said(marked, "he")[0][2] == ["התנגדות התושבים מאורגנת בידי מתחרים."]


def test_a_pronoun_after_another_subject_is_a_person_of_its_passage_only() -> None:
    marked = (
        "<p>Karin Moos</p> zählte Käfer. Es überrasche sie, <q1>schreibt</q1> <s1>die Autorin</s1>. "
        "<s2>Sie</s2> <q2>sagt</q2>, <c2>der Boden werde immer wärmer</c2>."
    )
    assert said(marked, "de")[-1][4] == "Karin Moos"
    other = marked.replace("zählte Käfer. ", "zählte Käfer.\n\n")
    assert said(other, "de")[-1][4] is None


def test_a_participle_in_arabic_is_no_source() -> None:
    marked = "جاء <p>سالم غانم</p>. <q1>وتابع</q1> <s1>قائلاً</s1>: <c1>«البحر عندنا عنيد جداً»</c1>."
    assert [(each[0], each[4]) for each in said(marked, "ar")] == [("", "سالم غانم")]


def test_a_cue_between_commas_does_not_have_the_words_before_as_its_source() -> None:
    marked = (
        "<p>Ana Ruiz</p> llegó. De <s1>aquel oficio</s1>, <q1>cuenta</q1>, <c1>le queda la costumbre de andar</c1>."
    )
    ((source, *_),) = said(marked, "es")
    assert not source


def test_the_end_of_an_apposition_is_before_its_cue() -> None:
    marked = "<s1>Novák, ředitel školy</s1>, <q1>řekl</q1>, že <c1>škola bude v zimě zavřená</c1>."
    assert said(marked, "cs")[0][0] == "Novák, ředitel školy"


def test_a_quotation_in_two_sentences_belongs_to_the_tag_between() -> None:
    marked = "<c1>“开始的时候，我没有底。”</c1><s1><p>周德旺</p></s1><q1>说</q1>，<c1>“主梁已经被蛀空了很多。”</c1>"
    assert said(marked, "zh")[0][2] == ["“开始的时候，我没有底。”", "“主梁已经被蛀空了很多。”"]


def test_a_short_quotation_before_a_colon_is_what_the_speech_is_about() -> None:
    marked = "对于<c1>“修旧”</c1>的质疑，<s1><p>吴海燕</p></s1><q1>否认</q1>：<c1>“所有方案都经过专家论证。”</c1>"
    assert said(marked, "zh")[0][2] == ["“所有方案都经过专家论证。”"]


@pytest.mark.parametrize(
    ("language", "marked", "speaker"),
    [
        ("cs", "Přišla <p>Jana Nováková</p> a <p>Petr Dvořák</p>. <q1>Podle</q1> <s1>ní</s1> <c1>je to konec</c1>.", 0),
        ("pl", "<p>Anna Kowalska</p> i <p>Jan Nowicki</p>. <q1>Według</q1> <s1>niej</s1> <c1>to już koniec</c1>.", 0),
        ("pl", "<p>Anna Kowalska</p> i <p>Jan Nowicki</p>. <q1>Według</q1> <s1>niego</s1> <c1>to już koniec</c1>.", 1),
        ("ru", "Пришёл <p>Иван Петров</p>. <s1>Она</s1> <q1>сказала</q1>, что <c1>это уже конец</c1>.", None),
    ],
)
def test_a_pronoun_is_nobody_of_the_other_gender(language: str, marked: str, speaker: int | None) -> None:
    people = [part.split("</p>")[0] for part in marked.split("<p>")[1:]]
    assert said(marked, language)[0][4] == (None if speaker is None else people[speaker])


def test_the_person_in_a_tag_inside_a_quotation_is_named_in_the_running_text() -> None:
    marked = (
        "<c1>« Le feu était déjà partout</c1>, <q1>dit</q1> <s1><p>Luc Morel</p></s1>. <c1>Il a fallu partir. »</c1>"
        " <q2>Selon</q2> <s2>lui</s2>, <c2>le vent a compliqué les secours</c2>."
    )
    assert [each[4] for each in said(marked, "fr") if each[0] == "lui"] == ["Luc Morel"]


def test_a_clause_that_begins_with_the_word_for_mother_is_no_condition() -> None:
    marked = "<c1>אם הילד נעצרה אתמול בלילה</c1>, <q1>אמר</q1> <s1><p>דוד לוי</p></s1>."
    assert len(said(marked, "he")) == 1


@pytest.mark.parametrize(
    ("language", "sentence", "refers"),
    [
        ("fr", "Elles resteront fermées jusqu’à lundi.", True),
        ("ru", "Она закрыта до весны.", True),
        ("es", "Este año no habrá fiesta.", False),
        ("sv", "De stora broarna är stängda.", False),
        ("fr", "La route reste fermée.", False),
    ],
)
def test_a_sentence_that_begins_with_a_pronoun_refers_to_another(language: str, sentence: str, refers: bool) -> None:
    assert begins_with_pronoun(sentence, language) == refers
