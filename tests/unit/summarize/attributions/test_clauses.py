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
