"""The title among the lines above a text: each line has a score by its form, its place and its words in the text.

A title is about what the text is about, so the text takes up its words, in small letters too. Names of newspapers,
letterheads, rubrics, addresses and credits are above or below it, and the text takes up fewer of their words. No single
property decides. Their weights were fitted to the first lines of our own documents, with labels that were corrected by
hand. `python -m infra.model.titles` fits similar ones with labels by a rule, see docs/decisions.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from functions.summarize.entities.roles import DOCUMENT_NOUNS, MEDIA_WORDS, ORGANIZATION_NOUNS
from functions.summarize.selection.title_blocks import ISSUER, LONGEST_TITLE_LINE
from functions.summarize.selection.title_heads import HeadRow
from functions.summarize.selection.title_lines import DATE_WORD
from functions.summarize.sentences.boundaries import STATEMENT_END
from functions.summarize.sentences.stop_words import stop_words
from shared.documents.document import BlockKind
from shared.names.words import LEGAL_FORMS
from shared.search.terms import is_unspaced, term_set

# The weights of the properties in `Head.properties`, with labels corrected by hand. They differ from those that
# `python -m infra.model.titles` prints, which are right a little less often: docs/decisions.md.
FITTED = {
    "one_word": -1.1,
    "long": -3.2,
    "known": 2.8,
    "topics": 1.8,
    "alone": 0.9,
    "first_of_block": 1.8,
    "last": -1.5,
    "name_above_title": -1.5,
    "organization": -0.5,
    "section": -2.5,
    "date": -3.0,
    "marks": -1.4,
    "ended": -2.0,
    "field": -0.6,
    "among_fields": -1.6,
    "behind_passed_over": 1.2,
    "credit": -2.9,
    "function_word": 0.9,
    "sentence": -1.2,
    "bracket": -2.2,
    "below_title": -1.8,
    "below_masthead": 2.2,
}

# Weights set by hand. A first line in small letters is rarely a name, and its subtitle has words of the text as well.
# Plain texts, to which the others are fitted, have no headings of the format.
SET_BY_HAND = {
    "first_in_small_letters": 2.0,
    "heading": 4.0,
    "first_heading": 3.0,
    # A line alone above a text is its title even if the text has none of its words: `Annual Report`.
    "only": 2.0,
}
WEIGHTS = FITTED | SET_BY_HAND

# A line is a title if its score is above this.
NO_TITLE = 0.0

# Maximum numbers of code points of the text and of a line that are read.
MOST_TEXT, MOST_OF_LINE = 20_000, 300

# Number of words above which a line that is not in capitals is long, the further words that count as 1, and the most.
LONG, LONG_BY, LONGEST = 14, 6, 2.0

# Number of words in small letters of the text that count as 1.
MOST_TOPICS = 4

# Minimum share of known words of a title, and minimum numbers of its words and of its topics.
TAKEN_UP, FEWEST_TITLE_WORDS, FEWEST_TOPICS = 0.5, 3, 2
MOSTLY = 0.6

# Maximum number of words of a rubric, and of those before a title in a label of it: `Comments on …`.
RUBRIC_WORDS = LABEL_WORDS = 2

# Minimum length of a word in code points, without and with the marks of its vowels, which are no letters.
WORD, SHORTEST_WORD = re.compile(r"[^\W\d_]{3,}"), 3
LETTERS = re.compile(r"[^\W\d_](?:['’]?[^\W\d_])*")

# Kinds of documents whose names are above titles.
KINDS = DOCUMENT_NOUNS | frozenset("comment feature interview notice opinion profile recall".split())

# The usual sections of newspapers and magazines.
SECTIONS = frozenset(
    "analysis arts books business culture editorial education environment essay finance food health lifestyle local"
    " media money music national news obituary politics regional review science society sport sports style technology"
    " travel weather world".split()
)

# Function words that names have too.
NAME_WORDS = frozenset({"of", "the", "and", "for", "a", "an", "&"})

# The last word of a name or of a part of it, before a comma, a preposition or a separator.
LAST_OF_PART = re.compile(r"[^\W\d_]++(?=\W*$|,|\s\d|\s(?:of|for)\s|\s[|·•–—-]\s)", re.IGNORECASE)

# The ends of lists, salutations and sentences, marks between the parts of a line, labels, and who made something.
ENDED = re.compile(r"[.,;:]\W*$")
MARKS = re.compile(r" [|/·•✦] |@|\bNo\.|\bVol\b")
FIELD = re.compile(r"[^\W\d_]+(?: \w+){0,2}: ")
_NAME = r"[A-Z][\w'’.-]*"
CREDIT = re.compile(rf"\b(?:[Bb]y|BY|with|from) {_NAME}(?: (?:[a-z]{{2,3}} )?{_NAME}){{1,4}}$")

# The end of a name, and a house number with its street.
ADDRESS = re.compile(r"[a-z] \d{1,4}[a-z]? [A-Z]\w+ [A-Z]\w+$")

BRACKETS = ("(", "[", "*", "#")


@dataclass(frozen=True, slots=True)
class Line:
    """A line on one row, the number of its words, and its words of content."""

    text: str
    length: int
    content: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Line":
        flat = " ".join(text.split())
        words = _words(flat)
        length = max(len(flat.split()), sum(map(is_unspaced, words)) // 2)
        return cls(text=flat, length=length, content=words - stop_words("en") or words)


class Head:
    """The lines above a text, and the words of the text: all, and those in small letters or without capitals."""

    def __init__(self, rows: Sequence[HeadRow], text: str, *, has_large_nouns: bool) -> None:
        known = text[:MOST_TEXT]
        self.rows = rows
        self._known = _words(known)
        small = (word for word in WORD.findall(known) if has_large_nouns or word == word.lower())
        self._topics = _words(" ".join(small))
        self.lines = [Line.of(row.text[:MOST_OF_LINE]) for row in rows]
        shown = [number for number, row in enumerate(rows) if not (row.is_over or self._is_label(number))]
        self._titles = frozenset(filter(self._is_title, shown))
        last = max(self._titles, default=-1)
        self.candidates = [number for number in shown if not (number < last and _is_rubric(self.lines[number]))]

    def score(self, number: int) -> float:
        """Return how much the line at a place is a title."""
        return sum(WEIGHTS[name] * value for name, value in self.properties(number).items())

    def properties(self, number: int) -> dict[str, float]:
        """Return the properties of a line by name, each from 0 to 1, `long` to 2."""
        row, line = self.rows[number], self.lines[number]
        is_first = number == self.candidates[0]
        is_only = len(self.candidates) == 1 and row.is_alone and _may_be_alone(line)
        is_heading = row.kind is BlockKind.HEADING
        return {
            **_form(line),
            "known": self._share(line, self._known),
            "topics": min(len(line.content & self._topics), MOST_TOPICS) / MOST_TOPICS,
            "alone": row.is_alone,
            "first_of_block": row.is_first and not row.is_alone,
            "last": number == self.candidates[-1] and not is_only,
            "name_above_title": self._is_name(line) and any(title > number for title in self._titles),
            "among_fields": self._is_among_fields(number),
            "behind_passed_over": number > 0 and self.rows[number - 1].is_over,
            "below_title": any(title < number for title in self._titles),
            "below_masthead": number > 0 and row.is_alone and not self.rows[0].is_alone,
            "first_in_small_letters": is_first and row.is_first and _is_in_small_letters(line),
            "heading": is_heading,
            "only": is_only,
            "first_heading": is_heading and is_first and not (line.text.isupper() or _issues(line)),
        }

    def _is_among_fields(self, number: int) -> bool:
        """Return whether a line and one beside it begin with labels."""
        beside = self.lines[max(number - 1, 0) : number] + self.lines[number + 1 : number + 2]
        return _is_field(self.lines[number]) and any(map(_is_field, beside))

    def _is_label(self, number: int) -> bool:
        """Return whether a line has the whole next one behind one or two other words: `Comments on …`."""
        if number + 1 == len(self.lines):
            return False
        label, title = (LETTERS.findall(line.text.casefold()) for line in self.lines[number : number + 2])
        return 0 < len(label) - len(title) <= LABEL_WORDS and label[-len(title) :] == title

    def _is_name(self, line: Line) -> bool:
        """Return whether a line is in capitals or has the capitals of a name, and has no topic of the text."""
        words = [word for word in LETTERS.findall(line.text) if word.casefold() not in stop_words("en")]
        return bool(words) and all(word[0].isupper() for word in words) and not line.content & self._topics

    def _is_title(self, number: int) -> bool:
        """Return whether a line of some words is no sentence and is mostly taken up by the text."""
        line = self.lines[number]
        topics = len(line.content & self._topics)
        is_topical = topics >= FEWEST_TOPICS or (topics > 0 and topics > MOSTLY * len(line.content))
        return (
            is_topical
            and line.length >= FEWEST_TITLE_WORDS
            and ENDED.search(line.text) is None
            and self._share(line, self._known) >= TAKEN_UP
        )

    @staticmethod
    def _share(line: Line, known: frozenset[str]) -> float:
        return len(line.content & known) / len(line.content) if line.content else 0.0


def best_row(rows: Sequence[HeadRow], text: str, *, has_large_nouns: bool = False) -> int | None:
    """Return the place of the title among the lines above a text, None if none of them is likely enough one.

    `text`: the statements below. `has_large_nouns`: the language writes nouns with a capital.
    """
    head = Head(rows, text, has_large_nouns=has_large_nouns)
    best = max(head.candidates, key=head.score, default=None)
    return best if best is not None and head.score(best) > NO_TITLE else None


def _form(line: Line) -> dict[str, float]:
    """Return the properties of a line that do not depend on others."""
    words = line.text.split()
    return {
        "one_word": line.length == 1,
        "long": 0 if line.text.isupper() else min(max(0, line.length - LONG) / LONG_BY, LONGEST),
        "organization": _issues(line),
        "section": bool(found := WORD.findall(line.text))
        and all(word.casefold() in SECTIONS | KINDS for word in found),
        "date": sum(DATE_WORD.fullmatch(word.strip(",.()")) is not None for word in words) / max(len(words), 1),
        "marks": MARKS.search(line.text) is not None,
        "ended": ENDED.search(line.text) is not None,
        "field": _is_field(line),
        "credit": CREDIT.search(line.text) is not None,
        "function_word": any(_is_function_word(word) for word in words),
        "sentence": not line.text.isupper() and STATEMENT_END.search(line.text) is not None,
        "bracket": line.text.startswith(BRACKETS),
    }


def _is_field(line: Line) -> bool:
    return FIELD.match(line.text) is not None


def _is_in_small_letters(line: Line) -> bool:
    """Return whether a line of some length has small letters as sentences have them, and no mark at its end."""
    words = (word for word in LETTERS.findall(line.text) if word.casefold() not in stop_words("en"))
    return (
        FEWEST_TITLE_WORDS <= line.length <= LONG
        and any(word[0].islower() for word in words)
        and ENDED.search(line.text) is None
        and not _is_field(line)
    )


def _may_be_alone(line: Line) -> bool:
    """Return whether a line alone above a text may be its title: no organization, address, label, credit or code."""
    form = _form(line)
    words = [word for word in line.text.split() if not any(map(str.isdecimal, word))]
    is_other = any(form[name] for name in ("organization", "marks", "ended", "field", "credit", "bracket", "long"))
    is_other = is_other or ADDRESS.search(line.text) is not None
    return bool(words) and not is_other and form["date"] < MOSTLY and len(line.text) <= LONGEST_TITLE_LINE


def _is_rubric(line: Line) -> bool:
    """Return whether a line is a section or a kind of document in capitals, with one more word or none."""
    return line.text.isupper() and line.length <= RUBRIC_WORDS and line.text.casefold().split()[-1] in SECTIONS | KINDS


def _is_function_word(word: str) -> bool:
    return word.casefold() not in NAME_WORDS and word.casefold().strip(",.:?") in stop_words("en")


def _issues(line: Line) -> bool:
    """Return whether a part of a line ends with a noun for organizations, a legal form or a word for newspapers."""
    ends = {word.casefold() for word in LAST_OF_PART.findall(line.text)}
    is_named = bool(ends & (ORGANIZATION_NOUNS | LEGAL_FORMS)) or any(map(MEDIA_WORDS.fullmatch, ends))
    return is_named or ISSUER.fullmatch(line.text) is not None


def _words(text: str) -> frozenset[str]:
    """Return the words of a text without a plural's `s`, and pairs of letters in scripts without spaces."""
    return frozenset(
        term if is_unspaced(term) else term.removesuffix("s")
        for term in term_set(text)
        if is_unspaced(term) or (len(term) >= SHORTEST_WORD and not any(map(str.isnumeric, term)))
    )
