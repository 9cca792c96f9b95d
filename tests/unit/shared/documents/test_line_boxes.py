"""The rectangles of a Document's lines: packing, the boxes of a span, and its page."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.documents.document import (
    BlockKind,
    BlockText,
    Document,
    Metadata,
    PageLayout,
    ParsedDocument,
    Part,
    Span,
    compose,
)
from shared.documents.layout import MOST_LINES, Box, Pages, boxes_of, layout_of
from shared.documents.line_packing import INTEGERS, Line, packed, unpacked
from shared.documents.placed_lines import UNITS, PageFrame, PlacedLine, placed_line
from tests.support.documents import document, document_from, paragraph

positions = st.integers(0, UNITS)
WORDS = st.text(st.sampled_from("abcß字😀-é"), min_size=1, max_size=8)


@st.composite
def lines_in_order(draw: st.DrawFn) -> list[Line]:
    """Lines in the order of a text, with gaps between them, anywhere on a page."""
    lines, at = [], draw(st.integers(0, 50))
    for _ in range(draw(st.integers(1, 30))):
        start = at + draw(st.integers(0, 5))
        at = start + draw(st.integers(1, 90))
        lines.append(Line(start, at, *draw(st.tuples(positions, positions, positions, positions))))
    return lines


def page_of(lines: list[Line], **changes: object) -> PageLayout:
    """Return a page of A4 with these lines."""
    values: dict[str, object] = {
        "number": 1,
        "width": 595,
        "height": 842,
        "start": lines[0].start,
        "end": lines[-1].end,
        "lines": packed(lines[0].start, lines),
    }
    return PageLayout.model_validate(values | changes)


@given(lines_in_order())
def test_packed_lines_are_the_same_when_they_are_unpacked(lines: list[Line]) -> None:
    assert list(unpacked(lines[0].start, packed(lines[0].start, lines))) == lines


@given(lines_in_order(), st.integers(0, 500), st.integers(1, 300))
def test_the_boxes_of_a_span_are_within_the_lines_that_it_touches(lines: list[Line], start: int, length: int) -> None:
    boxes = boxes_of([page_of(lines)], start, start + length)
    touched = [line for line in lines if line.start < start + length and start < line.end]
    assert len(boxes) == len(touched)
    for box, line in zip(boxes, touched, strict=True):
        assert min(line.x0, line.x1) <= box.x0 <= box.x1 <= max(line.x0, line.x1)
        assert min(line.y0, line.y1) <= box.y0 <= box.y1 <= max(line.y0, line.y1)
        if start <= line.start and line.end <= start + length:
            left, right = sorted((line.x0, line.x1))
            top, bottom = sorted((line.y0, line.y1))
            whole = Box(1, None, left, top, right, bottom)
            assert box == whole


@pytest.mark.parametrize(
    ("corners", "expected"),
    [
        ((1000, 500, 2000, 600), (1500, 500, 1750, 600)),
        # From right to left.
        ((2000, 500, 1000, 600), (1250, 500, 1500, 600)),
        # Upward, along the edge of the page.
        ((300, 9000, 400, 5000), (300, 6000, 400, 7000)),
        # Upside down.
        ((2000, 600, 1000, 500), (1250, 500, 1500, 600)),
    ],
)
def test_a_part_of_a_line_is_cut_in_proportion_to_its_characters(
    corners: tuple[int, int, int, int], expected: tuple[int, int, int, int]
) -> None:
    page = page_of([Line(100, 140, *corners)])
    assert boxes_of([page], 120, 130) == [Box(1, None, *expected)]


def test_a_sentence_over_two_pages_has_boxes_on_both_in_the_order_of_the_text() -> None:
    first = page_of([Line(0, 40, 1000, 9000, 9000, 9100), Line(70, 90, 1000, 9500, 5000, 9600)], number=1)
    second = page_of([Line(41, 60, 1000, 1000, 9000, 1100)], number=2)
    assert [(box.page, box.y0) for box in boxes_of([first, second], 20, 80)] == [(1, 9000), (2, 1000), (1, 9500)]
    assert boxes_of([first, second], 60, 70) == []


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=5), st.sampled_from([" ", "", "-", "\t"]))
def test_every_line_of_a_block_is_found_in_its_text(blocks: list[list[str]], between: str) -> None:
    frame = PageFrame(1, 100, 100)
    pieces = [
        BlockText(
            BlockKind.PARAGRAPH,
            between.join(words),
            lines=[PlacedLine(word, frame, 0, 10 * number, 10, 10) for number, word in enumerate(words)],
        )
        for words in blocks
    ]
    text, made = compose(pieces)
    [page], over = layout_of(pieces, made, text, [])
    written = [text[line.start : line.end] for line in unpacked(page.start, page.lines)]
    assert written == [word for words in blocks for word in words] and over == 0
    ParsedDocument(media_type="text/plain", text=text, blocks=made, layout=[page], parser="test 1")


def test_the_hyphen_of_a_split_word_is_in_no_line() -> None:
    frame = PageFrame(1, 100, 100)
    lines = [PlacedLine(words, frame, 0, 0, 1, 1) for words in ("in the after-", "noon, a dual", "encoder")]
    piece = BlockText(BlockKind.PARAGRAPH, "in the afternoon, a dual-encoder", lines=lines)
    text, blocks = compose([piece])
    [page], _ = layout_of([piece], blocks, text, [])
    assert [text[line.start : line.end] for line in unpacked(page.start, page.lines)] == [
        "in the after", "noon, a dual", "encoder",
    ]  # fmt: skip


def test_a_line_that_is_cut_with_the_text_has_no_place() -> None:
    frame = PageFrame(1, 100, 100)
    lines = [PlacedLine("one two", frame, 0, 0, 1, 1), PlacedLine("three four", frame, 0, 1, 1, 2)]
    piece = BlockText(BlockKind.PARAGRAPH, "one two three", lines=lines)
    text, blocks = compose([piece])
    [page], _ = layout_of([piece], blocks, text, [])
    assert (page.start, page.end) == (0, 7)


def test_lines_over_the_limit_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_LINES * 30 < 64_000_000, "the lines fit in the message of the parser"
    monkeypatch.setattr("shared.documents.layout.MOST_LINES", 3)
    frames = [PageFrame(number, 100, 100) for number in (1, 2)]
    pieces = [
        BlockText(BlockKind.PARAGRAPH, "a b", lines=[PlacedLine(word, frame, 0, 0, 1, 1) for word in "ab"])
        for frame in frames
    ]
    text, blocks = compose(pieces)
    pages, over = layout_of(pieces, blocks, text, [])
    assert [len(page.lines) // INTEGERS for page in pages] == [2, 1] and over == 1


@pytest.mark.parametrize(
    "change",
    [
        {"lines": [0, 3, 0, 0, UNITS + 1, 10], "end": 3},
        {"lines": [0, 3, -1, 0, 10, 10], "end": 3},
        {"lines": [0, 3, 0, 0, 10, 10, -1, 3, 0, 0, 10, 10], "end": 5},
        {"lines": [0, 0, 0, 0, 10, 10], "end": 0},
        {"lines": [0, 3, 0, 0, 10], "end": 3},
        {"lines": [0, 3, 0, 0, 10, 10], "end": 4},
        {"lines": [0, 9, 0, 0, 10, 10], "end": 9},
        {"lines": [0, 3, 0, 0, 10, 10], "end": 3, "part": 0},
    ],
)
def test_lines_that_overlap_or_leave_the_page_or_the_text_are_refused(change: dict[str, object]) -> None:
    page = {"number": 1, "width": 100, "height": 100, "start": 0, **change}
    with pytest.raises(ValueError, match=r"line|page|zip"):
        ParsedDocument.model_validate(
            {"media_type": "text/plain", "text": "text", "blocks": [], "layout": [page], "parser": "test 1"}
        )


@given(*[st.floats(-1e6, 1e6)] * 4, st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_line_is_on_its_page(x0: float, y0: float, x1: float, y1: float, width: float, height: float) -> None:
    line = placed_line("a", PageFrame(1, width, height), x0, y0, x1, y1)
    assert all(0 <= corner <= UNITS for corner in line[2:])
    if 0 <= x0 <= width and width >= 1:
        assert abs(line.x0 - UNITS * x0 / width) <= 1


def paged_document() -> Document:
    """Return a document of two paragraphs, the first of which continues on page 2, and an attachment without pages."""
    frames = [PageFrame(number, 100, 100) for number in (1, 2)]
    pieces = [
        BlockText(
            BlockKind.PARAGRAPH,
            "one two",
            page=1,
            lines=[PlacedLine("one", frames[0], 0, 0, 1, 1), PlacedLine("two", frames[1], 0, 0, 1, 1)],
        ),
        BlockText(BlockKind.PARAGRAPH, "note", page=1, lines=[PlacedLine("note", frames[0], 0, 5, 1, 6)]),
        BlockText(BlockKind.PARAGRAPH, "attached"),
    ]
    text, blocks = compose(pieces)
    parts = [Part(name="a.txt", start=blocks[2].start, end=blocks[2].end)]
    layout, _ = layout_of(pieces, blocks, text, parts)
    return document_from(
        ParsedDocument(
            media_type="application/pdf",
            text=text,
            blocks=blocks,
            layout=layout,
            parts=parts,
            metadata=Metadata(pages=2),
            parser="test 1",
        )
    )


def test_the_page_of_a_place_is_that_of_its_line() -> None:
    made = paged_document()
    pages = Pages(made)
    found = {word: pages.page_at(made.text.index(word)) for word in ("one", "two", "note", "attached")}
    assert found == {"one": 1, "two": 2, "note": 1, "attached": None}
    assert pages


def test_the_page_of_a_place_without_lines_is_that_of_its_block() -> None:
    text, blocks = compose([BlockText(BlockKind.PARAGRAPH, word, page=number) for number, word in enumerate("abc", 1)])
    pages = Pages(document_from(ParsedDocument(media_type="text/plain", text=text, blocks=blocks, parser="test 1")))
    assert [pages.page_at(block.start) for block in blocks] == [1, 2, 3]
    assert all(one.end < other.start for one, other in pairwise(blocks))


def test_a_document_without_pages_has_none() -> None:
    pages = Pages(document(paragraph("A text.")))
    assert not pages and pages.page_at(0) is None


def test_fields_of_pages_are_absent_without_pages() -> None:
    assert Span(start=0, end=1, text="a").model_dump() == {"start": 0, "end": 1, "text": "a"}
    assert "layout" not in document(paragraph("A text.")).model_dump()
    assert Document.model_validate_json(paged_document().model_dump_json()) == paged_document()
