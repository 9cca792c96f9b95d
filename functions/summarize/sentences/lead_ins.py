"""Datelines, citation marks, labels and numbers in front of the first words of a sentence, which are left out.

A dateline contains the place, the date and the agency of a report. A citation mark belongs to the previous sentence.
A label is a line of its own: a heading or a field of a form. A number counts the paragraphs or the items of a list.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from functions.summarize.sentences.boundaries import begins_line
from functions.summarize.sentences.hand_lines import labels_end, longest_line
from functions.summarize.sentences.item_numbers import item_numbers
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

# Kinds of blocks with labels and numbers.
LABELLED = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})

# Maximum length of a word that shows how wide lines are, in code points.
LONGEST_WORD = 40

# Minimum number of words that remain of a sentence.
FEWEST_WORDS = 3


def without_lead_ins(text: str, sentences: Sequence[Sentence], *, is_english: bool) -> list[Sentence]:
    """Return the sentences of the text without what is in front of their first words.

    That is datelines, which start paragraphs, citation marks, labels and numbers of items. The rest is unchanged.
    """
    found: list[Sentence] = []
    blocks = [list(block) for _, block in groupby(sentences, key=attrgetter("block"))]
    openings = [block[0] for block in blocks if block[0].kind in LABELLED]
    numbers = item_numbers(openings, is_english=is_english)
    first = True
    for block in blocks:
        width = _width(text[block[0].start : block[-1].end])
        for place, sentence in enumerate(block):
            cut = _without_mark(sentence)
            if sentence.kind in LABELLED:
                cut = _without(cut, numbers.get(sentence.start, 0))
                if begins_line(text, sentence.start):
                    cut = _without(cut, labels_end(cut.text, width))
            if sentence.kind is BlockKind.PARAGRAPH and place == 0:
                cut = _without(cut, _dateline_end(cut.text, first=first))
                first = False
            found.append(cut)
    return found


def _width(block: str) -> int:
    """Return the width of the lines of a block. An address does not show how wide they are."""
    return longest_line(line for line in block.split("\n") if max(map(len, line.split()), default=0) <= LONGEST_WORD)


def _without_mark(sentence: Sentence) -> Sentence:
    mark = CITATIONS.match(sentence.text)
    return _from(sentence, mark.end()) if mark else sentence


def _without(sentence: Sentence, length: int) -> Sentence:
    """Return a sentence without its first characters, or as it is if too few words remain."""
    return _from(sentence, length) if len(sentence.text[length:].split()) >= FEWEST_WORDS else sentence


def dateline_end(text: str, place: int) -> int:
    """Return the end of a dateline at a place that begins a line, else the place.

    A small letter after capitals and a dash goes on with their sentence: `COVID - unlike flu - is …`.
    """
    if not begins_line(text, place):
        return place
    found = CAPITALS.match(text, place)
    if found is None or text[found.end() : found.end() + 1].islower():
        found = AGENCY.match(text, place)
    return found.end() if found else place


def _dateline_end(text: str, *, first: bool) -> int:
    patterns = (CAPITALS, AGENCY, OPENING) if first else (CAPITALS, AGENCY)
    return next((match.end() for pattern in patterns if (match := pattern.match(text))), 0)


def _from(sentence: Sentence, place: int) -> Sentence:
    return replace(sentence, start=sentence.start + place, text=sentence.text[place:])
