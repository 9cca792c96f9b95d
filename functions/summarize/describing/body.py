"""Whether a document has sentences to lift, and the lines and fields of one that has none."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from functions.summarize.describing.statements import LONGEST_FIELD, Lifted, lifted
from functions.summarize.sentences.boundaries import STATEMENT_END
from functions.summarize.sentences.presentable import boilerplate, presentable
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Block, BlockKind

# Minimum share of the text in sentences (0 to 1), counted in letters: in sentences that a summary can show, or in all
# that end in a full stop. Below both, most of what a summary would lift is fragments.
SHOWN_SHARE = 1 / 3
ENDED_SHARE = 1 / 2

# Number of letters in sentences that is enough for a summary of any text: about 75 words.
ENOUGH = 375

# Minimum share of the text with its tables and code in sentences (0 to 1), and the number of letters in sentences that
# is enough beside tables and code of any size: about 300 words.
WHOLE_SHARE = 0.2
PLENTY = 1500

# Minimum length, in code points, of a sentence that ends in a full stop, and of one without a full stop: speech in
# subtitles, and languages that have no full stop.
SHORTEST, SHORTEST_OPEN = 12, 80

# Minimum number of words in a line of prose that is marked as code, such as preformatted text.
FEWEST_WORDS = 6

# Minimum share of letters in the characters of a sentence, and of letters that are no capitals in its letters (0 to 1).
LETTERS, LOWER = 0.7, 0.8

# A field of a form: a label of at most six words, a colon, and a value on the same line.
FIELD = re.compile(r"[^\W_][^:\n\t.!?;]{0,50}?[^\W_)]\s?:[ \t]+(?=\S)(?!//)")
MOST_LABEL_WORDS = 6
LONGEST_VALUE = 200

# Minimum number of fields of a form, and minimum share of its lines that are fields (0 to 1).
FEWEST_FIELDS = 3
FIELD_SHARE = 1 / 2

# Kinds of blocks with units of their own, which are no sentences.
BESIDE = frozenset({BlockKind.TABLE, BlockKind.CODE})


class Field(NamedTuple):
    """A field: the label and the value as one piece of text, and the label alone."""

    piece: Lifted
    label: str


def has_sentences(text: str, units: Sequence[Sentence], blocks: Sequence[Block]) -> bool:
    """Return whether a document has enough sentences for a summary of them.

    `units`: the sentences of the document, or its lines if it has no sentence outside of headings.
    """
    if any(unit.kind is BlockKind.TURN for unit in units):
        return True
    body = [unit for unit in units if unit.kind is not BlockKind.HEADING]
    is_beside = any(unit.kind in BESIDE for unit in units)
    shown = ended = 0
    for unit in body:
        is_shown = presentable(unit) and "\t" not in unit.text
        shown += is_shown * _letters(unit.text)
        if shown >= PLENTY and not is_beside:
            return True
        ended += (is_shown or is_sentence(unit)) * _letters(unit.text)
    inside = sum(_letters(unit.text) for unit in body)
    if is_beside:
        # A table can consist of sentences, but a few in it are mostly notes on its numbers.
        return ended > 0 and ended >= ENDED_SHARE * inside
    whole = inside + sum(_letters(text[block.start : block.end]) for block in blocks if block.kind in BESIDE)
    is_prose = shown >= min(ENOUGH, SHOWN_SHARE * inside) or ended >= ENDED_SHARE * inside
    return ended > 0 and is_prose and ended >= WHOLE_SHARE * whole


def is_sentence(unit: Sentence) -> bool:
    """Return whether a unit is a sentence, also a short one, or a long one without a full stop."""
    text = unit.text
    letters = [character for character in text if character.isalpha()]
    if "\t" in text or len(letters) < LETTERS * len(text.replace(" ", "")) or boilerplate(text):
        return False
    if sum(not letter.isupper() for letter in letters) < LOWER * len(letters):
        return False
    if STATEMENT_END.search(text):
        return len(text) >= SHORTEST
    words = text.split()
    if unit.kind is BlockKind.CODE:
        return len(words) >= FEWEST_WORDS
    return len(text) >= SHORTEST_OPEN and sum(not word[0].isupper() for word in words) * 2 > len(words)


def lines_of_body(text: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the [start, end) of the lines of all blocks except headings, tables, code and notices."""
    return [
        line
        for block in blocks
        if block.kind not in BESIDE and block.kind is not BlockKind.HEADING and not block.notice
        for line in _lines(text, block)
    ]


def fields_of(text: str, blocks: Sequence[Block], units: Sequence[Sentence]) -> list[Field]:
    """Return the fields of a form in order; none if the document is no form.

    Most lines of a form are fields, most labels differ, and there is less text in sentences outside of the fields.
    """
    if any(block.kind is BlockKind.TURN for block in blocks):
        return []
    lines = lines_of_body(text, blocks)
    found: list[Field] = []
    places: list[tuple[int, int]] = []
    for start, end in lines:
        match = FIELD.match(text, start, end)
        if match and end - match.end() <= LONGEST_VALUE and len(match.group().split()) <= MOST_LABEL_WORDS:
            found.append(Field(lifted(text, start, end, LONGEST_FIELD), match.group().rstrip(" \t:").casefold()))
            places.append((start, end))
    labels = {field.label for field in found}
    if len(labels) < max(FEWEST_FIELDS, len(found) / 2) or len(found) < FIELD_SHARE * len(lines):
        return []
    starts = {start for start, _ in places}
    outside = sum(len(unit.text) for unit in units if presentable(unit) and unit.start not in starts)
    return found if outside <= sum(end - start for start, end in places) else []


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _lines(text: str, block: Block) -> Iterator[tuple[int, int]]:
    at = block.start
    for line in text[block.start : block.end].split("\n"):
        if any(map(str.isalnum, line)):
            yield at, at + len(line)
        at += len(line) + 1
