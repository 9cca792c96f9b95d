"""Lines of plain paragraphs that are headings: numbered, with the name of an article or a chapter, or in capitals."""

import re
from collections.abc import Sequence

from functions.summarize.selection.weak_titles import is_weak
from functions.summarize.sentences.boundaries import STATEMENT_END
from shared.documents.document import Block, BlockKind

# Maximum length of a heading in a paragraph, in code points, and its maximum number of words.
LONGEST, MOST_WORDS = 90, 12

# Minimum number of headings of a text. A single line of such a form is mostly an item or a label.
FEWEST = 2

# A number with its levels, or a name of a part with its number.
NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[^\W\d_])")
NAMED = re.compile(
    r"(?:(?:article|section|chapter|part|annex|appendix|schedule|artikel|kapitel|abschnitt|chapitre|titre|artículo|"
    r"capítulo|articolo|capitolo)\s+(?:\d+|[IVXLC]+)\b|§{1,2}\s?\d+\w?\b)",
    re.IGNORECASE,
)

# Kinds of blocks whose first line can be a heading.
KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})

# Minimum number of letters of a heading in capitals.
FEWEST_LETTERS = 5


def heading_lines(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the first lines of blocks that are headings, as headings with levels; none if they are fewer than FEWEST.

    A sentence follows each before the next one. So items of a list, rows of a table of contents and names in capitals
    are none.
    """
    found: list[Block] = []
    for block in blocks:
        line_end = text.find("\n", block.start, block.end)
        end = block.end if line_end < 0 else line_end
        level = _level(text[block.start : end]) if block.kind in KINDS and not block.notice else None
        if level:
            found.append(Block(kind=BlockKind.HEADING, start=block.start, end=end, level=level, page=block.page))
    afters = [*(heading.start for heading in found[1:]), len(text)][: len(found)]
    kept = [heading for heading, after in zip(found, afters, strict=True) if _has_sentence(text, heading.end, after)]
    return kept if len(kept) >= FEWEST else []


def _level(line: str) -> int | None:
    """Return the level of a line that is a heading by its form, None for other lines."""
    if len(line) > LONGEST or len(line.split()) > MOST_WORDS or STATEMENT_END.search(line) or is_weak(line):
        return None
    if line.rstrip().endswith((",", ";", ":")):
        return None
    if number := NUMBERED.match(line):
        return number["number"].count(".") + 1
    letters = [character for character in line if character.isalpha()]
    in_capitals = len(letters) >= FEWEST_LETTERS and all(letter.isupper() for letter in letters) and "\t" not in line
    return 1 if NAMED.match(line) or in_capitals else None


def _has_sentence(text: str, start: int, end: int) -> bool:
    return any(STATEMENT_END.search(row) and len(row.split()) > MOST_WORDS / 2 for row in text[start:end].split("\n"))
