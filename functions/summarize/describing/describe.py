"""The description of a document that has no sentences to lift: what it is, how much of it there is, its first words.

The frame is in English, the lifted words are those of the document. Counts are those of the Document; if content was
left out of it, they say "at least".
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from functions.summarize.describing.body import FIELD, Field, fields_of, has_sentences, lines_of_body
from functions.summarize.describing.statements import (
    MOST_LISTED_WORDS,
    Lifted,
    Statement,
    closed,
    counted,
    lifted,
    listing,
    words_in,
)
from functions.summarize.describing.tables import TOTAL, read_table, statements_of_table
from functions.summarize.selection.weak_titles import is_weak
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Block, BlockKind, Document

# Maximum number of words of a description.
MOST_WORDS = 60

# Maximum number of words in one enumeration, if a description has several.
FEW_WORDS = 16

# Maximum number of tables of which a description has details.
MOST_TABLES = 3

# Minimum number of entries of a feed, a calendar or a list of contacts that is described. In a summary of sentences,
# those of one entry would pass for the whole.
FEWEST_ENTRIES = 3

# Codes of the warnings that content was left out, so that the counts are those of a part.
LEFT_OUT = frozenset(
    {
        "cut",
        "rows_left_out",
        "values_left_out",
        "entries_left_out",
        "content_left_out",
        "pages_left_out",
        "pages_unreadable",
    }
)

# A short line with a total and its amount.
TOTAL_LINE = re.compile(rf"(?:{TOTAL.pattern})\b\W.{{0,40}}\d[\d.,]*+\W*$", re.IGNORECASE | re.MULTILINE)

# Endings of the media types of presentations, and of collections of entries, each below a heading.
PRESENTATIONS = (".presentation", ".ms-powerpoint")
COLLECTIONS = {"/rss+xml": "Feed", "/atom+xml": "Feed", "/calendar": "Calendar", "/vcard": "Contacts"}

# Media types of a single contact or calendar entry, and of other data.
SINGLE = {"text/vcard": "Contact", "text/calendar": "Calendar entry"}
DATA = {"application/json": "JSON data", "application/xml": "XML data"}


def description_of(document: Document, units: Sequence[Sentence]) -> list[Statement]:
    """Return what is known of a document without sentences, the most informative first; empty if it has sentences.

    `units`: the sentences of the document, or its lines if it has no sentence outside of headings.
    """
    media_type = _media_type(document)
    headings = [
        lifted(document.text, block.start, block.end)
        for block in document.blocks
        if block.kind is BlockKind.HEADING and not is_weak(document.text[block.start : block.end])
    ]
    at_least = any(warning.code in LEFT_OUT for warning in document.warnings)
    kind = next((name for ending, name in COLLECTIONS.items() if media_type.endswith(ending)), None)
    if kind and len(headings) >= FEWEST_ENTRIES:
        entries = counted(len(headings), "entry", at_least=at_least)
        return [listing(f"{kind} with {entries}", headings, len(headings))]
    own, own_units = _own_part(document, units)
    fields = fields_of(document.text, own, own_units)
    if not fields and has_sentences(document.text, own_units, own):
        return []
    return _fitting(_statements(document, media_type, headings, fields, at_least=at_least))


def _media_type(document: Document) -> str:
    """Return the media type of the document, or of the file that is all that a wrapper contains."""
    end = len(document.text)
    inner = [part.media_type for part in document.parts if part.start == 0 and part.end == end and part.media_type]
    return inner[-1] if inner else document.media_type


def _own_part(document: Document, units: Sequence[Sentence]) -> tuple[list[Block], list[Sentence]]:
    """Return the blocks and units before the attachments. If there are none, return all."""
    end = min((part.start for part in document.parts if part.end > part.start), default=len(document.text))
    blocks = [block for block in document.blocks if block.end <= end]
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        return document.blocks, list(units)
    return blocks, [unit for unit in units if unit.end <= end]


def _statements(
    document: Document, media_type: str, headings: list[Lifted], fields: list[Field], *, at_least: bool
) -> list[Statement]:
    text = document.text
    if media_type.endswith(PRESENTATIONS) and headings:
        slides = counted(document.metadata.pages, "slide", at_least=at_least) if document.metadata.pages else "slides"
        return [listing(f"Presentation of {slides}", headings, len(headings)), *_lines(document, "Text")]
    tables = [block for block in document.blocks if block.kind is BlockKind.TABLE]
    listed = lines_of_body(text, document.blocks)
    body = sum(end - start for start, end in listed)
    if tables and sum(block.end - block.start for block in tables) >= body:
        return _of_tables(document, tables, at_least=at_least)
    if fields and media_type not in DATA:
        frame = SINGLE.get(media_type, counted(len(fields), "filled field"))
        named = headings[:1] if media_type in SINGLE else []
        return [listing(frame, [*named, *(field.piece for field in fields)], len(named) + len(fields))]
    code = [block for block in document.blocks if block.kind is BlockKind.CODE]
    if code and sum(block.end - block.start for block in code) >= body:
        return _of_code(text, code, headings)
    if media_type in DATA and listed:
        return [_of_data(text, listed, DATA[media_type], at_least=at_least)]
    items = [block for block in document.blocks if block.kind is BlockKind.LIST_ITEM]
    if items and sum(block.end - block.start for block in items) * 2 >= body:
        pieces = [lifted(text, block.start, block.end) for block in items]
        return [listing(f"List of {counted(len(items), 'item', at_least=at_least)}", pieces, len(items))]
    if media_type.startswith("image/") and listed:
        return _lines(document, f"Picture with {counted(sum(words_in(text[s:e]) for s, e in listed), 'word')}")
    if len(listed) + len(headings) <= 1:
        # A single line needs no description.
        return []
    found = _lines(document, f"Text of {counted(len(listed), 'line', at_least=at_least)}")
    if found or not headings:
        return [*found, *_total_line(document)]
    return [listing(f"Text of {counted(len(headings), 'heading', at_least=at_least)}", headings, len(headings))]


def _lines(document: Document, frame: str) -> list[Statement]:
    """Return the first lines of the text, as they follow each other."""
    pieces = [lifted(document.text, start, end) for start, end in lines_of_body(document.text, document.blocks)]
    return [listing(frame, pieces, len(pieces))] if pieces else []


def _of_data(text: str, lines: Sequence[tuple[int, int]], name: str, *, at_least: bool) -> Statement:
    """Return the values with their keys, or only the different keys if most of them repeat."""
    frame = f"{name} with {counted(len(lines), 'value', at_least=at_least)}"
    keys: dict[str, Lifted] = {}
    for start, end in lines:
        if match := FIELD.match(text, start, end):
            keys.setdefault(match.group(), lifted(text, start, match.end()))
    if not keys or len(keys) * 2 > len(lines):
        pieces = [lifted(text, start, end) for start, end in lines]
        return listing(frame, pieces, len(pieces))
    return listing(f"{frame}; its keys", list(keys.values()), len(keys), ", ")


def _total_line(document: Document) -> list[Statement]:
    """Return the last line that states a total with its amount, as in a receipt."""
    ranges = [(block.start, block.end) for block in document.blocks if block.kind is BlockKind.HEADING]
    lines = sorted([*ranges, *lines_of_body(document.text, document.blocks)])
    found = [place for place in lines if TOTAL_LINE.match(document.text, *place)]
    if not found:
        return []
    line = lifted(document.text, *found[-1])
    return [Statement(closed(line.text), (line,))]


def _of_tables(document: Document, blocks: Sequence[Block], *, at_least: bool) -> list[Statement]:
    """Return what the tables have, below the number of tables and their names if there are several."""
    above = {block.start: before for before, block in pairwise(document.blocks)}
    tables = [(read_table(document.text, each), _heading_in(document.text, above.get(each.start))) for each in blocks]
    names = [name for table, heading in tables if (name := heading or table.caption)]
    found: list[Statement] = []
    if len(tables) > 1:
        frame = counted(len(tables), "table", at_least=at_least)
        found = [listing(frame, names, len(names), ", ", room=FEW_WORDS)] if len(names) == len(tables) else []
    for table, heading in tables[:MOST_TABLES]:
        if table.rows or table.total:
            found += statements_of_table(table, heading, FEW_WORDS if found else MOST_LISTED_WORDS, at_least=at_least)
    return found


def _heading_in(text: str, above: Block | None) -> Lifted | None:
    """Return the heading or the caption directly above a table, None if it is a default name of a program."""
    if above is None or above.kind not in (BlockKind.HEADING, BlockKind.CAPTION):
        return None
    return None if is_weak(text[above.start : above.end]) else lifted(text, above.start, above.end)


def _of_code(text: str, blocks: Sequence[Block], headings: list[Lifted]) -> list[Statement]:
    number = sum(bool(line.strip()) for block in blocks for line in text[block.start : block.end].split("\n"))
    frame = f"Code of {counted(number, 'line')}"
    if headings:
        return [listing(frame, headings, len(headings))]
    return [listing(f"{frame}, beginning with", [_first_line(text, blocks[0])], 1)]


def _first_line(text: str, block: Block) -> Lifted:
    end = text.find("\n", block.start, block.end)
    return lifted(text, block.start, block.end if end < 0 else end)


def _fitting(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements that fit in MOST_WORDS, and the first one in any case."""
    kept: list[Statement] = []
    room = MOST_WORDS
    for statement in statements:
        room -= words_in(statement.text)
        if not kept or room >= 0:
            kept.append(statement)
    return kept
