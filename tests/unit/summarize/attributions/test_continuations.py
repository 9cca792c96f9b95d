"""Quotations that continue the one before them."""

from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.attributions.continuations import with_continuations
from functions.summarize.attributions.drafts import Draft
from functions.summarize.attributions.quotations import find_quotations
from tests.support.attributed import draft


def carried(text: str, *drafts: Draft) -> list[list[str]]:
    found = with_continuations(text, drafts, find_quotations(text))
    return [[text[start:end] for start, end in each.content] for each in found]


def test_a_quotation_continues_after_its_attribution() -> None:
    text = "“The line opens,” she told Mr. Patel at noon. “It opens for all of us.” “And it stays open now.”"
    first = draft(text, "she", "told", "“The line opens,”")
    assert carried(text, first) == [["“The line opens,”", "“It opens for all of us.”", "“And it stays open now.”"]]


def test_a_quotation_continues_in_a_paragraph_of_its_own() -> None:
    text = "“The line opens,” she said.\n\n“It opens for all of us.”\n\nThe line was closed."
    assert carried(text, draft(text, "she", "said", "“The line opens,”")) == [["“The line opens,”"]]
    text = "She said: “The line opens.”\n\n“It opens for all of us.”\n\nThe line was closed."
    both = ["“The line opens.”", "“It opens for all of us.”"]
    assert carried(text, draft(text, "She", "said", "“The line opens.”")) == [both]


def test_a_quotation_of_another_speaker_is_not_a_continuation() -> None:
    text = "“The line opens,” she said. “Not for all of us,” he said."
    drafts = draft(text, "she", "said", "“The line opens,”"), draft(text, "he", "said", "“Not for all of us,”")
    assert carried(text, *drafts) == [["“The line opens,”"], ["“Not for all of us,”"]]


def test_a_quotation_does_not_continue_after_another_sentence() -> None:
    text = "“The line opens,” she said. The train was empty then. “It opens for all of us.”"
    assert carried(text, draft(text, "she", "said", "“The line opens,”")) == [["“The line opens,”"]]


def test_a_quotation_does_not_continue_after_another_attribution() -> None:
    text = "“The line opens,” she said, and he thinks so. “It opens for all of us.”"
    drafts = draft(text, "she", "said", "“The line opens,”"), draft(text, "he", "thinks", "so")
    assert carried(text, *drafts) == [["“The line opens,”"], ["so"]]


def test_a_quotation_does_not_continue_after_another_paragraph() -> None:
    text = "She said: “The line opens.”\n\nThe crowd cheered.\n\n“It opens for all of us.”\n\nThe line was closed."
    assert carried(text, draft(text, "She", "said", "“The line opens.”")) == [["“The line opens.”"]]


def test_scare_quotes_are_not_a_continuation() -> None:
    text = "“The line opens,” she said. “Big news” was what the papers had. “It opens for all of us.”"
    assert carried(text, draft(text, "she", "said", "“The line opens,”")) == [["“The line opens,”"]]


def test_a_quotation_does_not_continue_after_a_sentence_of_its_own() -> None:
    text = "“The line opens,” she said. “It opens for all of us.” The clerk objects. “It stays closed here.”"
    first = draft(text, "she", "said", "“The line opens,”")
    assert carried(text, first) == [["“The line opens,”", "“It opens for all of us.”"]]


def test_a_quotation_does_not_continue_a_paraphrase() -> None:
    text = "She said the line opens. “It opens for all of us.”"
    assert carried(text, draft(text, "She", "said", "the line opens")) == [["the line opens"]]


@given(
    st.lists(st.sampled_from(["“one two three four”", "“one”", " she said. ", "\n\n", ". ", "x "]), max_size=25),
    st.sets(st.integers(0, 24), max_size=6),
)
def test_content_grows_only_by_whole_unattributed_quotations(pieces: list[str], owned: set[int]) -> None:
    text = "".join(pieces)
    quotations = find_quotations(text)
    drafts = [
        Draft((), None, ((quotation.start, quotation.end),), True)
        for number, quotation in enumerate(quotations)
        if number in owned
    ]
    found = with_continuations(text, drafts, quotations)
    assert all(set(before.content) <= set(after.content) for before, after in zip(drafts, found, strict=True))
    spans = sorted(span for each in found for span in each.content)
    assert len(spans) == len(set(spans))
    assert set(spans) <= {(quotation.start, quotation.end) for quotation in quotations}
