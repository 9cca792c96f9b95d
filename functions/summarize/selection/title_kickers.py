"""Lines above a title: a rubric, the name of a magazine or of who issues the text, or the number of a chapter.

They look like titles. But the text below does not take up their words, and takes up those of the title under them. A
title says what happens or what the text is about, in words that the text has in small letters too. The name of who
issues the text has such words rarely.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from functions.summarize.entities.roles import DOCUMENT_NOUNS, MEDIA_WORDS, ORGANIZATION_NOUNS
from functions.summarize.selection.title_blocks import ISSUER
from functions.summarize.selection.title_lines import is_navigation, is_passed_over
from functions.summarize.sentences.boundaries import STATEMENT_END
from functions.summarize.sentences.stop_words import stop_words
from shared.documents.document import BlockKind
from shared.names.words import LEGAL_FORMS

# Maximum number of words of a rubric that is not in capitals.
RUBRIC_WORDS = 2

# Minimum number of words of three letters of the title below, and its maximum length in code points. Scores of games
# and rows of tables have fewer.
FEWEST_TITLE_WORDS, LONGEST_TITLE = 4, 200

# Kinds of documents whose names are above titles.
KINDS = DOCUMENT_NOUNS | frozenset("comment feature interview notice opinion profile recall".split())

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
LETTERS = re.compile(r"[^\W\d_](?:['’]?[^\W\d_])*")

# Minimum number of words of a title that the text has in small letters, where the line above it can be a name.
FEWEST_TOPICS = 2

# The last word of a name or of a part of it, before a comma, a preposition or a separator.
LAST_OF_PART = re.compile(r"[^\W\d_]++(?=\W*$|,|\s\d|\s(?:of|for)\s|\s[|·•–—-]\s)", re.IGNORECASE)

# The end of a remark, a salutation or a list, as it is in a transcript and in a letter.
ENDED = re.compile(r"[.,;!?]\W*$")


def statements(blocks: Iterable[str]) -> str:
    """Return the first blocks that end with a statement, one on a line."""
    return "\n".join(filter(is_statement, islice(blocks, MOST_BLOCKS)))


def is_statement(block: str) -> bool:
    """Return whether a block is long and ends with a statement."""
    return len(block) >= SHORTEST_STATEMENT and STATEMENT_END.search(block[-END:]) is not None


@dataclass(frozen=True, slots=True)
class _Body:
    """The text below a title, its words, and those that it has in small letters (all in languages with large nouns)."""

    text: str
    known: frozenset[str]
    topics: frozenset[str]


def title_below(rows: Sequence[tuple[BlockKind, str]], text: str, *, has_large_nouns: bool = False) -> str | None:
    """Return the title among the lines above a text, best below its rubrics. None if the first line is not one of them.

    `rows`: the lines, and the kinds of their blocks. `text`: the statements below. `has_large_nouns`: the language
    writes nouns with a capital.
    """
    words = WORD.findall(text[:MOST_TEXT])
    small = frozenset(_root(word) for word in words if has_large_nouns or word.islower())
    body = _Body(text=text[:MOST_TEXT], known=frozenset(map(_root, words)), topics=small)
    first = place = next((number for number, (_, row) in enumerate(rows) if not is_passed_over(row)), len(rows))
    for number in range(first + 1, len(rows)):
        line, between = rows[number][1], [row for _, row in rows[place + 1 : number]]
        if between and between[-1].rstrip().endswith(":"):
            break
        # A question directly above a statement is answered by it.
        is_asked = line.rstrip().endswith("?") and number + 1 == len(rows)
        if not is_asked and _is_kicker(rows[place], rows[number], between, body):
            place = number
    return rows[place][1] if place > first else None


def _is_kicker(
    first: tuple[BlockKind, str], second: tuple[BlockKind, str], between: Sequence[str], body: _Body
) -> bool:
    """Return whether the first of two lines is above the title, and the second is the title. `between`: other lines.

    A heading of the format is the title of the paragraph below it. Its words do not count. One in small letters is the
    title of a heading below it.
    """
    (kind, line), (kind_below, following) = first, second
    if kind_below is not BlockKind.HEADING and {kind, kind_below} != {BlockKind.PARAGRAPH}:
        return False
    if len(line) > LONGEST_TITLE or not _can_be_title(following):
        return False
    if _labels(line, following) or (_is_section(line) and not following.isupper()):
        return True
    is_topical = len(_content(following) & body.topics) >= FEWEST_TOPICS
    below = _share(following, body.known)
    if below < TAKEN_UP or not (is_topical or all(_issues(row) or is_passed_over(row) for row in between)):
        return False
    is_name = is_topical and _is_name(line, body)
    if _issues(line) or (is_name and _has_body(line)):
        return True
    is_site = is_name and kind is BlockKind.PARAGRAPH and any(map(is_navigation, between))
    # The text of a page may name its site.
    if is_site or _is_quoted(line, body.text):
        return is_site
    is_masthead = is_name and kind is BlockKind.PARAGRAPH and any(_is_issue(row, body) for row in between)
    above = 0.0 if is_name else _share(line, body.known)
    return (is_masthead or _can_be_rubric(kind, line)) and above < below - TAKEN_UP


def _labels(line: str, following: str) -> bool:
    """Return whether a line has the whole title below it, behind one or two other words: `Comments on …`."""
    words, title = _words(line), _words(following)
    return 0 < len(words) - len(title) <= RUBRIC_WORDS and words[-len(title) :] == title


def _words(line: str) -> list[str]:
    return LETTERS.findall(line.casefold())


def _is_issue(line: str, body: _Body) -> bool:
    """Return whether a line has the number or the date of an issue, and no words of the text."""
    return any(character.isdigit() for character in line) and not _content(line) & body.topics


def _is_name(line: str, body: _Body) -> bool:
    """Return whether a line has small letters only behind capitals and in words like `of`, and no topic of the text."""
    words = [word for word in LETTERS.findall(line) if word not in stop_words("en")]
    return bool(words) and all(word[0].isupper() for word in words) and not _content(line) & body.topics


def _has_body(line: str) -> bool:
    """Return whether a part of a line ends with a noun for organizations, a legal form or a word for newspapers."""
    ends = {word.casefold() for word in LAST_OF_PART.findall(line)}
    return bool(ends & (ORGANIZATION_NOUNS | LEGAL_FORMS)) or any(map(MEDIA_WORDS.fullmatch, ends))


def _is_section(line: str) -> bool:
    """Return whether a line is a section or a kind of document in capitals, with one more word or none."""
    words = line.casefold().split()
    return line.isupper() and len(words) <= RUBRIC_WORDS and words[-1] in SECTIONS | KINDS


def _can_be_rubric(kind: BlockKind, line: str) -> bool:
    """Return whether a line is in capitals, or is no heading and has one or two words."""
    is_short = kind is not BlockKind.HEADING and len(line.split()) <= RUBRIC_WORDS
    return (line.isupper() or is_short) and ENDED.search(line) is None and WORD.search(line) is not None


def _issues(line: str) -> bool:
    """Return whether a line has only names of bodies that issue documents."""
    return len(line) <= LONGEST_TITLE and all(map(ISSUER.fullmatch, line.split(": ")))


def _can_be_title(line: str) -> bool:
    return (
        len(line) <= LONGEST_TITLE
        and len(WORD.findall(line)) >= FEWEST_TITLE_WORDS
        and (line.rstrip().endswith("?") or not STATEMENT_END.search(line))
        and not (is_passed_over(line) or _issues(line))
    )


def _is_quoted(line: str, text: str) -> bool:
    """Return whether the text has the whole line: also names of which `_share` knows no word."""
    return re.search(rf"(?<!\w){re.escape(' '.join(line.split()))}(?!\w)", text, re.IGNORECASE) is not None


def _share(line: str, known: frozenset[str]) -> float:
    """Return the share of the words of content in a line that are known."""
    words = [word for word in map(_root, WORD.findall(line)) if word not in stop_words("en")]
    return sum(word in known for word in words) / len(words) if words else 0.0


def _content(line: str) -> set[str]:
    return {word for word in map(_root, WORD.findall(line)) if word not in stop_words("en")}


def _root(word: str) -> str:
    return word.casefold().removesuffix("s")
