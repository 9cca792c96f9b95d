"""The blocks of RTF text while it is read: paragraphs with their styles, tables cell by cell, boxes and notes."""

from dataclasses import dataclass, field

from functions.parse.formats.common.tables import table
from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.word_styles import BODY_TEXT_LEVEL, PARAGRAPH, kind_of_name
from shared.documents.document import BlockKind, BlockText

PARAGRAPH_ENDS = frozenset({"par", "sect"})


@dataclass(slots=True)
class _Properties:
    """What is said of the paragraphs that follow."""

    style: int = 0
    in_table: bool = False
    in_list: bool = False
    outline_level: int | None = None


@dataclass(slots=True)
class _Flow:
    """A text of its own: the main one, a text box or a note."""

    at_end: bool = False
    blocks: list[BlockText] = field(default_factory=list)
    properties: _Properties = field(default_factory=_Properties)
    pieces: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    # Of the paragraph that is being read.
    boxes: list[BlockText] = field(default_factory=list)


class BlockWriter:
    """Takes text and the control words of paragraphs, and makes blocks of them."""

    def __init__(self, styles: dict[int, str], max_characters: int) -> None:
        """`styles` are the names of the styles by their numbers, known before the text comes."""
        self._styles = styles
        self._left = max_characters
        self._flows = [_Flow()]
        self._notes: list[BlockText] = []

    @property
    def full(self) -> bool:
        """Whether more than the limit was written."""
        return self._left < 0

    def write(self, text: str) -> None:
        """Add text to the paragraph."""
        self._flows[-1].pieces.append(text)
        self._left -= len(text)

    def enter(self, at_end: bool) -> None:
        """Begin a text box or a note, which comes behind the paragraph or at the end."""
        self._flows.append(_Flow(at_end))

    def leave(self) -> None:
        """End it."""
        if len(self._flows) == 1:
            return
        flow = self._flows.pop()
        self._end_flow(flow)
        (self._notes if flow.at_end else self._flows[-1].boxes).extend(flow.blocks)

    def finished(self) -> list[BlockText]:
        """All blocks, the notes last."""
        while len(self._flows) > 1:
            self.leave()
        self._end_flow(self._flows[0])
        return [*self._flows[0].blocks, *self._notes]

    def control(self, word: str, number: int | None) -> None:
        """A control word about paragraphs or tables."""
        flow = self._flows[-1]
        if word in PARAGRAPH_ENDS:
            self._end_paragraph(flow)
        elif word == "cell":
            self._end_cell(flow)
        elif word == "row":
            self._end_row(flow)
        elif word == "nestcell":
            flow.pieces.append(" ")
        elif word == "nestrow":
            flow.pieces.append("\n")
        elif word == "pard":
            flow.properties = _Properties()
        elif word == "intbl":
            flow.properties.in_table = True
        elif word == "itap":
            flow.properties.in_table = bool(number)
        elif word == "s":
            flow.properties.style = number or 0
        elif word == "ls":
            flow.properties.in_list = bool(number)
        elif word == "outlinelevel":
            flow.properties.outline_level = number

    def _end_flow(self, flow: _Flow) -> None:
        self._end_paragraph(flow)
        self._end_table(flow)

    def _end_paragraph(self, flow: _Flow) -> None:
        text = _joined(flow.pieces)
        flow.pieces = []
        if flow.properties.in_table:
            flow.cell.append(text)
        else:
            self._end_table(flow)
            if text and not text.isspace():
                flow.blocks.append(with_bullet_read(self._block(text, flow.properties)))
        if not flow.properties.in_table or not flow.rows:
            flow.blocks.extend(flow.boxes)
            flow.boxes = []

    def _block(self, text: str, properties: _Properties) -> BlockText:
        found = kind_of_name(self._styles.get(properties.style, "").strip("; ").lower()) or PARAGRAPH
        kind, level = found.kind, found.level
        outline = properties.outline_level
        if outline is not None and 0 <= outline < BODY_TEXT_LEVEL and kind is BlockKind.PARAGRAPH:
            kind, level = BlockKind.HEADING, outline + 1
        if properties.in_list and kind is BlockKind.PARAGRAPH:
            kind = BlockKind.LIST_ITEM
        return BlockText(kind=kind, text=text.strip(), level=level)

    def _end_cell(self, flow: _Flow) -> None:
        flow.cell.append(_joined(flow.pieces))
        flow.cells.append("\n".join(flow.cell))
        flow.pieces, flow.cell = [], []

    def _end_row(self, flow: _Flow) -> None:
        if flow.pieces or flow.cell:
            self._end_cell(flow)
        if flow.cells:
            flow.rows.append(flow.cells)
            flow.cells = []

    def _end_table(self, flow: _Flow) -> None:
        self._end_row(flow)
        rows, flow.rows = flow.rows, []
        width = max(map(len, rows), default=0)
        if width == 1 and len(rows) == 1:
            flow.blocks.append(BlockText(kind=BlockKind.PARAGRAPH, text=rows[0][0].strip()))
        elif rows:
            flow.blocks.append(table([row + [""] * (width - len(row)) for row in rows]))


def _joined(pieces: list[str]) -> str:
    """The text of a paragraph. Characters outside the first 65,536 were written as two halves."""
    text = "".join(pieces)
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
