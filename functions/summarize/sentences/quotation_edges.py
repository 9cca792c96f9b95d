"""The quotation marks at the edges of a passage: a passage has both marks of a quotation or neither."""

import re

# The double marks that close each double mark. Single marks are mostly apostrophes. A straight mark opens and closes.
CLOSERS = {"“": "”", "«": "»", "„": "“”", '"': '"', "「": "」", "『": "』"}
MARK = re.compile(r"[“”„«»\"「」『』]")

# Punctuation and spaces between the end of a passage and a closing mark directly beside it.
BESIDE = re.compile(r"[.,!?…\s]{0,2}")


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
        if place < len(text) and text[place] in CLOSERS.get(text[start], ""):
            return start, place + 1
        return start + 1, end
    if end - 1 in single:
        opener = text[max(0, start - 2) : start].rstrip()[-1:]
        if opener and text[end - 1] in CLOSERS.get(opener, ""):
            return text.rindex(opener, 0, start), end
        return start, end - 1
    return start, end


def _without_partner(text: str, start: int, end: int) -> set[int]:
    """Return the places of the marks in the range that have no partner in it.

    A mark that opens a quotation again at the start of its next paragraph needs no partner.
    """
    opened: list[int] = []
    single: set[int] = set()
    for mark in MARK.finditer(text, start, end):
        if opened and mark.group() in CLOSERS[text[opened[-1]]]:
            opened.pop()
        elif opened and text[mark.start() - 1] == "\n":
            continue
        elif mark.group() in CLOSERS:
            opened.append(mark.start())
        else:
            single.add(mark.start())
    return single | set(opened)
