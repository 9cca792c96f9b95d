"""The subject and the salutation of a letter, which are above its text."""

from itertools import takewhile

from functions.summarize.selection.title_blocks import LONGEST_TITLE_LINE
from functions.summarize.selection.title_heads import MOST_ROWS, TITLE_KINDS
from functions.summarize.selection.title_lines import SUBJECT, dated, salutes
from shared.documents.document import BlockKind

# Maximum number of blocks above the text of a letter.
LETTERHEAD = 12


def subject_line(lines: list[tuple[BlockKind, str]]) -> str | None:
    """Return the line about the subject of a letter or a message, among the short lines above its text."""
    rows = (row for kind, line in lines[:LETTERHEAD] for _, row in _rows(kind, line))
    head = takewhile(lambda row: len(row) <= LONGEST_TITLE_LINE, rows)
    return next(filter(SUBJECT.match, head), None)


def below_letterhead(lines: list[tuple[BlockKind, str]]) -> list[tuple[BlockKind, str]]:
    """Return the lines below the salutation of a letter, which its sender and a date are above; else all lines."""
    head = enumerate(lines[:LETTERHEAD])
    rows = [(number, row) for number, (kind, line) in head for _, row in _rows(kind, line)]
    place = next((place for place, (_, row) in enumerate(rows) if salutes(row)), None)
    if place is None or not any(dated(row) for _, row in rows[: place + 1]):
        return lines
    return lines[rows[place][0] + 1 :]


def _rows(kind: BlockKind, line: str) -> list[tuple[BlockKind, str]]:
    return [(kind, row) for row in line.split("\n")[:MOST_ROWS]] if kind in TITLE_KINDS else []
