"""The blocks of a document from the lines of its pages: tables, headings, captions, list items and paragraphs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from functions.parse.formats.common.tables import table
from functions.parse.formats.pdf import tables
from functions.parse.formats.pdf.glyphs import HYPHEN
from functions.parse.formats.pdf.headings import Body, Headings, body_of
from functions.parse.formats.pdf.hyphens import Hyphens, without_hyphen
from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.page import Page
from functions.parse.formats.pdf.paragraphs import SENTENCE_END, Paragraph, Usual, paragraphs, usual_leading
from functions.parse.formats.pdf.placement import Placement
from functions.parse.formats.pdf.reading_order import Band, bands, in_order, runs
from functions.parse.formats.pdf.run_in import keep_run_in_headings
from functions.parse.turns.transcripts import turns_of
from shared.documents.document import BlockKind, BlockText
from shared.documents.placed_lines import PlacedLine

# A caption: the name of a figure or table in English, German, French, Italian or Spanish, with its number. A capital
# can follow it without a mark (`Figure 4 The mesh`), but not the verb of a sentence (`Figure 4 shows the mesh`).
_FIGURE = r"(?:fig(?:ure|\.)?|table|tab\.|abb(?:ildung|\.)?|tabelle|tableau|figura|tabla)"
_NUMBER = r"(?:[A-Z]?\d{1,3}(?:[.-]\d{1,3})*[a-z]?|[IVX]{1,5})"
CAPTION = re.compile(
    rf"(?:{_FIGURE}|chart|scheme|plate|map)\s*{_NUMBER}\s*(?:[.:|–—-]|$)|{_FIGURE}\s*{_NUMBER}\s+(?-i:[A-ZÀ-ÖØ-Þ])",
    re.IGNORECASE,
)

# A caption without text, such as `Table 1`. The next line continues it.
LABEL = re.compile(r"\w+\.?\s*[\w.-]+[.:]?$")

# Number of previous blocks that are searched for the start of a paragraph that continues in the middle of a sentence.
# Footnotes, captions and tables may be between the two.
LOOK_BACK = 6

# Maximum relative difference between font sizes that count as the same.
SAME_SIZE = 0.05

# Minimum width of a paragraph that may continue after a full line, in font sizes.
WIDE = 15

# Maximum indent of the first line of a continuation, in font sizes.
FLUSH = 0.5


@dataclass(slots=True)
class _Piece:
    """A block while it is built. A piece with a paragraph may be joined with a following one."""

    kind: BlockKind
    text: str
    page: int
    paragraph: Paragraph | None = None
    level: int | None = None
    rows: list[list[str]] | None = None
    lines: list[PlacedLine] = field(default_factory=list)


def blocks(pages: list[Page], recognized: Mapping[int, list[BlockText]]) -> list[BlockText]:
    """Return the blocks of pages without furniture, in reading order.

    `recognized` has the recognized blocks of scanned pages by page number.
    """
    ordered = [in_order(page.lines) for page in pages]
    body = body_of(ordered)
    keep_run_in_headings(ordered)
    texts = [line.text for lines in ordered for line in lines]
    hyphens = Hyphens(texts)
    usual = Usual(usual_leading(ordered), body.size, in_turns=bool(turns_of(texts)))
    pieces: list[_Piece] = []
    for page, lines in zip(pages, ordered, strict=True):
        if recognized.get(page.number):
            pieces.extend(_taken(block, page.number) for block in recognized[page.number])
        else:
            pieces.extend(_page(page, lines, usual, hyphens))
    _mark_headings(pieces, body)
    return [_block(piece) for piece in _rejoined(pieces, hyphens)]


def _page(page: Page, lines: list[Line], usual: Usual, hyphens: Hyphens) -> list[_Piece]:
    pieces: list[_Piece] = []
    running: list[Line] = []
    placed = Placement(page)

    def end_of_text() -> None:
        for paragraph in paragraphs(running, page.number, usual):
            text = hyphens.join([line.text for line in paragraph.lines])
            lines = [placed.line(line) for line in paragraph.lines]
            last = pieces[-1] if pieces else None
            if last is not None and last.kind is BlockKind.CAPTION and LABEL.match(last.text) and not paragraph.bold:
                last.text = f"{last.text} {text}"
                last.lines += lines
            else:
                pieces.append(_Piece(_kind(paragraph, text), text, page.number, paragraph, lines=lines))
        running.clear()

    for part in _parts(lines):
        if isinstance(part, tables.TableLines):
            end_of_text()
            cells = [placed.cell(piece) for piece in part.pieces]
            pieces.append(_Piece(BlockKind.TABLE, "", page.number, rows=part.rows, lines=cells))
        elif isinstance(part, tables.Columns):
            for column in part.columns:
                end_of_text()
                running.extend(column)
        else:
            running.extend(part.lines)
    end_of_text()
    for line in page.sideways:
        pieces.append(_Piece(BlockKind.PARAGRAPH, line.text, page.number, lines=[placed.line(line)]))
    return pieces


def _taken(block: BlockText, page: int) -> _Piece:
    return _Piece(block.kind, block.text, page, level=block.level, rows=block.rows, lines=list(block.lines))


def _parts(lines: list[Line]) -> Iterator[Band | tables.TableLines | tables.Columns]:
    """Yield the tables and the bands between them. Search columns that are side by side again for tables."""
    for part in tables.found(bands(lines)):
        if isinstance(part, Band) and len(part.lines) > 1:
            for run in runs(part.lines):
                yield from tables.found(bands(run))
        else:
            yield part


def _kind(paragraph: Paragraph, text: str) -> BlockKind:
    if CAPTION.match(text):
        return BlockKind.CAPTION
    return BlockKind.LIST_ITEM if paragraph.item else BlockKind.PARAGRAPH


def _mark_headings(pieces: list[_Piece], body: Body) -> None:
    """Set the kind and level of the pieces that are headings."""
    paragraphs = [None if piece.kind is BlockKind.CAPTION else piece.paragraph for piece in pieces]
    levels = Headings(paragraphs, [piece.text for piece in pieces], body).levels
    for number, level in levels.items():
        pieces[number].kind, pieces[number].level = BlockKind.HEADING, level


def _rejoined(pieces: list[_Piece], hyphens: Hyphens) -> list[_Piece]:
    """Return the pieces with paragraphs joined that continue after the end of a column or page."""
    joined: list[_Piece] = []
    for piece in pieces:
        before = _start_of(piece, joined)
        if before is None:
            joined.append(piece)
        else:
            before.text = hyphens.join_two(before.text, piece.text)
            before.lines += piece.lines
            assert before.paragraph is not None and piece.paragraph is not None
            before.paragraph = replace(
                piece.paragraph, lines=[before.paragraph.lines[0], *piece.paragraph.lines], item=before.paragraph.item
            )
    return joined


def _start_of(piece: _Piece, joined: list[_Piece]) -> _Piece | None:
    """Return the paragraph or list item that this piece continues; None if there is none."""
    if piece.kind is not BlockKind.PARAGRAPH or piece.paragraph is None or piece.paragraph.alone:
        return None
    for before in joined[: -LOOK_BACK - 1 : -1]:
        if before.paragraph is None or before.kind is BlockKind.CAPTION:
            continue
        if before.kind is BlockKind.HEADING or before.paragraph.alone:
            return None
        same = abs(before.paragraph.size - piece.paragraph.size) <= SAME_SIZE * piece.paragraph.size
        if same:
            return before if before.paragraph.bold == piece.paragraph.bold and _continues(before, piece) else None
    return None


def _continues(before: _Piece, piece: _Piece) -> bool:
    """Return whether a piece continues the sentence of an earlier one: in lowercase, or after a full line."""
    assert before.paragraph is not None and piece.paragraph is not None
    if before.text.endswith(HYPHEN):
        return True
    if SENTENCE_END.search(before.text) or not piece.text:
        return False
    if piece.text[0].islower():
        return before.text[-1:].isalnum() or before.text[-1:] in ",)–—-’”\"'»"
    last, first = before.paragraph.lines[-1], piece.paragraph.lines[0]
    full = before.paragraph.right - last.right < last.size and len(before.paragraph.lines) > 1
    wide = before.paragraph.right - before.paragraph.left > WIDE * last.size
    follows = not first.below(last) or before.page != piece.page
    flush = first.left - piece.paragraph.left < FLUSH * first.size and len(piece.paragraph.lines) > 1
    return full and wide and follows and flush and (before.text[-1:].isalnum() or before.text[-1:] == ",")


def _block(piece: _Piece) -> BlockText:
    if piece.rows is not None:
        return table(piece.rows, piece.page, piece.lines)
    text = without_hyphen(piece.text)
    return BlockText(kind=piece.kind, text=text, level=piece.level, page=piece.page, lines=piece.lines)
