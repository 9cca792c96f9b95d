"""The quotation marks at the edges of a passage: a passage has both marks of a quotation or neither."""

import re
from collections.abc import Sequence

# The double marks that close each double mark. Single marks are mostly apostrophes. A straight mark opens and closes.
CLOSERS = {"“": "”", "«": "»", "„": "“”", '"': '"', "‹": "›", "「": "」", "『": "』"}
MARK = re.compile(r"[“”„«»\"‹›「」『』]")

# Marks that close, and in some languages also open: Swedish ”, German and Danish ». They open after a space or a
# bracket, directly before a word.
REVERSED = {"”": "”", "»": "«"}
OPENS = re.compile(r"(?<![^\s(\[—–])[”»](?=\w)")

# Punctuation and spaces between the end of a passage and a closing mark directly beside it.
BESIDE = re.compile(r"[.,!?…\s]{0,2}")

# Maximum length of the rest of a quotation that is added to a passage, in code points: some short sentences.
LONGEST_REST = 100

# A straight mark that opens no quotation: `a 6" pipe`.
INCHES = re.compile(r"\"\s")

# What follows a closing mark at which a sentence ends: the end of the paragraph or a space and a capital.
ENDS_SENTENCE = re.compile(r"[.!?]?(?:[^\S\n]*(?:\n|\Z)|\s+[^\Wa-z])")


def with_both_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range [start, end) with the partner of a single mark at its edge, or without that mark.

    A partner directly beside the range is added. Otherwise the single mark is left out. Marks that have a partner, and
    marks inside the range, do not matter. A range without a letter or digit stays as it is.
    """
    if not any(map(str.isalnum, text[start:end])):
        return start, end
    single = _without_partner(text, start, end)
    if start in single:
        beside = BESIDE.match(text, end)
        place = beside.end() if beside else end
        if place < len(text) and text[place] in _closers(text, start):
            return start, place + 1
        return start + 1, end
    if end - 1 in single:
        opener = text[max(0, start - 2) : start].rstrip()[-1:]
        if opener and text[end - 1] in CLOSERS.get(opener, ""):
            return text.rindex(opener, 0, start), end
        return start, end - 1
    return start, end


def to_closing_mark(text: str, start: int, end: int, following: Sequence[int] = ()) -> int:
    """Return the end of a passage, moved behind the closing mark of a quotation that is open there.

    The quotation begins inside the passage and ends a little behind it, in the same paragraph:
    `wrote: "Rain. No mail."` The mark in `a 6" pipe` opens none. `following`: the starts of other passages, which the
    rest of the quotation does not reach.
    """
    opened = [place for place in _without_partner(text, start, end) if start < place < end - 1]
    if len(opened) != 1 or INCHES.match(text, opened[0]) or not (closers := _closers(text, opened[0])):
        return end
    limit = min((place for place in following if place >= end), default=end + LONGEST_REST)
    limit = min(limit, end + LONGEST_REST)
    line_end = text.find("\n", end, limit)
    mark = MARK.search(text, end, line_end if line_end >= 0 else limit)
    if mark is None or mark.group() not in closers or not ENDS_SENTENCE.match(text, mark.end()):
        return end
    return mark.end() + (text[mark.end() : mark.end() + 1] in (".", "!", "?"))


def _without_partner(text: str, start: int, end: int) -> set[int]:
    """Return the places of the marks in the range that have no partner in it.

    A mark that opens a quotation again at the start of its next paragraph needs no partner.
    """
    opened: list[int] = []
    single: set[int] = set()
    for mark in MARK.finditer(text, start, end):
        if opened and mark.group() in _closers(text, opened[-1]):
            opened.pop()
        elif opened and text[mark.start() - 1] == "\n":
            continue
        elif _closers(text, mark.start()):
            opened.append(mark.start())
        else:
            single.add(mark.start())
    return single | set(opened)


def _closers(text: str, place: int) -> str:
    """Return the marks that close a quotation that the mark at this place opens, none if it does not open one."""
    mark = text[place]
    return CLOSERS.get(mark, "") or (REVERSED.get(mark, "") if OPENS.match(text, place) else "")
