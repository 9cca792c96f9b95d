"""Quotations within quotations."""

import pytest

from functions.summarize.attributions.nested import nested_quotations
from functions.summarize.attributions.quotations import find_quotations
from tests.support.attributed import draft


def inner(text: str) -> list[tuple[str, str, str]]:
    found = nested_quotations(text, [], find_quotations(text))
    return [
        (text[slice(*each.source[0])], text[slice(*each.cue or (0, 0))], text[slice(*each.content[0])])
        for each in found
    ]


@pytest.mark.parametrize(
    ("words", "source", "cue"),
    [
        ("Ann Lee told me, ", "Ann Lee", "told me"),
        ("The engineer said: ", "The engineer", "said"),
        ("We went down, and she asked ", "she", "asked"),
        ("Then Ann Lee said ", "Ann Lee", "said"),
        ("My older brother wrote ", "My older brother", "wrote"),
    ],
)
def test_the_words_before_a_nested_quotation_name_its_speaker(words: str, source: str, cue: str) -> None:
    text = f"“{words}‘the quay is not safe’,” said Bo Hale."
    assert inner(text) == [(source, cue, "‘the quay is not safe’")]


@pytest.mark.parametrize(
    "words", ["The sign was ", "Nobody knows what ", "It says a lot that ", "It says ", "Nobody said "]
)
def test_a_nested_quotation_without_a_speaker_has_no_attribution(words: str) -> None:
    assert inner(f"“{words}‘the quay is not safe’,” said Bo Hale.") == []


def test_a_nested_quotation_has_one_attribution() -> None:
    text = "“Ann Lee told me, ‘the quay is not safe’,” said Bo Hale."
    known = draft(text, "Ann Lee", "told", "‘the quay is not safe’")
    assert nested_quotations(text, [known], find_quotations(text)) == []


@pytest.mark.parametrize(
    ("words", "source", "cue"),
    [
        ("One of our neighbours asked me, ", "One of our neighbours", "asked me"),
        ("The guard looked at the pass and said, ", "The guard", "said"),
        ("He came back and then told us: ", "He", "told us"),
        ("Ann Lee read the list and wrote ", "Ann Lee", "wrote"),
    ],
)
def test_the_speaker_of_a_nested_quotation_is_a_whole_noun_phrase(words: str, source: str, cue: str) -> None:
    text = f"“{words}‘the quay is not safe’,” said Bo Hale."
    assert inner(text) == [(source, cue, "‘the quay is not safe’")]


def test_a_clause_without_a_clear_subject_has_no_nested_speaker() -> None:
    text = "“Stopped by the lamp near the papers and said ‘the quay is not safe’,” said Bo Hale."
    assert inner(text) == []
