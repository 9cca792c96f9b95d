"""The parts of a text by language."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.annotator.parts import LanguagePart, main_language, parts_of
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
