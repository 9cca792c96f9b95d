"""The sentences in which a document states its outcome."""

import pytest

from functions.summarize.selection.conclusions import concluding, stating_outcome
from functions.summarize.selection.form_preferences import form_preferences
from functions.summarize.sentences.sentences import sentences_of
from tests.support.documents import document, paragraph


def numbers(*texts: str) -> list[int]:
    """Return the numbers of the sentences that state an outcome. Each text is a paragraph with one sentence."""
    read = document(*map(paragraph, texts))
    return stating_outcome(sentences_of(read.text, read.blocks))


@pytest.mark.parametrize(
    "heading", ["DISPOSAL", "6. Recommendation", "Conclusions", "IV The decision:", "Executive summary"]
)
def test_the_sentence_below_the_heading_of_an_outcome_states_it(heading: str) -> None:
    assert numbers("The tenants appealed.", heading, "The appeal is allowed.", "Costs are reserved.") == [2]


@pytest.mark.parametrize("label", ["Root cause: ", "VERDICT: ", "1. Recommendation: "])
def test_a_sentence_with_the_label_of_an_outcome_states_it(label: str) -> None:
    assert numbers("The queue stopped.", f"{label}the table was missing.") == [1]


def test_a_labelled_decision_of_minutes_is_its_outcome_and_is_preferred() -> None:
    texts = ("Minutes of the harbour board", "Apologies: B. Okland", "Decision: it was agreed to sell the crane.")
    read = document(*map(paragraph, texts))
    sentences = sentences_of(read.text, read.blocks)
    assert stating_outcome(sentences) == form_preferences(sentences, None).preferred == [2]


@pytest.mark.parametrize("text", ["Decision makers met.", "Background", "In summary of what she said, nothing is new."])
def test_other_sentences_and_headings_state_no_outcome(text: str) -> None:
    assert numbers(text, "The council met on Monday.") == []


def concluded(text: str) -> list[int]:
    read = document(paragraph(text))
    return concluding(sentences_of(read.text, read.blocks))


@pytest.mark.parametrize("connective", ["So ", "Therefore ", "Therefore, ", "Consequently, ", "Thus "])
def test_a_sentence_behind_the_connective_of_a_conclusion_concludes(connective: str) -> None:
    assert concluded(f"The crane broke. {connective}the harbour board hired a second crane.") == [1]


@pytest.mark.parametrize(
    "text",
    [
        "So far the harbour board has hired nobody.",
        "So did the harbour board.",
        "So great was the storm of May that the harbour board closed the quay.",
        "So when can the harbour board hire a second crane?",
        "So they hired a second crane.",
        "But the harbour board hired a second crane.",
        "Sometimes the harbour board hires a crane.",
    ],
)
def test_other_connectives_and_references_conclude_nothing(text: str) -> None:
    assert concluded(f"The crane broke. {text}") == []
