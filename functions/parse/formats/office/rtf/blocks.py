"""The blocks of an RTF file while it is read: paragraphs, table cells, text boxes and notes."""

import re
from dataclasses import dataclass, field

from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.paragraph_kinds import PARAGRAPH, kind_of_name, with_own_properties
from functions.parse.formats.office.tables import padded_table
from shared.documents.document import BlockKind, BlockText

# The number of a list item, as the program shows it: with a digit, or with a sign after letters. Others are bullets.
NUMBER = re.compile(r"(?=.*\d|.*[.):]$)[\w§().:/ -]{1,40}$")

PARAGRAPH_ENDS = frozenset({"par", "sect"})


@dataclass(slots=True)
class _Properties:
    """The properties that apply to the following paragraphs."""

    style: int = 0
    in_table: bool = False
    in_list: bool = False
    outline_level: int | None = None


@dataclass(slots=True)
class _Flow:
    """A separate text: the main text, a text box or a note."""

    at_end: bool = False
    blocks: list[BlockText] = field(default_factory=list)
    properties: _Properties = field(default_factory=_Properties)
    pieces: list[str] = field(default_factory=list)
    # The number or the bullet of the current paragraph.
    label: str = ""
    cell: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    # Blocks of the text boxes in the current paragraph.
    boxes: list[BlockText] = field(default_factory=list)


class BlockWriter:
    """Builds blocks from text and from the control words of paragraphs and tables."""

    def __init__(self, styles: dict[int, str], max_characters: int) -> None:
        """`styles` has the names of the styles by number. The caller fills it before it writes text."""
        self._styles = styles
        self._remaining = max_characters
        self._flows = [_Flow()]
        self._notes: list[BlockText] = []

    @property
    def full(self) -> bool:
        """Whether the text exceeds the character limit."""
        return self._remaining < 0

    def write(self, text: str) -> None:
        """Add text to the current paragraph."""
        self._flows[-1].pieces.append(text)
        self._remaining -= len(text)

    def label(self, text: str) -> None:
        """Add text to the number or the bullet of the current paragraph."""
        self._flows[-1].label += text

    def enter(self, at_end: bool) -> None:
        """Start a text box, whose blocks follow the current paragraph, or a note, whose blocks come at the end."""
        self._flows.append(_Flow(at_end))

    def leave(self) -> None:
        """End the current text box or note."""
        if len(self._flows) == 1:
            return
        flow = self._flows.pop()
        self._end_flow(flow)
        (self._notes if flow.at_end else self._flows[-1].boxes).extend(flow.blocks)

    def finished(self) -> list[BlockText]:
        """Return all blocks, with those of the notes last."""
        while len(self._flows) > 1:
            self.leave()
        self._end_flow(self._flows[0])
        return [*self._flows[0].blocks, *self._notes]

    def control(self, word: str, number: int | None) -> None:
        """Apply a control word of paragraphs or tables. Any other has no effect."""
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
        label = " ".join(flow.label.split())
        if label and NUMBER.match(label) and text and not text.isspace():
            text = f"{label} {text.lstrip()}"
        flow.pieces, flow.label = [], ""
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
        by_style = kind_of_name(self._styles.get(properties.style, "").strip("; ").lower()) or PARAGRAPH
        level = properties.outline_level
        # A style that is recognized by its name takes precedence over the outline level.
        own_level = level if by_style is PARAGRAPH and level is not None and level >= 0 else None
        found = with_own_properties(by_style, own_level, properties.in_list or None)
        return BlockText(kind=found.kind, text=text.strip(), level=found.level)

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
        if len(rows) == 1 and len(rows[0]) == 1:
            flow.blocks.append(BlockText(kind=BlockKind.PARAGRAPH, text=rows[0][0].strip()))
        elif rows:
            flow.blocks.append(padded_table(rows))


def _joined(pieces: list[str]) -> str:
    """Return the text of a paragraph, with surrogate pairs combined."""
    text = "".join(pieces)
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
