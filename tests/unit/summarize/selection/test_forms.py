"""Which documents have the form of minutes, of correspondence or of a fact check."""

import pytest

from functions.summarize.selection.forms import Form, form_of
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import BlockKind, BlockText
from tests.support.documents import document, paragraph


def form(*lines: str, title: str | None = None) -> Form | None:
    read = document(*(paragraph(line) for line in lines))
    return form_of(sentences_of(read.text, read.blocks), title)


@pytest.mark.parametrize(
    "lines",
    [
        ["Minutes of the harbour board", "Present: A. Lee (chair), B. Okland"],
        ["The meeting was called to order at 7 pm.", "The motion was carried."],
        ["Harbour weekly", "The crane is late.", "Action items", "Ann to call Kiel"],
        ["Apologies: B. Okland", "The crane is late.", "Date of next meeting: 4 May"],
        ["General Meeting, 4 May", "Nine members came and two sent apologies."],
    ],
)
def test_two_signs_make_minutes(lines: list[str]) -> None:
    assert form(*lines) is Form.MINUTES


@pytest.mark.parametrize(
    "lines",
    [
        ["Dear Mr. Okland:", "The crane is late."],
        ["hey all", "The crane is late."],
        ["Dear Miss Okland: My boat has a hole. Is it mine?", "Gentle reader: It is."],
        ["Kiel Cranes – safety notice", "The crane is late."],
        ["Kiel Cranes – recall", "The crane is late."],
        ["The cranes of Kiel", "Recall number: 7", "The crane is late."],
        ["From: Ann Lee", "Sent: Monday", "Subject: the crane", "It is late."],
        ["NOTICE OF A PUBLIC HEARING", "The board meets in May."],
        ["The board", "Notice is hereby given that it meets in May."],
        ["It is late.", "On 3 May 2024 at 10:15, Ann Lee wrote:", "> Where is the crane?"],
        ["Ask Ann", "Q: I have a boat. Is it mine?", "A: It is."],
        ["May I keep the boat?", "We found it.", "Best answer", "You may."],
    ],
)
def test_salutations_headers_notices_and_answered_questions_make_correspondence(lines: list[str]) -> None:
    assert form(*lines) is Form.CORRESPONDENCE


def test_the_title_of_an_answer_makes_correspondence() -> None:
    assert form("The crane is late.", title="Re: the crane") is Form.CORRESPONDENCE


@pytest.mark.parametrize(
    "lines",
    [
        ["Fact check: Is the crane late?", "It is."],
        ["Claim", "The crane is late.", "Rating", "Unproven"],
        ["The crane", "It is said to be late.", "Our ruling", "It is not."],
        ["The crane", "It is said to be late.", "Verdict: Mostly false"],
    ],
)
def test_labels_of_a_claim_and_its_verdict_make_a_fact_check(lines: list[str]) -> None:
    assert form(*lines) is Form.FACT_CHECK


@pytest.mark.parametrize(
    "lines",
    [
        ["Council votes for crane", "The council of Kiel approved the crane. “We are late,” said Ann Lee, the mayor."],
        ["Minutes later, the crane fell", "Nobody was hurt, police said."],
        ["Fact-checkers leave Kiel", "They rated its mayors for years."],
        ["“Dear friends,” she said, “the crane is late.”", "In 2019, she wrote:", "The crane is late."],
        ["Mayor of Kiel survives recall", "The town voted for her."],
        ["Is the crane late?", "Ann Lee asks. A. Okland does not."],
    ],
)
def test_news_has_none_of_these_forms(lines: list[str]) -> None:
    assert form(*lines) is None


def test_what_is_spoken_is_no_sign() -> None:
    turn = BlockText(kind=BlockKind.TURN, text="Hello everyone,", speaker="Ann")
    read = document(turn, paragraph("The crane is late."))
    assert form_of(sentences_of(read.text, read.blocks), None) is None
