"""The lines above the first statement of a text: its title, and what is above and below the title."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, takewhile

from functions.summarize.selection.title_blocks import LONGEST_TITLE_LINE, titles_of, without_note
from functions.summarize.selection.title_lines import KEY, has_links, is_passed_over
from functions.summarize.selection.weak_titles import is_weak
from functions.summarize.sentences.boundaries import STATEMENT_END
from shared.documents.document import BlockKind

# Number of rows of a block that are read. More rows are longer than LONGEST_TITLE_LINE, as each has a
# character and a line break.
MOST_ROWS = LONGEST_TITLE_LINE // 2 + 1

# Maximum number of lines above the first statement that are read: a letterhead with an address, a date, the title.
MOST_HEAD_ROWS = 12

# Kinds of blocks that can be the title.
TITLE_KINDS = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH})

# Media types of data, whose headings and lines have the names of fields.
LABELLED = frozenset({"application/json", "application/xml"})

# Number of blocks of a text that are read, and minimum length of a block with a statement, in code points.
MOST_BLOCKS, SHORTEST_STATEMENT = 100, 75

# Number of code points at the end of a block in which its statement ends.
END = 100


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A line above the first statement.

    It can be alone in its block, or the first of several. A line that is passed over (`is_over`) is never a title.
    """

    kind: BlockKind
    text: str
    is_alone: bool
    is_first: bool
    is_over: bool


def head_rows(lines: Sequence[tuple[BlockKind, str]], *, is_labelled: bool) -> Iterator[HeadRow]:
    """Yield the lines above the first statement, each of a block that has several.

    `is_labelled`: the document is data. A line that is passed over is not joined with others.
    """
    for kind, line in takewhile(lambda each: each[0] in TITLE_KINDS and not is_statement(each[1]), lines):
        every = [row for row in islice(line.split("\n"), MOST_ROWS) if row.strip()]
        rows = [row for row in every if not is_weak(row)]
        if is_labelled and rows and (kind is BlockKind.HEADING or KEY.match(rows[0])):
            continue
        if kind is BlockKind.HEADING or not rows:
            text = "\n".join(rows)
            # A page has its links in lines. A heading with such marks is a title: `Wind / Water / Stone`.
            is_over = not rows or (is_passed_over(text) and not has_links(text))
            yield HeadRow(kind, text, is_alone=True, is_first=True, is_over=is_over)
            continue
        found = list(_titles(rows))
        for number, (is_over, row) in enumerate(found):
            text = without_note(row) if len(row) > LONGEST_TITLE_LINE else row
            yield HeadRow(kind, text, is_alone=len(found) == 1, is_first=number == 0, is_over=is_over)


def _titles(rows: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """Yield whether a line of a block is passed over, and the line, joined with those that it goes on in."""
    for is_over, group in groupby(rows, key=is_passed_over):
        run = list(group)
        yield from ((is_over, row) for row in (run if is_over else titles_of(run, MOST_HEAD_ROWS)))


def statements(blocks: Iterable[str]) -> str:
    """Return the first blocks that end with a statement, one on a line."""
    return "\n".join(filter(is_statement, islice(blocks, MOST_BLOCKS)))


def is_statement(block: str) -> bool:
    """Return whether a block is long and ends with a statement."""
    return len(block) >= SHORTEST_STATEMENT and STATEMENT_END.search(block[-END:]) is not None


def is_no_title(line: str) -> bool:
    """Return whether a line is never a title."""
    return is_weak(line) or is_passed_over(line)
