"""The numbers of paragraphs and of items in front of their first words. Figures and dates are none."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from functions.summarize.sentences.sentences import Sentence

# `3. `, `2.14 `, `(b) `, `iv) `. A figure such as `2.5` is mostly before a small letter.
_NUMBER = re.compile(
    r"(?:(?P<section>(?:\d{1,3}\.)+)(?P<last>\d{1,3})\s+(?=[\"“‘(]?(?P<initial>[^\W\d_]))"
    r"|(?P<figure>\d{1,3})\.\s+(?=[\"“‘(]?[^\W\d_])"
    r"|(?P<bracket>\(?)(?P<item>[a-z]|[ivx]{1,5}|\d{1,3})\)\s+(?=[\"“‘(]?[^\W\d_]))"
)

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")

# Minimum number of items in a row. Figures and dates rarely count up from one in so many blocks. A row of an extract
# counts up from a larger number, in more blocks.
FEWEST_ITEMS = 3
FEWEST_OF_EXTRACT = 5


def item_numbers(openings: Sequence[Sentence], *, is_english: bool) -> dict[int, int]:
    """Return the lengths of the item numbers, by the starts of their sentences. `openings` begin blocks, in order.

    Only rows of numbers of one form that count up from one are item numbers; other numbers can be between them. An
    extract can begin with a larger number, and then has no others between them. `3. ` counts only in English: in other
    languages, dates (`3. Mai`) and ordinals have the same form.
    """
    rows: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    runs: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    expected: dict[str, int] = {}
    found: dict[int, int] = {}
    for opening in openings:
        match = _NUMBER.match(opening.text)
        if match is None:
            continue
        for form, value in _readings(match, is_english=is_english):
            row = rows[form]
            if value == 1:
                row.clear()
            if value == len(row) + 1:
                row.append((opening.start, len(match[0])))
                if len(row) >= FEWEST_ITEMS:
                    found.update(row if len(row) == FEWEST_ITEMS else row[-1:])
            run = runs[form]
            if value != expected.get(form):
                run.clear()
            run.append((opening.start, len(match[0])))
            expected[form] = value + 1
            if len(run) >= FEWEST_OF_EXTRACT:
                found.update(run if len(run) == FEWEST_OF_EXTRACT else run[-1:])
    return found


def _readings(match: re.Match[str], *, is_english: bool) -> Iterator[tuple[str, int]]:
    """Yield the forms that a number can have, each with its value: `(i)` is a letter or a Roman number."""
    if match["section"]:
        if match["initial"].isupper():
            yield f"{match['section']}1", int(match["last"])
        return
    if match["figure"]:
        if is_english:
            yield ".", int(match["figure"])
        return
    item, form = match["item"], match["bracket"]
    if item.isdecimal():
        yield f"{form}1", int(item)
    if item in _ROMAN:
        yield f"{form}i", _ROMAN.index(item) + 1
    if len(item) == 1 and item.isalpha():
        yield f"{form}a", ord(item) - ord("a") + 1
