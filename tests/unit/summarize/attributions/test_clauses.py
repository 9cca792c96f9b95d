"""Content that is no statement, a part of one, or a statement that breaks off at a date."""

import pytest

from functions.summarize.annotator.annotations import RoleSpan
from functions.summarize.attributions.any_language.clauses import is_act, stubs_of, with_rest_of_date
from tests.support.marked import said


def spans(text: str, *roles: tuple[str, str, float]) -> list[RoleSpan]:
    return [RoleSpan(text.index(words), text.index(words) + len(words), role, score) for role, words, score in roles]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Het dorp schrapt het jaarlijkse feest.", "schrapt", "het jaarlijkse feest"),
        ("A câmara encerrou a piscina velha.", "encerrou", "a piscina velha"),
        ("Мэр открыл новую школу.", "открыл", "новую школу"),
    ],
)
def test_the_unlikely_object_of_an_unlikely_cue_is_what_somebody_does(text: str, cue: str, content: str) -> None:
    roles = spans(text, ("cue", cue, 0.6), ("content", content, 0.7))
    assert is_act(text, roles, 0, [1])
    assert not is_act(text, spans(text, ("cue", cue, 0.95), ("content", content, 0.7)), 0, [1])
    assert not is_act(text, spans(text, ("cue", cue, 0.5), ("content", content, 0.95)), 0, [1])


def test_a_clause_behind_a_comma_is_what_somebody_says() -> None:
    text = "Der Wirt meint, das Fest falle aus."
    assert not is_act(text, spans(text, ("cue", "meint", 0.6), ("content", "das Fest falle aus", 0.6)), 0, [1])


def test_a_word_before_the_cue_is_a_stub_unless_it_is_a_pronoun() -> None:
    text = "Negou ontem, como disse a rádio, que o rio tenha subido."
    roles = spans(text, ("content", "Negou", 0.3), ("cue", "como disse", 0.9), ("content", "o rio tenha subido", 0.9))
    assert stubs_of(text, roles, 1, [0, 2], "pt") == [0]
    text = "Ela, como disse a rádio, chega tarde hoje."
    roles = spans(text, ("content", "Ela", 0.3), ("cue", "como disse", 0.9), ("content", "chega tarde hoje", 0.9))
    assert stubs_of(text, roles, 1, [0, 2], "pt") == []


@pytest.mark.parametrize(
    ("text", "content", "whole"),
    [
        ("Tvrdí, že úřad na dopis z 3. května nikdy neodepsal.", "úřad na dopis z 3. května", " nikdy neodepsal"),
        ("Hun siger, at brevet den 3. maj aldrig kom frem.", "brevet den 3. maj", " aldrig kom frem"),
        ("Er sagt, der Brief vom 3. Mai sei verloren.", "der Brief vom 3. Mai", " sei verloren"),
        ("Tvrdí, že dopis přišel 3. května, ale pozdě.", "dopis přišel 3. května", ""),
    ],
)
def test_content_goes_on_after_a_date(text: str, content: str, whole: str) -> None:
    start = text.index(content)
    end = start + len(content)
    assert with_rest_of_date(text, (start, end), []) == (start, end + len(whole))
    assert with_rest_of_date(text, (start, end), [end + 1]) == (start, end)


