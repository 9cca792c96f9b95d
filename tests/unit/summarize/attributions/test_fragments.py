"""Content that is a whole clause: with its subject, its conjunction, its verb and nothing of another clause."""

import pytest

from tests.support.statements import kept


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The crew, whom the port says are trapped on board, wait for a tug.", "the port", "are trapped on board"),
        (
            "He slept for an hour and had, as Ann Lee noted, nothing to eat all day.",
            "Ann Lee",
            "nothing to eat all day",
        ),
    ],
)
def test_a_predicate_without_its_subject_is_no_statement(text: str, source: str, content: str) -> None:
    assert kept(text, source, "says" if "says" in text else "noted", content) is None


def test_a_direct_quotation_stays_without_the_predicate_beside_it() -> None:
    text = "A word which, one clerk points out, had not been in the law at all. “Nobody wrote it.”"
    found = kept(text, "one clerk", "points out", "had not been in the law at all", "“Nobody wrote it.”")
    assert found == ("one clerk", "points out", ["“Nobody wrote it.”"])


def test_the_subject_between_a_cue_and_a_predicate_belongs_to_the_content() -> None:
    text = "Ann Lee said Bo Hale, the owner of the quay, is wrong to close it."
    assert kept(text, "Ann Lee", "said", "is wrong to close it") == (
        "Ann Lee",
        "said",
        ["Bo Hale, the owner of the quay, is wrong to close it"],
    )


@pytest.mark.parametrize("content", ["is it safe to swim?", "will Bo Hale resign?"])
def test_a_question_begins_with_its_auxiliary(content: str) -> None:
    assert kept(f"Ann Lee asked: {content}", "Ann Lee", "asked", content) == ("Ann Lee", "asked", [content])


def test_a_pronoun_is_the_subject_of_a_clause_that_is_interrupted() -> None:
    text = "This, Ann Lee said, is a risk for the harbour."
    assert kept(text, "Ann Lee", "said", "is a risk for the harbour") == (
        "Ann Lee",
        "said",
        ["This", "is a risk for the harbour"],
    )


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("That may be the wrong crane, Ann Lee said.", "That may be the wrong crane"),
        ("Ann Lee said that was the wrong crane.", "that was the wrong crane"),
    ],
)
def test_that_before_an_auxiliary_is_a_subject(text: str, content: str) -> None:
    assert kept(text, "Ann Lee", "said", content) == ("Ann Lee", "said", [content])


@pytest.mark.parametrize("month", ["May", "Will"])
def test_that_before_a_name_is_a_conjunction(month: str) -> None:
    content = f"that {month} Hale had left the port"
    assert kept(f"Ann Lee said {content} early.", "Ann Lee", "said", content) == (
        "Ann Lee",
        "said",
        [content.removeprefix("that ")],
    )


@pytest.mark.parametrize("conjunction", ["if", "whether"])
def test_what_is_asked_or_supposed_keeps_its_conjunction(conjunction: str) -> None:
    text = f"Ann Lee asked him {conjunction} the crane had moved."
    assert kept(text, "Ann Lee", "asked", "the crane had moved") == (
        "Ann Lee",
        "asked",
        [f"{conjunction} the crane had moved"],
    )


@pytest.mark.parametrize(
    ("written", "piece", "whole"),
    [
        ("The two have met since, Ann Lee adds.", "The two have", "The two have met since"),
        (
            "A talk between Bo Hale and his deputy, Ann Lee adds.",
            "A talk between Bo",
            "A talk between Bo Hale and his deputy",
        ),
        (
            "It fell between the crane and the quay, Ann Lee adds.",
            "It fell between the crane",
            "It fell between the crane and the quay",
        ),
    ],
)
def test_a_piece_goes_on_to_the_words_that_its_last_one_needs(written: str, piece: str, whole: str) -> None:
    assert kept(written, "Ann Lee", "adds", piece) == ("Ann Lee", "adds", [whole])


def test_an_auxiliary_may_end_a_clause() -> None:
    text = "Ann Lee said the port was larger than it had been. It grows."
    assert kept(text, "Ann Lee", "said", "the port was larger than it had been") == (
        "Ann Lee",
        "said",
        ["the port was larger than it had been"],
    )


@pytest.mark.parametrize("cue", ["reported to", "wrote to"])
def test_an_addressee_after_a_preposition_carries_no_clause(cue: str) -> None:
    text = f"Ann Lee {cue} the Royal Harbour Society that the crane was old."
    assert kept(text, "Ann Lee", cue, "the crane was old") == ("Ann Lee", cue, ["the crane was old"])


def test_a_noun_and_a_conjunction_carry_no_clause() -> None:
    text = "Ann Lee wrote that the boat left this morning and that the crew is safe."
    found = kept(text, "Ann Lee", "wrote", "the boat left this morning", "the crew is safe")
    assert found == ("Ann Lee", "wrote", ["the boat left this morning", "the crew is safe"])


def test_pieces_that_a_comma_parts_are_one() -> None:
    text = "Ann Lee said that in May, there were no boats."
    assert kept(text, "Ann Lee", "said", "in May", "there were no boats") == (
        "Ann Lee",
        "said",
        ["in May, there were no boats"],
    )


def test_a_dateline_is_no_statement() -> None:
    text = "AVON, May 4, 2021 – The crane can lift most boats, according to a study by Ann Lee."
    assert kept(text, "a study by Ann Lee", "according to", "AVON, May 4, 2021 – The crane can lift most boats") == (
        "a study by Ann Lee",
        "according to",
        ["The crane can lift most boats"],
    )


def test_a_quotation_after_another_speaker_belongs_to_that_one() -> None:
    text = "According to Ann Lee, the crew gave “a good reason”. She recalled one of them: “It was in the sea all day.”"
    found = kept(text, "Ann Lee", "According to", "the crew gave “a good reason”", "“It was in the sea all day.”")
    assert found == ("Ann Lee", "According to", ["the crew gave “a good reason”"])


def test_a_cue_in_a_quotation_reports_no_other_quotation() -> None:
    text = "“I could hear the water”—she lifted a hand—“and he said, ‘That is the pump.’”"
    found = kept(text, "he", "said", "“I could hear the water”", "‘That is the pump.’”")
    assert found is not None
    assert found[2] == ["‘That is the pump.’"]
