"""A claim and the sentence that denies or completes it are shown together."""

import pytest

from functions.summarize.sentences.contradictions import with_contradictions
from functions.summarize.sentences.sentences import sentences_of
from tests.support.documents import document, heading, paragraph


def texts(*paragraphs: str) -> list[str]:
    source = document(*map(paragraph, paragraphs))
    found = with_contradictions(source.text, sentences_of(source.text, source.blocks))
    assert all(source.text[sentence.start : sentence.end] == sentence.text for sentence in found)
    return [sentence.text for sentence in found]


@pytest.mark.parametrize(
    ("claim", "answer"),
    [
        ("The clerk wrote that the bridge is safe.", "It isn't."),
        ("The clerk wrote that the bridge is safe.", "That is not true."),
        ("The clerk wrote that the bridge is safe.", "That was false."),
        ("The clerk did not know if anybody had paid.", "The mayor had."),
        ("The clerk wrote that the bridge is safe.", "As far as we know, it isn't."),
        ("A diver says that Mr Lund took the keys.", "Lund denied it."),
        ("A diver says that Mr Lund took the keys.", "The company disputes the claim and has gone to court."),
        ("Mr Lund told her that the rent was paid.", "He admits that they spoke, but denied having said so."),
    ],
)
def test_a_claim_and_its_denial_are_one(claim: str, answer: str) -> None:
    assert texts(f"It rained in Kiel on Monday morning. {claim} {answer}") == [
        "It rained in Kiel on Monday morning.",
        f"{claim} {answer}",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Is the bridge safe?", "It isn't."),
        ("The bridge has a new name.", "Nobody in the town knows what it is."),
        ("The clerk wrote that he paid.", "The court will decide whether he did."),
        ("The bridge of Kiel is wide.", "It is older than the harbour is."),
        ("The clerk wrote that the bridge is safe.", "It was built in 1931."),
        ("The clerk wrote that the bridge is safe.", "We ask the court to deny that relief."),
        ("The clerk wrote that the bridge is safe.", "The company denies that it has ever built bridges."),
        ("The bridge " + "of Kiel and Faro " * 20 + "is safe.", "It isn't."),
    ],
)
def test_other_sentences_stay_apart(first: str, second: str) -> None:
    assert texts(f"{first} {second}") == [first, second]


def test_a_denial_in_brackets_is_taken_up_to_their_end() -> None:
    claim = "The clerk wrote that the bridge is safe. (It isn't. The report says so.)"
    assert texts(f"{claim} It rained.") == [claim, "It rained."]


def test_a_denial_in_another_block_stays_apart() -> None:
    assert texts("The clerk wrote that the bridge is safe.", "It isn't.") == [
        "The clerk wrote that the bridge is safe.",
        "It isn't.",
    ]
    source = document(heading("The bridge is safe"), paragraph("It isn't."))
    assert len(with_contradictions(source.text, sentences_of(source.text, source.blocks))) == 2
