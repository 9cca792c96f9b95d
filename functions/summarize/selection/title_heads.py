"""The lines above the first statement of a text: its title, and what is above and below the title."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice, takewhile

from functions.summarize.selection.title_blocks import LONGEST_TITLE_LINE, titles_of
from functions.summarize.selection.title_kickers import is_statement
from functions.summarize.selection.title_lines import is_passed_over
from functions.summarize.selection.weak_titles import is_weak
from shared.documents.document import BlockKind

# Number of rows of a block that are read. More rows are longer than LONGEST_TITLE_LINE, as each has a
# character and a line break.
MOST_ROWS = LONGEST_TITLE_LINE // 2 + 1

# Maximum number of lines above the first statement that are read: a letterhead with an address, a date, the title.
MOST_HEAD_ROWS = 10

# Kinds of blocks that can be the title.
TITLE_KINDS = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH})

# Media types of data, whose headings and lines have the names of fields.
LABELLED = frozenset({"application/json", "application/xml"})
KEY = re.compile(r"[a-z\d][^:]{0,40}: ")


def head_rows(lines: Sequence[tuple[BlockKind, str]], *, is_labelled: bool) -> Iterator[tuple[BlockKind, str]]:
    """Yield the lines above the first statement with the kinds of their blocks, each of a block that has several.

    `is_labelled`: the document is data. A line that is passed over is not joined with others.
    """
    for kind, line in takewhile(lambda each: each[0] in TITLE_KINDS and not is_statement(each[1]), lines):
        rows = [row for row in islice(line.split("\n"), MOST_ROWS) if row.strip() and not is_weak(row)]
        if not rows or (is_labelled and (kind is BlockKind.HEADING or KEY.match(rows[0]))):
            continue
        if kind is BlockKind.HEADING:
            yield kind, "\n".join(rows)
            continue
        for is_over, group in groupby(rows, key=is_passed_over):
            run = list(group)
            yield from ((kind, row) for row in (run if is_over else titles_of(run, MOST_HEAD_ROWS)))


def is_no_title(line: str) -> bool:
    """Return whether a line is never a title."""
    return is_weak(line) or is_passed_over(line)
