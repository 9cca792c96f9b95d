"""The title in the first lines of a block: without what its writer puts below it, and with the issuer above it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from functions.summarize.sentences.hand_lines import is_ended_by_hand, longest_line

# A line with the name of a body that issues documents and nothing else. What it issues is on the next line.
ISSUER = re.compile(
    r"(?:.{0,80}\s)?(?:assembly|parliament|senate|council|committee|commission|ministry|department|dept|office|agency"
    r"|authority|court|university|institute|association|society|foundation|project|programme)\.?"
    r"(?:\s(?:of|for|on)\s[^,;:.!?]{1,60})?",
    re.IGNORECASE,
)
MOST_ISSUER_WORDS = 12

# What follows the name of a document on its line: a date, a note in brackets.
NOTE = re.compile(r"\s(?:--|[–—]|\().*", re.DOTALL)

# Ornaments at the edges of a line: `*** News ***`. Those at its end are read backwards, so that each character is read
# a few times only.
ORNAMENTS_BEFORE = re.compile(r"(?:[*+~=#_•-]\s*){2,}")
ORNAMENTS_BEHIND = re.compile(r"(?:[*+~=#_•-]\s*)+[*+~=#_•-]\s+")

# Letters with spaces between them, as mastheads are set: `T H E  S T A R`. Two spaces separate words.
SPACED = re.compile(r"(?<!\S)[^\W\d_](?: [^\W\d_])+(?!\S)")
FEWEST_SPACED = 5


def plain(line: str) -> str:
    """Return a line without ornaments at its edges and without spaces between the letters of its words."""
    line = line.strip()
    if before := ORNAMENTS_BEFORE.match(line):
        line = line[before.end() :]
    if behind := ORNAMENTS_BEHIND.match(line[::-1]):
        line = line[: -behind.end()]
    spaced = sum(len(run.split()) for run in SPACED.findall(line))
    return SPACED.sub(lambda run: run[0].replace(" ", ""), line) if spaced >= FEWEST_SPACED else line


def without_note(line: str) -> str:
    """Return a line up to a dash or a bracket."""
    return NOTE.sub("", line).rstrip()


def first_title(rows: Sequence[str]) -> str:
    """Return the title in the rows of a block: the first one, with those that it goes on in, or that it issues."""
    titles = _titles(rows)
    issuer = " ".join(titles[0].split())
    if len(titles) < 2 or len(issuer.split()) > MOST_ISSUER_WORDS or not ISSUER.fullmatch(issuer):
        return titles[0]
    issued = without_note(plain(titles[1])).rstrip(" :,;")
    return f"{issuer}: {issued}" if issued else issuer


def _titles(rows: Sequence[str]) -> list[str]:
    """Return the first two titles in the rows, or the only one. Rows are joined where one goes on in the next."""
    width = longest_line(rows)
    found = [plain(rows[0])]
    for row, following in pairwise(rows):
        is_whole = plain(row) != row.strip() or ISSUER.fullmatch(row.strip())
        if not (is_whole or is_ended_by_hand(row, following, width)) and following.lstrip()[:1].isalnum():
            found[-1] += "\n" + following
        elif len(found) < 2:
            found.append(following)
        else:
            break
    return found
