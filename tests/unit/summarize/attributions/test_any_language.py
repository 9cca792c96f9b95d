"""Attributions of texts in other languages than English, from given spans of the annotator."""

import pytest

from functions.summarize.annotator.annotations import Annotations, RoleSpan
from functions.summarize.attributions.annotated_text import AnnotatedText
from functions.summarize.attributions.any_language.cues import with_whole_cues
from functions.summarize.attributions.rules import rules_of
from functions.summarize.entities.any_language.entities import find_entities
from infra.model.lines import by_lines
from tests.support.marked import said


@pytest.mark.parametrize(
    ("language", "marked", "content"),
    [
        ("de", "<c1>„Wir bauen weiter“</c1>, <q1>sagte</q1> <s1><p>Ute Brandt</p></s1>.", "„Wir bauen weiter“"),
        ("de", "<c1>»Wir bauen weiter«</c1>, <q1>sagte</q1> <s1><p>Ute Brandt</p></s1>.", "»Wir bauen weiter«"),
        (
            "fr",
            "<c1>« Nous bâtissons encore »</c1>, <q1>a dit</q1> <s1><p>Ute Brandt</p></s1>.",
            "« Nous bâtissons encore »",
        ),
        ("sv", "<c1>”Vi bygger vidare nu”</c1>, <q1>sade</q1> <s1><p>Ute Brandt</p></s1>.", "”Vi bygger vidare nu”"),
        (
            "pl",
            "<c1>„Budujemy dalej tutaj”</c1>, <q1>powiedziała</q1> <s1><p>Ute Brandt</p></s1>.",
            "„Budujemy dalej tutaj”",
        ),
        ("zh", "<s1><p>赵以宁</p></s1><q1>说</q1>：<c1>“我们继续建造。”</c1>", "“我们继续建造。”"),
        ("ja", "<s1><p>山田太郎</p>社長</s1>は<c1>「工事を続ける」</c1>と<q1>述べた</q1>。", "「工事を続ける」"),
        ("zh", "<s1><p>趙以寧</p></s1><q1>說</q1>：<c1>「我們繼續建造。」</c1>", "「我們繼續建造。」"),
        ("ar", "<q1>قال</q1> <s1><p>سالم غانم</p></s1>: <c1>«البحر عندنا عنيد»</c1>.", "«البحر عندنا عنيد»"),
        ("ru", "— <c1>Мы строим дальше</c1>, — <q1>сказала</q1> <s1><p>Уте Брандт</p></s1>.", "Мы строим дальше"),
        (
            "es",
            "—<c1>Seguimos construyendo aquí</c1> —<q1>dijo</q1> <s1><p>Ute Brandt</p></s1>.",
            "Seguimos construyendo aquí",
        ),
    ],
)
def test_a_quotation_in_the_marks_of_its_language_is_direct(language: str, marked: str, content: str) -> None:
    ((_, _, contents, form, speaker),) = said(marked, language)
    assert (contents, form) == ([content], "direct")
    assert speaker is not None


def test_a_part_of_a_quotation_is_completed_with_both_marks() -> None:
    marked = "„<c1>Wir bauen weiter, was auch kommt</c1>“, <q1>sagte</q1> <s1>sie</s1>."
    assert said(marked, "de")[0][2] == ["„Wir bauen weiter, was auch kommt“"]


def test_a_quotation_goes_on_after_its_cue_and_in_the_next_paragraph() -> None:
    marked = (
        "<c1>„Wir bauen weiter“</c1>, <q1>sagte</q1> <s1><p>Ute Brandt</p></s1>. „Das Geld ist endlich da.“\n"
        "„Und es wird bis zum Ende reichen.“"
    )
    assert said(marked, "de")[0][2] == [
        "„Wir bauen weiter“",
        "„Das Geld ist endlich da.“",
        "„Und es wird bis zum Ende reichen.“",
    ]


def test_the_quotation_of_another_cue_does_not_continue() -> None:
    marked = (
        "<c1>„Wir bauen weiter“</c1>, <q1>sagte</q1> <s1><p>Ute Brandt</p></s1>. "
        "<s2><p>Jan Vogt</p></s2> <q2>rief</q2>: <c2>„Das werden wir noch sehen.“</c2>"
    )
    assert [(each[2], each[4]) for each in said(marked, "de")] == [
        (["„Wir bauen weiter“"], "Ute Brandt"),
        (["„Das werden wir noch sehen.“"], "Jan Vogt"),
    ]


def test_marks_at_the_edges_are_left_out() -> None:
    marked = "<q1>Laut:</q1> <s1>der Polizei,</s1> <c1>, kamen zwei Leute —</c1>"
    assert said(marked, "de") == [("der Polizei", "Laut", ["kamen zwei Leute"], "indirect", None)]


