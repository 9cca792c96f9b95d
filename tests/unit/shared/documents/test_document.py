"""Documents, spans, and the text composed of blocks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.documents.document import Block, BlockKind, BlockText, ParsedDocument, Span, compose

PIECES = st.lists(st.builds(BlockText, st.sampled_from(BlockKind), st.text(st.characters(exclude_categories=["Cs"]))))


@given(PIECES)
def test_every_block_lies_in_the_text_where_it_says(pieces: list[BlockText]) -> None:
    text, blocks = compose(pieces)
    assert [text[block.start : block.end] for block in blocks] == [p.text.strip() for p in pieces if p.text.strip()]
    ParsedDocument(media_type="text/plain", text=text, blocks=blocks, parser="test 1")


@given(PIECES)
def test_blocks_are_parted_by_blank_lines(pieces: list[BlockText]) -> None:
    text, blocks = compose(pieces)
    gaps = [text[one.end : other.start] for one, other in pairwise(blocks)]
    assert all(gap == "\n\n" for gap in gaps)


def test_a_span_whose_text_has_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="does not match"):
        Span(start=0, end=3, text="four")


@pytest.mark.parametrize("places", [[(0, 3), (2, 4)], [(2, 4), (0, 1)], [(0, 5)], [(3, 2)]])
def test_blocks_that_overlap_or_leave_the_text_are_refused(places: list[tuple[int, int]]) -> None:
    blocks = [Block(kind=BlockKind.PARAGRAPH, start=start, end=end) for start, end in places]
    with pytest.raises(ValueError, match="overlaps another block or exceeds the text"):
        ParsedDocument(media_type="text/plain", text="text", blocks=blocks, parser="test 1")
