"""The sentences of a Document with their exact places. No sentence crosses a block."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from functions.summarize.sentences.boundaries import STATEMENT_END
from functions.summarize.sentences.spans import sentence_spans
from shared.documents.document import Block, BlockKind

# Maximum length of a sentence in code points. A longer one is cut at white space, so that it can't fill a row.
LONGEST = 1000

# Number of code points at the end of a line in which its last sentence ends.
LONGEST_END = 100

# Kinds of blocks that have no sentences.
WITHOUT_SENTENCES = frozenset({BlockKind.TABLE, BlockKind.CODE})

# Marks of notes after a full stop, in superscript. They belong to the sentence before them.
NOTE_MARKS = re.compile(r"(?<=[.!?\"”’»)]) [⁰¹²³⁴-⁹]+(?:[,–-][⁰¹²³⁴-⁹]+)*(?=\s|$)")


# A line with the label of a field, and the minimum number of fields in a block and of words of one that is a sentence
# of its own: `Hazard: The cord of the heater can ignite.` Other fields have names and amounts.
FIELD = re.compile(r"^(?=[A-Z])[\w/&’'-]{2,20}(?: [\w/&’'-]{1,20}){0,3}: (?=\S).*", re.MULTILINE)
FEWEST_FIELDS, FEWEST_FIELD_WORDS = 2, 6


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a heading, or a list item without a full stop: `document.text[start:end] == text`."""

    start: int
    end: int
    text: str
    kind: BlockKind
    # The number of its block in the Document.
    block: int


def sentences_of(text: str, blocks: list[Block], language: str | None = "en") -> list[Sentence]:
    """Return the sentences of the blocks in order, stripped, without overlap. Tables, code and notices have none.

    The label of a turn is no part of a sentence. `language`: ISO 639-1, None if it is not known.
    """
    return [
        Sentence(start, end, text[start:end], block.kind, number)
        for number, block in enumerate(blocks)
        if block.kind not in WITHOUT_SENTENCES and not block.notice
        for start, end in _within(text, block, language)
    ]


def _within(text: str, block: Block, language: str | None) -> Iterator[tuple[int, int]]:
    begin = block.start if block.spoken_from is None else block.spoken_from
    content = text[begin : block.end]
    # Behind a mark, nupunkt takes some full stops for those of abbreviations.
    plain = NOTE_MARKS.sub(lambda marks: " " * len(marks.group()), content)
    spans = (
        [(0, len(content))] if block.kind is BlockKind.HEADING else sentence_spans(plain, block.language or language)
    )
    for first, last in _by_fields(content, spans):
        for start, end in _cut(content, first, last):
            piece = content[start:end]
            start += len(piece) - len(piece.lstrip())
            end -= len(piece) - len(piece.rstrip())
            if start < end:
                yield begin + start, begin + end


def _by_fields(content: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans, divided in front of the lines with the labels of fields that are statements.

    A line that goes on with the sentence of the line above it has no label.
    """
    fields = list(FIELD.finditer(content))
    ends = {field.end() for field in fields}
    starts = [
        field.start()
        for field in fields
        if len(field[0].split()) >= FEWEST_FIELD_WORDS
        and STATEMENT_END.search(field[0][-LONGEST_END:])
        and (
            field.start() - 1 in ends
            or STATEMENT_END.search(content, max(0, field.start() - LONGEST_END), field.start())
        )
    ]
    if len(fields) < FEWEST_FIELDS or not starts:
        yield from spans
        return
    for start, end in spans:
        inside = starts[bisect_right(starts, start) : bisect_left(starts, end)]
        yield from pairwise([start, *inside, end])


def _cut(content: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the span from `start` to `end` in pieces of at most LONGEST, cut after white space if possible."""
    while end - start > LONGEST:
        blank = max(content.rfind(mark, start + 1, start + LONGEST) for mark in " \n\t")
        cut = blank + 1 if blank > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def lines_of(text: str, blocks: list[Block]) -> list[Sentence]:
    """Return the lines of every block, including tables and code, for a document without sentences."""
    found: list[Sentence] = []
    for number, block in enumerate(blocks):
        start = block.start
        for line in text[block.start : block.end].split("\n"):
            for first, last in _cut(line, 0, len(line)):
                piece = line[first:last].strip()
                if piece:
                    place = start + line.index(piece, first)
                    found.append(Sentence(place, place + len(piece), piece, block.kind, number))
            start += len(line) + 1
    return found