def test_what_has_no_content_outside_of_its_cue_is_left_out() -> None:
    assert said("<s1>Sie</s1> <q1>kam</q1> <c1>, —</c1>", "de") == []


@pytest.mark.parametrize(
    ("language", "marked", "speaker"),
    [
        ("de", "<p>Ute Brandt</p> kam. <s1>Sie</s1> <q1>sagte</q1>, <c1>es werde kalt</c1>.", "Ute Brandt"),
        ("de", "<p>Ute Brandt</p> kam.\n<s1>Sie</s1> <q1>sagte</q1>, <c1>es werde kalt</c1>.", "Ute Brandt"),
        ("de", "<p>Ute Brandt</p> sah <p>Eva Roth</p>.\n<s1>Sie</s1> <q1>sagte</q1>, <c1>es werde kalt</c1>.", None),
        ("es", "<p>Ana Gil</p> llegó. <q1>Dijo</q1> que <c1>hacía mucho frío</c1>.", "Ana Gil"),
        ("es", "<p>Ana Gil</p> y <p>Luis Mora</p> llegaron. <q1>Dijo</q1> que <c1>hacía mucho frío</c1>.", None),
        ("zh", "<p>丁一帆</p>来了。<s1>他</s1><q1>提醒</q1>，<c1>赔偿数额偏低</c1>。", "丁一帆"),
        (
            "ru",
            "<p>Алмаз Дюсенов</p> снял фильм. По <q1>признанию</q1> <s1>Дюсенова</s1>, <c1>было трудно</c1>.",
            "Алмаз Дюсенов",
        ),
        ("de", "<p>Ute Brandt</p> kam. <s1>Die Polizei</s1> <q1>meldete</q1>, <c1>es werde kalt</c1>.", None),
    ],
)
def test_a_speaker_is_who_the_source_names_or_refers_to(language: str, marked: str, speaker: str | None) -> None:
    assert said(marked, language)[0][4] == speaker


def test_an_indirect_statement_needs_no_source() -> None:
    ((source, _, _, form, _),) = said("<q1>Dijo</q1> que <c1>hacía mucho frío</c1>.", "es")
    assert (source, form) == ("", "indirect")


def test_cues_that_only_white_space_separates_are_one() -> None:
    text = "Elle a dit oui."
    roles = [
        RoleSpan(0, 4, "source", 0.9),
        RoleSpan(5, 6, "cue", 0.6),
        RoleSpan(7, 10, "cue", 0.8),
        RoleSpan(11, 14, "content"),
    ]
    links = {3: {None: 0.2, 1: 0.3, 2: 0.5}}
    sources = {1: {None: 0.5, 0: 0.5}, 2: {None: 0.1, 0: 0.9}}
    found = with_whole_cues(text, Annotations([], roles, links, sources, len(text)))
    assert found.roles == [roles[0], RoleSpan(5, 10, "cue", 0.8), roles[3]]
    assert found.content_cues == {2: {None: 0.2, 1: 0.8}}
    assert found.cue_sources == {1: {None: pytest.approx(0.3), 0: pytest.approx(0.7)}}


def test_content_without_a_cue_belongs_to_the_only_source_of_its_sentence() -> None:
    text = "بحسب الورقة، فقد المرجان ألوانه في الشتاء."
    roles = [RoleSpan(0, 11, "source", 0.6), RoleSpan(13, 40, "content", 0.8)]
    found = AnnotatedText(
        text,
        by_lines(text).blocks,
        [(0, len(text))],
        [],
        [],
        [],
        Annotations([], roles, {1: {None: 1.0}}, {}, len(text)),
        find_entities(text, [], "ar"),
        "ar",
    )
    (draft,) = rules_of("ar")(found).drafts()
    assert (draft.source, draft.cue, draft.direct) == (((0, 11),), None, False)


@pytest.mark.parametrize(
    ("language", "marked", "expected"),
    [
        # The annotator links the second quotation to the first cue.
        (
            "de",
            "<s1><p>Ute Brandt</p></s1> <q1>sagte</q1>: <c1>„Wir bauen jetzt weiter.“</c1> "
            "<s2><p>Jan Vogt</p></s2> <q2>rief</q2>: <c1>„Das werden wir noch sehen.“</c1>",
            ("Jan Vogt", "rief", ["„Das werden wir noch sehen.“"]),
        ),
        (
            "ar",
            "<c1>«لم يعد أحد يشتري الورق»</c1>، <q1>يقول</q1> <s1><p>نزار الحكيم</p></s1>. "
            "<q2>ويضيف</q2>: <c1>«بعت آخر ديوان شعر في الشتاء.»</c1>",
            ("", "ويضيف", ["«بعت آخر ديوان شعر في الشتاء.»"]),
        ),
        (
            "fr",
            "<c1>« Ma mère n'a pas de voiture »</c1>, <q1>soupire</q1> <s1><p>Lucien Fabre</p></s1>. "
            "<s2><p>Josiane Merle</p></s2> : <c1>« J'apporterai les brioches demain. »</c1>",
            ("Josiane Merle", "", ["« J'apporterai les brioches demain. »"]),
        ),
    ],
)
def test_the_words_beside_a_quotation_say_who_speaks(
    language: str, marked: str, expected: tuple[str, str, list[str]]
) -> None:
    assert [each[:3] for each in said(marked, language)][1:] == [expected]


