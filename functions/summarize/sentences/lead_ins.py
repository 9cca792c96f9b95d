"""Datelines, citation marks, labels and numbers in front of the first words of a sentence, which are left out.

A dateline contains the place, the date and the agency of a report. A citation mark belongs to the previous sentence.
A label is a line of its own: a heading or a field of a form. A number counts the paragraphs or the items of a list.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from functions.summarize.sentences.hand_lines import is_ended_by_hand, longest_line
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind

_CAPITALS = r"[A-Z][A-Z.'’-]{2,}(?:\ [A-Z][A-Z.'’-]+){0,3}"
_WORDS = r"[A-Z][\w.'’-]+(?:\ [A-Z][\w.'’-]+){0,2}"
_REGION = r"(?:,\ [A-Z][\w.'’-]*(?:\ [A-Z][\w.'’-]*)?){0,2}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:,?\ (?:\d{{1,2}}\ {_MONTH}|{_MONTH}\ \d{{1,2}})(?:,?\ \d{{4}})?)?"
_AGENCY = r"(?:\ ?[(/]\ ?[A-Z][\w.’'&/\ -]{0,30}[)/])"
_DASH = r"\ ?(?:[–—]|--|-(?=\ ))\ *"

# `SANTA FE, N.M. (AP) — `, `CAPE TOWN, 3 June - `.
CAPITALS = re.compile(rf"{_CAPITALS}{_REGION}{_DAY}{_AGENCY}?{_DASH}")

_KNOWN = r"(?:[A-Z]{2,9}(?:\ [A-Z][a-z]+)?|Reuters|Bloomberg|Xinhua|Tass|dpa)"

# Agencies whose name in parentheses needs no dash after it.
_WIRE = r"(?:CNN(?:\ [A-Z][a-z]+)?|AP|AFP|Reuters|UPI|dpa|PTI|ANI|Xinhua)"

# `Paris, May 4 (AFP) -- `, `Hong Kong (CNN Business)` directly before the first word, `London (CNN) A …`, `(CNN) `. The
# last one is matched in any case, because lower-cased texts contain it too.
AGENCY = re.compile(
    rf"{_WORDS}{_REGION}{_DAY}\ ?\(\ ?{_KNOWN}\ ?\)(?:{_DASH}|(?=[A-Z“\"‘']))"
    rf"|{_WORDS}{_REGION}{_DAY}\ ?\(\ ?{_WIRE}\ ?\)\ +(?=[A-Z“\"‘'])"
    rf"|\(\ ?(?i:CNN(?:\ Business|\ Money|\ Travel)?|AP|AFP|Reuters|UPI|dpa|PA|ANI|PTI)\ ?\)\ *(?:{_DASH})?"
)

# `New York, NY – `, `NEW DELHI: `. Only used for the first sentence of a document, because lists have such labels.
OPENING = re.compile(rf"{_WORDS},\ [A-Z][A-Za-z.]{{1,12}}{_DAY}\ (?:[–—]|--)\ +(?=\S)|{_CAPITALS}:\ +(?=[A-Z“\"‘'])")

# `[12][13] `, which belongs to the previous sentence.
CITATIONS = re.compile(r"(?:\[\d{1,3}\]\s*)+(?=\S)")

# The number of a paragraph or of an item: `3. `, `2.14 `, `(b) `, `iv) `.
ITEM_NUMBER = re.compile(
    r"(?:\d{1,3}(?:(?:\.\d{1,3})+[.)]?|[.)])|\(?(?:[a-z]|[ivx]{1,4}|\d{1,3})\))\s+(?=[\"“‘(]?[^\W\d_])"
)

# Minimum number of blocks with such a number. A single one is mostly a figure: `1.5 Million`.
FEWEST_ITEMS = 2

# Kinds of blocks with labels and numbers.
LABELLED = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})

# Minimum number of words that remain of a sentence.
FEWEST_WORDS = 3


def without_lead_ins(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences without datelines, which start paragraphs, citation marks, labels and numbers of items.

    The rest is unchanged.
    """
    found: list[Sentence] = []
    width = longest_line(sentence.text for sentence in sentences)
    numbered = _is_numbered(sentences)
    block = -1
    opened = False
    for sentence in sentences:
        opens = sentence.block != block
        block = sentence.block
        if mark := CITATIONS.match(sentence.text):
            sentence = _from(sentence, mark.end())
        if sentence.kind in LABELLED:
            sentence = _without_labels(sentence, width)
            if opens and numbered and (number := ITEM_NUMBER.match(sentence.text)):
                sentence = _from(sentence, number.end())
        if sentence.kind is BlockKind.PARAGRAPH and opens:
            sentence = _after(sentence, first=not opened)
            opened = True
        found.append(sentence)
    return found


def _is_numbered(sentences: Sequence[Sentence]) -> bool:
    """Return whether several blocks begin with the number of an item."""
    blocks = {sentence.block for sentence in sentences if ITEM_NUMBER.match(sentence.text)}
    return len(blocks) >= FEWEST_ITEMS


def _without_labels(sentence: Sentence, width: int) -> Sentence:
    """Return a sentence without the lines above its last one that their writer ends: headings and fields."""
    lines = sentence.text.split("\n")
    places = accumulate(len(line) + 1 for line in lines)
    labels = [
        place
        for place, (line, following) in zip(places, pairwise(lines), strict=False)
        if is_ended_by_hand(line, following, width)
    ]
    if not labels:
        return sentence
    rest = sentence.text[labels[-1] :]
    return _from(sentence, labels[-1] + len(rest) - len(rest.lstrip()))


def _after(sentence: Sentence, *, first: bool) -> Sentence:
    patterns = (CAPITALS, AGENCY, OPENING) if first else (CAPITALS, AGENCY)
    for pattern in patterns:
        match = pattern.match(sentence.text)
        if match and len(sentence.text[match.end() :].split()) >= FEWEST_WORDS:
            return _from(sentence, match.end())
    return sentence


def _from(sentence: Sentence, place: int) -> Sentence:
    return replace(sentence, start=sentence.start + place, text=sentence.text[place:])
