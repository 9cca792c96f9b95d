"""The parts of a text by language, and short texts whose language is not detected."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.parts import LanguagePart, main_language, parts_of, reads_as_english
from shared.documents.document import Block, BlockKind
from tests.support.properties import examples


def blocks_in(*languages: str | None) -> list[Block]:
    return [
        Block(kind=BlockKind.PARAGRAPH, start=12 * number, end=12 * number + 10, language=language)
        for number, language in enumerate(languages)
    ]


def test_blocks_without_a_language_are_in_that_of_the_document() -> None:
    assert parts_of(46, blocks_in(None, "es", "es", None), "en") == [
        LanguagePart(0, 12, "en"),
        LanguagePart(12, 36, "es"),
        LanguagePart(36, 46, "en"),
    ]


@examples(100)
@given(st.lists(st.sampled_from([None, "es", "de"]), max_size=12), st.sampled_from([None, "en", "de"]))
def test_the_parts_cover_the_text_in_order_and_neighbours_differ(
    blocks: list[str | None], language: str | None
) -> None:
    length = 12 * len(blocks)
    parts = parts_of(length, blocks_in(*blocks), language)
    assert parts[0].start == 0
    assert parts[-1].end == length
    assert all(one.end == other.start for one, other in pairwise(parts))
    assert all(one.language != other.language for one, other in pairwise(parts))


def test_the_language_of_most_of_the_text_is_the_main_one() -> None:
    assert main_language([LanguagePart(0, 10, "en"), LanguagePart(10, 40, "es"), LanguagePart(40, 55, "en")]) == "es"


@pytest.mark.parametrize(
    ("text", "is_english"),
    [
        ("Madrid, 23 may (EFE).", False),
        ("Madrid, 23 May.", True),
        ("Lt. John Brody of the 1st Cavalry, 24 April 1952", True),
        ("Room 12 may be closed", True),
        ("Flooding closed two roads.", True),
        ("Dutch forces recover truck", True),
        ("Ann Lee, Kiel 2-1", True),
        ("Hvor kommer julemanden fra?", False),
        ("De schipper was ziek.", False),
        ("Нужны деньги", False),
        ("東京", False),
        ("Zürich", False),
    ],
)
def test_a_short_text_is_english_by_its_lower_case_words(text: str, is_english: bool) -> None:
    assert reads_as_english(text, Annotator.load().has_word) is is_english