def test_a_family_name_before_a_colon_speaks() -> None:
    marked = "<p>Remedios Oquendo</p> llegó.\nOquendo: <c1>«Las octavillas no sujetan puentes.»</c1>"
    assert said(marked, "es") == [
        ("Oquendo", "", ["«Las octavillas no sujetan puentes.»"], "direct", "Remedios Oquendo")
    ]


def test_a_quotation_that_a_colon_introduces_without_a_speaker_is_left_out() -> None:
    assert said("Sul molo è apparso uno striscione: <c1>«Ridateci subito la luce del faro»</c1>.", "it") == []


def test_a_quotation_inside_a_sentence_without_a_speaker_is_left_out() -> None:
    marked = "<p>Rolf Timm</p> kam. Auf einem Plakat steht <c1>„Wir sind alle keine Fische“</c1>."
    assert said(marked, "de") == []


def test_a_quotation_of_its_own_belongs_to_the_person_in_the_sentence_before() -> None:
    marked = (
        "<p>Petra Lohmann</p> ging. Auch <p>Rolf Timm</p> ist es leid. <c1>„Ich stelle Abend für Abend Eimer auf.“</c1>"
    )
    assert said(marked, "de") == [("", "", ["„Ich stelle Abend für Abend Eimer auf.“"], "direct", "Rolf Timm")]


def test_a_quotation_of_its_own_after_the_clause_with_the_speaker_continues() -> None:
    marked = (
        "<c1>«Eravamo chiusi nei garage»</c1>, <q1>denuncia</q1> <s1><p>Marta Usai</p></s1>. "
        "<c2>«Nessuno ci diceva niente».</c2>"
    )
    assert [each[2] for each in said(marked, "it")] == [["«Eravamo chiusi nei garage»", "«Nessuno ci diceva niente»"]]


def test_a_quotation_after_another_sentence_does_not_continue() -> None:
    marked = (
        "<c1>«Eravamo chiusi nei garage»</c1>, <q1>denuncia</q1> <s1><p>Marta Usai</p></s1>. "
        "<p>Luca Riva</p> scuote la testa. <c2>«Nessuno ci diceva niente».</c2>"
    )
    assert [each[4] for each in said(marked, "it")] == ["Marta Usai", "Luca Riva"]


def test_narration_after_the_cue_is_no_part_of_a_quotation() -> None:
    marked = (
        "<c1>«Non vogliamo un altro caso»</c1>, <q1>ha detto</q1> <s1><p>Donata Lezzi</p></s1>, riferendosi "
        "<c1>al batterio che dal 2013 ha ucciso milioni di piante</c1>."
    )
    assert said(marked, "it")[0][2:4] == (["«Non vogliamo un altro caso»"], "direct")


@pytest.mark.parametrize(
    ("language", "marked", "source", "contents"),
    [
        (
            "es",
            "—<c1>En barca</c1> —<q1>contestó</q1> <p>Lanza</p>—. <c1>Como iba yo.</c1>",
            "Lanza",
            ["En barca", "Como iba yo."],
        ),
        (
            "ru",
            "— <c1>Район</c1>, — <q1>ответила</q1> <s1><p>Рогожина</p></s1>. — <c1>Деньги уже выделены.</c1>",
            "Рогожина",
            ["Район", "Деньги уже выделены."],
        ),
        (
            "ru",
            "<c1>«Печь старше меня, — улыбается <p>Нина Сомова</p>, — и дышит так же тяжело»</c1>.",
            "Нина Сомова",
            ["Печь старше меня", "и дышит так же тяжело"],
        ),
    ],
)
def test_a_tag_between_dashes_divides_what_somebody_says(
    language: str, marked: str, source: str, contents: list[str]
) -> None:
    ((found, _, pieces, form, _),) = said(marked, language)
    assert (found, pieces, form) == (source, contents, "direct")


