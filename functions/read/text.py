"""A part of a Document's text with its blocks."""

from bisect import bisect_right

from functions.read.answers import DocumentText, TextBlock, TextPage
from functions.read.ids import id_of
from shared.documents.document import Block, Document
from shared.documents.line_packing import unpacked


def part_of(document: Document, start: int, limit: int, *, layout: bool = False) -> DocumentText:
    """Return up to `limit` code points of the text from `start`; it ends between two blocks if possible.

    `layout`: with the rectangles of its lines.

    Raises ValueError if `start` is beyond the end of the text.
    """
    characters = len(document.text)
    if start > characters:
        raise ValueError(f"the text ends at {characters}")
    end = _end_of(document.blocks, start, start + limit) if start + limit < characters else characters
    return DocumentText(
        id=id_of(document.source.uri),
        uri=document.source.uri,
        start=start,
        end=end,
        characters=characters,
        text=document.text[start:end],
        blocks=[_block(block, start) for block in _blocks_in(document.blocks, start, end)],
        pages=_pages(document, start, end) if layout and document.layout else None,
        next=end if end < characters else None,
    )


def _end_of(blocks: list[Block], start: int, most: int) -> int:
    """Return the start of the block that does not fit, or `most` if this block is the first."""
    number = bisect_right(blocks, most, key=lambda block: block.start) - 1
    if number >= 0 and blocks[number].end > most and blocks[number].start > start:
        return blocks[number].start
    return most


def _blocks_in(blocks: list[Block], start: int, end: int) -> list[Block]:
    first = bisect_right(blocks, start, key=lambda block: block.end)
    last = bisect_right(blocks, end - 1, key=lambda block: block.start)
    return blocks[first:last]


def _block(block: Block, start: int) -> TextBlock:
    return TextBlock(
        kind=block.kind,
        start=block.start,
        end=block.end,
        level=block.level,
        page=block.page,
        rows=block.rows if block.start >= start else None,
        speaker=block.speaker,
        spoken_from=block.spoken_from,
        notice=block.notice,
    )


def _pages(document: Document, start: int, end: int) -> list[TextPage]:
    """Return the pages that have lines from `start` to `end`, with these lines."""
    pages = [
        TextPage(
            number=page.number,
            part=page.part,
            width=page.width,
            height=page.height,
            lines=[line for line in unpacked(page.start, page.lines) if line.start < end and start < line.end],
        )
        for page in document.layout
        if page.start < end and start < page.end
    ]
    return [page for page in pages if page.lines]
