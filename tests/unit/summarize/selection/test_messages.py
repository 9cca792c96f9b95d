"""Which blocks of a thread are messages that the latest one answers."""

import pytest

from functions.summarize.selection.messages import ENOUGH, answered
from shared.documents.document import BlockKind, BlockText
from tests.support.documents import document, paragraph

LATEST = "The crane comes on Monday. " * (ENOUGH // 5 + 1)
HEADER = ["From: Ann", "Sent: 3 May", "Subject: the crane"]
WROTE = "On Fri, 3 May 2024 at 10:15, Ann Lee <ann@lee.example> wrote:"


def found(*lines: str, title: str | None = None) -> list[int]:
    read = document(*(paragraph(line) for line in lines))
    return sorted(answered(read.text, read.blocks, title))


def test_the_rest_below_an_introduction_or_a_rule_is_answered() -> None:
    assert found(LATEST, WROTE, "Where is the crane?", "Ann") == [1, 2, 3]
    assert found(LATEST, "-----Original Message-----", "Where is the crane?") == [1, 2]


def test_the_rest_below_the_header_of_an_answered_message_is_answered() -> None:
    assert found(*HEADER, LATEST, *HEADER, "Where is it?", title="Re: the crane") == [4, 5, 6, 7]
    assert found(*HEADER[:2], "Subject: RE: the crane", LATEST, *HEADER, "Where is it?") == [4, 5, 6, 7]


def test_messages_in_the_order_of_their_days_stay() -> None:
    assert found(*HEADER, LATEST, *HEADER[:2], "Subject: Re: the crane", "It is here.") == []


def test_answers_between_and_below_marked_lines_stay() -> None:
    assert found(WROTE, "> Where is the crane?", LATEST, "> And the key?", "I have it.") == [0, 1, 3]


def test_marked_lines_of_an_answer_are_answered_without_an_introduction() -> None:
    assert found(LATEST, "> Where is the crane?", title="Re: the crane") == [1]
    assert found(LATEST, "> Where is the crane?", title="The crane") == []


def test_quotations_of_a_parsed_message_are_answered() -> None:
    quoted = [BlockText(kind=BlockKind.QUOTATION, text=text) for text in (WROTE, "Where is it?")]
    read = document(quoted[0], quoted[1], paragraph(LATEST))
    assert answered(read.text, read.blocks, "Re: the crane") == {0, 1}


def test_a_forwarded_message_is_content() -> None:
    assert found(LATEST, "Begin forwarded message:", *HEADER, "Where is it?", title="Fwd: Re: the crane") == []
    assert found("Begin forwarded message:", *HEADER, LATEST, WROTE, "> Where is it?") == [5, 6]


def test_a_latest_message_that_says_too_little_is_shown_with_the_answered_one() -> None:
    assert found("Thanks!", WROTE, "> Where is the crane?") == []


@pytest.mark.parametrize("text", ["On 24 May 2015, she wrote:", "On the crane, Ann Lee wrote: nothing at 10:15."])
def test_news_that_quotes_a_writer_has_no_answered_messages(text: str) -> None:
    assert found(LATEST, text, "“The crane is late.”", LATEST) == []