@pytest.mark.parametrize(
    ("language", "marked", "source", "cue"),
    [
        (
            "it",
            "<p>Anna Conversano</p> arriva.\n<q1>Conversano replica</q1> che <c1>tutto è chiaro</c1>.",
            "Conversano",
            "replica",
        ),
        ("zh", "<p>廖国富</p>来了。<c1>“这个我一定要带走。”</c1><q1>他说</q1>。", "他", "说"),
        (
            "fr",
            "<p>Odile Berset</p> rit.\n<c1>« On verra bien demain »</c1>, <q1>a-t-elle lancé</q1>.",
            "elle",
            "lancé",
        ),
        ("fr", "<p>Odile Berset</p> rit.\n<c1>« On verra bien demain »</c1>, <q1>dit-elle</q1>.", "elle", "dit"),
    ],
)
def test_a_speaker_in_a_cue_is_the_source(language: str, marked: str, source: str, cue: str) -> None:
    assert said(marked, language)[0][:2] == (source, cue)


def test_a_quotation_in_a_quotation_has_the_speaker_who_introduces_it() -> None:
    marked = (
        "<p>Yvette Corbaz</p> parle.\n<c1>«Il m’a dit: “Vos économies dorment, je vais les réveiller.”»</c1>, "
        "<q1>raconte</q1> <s1><p>Yvette Corbaz</p></s1>."
    )
    assert said(marked, "fr") == [
        (
            "Yvette Corbaz",
            "raconte",
            ["«Il m’a dit: “Vos économies dorment, je vais les réveiller.”»"],
            "direct",
            "Yvette Corbaz",
        ),
        ("Il", "m’a dit", ["“Vos économies dorment, je vais les réveiller.”"], "direct", None),
    ]


@pytest.mark.parametrize(
    ("language", "marked", "found"),
    [
        pytest.param(
            "fr",
            "<s1><p>Odile Berset</p></s1> <q1>cite</q1> «La maison du vieux boulanger, son <c1>pain</c1> "
            "et les longues nuits de la vallée».",
            ("Odile Berset", "cite", ["pain"], "direct"),
            id="a quotation of which a small part is content is no speech",
        ),
        pytest.param(
            "fr",
            "<s1><p>Odile Berset</p></s1> <q1>estime</q1> <c1>que le plan est «incertain et risqué»</c1>.",
            ("Odile Berset", "estime", ["que le plan est «incertain et risqué»"], "indirect"),
            id="a quotation at the end of content is a part of it",
        ),
        pytest.param(
            "fr",
            "<s1><p>Odile Berset</p></s1> <q1>raconte</q1>: <c2>«On part demain matin»</c2>, et <s2><p>Marc Favre</p>"
            "</s2> <q2>approuve</q2>.",
            ("Odile Berset", "raconte", ["«On part demain matin»"], "direct"),
            id="the speaker of an introduced quotation is before the colon",
        ),
        pytest.param(
            "fr",
            "<s1><p>Odile Berset</p></s1> <q1>raconte</q1> :\n<c3>« On part demain matin. »</c3>",
            ("Odile Berset", "raconte", ["« On part demain matin. »"], "direct"),
            id="the introduction can be in the paragraph before",
        ),
        pytest.param(
            "es",
            "— <s1><p>Ana Lanza</p></s1> <q1>dijo</q1> — muy seria — que <c1>llegará tarde</c1>.",
            ("Ana Lanza", "dijo", ["llegará tarde"], "indirect"),
            id="a line that begins with its cue is no speech",
        ),
        pytest.param(
            "fr",
            "<p>Odile Berset</p> lit.\n<c1>«Il m’a dit: “Germinal”, puis plus rien.»</c1>, <q1>raconte</q1> "
            "<s1><p>Odile Berset</p></s1>.",
            ("Odile Berset", "raconte", ["«Il m’a dit: “Germinal”, puis plus rien.»"], "direct"),
            id="a word in quotation marks in a quotation is no statement",
        ),
        pytest.param(
            "fr",
            "<c1>«On part demain matin»</c1>, <q1>dit</q1> <s1><p>Odile Berset</p></s1>, et <p>Marc Favre</p>: "
            "«Je reste ici ce soir».",
            ("Odile Berset", "dit", ["«On part demain matin»"], "direct"),
            id="a quotation after a colon does not continue the one before",
        ),
    ],
)
def test_punctuation_says_what_a_speech_is_and_who_speaks(
    language: str, marked: str, found: tuple[str, str, list[str], str]
) -> None:
    assert [each[:4] for each in said(marked, language)] == [found]


def test_a_quotation_of_the_sentence_before_is_not_of_a_cue_that_introduces_another() -> None:
    quoted = "S'il avait dit oui, écrivait Paul en 2001, <c1>« je serais riche et seul »</c1>."
    marked = f"{quoted} <s1>Le maire</s1> <q1>a salué</q1> <c1>« un artisan rare »</c1>."
    assert [each[2] for each in said(marked, "fr") if each[1] == "a salué"] == [["« un artisan rare »"]]
