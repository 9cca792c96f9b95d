"""Lines above a title: a rubric, the name of a magazine or of who issues the text, or the number of a chapter.

They look like titles. But the text below does not have their words, and has those of the title under them.
"""

import re
from collections.abc import Iterable
from itertools import islice

from functions.summarize.entities.roles import DOCUMENT_NOUNS
from functions.summarize.selection.title_blocks import ISSUER
from functions.summarize.sentences.boundaries import STATEMENT_END
from functions.summarize.sentences.stop_words import stop_words
from shared.documents.document import BlockKind

# Maximum number of words of a rubric that is not in capitals.
RUBRIC_WORDS = 2

# Minimum number of words of three letters of the title below, and its maximum length in code points. Scores of games
# and rows of tables have fewer.
FEWEST_TITLE_WORDS, LONGEST_TITLE = 4, 200

# Kinds of documents, and minimum number of words of a line that says what a document of such a kind is about.
KINDS = DOCUMENT_NOUNS | frozenset("comment feature interview notice opinion profile recall".split())
FEWEST_SUBJECT_WORDS = 6

# The usual sections of newspapers and magazines.
SECTIONS = frozenset(
    "analysis arts books business culture editorial education environment essay finance food health lifestyle local"
    " media money music national news obituary politics regional review science society sport sports style technology"
    " travel weather world".split()
)

# Minimum share of the words of a title that the text has (0 to 1).
TAKEN_UP = 0.5

# Numbers of blocks and of code points of the text that are read, and minimum length of a block with a statement.
MOST_BLOCKS, MOST_TEXT = 100, 20_000
SHORTEST_STATEMENT = 75

# Number of code points at the end of a block in which its statement ends.
END = 100

WORD = re.compile(r"[^\W\d_]{3,}")

# The end of a remark, a salutation or a list, as it is in a transcript and in a letter.
ENDED = re.compile(r"[.,;!?]\W*$")


def statements(blocks: Iterable[str]) -> str:
    """Return the first blocks that end with a statement, one on a line."""
    first = (block for block in islice(blocks, MOST_BLOCKS) if len(block) >= SHORTEST_STATEMENT)
    return "\n".join(block for block in first if STATEMENT_END.search(block[-END:]))


def is_kicker(first: tuple[BlockKind, str], second: tuple[BlockKind, str], text: str) -> bool:
    """Return whether the first of two blocks is above the title, and the second is the title. `text`: what is below.

    A heading of the format is the title of the paragraph below it. Its words do not count. One in small letters is the
    title of a heading below it.
    """
    (kind, line), (kind_below, following) = first, second
    if kind_below is not BlockKind.HEADING and {kind, kind_below} != {BlockKind.PARAGRAPH}:
        return False
    can_be_rubric = _is_short_or_loud(line) and (line.isupper() or kind is not BlockKind.HEADING)
    if not (can_be_rubric or _issues(line)) or not _can_be_title(following):
        return False
    if line.isupper() and line.strip().casefold() in SECTIONS | KINDS and not following.isupper():
        return True
    known = set(map(_root, WORD.findall(text[:MOST_TEXT])))
    above = 1.0 if _is_named(line, text[:MOST_TEXT]) else _share(line, known)
    below = _share(following, known)
    is_label = _issues(line) or (_names_kind(line, following) and above < 1)
    return below >= TAKEN_UP and (is_label or above < below - TAKEN_UP)


def _names_kind(line: str, following: str) -> bool:
    """Return whether a line in capitals ends with a kind of document, and a longer line says what it is about."""
    is_longer = len(WORD.findall(following)) >= FEWEST_SUBJECT_WORDS and not following.isupper()
    return is_longer and line.isupper() and line.split()[-1].casefold() in KINDS


def _is_short_or_loud(line: str) -> bool:
    is_rubric = line.isupper() or len(line.split()) <= RUBRIC_WORDS
    return is_rubric and len(line) <= LONGEST_TITLE and ENDED.search(line) is None and WORD.search(line) is not None


def _issues(line: str) -> bool:
    """Return whether a line has only names of bodies that issue documents."""
    return len(line) <= LONGEST_TITLE and all(map(ISSUER.fullmatch, line.split(": ")))


def _can_be_title(line: str) -> bool:
    return (
        len(line) <= LONGEST_TITLE
        and len(WORD.findall(line)) >= FEWEST_TITLE_WORDS
        and not STATEMENT_END.search(line)
        and not (line.rstrip().endswith("?") or _issues(line))
    )


def _is_named(line: str, text: str) -> bool:
    """Return whether the text has the whole line: also names of which `_share` knows no word."""
    return re.search(rf"(?<!\w){re.escape(' '.join(line.split()))}(?!\w)", text, re.IGNORECASE) is not None


def _share(line: str, known: set[str]) -> float:
    """Return the share of the words of content in a line that are known."""
    words = [word for word in map(_root, WORD.findall(line)) if word not in stop_words("en")]
    return sum(word in known for word in words) / len(words) if words else 0.0


def _root(word: str) -> str:
    return word.casefold().removesuffix("s")
