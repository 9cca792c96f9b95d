"""False names in title-case headlines are discarded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.headlines import capitalized_throughout, without_headline_artifacts
from shared.documents.document import Block, BlockKind, BlockText, Document
from tests.support.documents import document, heading, paragraph

HEADLINE = "Syrian War Update: Russia Helps Drive Rebel Groups Out Of Aleppo"
STORY = "Troops from Russia took Aleppo, said Sergey Shoigu."


def names(given_document: Document, *wanted: str) -> list[str]:
    """Return the mentions that are kept, if every occurrence of the names is a mention."""
    text = given_document.text
    mentions = [
        Mention(start, start + len(name), "ORGANIZATION")
        for name in wanted
        for start in range(len(text))
        if text.startswith(name, start)
    ]
    return [text[each.start : each.end] for each in without_headline_artifacts(text, given_document.blocks, mentions)]


def test_a_name_that_occurs_only_in_a_headline_is_discarded() -> None:
    story = document(heading(HEADLINE, 1), paragraph(STORY))
    found = names(story, "Russia", "Rebel Groups Out", "Aleppo", "Sergey Shoigu")
    assert found == ["Russia", "Russia", "Aleppo", "Aleppo", "Sergey Shoigu"]


def test_a_name_in_a_headline_may_be_part_of_one_below() -> None:
    story = document(heading("Shoigu Briefs Putin About Aleppo Campaign", 1), paragraph(STORY))
    assert names(story, "Shoigu Briefs", "Sergey Shoigu") == ["Sergey Shoigu"]
    assert "Shoigu" in names(story, "Shoigu", "Sergey Shoigu")


def test_the_family_name_below_is_enough_for_a_person() -> None:
    story = document(heading("Barack Obama Visits Kenya Again", 1), paragraph("Obama landed in Nairobi on Friday."))
    text = story.text
    mentions = [Mention(0, 12, "PERSON"), Mention(13, 25, "ORGANIZATION"), Mention(33, 38, "PERSON")]
    assert text[13:25] == "Visits Kenya" and text[33:38] == "Obama"
    assert without_headline_artifacts(text, story.blocks, mentions) == [mentions[0], mentions[2]]


@pytest.mark.parametrize("rest", [(), (heading("What The Chancellor Said In Public", 2),), (paragraph("It rained."),)])
def test_names_in_headlines_are_kept_if_no_other_text_has_names(rest: tuple[BlockText, ...]) -> None:
    story = document(heading("Angela Merkel Meets Emmanuel Macron In Berlin", 1), *rest)
    assert names(story, "Angela Merkel", "Berlin") == ["Angela Merkel", "Berlin"]


def test_names_in_sentence_case_headlines_and_in_paragraphs_are_kept() -> None:
    plain = document(heading("Shoigu briefs Putin about the Aleppo campaign", 1), paragraph(STORY))
    assert names(plain, "Putin", "Sergey Shoigu") == ["Putin", "Sergey Shoigu"]
    signed = document(paragraph(STORY), paragraph("Ada Holt, Chief Clerk, Harbour Office"))
    assert names(signed, "Ada Holt") == ["Ada Holt"]


def test_the_first_line_of_a_plain_text_is_a_headline_too() -> None:
    assert names(document(paragraph(HEADLINE), paragraph(STORY)), "Rebel Groups Out", "Russia") == ["Russia"] * 2


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (HEADLINE, True),
        ("REBELS LEAVE THE CITY", True),
        ("Council of Ardale to Close the Old Bridge", True),
        ("The council closes the bridge", False),
        ("Ada Holt", False),
        ("", False),
        ("2024: 12 %", False),
    ],
)
def test_title_case_depends_on_the_longer_words(line: str, answer: bool) -> None:
    assert capitalized_throughout(line) is answer


@given(st.lists(st.tuples(st.sampled_from(BlockKind), st.sampled_from([HEADLINE, STORY, "Ada Holt"])), max_size=5))
def test_mentions_outside_headings_are_always_kept(blocks: list[tuple[BlockKind, str]]) -> None:
    text = "\n\n".join(piece for _, piece in blocks)
    placed, start = [], 0
    for kind, piece in blocks:
        placed.append(Block(kind=kind, start=start, end=start + len(piece)))
        start += len(piece) + 2
    mentions = [Mention(place, place + 1, "PERSON") for place in range(len(text))]
    kept = without_headline_artifacts(text, placed, mentions)
    headings = [block for number, block in enumerate(placed) if number == 0 or block.kind is BlockKind.HEADING]
    outside = [each for each in mentions if not any(block.start <= each.start < block.end for block in headings)]
    assert [mention for mention in kept if mention in outside] == outside
