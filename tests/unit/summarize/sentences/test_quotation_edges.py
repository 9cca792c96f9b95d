"""A passage has both marks of a quotation, or neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.sentences.quotation_edges import LONGEST_REST, to_closing_mark, with_both_marks
from tests.support.properties import examples


@pytest.mark.parametrize(
    ("text", "passage", "whole"),
    [
        ("He said “the quay is safe.”", "“the quay is safe.", "“the quay is safe.”"),
        ("He said “the quay is safe.”", "the quay is safe.”", "“the quay is safe.”"),
        ('He said "the quay is safe".', '"the quay is safe', '"the quay is safe"'),
        ("He said « the quay is safe ».", "« the quay is safe", "« the quay is safe »"),
        ("“The quay is safe. The crane is not.”", "“The quay is safe.", "The quay is safe."),
        ("“The quay is safe. The crane is not.”", "The crane is not.”", "The crane is not."),
        ("The “old” quay is “safe”.", "The “old” quay is “safe”", "The “old” quay is “safe”"),
        ("“It is safe.\n“It is old.”", "“It is safe.\n“It is old.”", "“It is safe.\n“It is old.”"),
        ("“", "“", "“"),
        ("The dogs’ quay isn't safe.", "dogs’ quay isn't safe", "dogs’ quay isn't safe"),
    ],
)
def test_a_single_mark_is_completed_or_left_out(text: str, passage: str, whole: str) -> None:
    start = text.index(passage)
    assert text[slice(*with_both_marks(text, start, start + len(passage)))] == whole


@pytest.mark.parametrize(
    ("text", "passage", "whole"),
    [
        ('She wrote: "Rain. No mail." He slept.', 'She wrote: "Rain.', 'She wrote: "Rain. No mail."'),
        ("She wrote: “Rain. No mail”. He slept.", "She wrote: “Rain.", "She wrote: “Rain. No mail”."),
        ('She wrote: "Rain. No mail," and slept.', 'She wrote: "Rain.', 'She wrote: "Rain.'),
        ('"Rain. No mail." He slept.', '"Rain.', '"Rain.'),
        ('She laid a 6" pipe. He laid a 4" Valve.', 'She laid a 6" pipe.', 'She laid a 6" pipe.'),
        (f'She wrote: "Rain.{"o" * (LONGEST_REST - 1)}" said Bo.', 'She wrote: "Rain.', 'She wrote: "Rain.'),
        ('She wrote: "Rain.\nNo mail." He slept.', 'She wrote: "Rain.', 'She wrote: "Rain.'),
        ('She wrote: "Rain. ' + "No mail. " * 30 + '"', 'She wrote: "Rain.', 'She wrote: "Rain.'),
        ('She wrote: "Rain." He slept.', 'She wrote: "Rain."', 'She wrote: "Rain."'),
    ],
)
def test_the_rest_of_a_short_quotation_is_added(text: str, passage: str, whole: str) -> None:
    start = text.index(passage)
    assert text[start : to_closing_mark(text, start, start + len(passage))] == whole


def test_the_rest_of_a_quotation_does_not_reach_another_passage() -> None:
    text = 'She wrote: "Rain. No mail. No ships." He slept.'
    start, end = text.index("No ships"), len('She wrote: "Rain.')
    assert to_closing_mark(text, 0, end, [0, start]) == end
    assert to_closing_mark(text, 0, end, [0, text.index("He")]) == text.index(" He")


@examples(100)
@given(st.text('a "“”«»\n.', max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_any_range_stays_in_the_text(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    first, last = with_both_marks(text, start, end)
    assert 0 <= first <= last <= len(text)
    assert first < last or start == end


@pytest.mark.parametrize(
    "text", ["「雨だ」と話した。", "”Det regnar”, sade han.", "»Es regnet«, sagte er.", "« Il pleut », dit-il."]
)
def test_marks_of_other_languages_have_their_partners(text: str) -> None:
    assert with_both_marks(text, 0, len(text)) == (0, len(text))


def test_a_single_mark_of_another_language_is_left_out_or_completed() -> None:
    assert with_both_marks("「雨だ」。", 0, 3) == (0, 4)
    assert with_both_marks("»Es regnet. Es schneit«", 0, 11) == (1, 11)
