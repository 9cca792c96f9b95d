"""Which sentences the form of minutes, letters and fact checks prefers, and which it avoids."""

import pytest

from functions.summarize.selection.form_preferences import (
    MOST_SENTENCES,
    FormPreferences,
    form_preferences,
    shown_preferred,
)
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind

MINUTES = ["Minutes of the harbour board", "Apologies: B. Okland"]
LETTER = ["Dear Ann,"]
FACT_CHECK = ["Fact check: the crane"]


def sentences(texts: list[str]) -> list[Sentence]:
    return [Sentence(0, len(text), text, BlockKind.PARAGRAPH, number) for number, text in enumerate(texts)]


def is_preferred(form: list[str], text: str) -> bool:
    found = form_preferences(sentences([*form, text]), None)
    return len(form) in (*found.preferred, *found.requests)


@pytest.mark.parametrize(
    "text",
    [
        "The board then agreed to sell the old crane.",
        "It was resolved that the old crane be sold.",
        "AGREED: sell the old crane.",
        "Ms. Lee moved, seconded by Mr. Okland, to sell the crane.",
        "Approval was given to the sale of the crane.",
        "Ann Lee and Bo Okland to find a buyer for the crane.",
        "Ann Lee reported on the crane. The board voted to sell it.",
    ],
)
def test_a_decision_or_a_task_is_preferred_in_minutes(text: str) -> None:
    assert is_preferred(MINUTES, text)
    assert not is_preferred([], text)


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Lee spoke about the crane for a long time.",
        "Ms. Lee said that the crane was accepted by nobody.",
        "The ships moved to another quay in May.",
    ],
)
def test_what_is_said_in_a_meeting_is_not_preferred(text: str) -> None:
    assert not is_preferred(MINUTES, text)


@pytest.mark.parametrize(
    "text",
    [
        "The minutes of the last meeting were approved and signed.",
        "The board approved the agenda; the minutes were accepted.",
        "Members present: Ann Lee, Bo Okland.",
        "The meeting was adjourned at 9 pm after a quorum was lost.",
    ],
)
def test_the_course_of_a_meeting_is_avoided(text: str) -> None:
    found = form_preferences(sentences([*MINUTES, text]), None)
    assert 2 in found.avoided and 2 not in found.preferred


@pytest.mark.parametrize(
    "text",
    [
        "So I am writing to resign from the harbour board.",
        "On behalf of all fishermen, we urge you to keep the crane.",
        "Could you send the crane to Kiel?",
        "Please bring the key of the crane.",
        "All boats must leave the quay.",
        "Owners who sail alone should keep the old cord on board.",
        "You may appeal to the board.",
        "The quay will be closed from 4 May.",
        "The key has to be here by Monday.",
        "Yes, the boat is yours.",
        "If you own a boat, take it out of the harbour.",
        "I would like to speak about the crane.",
    ],
)
def test_a_request_a_duty_a_day_to_come_or_an_answer_is_preferred_in_a_letter(text: str) -> None:
    assert is_preferred(LETTER, text)
    assert not is_preferred([], text)


@pytest.mark.parametrize(
    "text",
    [
        "I have lived by the harbour for thirty years.",
        "The crane was sold in May by the old board.",
        "Please do not hesitate to call.",
        "If you have any questions, call the harbour.",
        "I would like to thank the harbour.",
        "He must be tired of the harbour.",
        "You may have seen the crane from the train.",
        "Is that a crane!",
    ],
)
def test_the_story_of_a_letter_is_not_preferred(text: str) -> None:
    assert not is_preferred(LETTER, text)


def test_the_first_sentence_with_the_claim_is_preferred_with_each_verdict() -> None:
    claim = "A post claims that the crane of Kiel was sold to a circus."
    other = "The people who made the claim about the crane did not answer our questions."
    verdict = "There is no evidence that the crane was sold."
    texts = [*FACT_CHECK, claim, "It stands where it stood.", verdict, other, "Rating", "It is still there."]
    assert list(form_preferences(sentences(texts), None).preferred) == [1, 3, 6]


def test_a_claim_without_a_verdict_is_not_preferred() -> None:
    claim = "A post claims that the crane of Kiel was sold to a circus."
    assert form_preferences(sentences([*FACT_CHECK, claim]), None) == FormPreferences([])


def test_a_question_and_a_labelled_verdict_can_be_shown_if_they_are_preferred() -> None:
    question = "Could you send me the key of the old crane by post?"
    letter = sentences([*LETTER, question, "Could you?", "Please bring the key of the crane."])
    assert shown_preferred(letter, form_preferences(letter, None)) == {1}
    check = sentences([*FACT_CHECK, "Rating: Misattributed", "We rate it half true."])
    assert shown_preferred(check, form_preferences(check, None)) == {1, 2}


def test_nothing_is_preferred_in_a_collection() -> None:
    texts = [*LETTER, "Please bring the key."] * (MOST_SENTENCES // 2)
    assert form_preferences(sentences(texts), None).requests
    assert form_preferences(sentences([*texts, "The end."]), None) == FormPreferences()
