"""The title in the first lines of a block: without what its writer puts below it, and with the issuer above it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from functions.summarize.sentences.hand_lines import is_ended_by_hand, longest_line
from shared.search.function_words import FUNCTION_WORDS

# Maximum length of a first line that is taken for the title, in code points.
LONGEST_TITLE_LINE = 150

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

# The start of a line with the label of a date or a number: `Release date: 3 May`. The number is the first or second
# word: `Kiel and Faro: a story in 12 parts` is a title.
FIELD = re.compile(r"[A-Z][^:\n]{2,30}: (?:\S{1,20} )?(?=\S{0,20}\d)")

# The name of a person in a line of its own, and the minimum number of words of the title above it.
AUTHOR = re.compile(r"[A-Z][\w’'-]+(?: [A-Z]\.| [A-Z][\w’'-]+){1,3}")
FEWEST_TITLE_WORDS = 3


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
    titles = titles_of(rows, 2)
    issuer = " ".join(titles[0].split())
    if len(titles) < 2 or len(issuer.split()) > MOST_ISSUER_WORDS or not ISSUER.fullmatch(issuer):
        return titles[0]
    issued = without_note(plain(titles[1])).rstrip(" :,;")
    return f"{issuer}: {issued}" if issued else issuer


def titles_of(rows: Sequence[str], most: int) -> list[str]:
    """Return up to `most` titles in the rows, at least one. Rows are joined where one goes on in the next."""
    width = longest_line(rows)
    found = [plain(rows[0])]
    for row, following in pairwise(rows):
        is_whole = (
            plain(row) != row.strip()
            or ISSUER.fullmatch(row.strip())
            or (row.isupper() and any(letter.islower() for letter in following))
            or _is_signed(row, following)
            or _is_above_subtitle(row, following)
            or (row.rstrip().endswith(("?", "!")) and following.lstrip()[:1].isupper())
            or (_is_complete(row) and following[:1].isupper() and len(found[-1] + following) >= LONGEST_TITLE_LINE)
            or (_is_complete(row) and FIELD.match(following.strip()))
        )
        if not (is_whole or is_ended_by_hand(row, following, width)) and following.lstrip()[:1].isalnum():
            found[-1] += "\n" + following
        elif len(found) < most:
            found.append(following)
        else:
            break
    return found


def _is_signed(row: str, following: str) -> bool:
    """Return whether the name of its author is below a title that is not in the capitals of names."""
    words = row.split()
    return (
        len(words) >= FEWEST_TITLE_WORDS
        and words[-1].islower()
        and _is_complete(row)
        and AUTHOR.fullmatch(following.strip()) is not None
    )


def _is_above_subtitle(row: str, following: str) -> bool:
    """Return whether a sentence begins under a title in small letters, where only its first word has a capital."""
    last, first = row.split()[-1], following.split()[0]
    return last.islower() and _is_complete(row) and first.istitle() and first.casefold() in FUNCTION_WORDS


def _is_complete(row: str) -> bool:
    """Return whether the last word of a row does not need another one: `Kiel loses its ferry to` does."""
    return row.split()[-1].casefold() not in FUNCTION_WORDS