def test_the_statement_goes_on_after_a_date_up_to_the_end_of_its_clause() -> None:
    marked = "<s1><p>Eva Malá</p></s1> <q1>tvrdí</q1>, že <c1>úřad na dopis z 3. května</c1> nikdy neodepsal."
    ((_, _, content, _, _),) = said(marked, "cs")
    assert content == ["úřad na dopis z 3. května nikdy neodepsal"]


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "<c1>Indien de buren hem bellen</c1>, <q1>zegt</q1> <s1><p>Jan Kok</p></s1> geen nee."),
        ("uk", "<c1>Якщо сусіди подзвонять</c1>, <q1>додає</q1> <s1><p>Іван Кок</p></s1>, він прийде."),
        ("de", "<c1>Wenn die Nachbarn anrufen</c1>, <q1>sagt</q1> <s1><p>Jan Kok</p></s1> nicht nein."),
        ("da", "<c1>Hvis naboerne ringer</c1>, <q1>siger</q1> <s1><p>Jan Kok</p></s1> ikke nej."),
    ],
)
def test_a_condition_without_what_follows_is_no_statement(language: str, marked: str) -> None:
    assert said(marked, language) == []


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "<c1>Indien de buren bellen, komt hij</c1>, <q1>zegt</q1> <s1><p>Jan Kok</p></s1>."),
        ("es", "<s1><p>Ana Gil</p></s1> <q1>preguntó</q1> <c1>si los vecinos vendrían</c1>."),
        ("sv", "<s1><p>Eva Ek</p></s1> <q1>frågade</q1> <c1>om grannarna kommer</c1>."),
    ],
)
def test_a_condition_with_its_result_and_a_question_are_statements(language: str, marked: str) -> None:
    assert len(said(marked, language)) == 1


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("nl", "<c1>Als buurman hielp hij iedereen</c1>, <q1>zegt</q1> <s1><p>Jan Kok</p></s1>."),
        ("nl", "<c1>Alsof er niets gebeurd was</c1>, <q1>zegt</q1> <s1><p>Jan Kok</p></s1>."),
        ("sv", "<c1>Om en vecka öppnar den gamla bron</c1>, <q1>säger</q1> <s1><p>Eva Ek</p></s1>."),
        ("ar", "<c1>إن الجسر القديم مغلق</c1>، <q1>قال</q1> <s1><p>سالم غانم</p></s1>."),
    ],
)
def test_a_word_that_can_also_begin_a_main_clause_begins_no_condition(language: str, marked: str) -> None:
    assert len(said(marked, language)) == 1


def test_the_first_word_of_the_next_clause_is_no_part_of_a_statement() -> None:
    marked = "<q1>Podle</q1> <s1>ředitele</s1> <c1>za to může velká pojišťovna, která</c1> loni nezaplatila."
    assert said(marked, "cs")[0][2] == ["za to může velká pojišťovna"]
    marked = "<s1>O diretor, que</s1> chegou tarde, <q1>garantiu</q1> que <c1>a ponte vai abrir amanhã</c1>."
    assert said(marked, "pt")[0][0] == "O diretor"
    marked = "<s1><p>Ana Gil</p></s1> <q1>dijo</q1> que <c1>la casa es grande, fría</c1>."
    assert said(marked, "es")[0][2] == ["la casa es grande, fría"]


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("it", "<c1>«La casa tremava sempre»</c1>, <q1>dice</q1> <s1>la sorella di <p>Ugo Neri</p></s1>."),
        ("fr", "<c1>« La maison tremblait »</c1>, <q1>dit</q1> <s1>la sœur d'<p>Ugo Neri</p></s1>."),
        ("de", "<c1>„Das Haus hat gebebt“</c1>, <q1>sagt</q1> <s1>die Schwester von <p>Ugo Neri</p></s1>."),
    ],
)
def test_the_sister_of_somebody_is_not_the_one_who_is_named(language: str, marked: str) -> None:
    ((_, _, _, _, speaker),) = said(marked, language)
    assert speaker is None


def test_a_title_and_a_kin_before_the_name_name_the_speaker() -> None:
    marked = "<c1>«La casa tremava sempre»</c1>, <q1>dice</q1> <s1>sua sorella <p>Ada Neri</p></s1>."
    assert said(marked, "it")[0][4] == "Ada Neri"
    marked = "<c1>„Het huis trilde altijd”</c1>, <q1>zegt</q1> <s1>buurman <p>Jan van der Kok</p></s1>."
    assert said(marked, "nl")[0][4] == "Jan van der Kok"


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        (
            "fr",
            "<p>Ada Neri</p> est venue. <s1>L'agence</s1> <q1>nie</q1> <c1>tout retard de sa part</c1> : <s2>elle</s2> "
            "<q2>assure</q2> que <c2>les travaux avancent bien</c2>.",
        ),
        (
            "de",
            "<p>Ada Neri</p> kam. <s1>Die Behörde</s1> <q1>bestreitet</q1>, dass <c1>sie zu spät war</c1>: "
            "<s2>Sie</s2> <q2>sagt</q2>, <c2>die Arbeit gehe gut voran</c2>.",
        ),
    ],
)
def test_a_pronoun_is_the_agency_that_speaks_before_it_in_the_sentence(language: str, marked: str) -> None:
    assert [speaker for *_, speaker in said(marked, language)] == [None, None]


def test_a_pronoun_is_the_person_who_is_named_last() -> None:
    marked = (
        "<s1>L'agence</s1> <q1>critique</q1> <c1>le retard de <p>Ada Neri</p></c1>, mais "
        "<s2>elle</s2> <q2>assure</q2> que <c2>les travaux avancent bien</c2>."
    )
    assert said(marked, "fr")[1][4] == "Ada Neri"
