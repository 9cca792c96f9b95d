"""Quotations with their speaker and verb directly after them."""

import pytest

from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.attributions.tagged import (
    BEFORE,
    led_quotations,
    tagged_quotations,
    with_interrupted,
    with_led,
)
from tests.support.attributed import draft

QUOTATION = "“We closed the quay at noon,”"


def tagged(text: str) -> list[tuple[str, str]]:
    found = tagged_quotations(text, [], find_quotations(text))
    return [(text[slice(*each.source[0])], text[slice(*each.cue or (0, 0))]) for each in found]


@pytest.mark.parametrize(
    ("tag", "source", "cue"),
    [
        ("Ann Lee said.", "Ann Lee", "said"),
        ("said Ann Lee, the captain.", "Ann Lee", "said"),
        ("he told the court.", "he", "told"),
        ("the captain replied.", "the captain", "replied"),
        ("said the old captain.", "the old captain", "said"),
        ("said the captain of the ferry.", "the captain", "said"),
    ],
)
def test_the_words_after_a_quotation_name_its_speaker(tag: str, source: str, cue: str) -> None:
    assert tagged(f"It rained. {QUOTATION} {tag} Nobody came.") == [(source, cue)]


@pytest.mark.parametrize(
    "text",
    [
        f"It rained. {QUOTATION} and nobody came.",
        "The “quay at noon” Ann Lee said she saw was closed.",
        f"It rained. {QUOTATION}\nAnn Lee said so.",
        "“Was the quay closed?” Nobody said so.",
        "“Was the quay closed?” That told us enough.",
    ],
)
def test_other_words_after_a_quotation_name_nobody(text: str) -> None:
    assert tagged(text) == []


@pytest.mark.parametrize("rest", [".", " the court.", " in the hall.", " him, and left."])
def test_the_speaker_of_a_question_can_follow_it(rest: str) -> None:
    assert tagged(f"“Was the quay closed?” Ann Lee asked{rest}") == [("Ann Lee", "asked")]


@pytest.mark.parametrize("answer", ["Ann Lee said it was.", "He told them that it was."])
def test_a_sentence_after_a_question_is_the_answer(answer: str) -> None:
    assert tagged(f"“Was the quay closed?” {answer}") == []


def test_a_speaker_can_end_a_paragraph_without_a_full_stop() -> None:
    assert tagged(f"{QUOTATION} said Ann Lee\n\nNobody came.") == [("Ann Lee", "said")]


def test_a_quotation_has_one_attribution() -> None:
    text = f"It rained. {QUOTATION} Ann Lee said."
    assert tagged_quotations(text, [draft(text, "Ann Lee", "said", QUOTATION)], find_quotations(text)) == []


def test_what_a_quotation_reports_is_not_its_own_attribution() -> None:
    text = "“Bo said the quay was closed,” Ann Lee said."
    inner = draft(text, "Bo", "said", "the quay was closed")
    (found,) = tagged_quotations(text, [inner], find_quotations(text))
    assert text[slice(*found.source[0])] == "Ann Lee"


def test_a_speaker_and_a_verb_directly_before_a_quotation_attribute_it() -> None:
    text = "Ann Lee said, “The key is gone.” Bo Hale said, “I never had it.” He told the clerk “Ask the owner.”"
    first = draft(text, "Ann Lee", "said", "“The key is gone.”", "“I never had it.”")
    found = with_led([first], led_quotations(text, find_quotations(text)))
    assert [(text[slice(*each.source[0])], [text[slice(*piece)] for piece in each.content]) for each in found] == [
        ("Ann Lee", ["“The key is gone.”"]),
        ("Bo Hale", ["“I never had it.”"]),
        ("He", ["“Ask the owner.”"]),
    ]


def test_a_verb_after_a_quotation_has_precedence_over_one_before_it() -> None:
    text = "When Ann Lee called, Bo Hale asked, “Is it gone?” the clerk wondered."
    first = draft(text, "the clerk", "wondered", "“Is it gone?”")
    assert with_led([first], led_quotations(text, find_quotations(text))) == [first]


def test_a_speaker_before_a_quotation_is_the_subject_of_the_verb() -> None:
    text = "The letter that Ann Lee had signed was read. This says “The key is gone.” Nobody said “I never had it.”"
    assert led_quotations(text, find_quotations(text)) == []


def test_a_quotation_that_its_speaker_interrupts_is_whole() -> None:
    text = "“Lee,” said the clerk, “owes me ten.” “No,” Bo Hale said. “That is a lie.”"
    drafts = draft(text, "the clerk", "said", "“owes me ten.”"), draft(text, "Bo Hale", "said", "“That is a lie.”")
    found = with_interrupted(text, drafts, find_quotations(text))
    assert [[text[slice(*piece)] for piece in each.content] for each in found] == [
        ["“Lee,”", "“owes me ten.”"],
        ["“That is a lie.”"],
    ]


def test_a_speaker_far_before_a_quotation_is_not_the_end_of_a_longer_phrase() -> None:
    tag = "Ann Lee told the "
    tag += "w" * (BEFORE - len(tag) - 1) + " "
    text = f"The letter that {tag}“The key is gone.”"
    assert led_quotations(text, find_quotations(text)) == []
    (found,) = led_quotations(tag + "“The key is gone.”", find_quotations(tag + "“The key is gone.”"))
    assert found.source == ((0, len("Ann Lee")),)
