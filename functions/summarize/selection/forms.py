"""The form of an English document: minutes, correspondence or a fact check, by its labels and set phrases."""

import re
from collections.abc import Callable, Iterable
from enum import Enum, auto

from functions.summarize.selection.messages import FIELDS, field_names, introduces
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind

# Number of lines at the top among which a document names itself, and maximum number of words of such a line.
TOP = 12
LABEL_WORDS = 15

# Minimum number of different signs of minutes.
SIGNS = 2


class Form(Enum):
    """A form of documents whose most important sentences are not those of their opening."""

    MINUTES = auto()
    # Letters, notices, messages, and the letters of readers with the answers to them.
    CORRESPONDENCE = auto()
    FACT_CHECK = auto()


# What minutes have and few other documents. Each is one sign, however often it is found.
NAMED_MINUTES = re.compile(
    r"\b(?:minutes|meeting notes|weekly|sync|stand-?up"
    r"|(?:general|regular|ordinary|special|board|committee|council|team|staff|trustees['’]?) meeting)\b",
    re.IGNORECASE,
)
MINUTES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:(?:members|directors|trustees|councill?ors|also|those|others)\s)?"
        r"(?:present|attendees|attendance|in attendance|participants|attending)\b[^.]{0,40}[:–-]|roll call\b",
        r"(?:apologies|absent|regrets)\b|.*\b(?:sent (?:\w+ )?apologies|apologies (?:were|from))\b",
        r".*\bcall(?:ed)? to order\b",
        r".*\b(?:meeting|session)\s(?:(?:was|has been)\s)?(?:adjourned|closed|ended|rose)\b|adjourn",
        r".*\b(?:motion\s(?:(?:was|is)\s)?(?:carried|passed|failed|approved)|seconded\b|moved by\b"
        r"|(?:carried|lost) by \d)",
        r"(?:\W*\d[\d./]*\W*)?(?:action (?:items?|points?)|to-?dos?$|(?:date of (?:the )?)?next meeting|aob"
        r"|any other business|old business|new business|matters arising)\b",
    )
)

SALUTATION = re.compile(
    r"(?:(?i:dear)\s[^?!:]{1,60}|(?i:hi|hello|hey)(?:\s[A-Z][^.?!:]{1,40}|\s(?i:all|everyone|everybody|team|folks))?"
    r"|(?i:to whom it may concern))[,:!—–-]?\s*"
)
RUN_IN = re.compile(r"Dear\s(?:[A-Z][\w.’'-]*\s?){1,4}[,:]\s")
NOTICE = re.compile(
    r"(?i:(?:(?:public|legal|important)\s)?notice\b|memo(?:randum)?\b|to all\b)|ATTENTION\b"
    r"|(?i:.*\snotice\W*$|(?:.*[:|–—-]\s*|.*\b(?:consumer|food|product|safety|urgent|vehicle|voluntary)\s)recall\W*$)"
    r"|(?i:recall (?:date|number)\s?:)"
)
GIVEN = re.compile(r"notice is hereby given\b", re.IGNORECASE)
ANSWERS = re.compile(r"(?:re|fwd?|aw)\s?:", re.IGNORECASE)

# The labels of the questions and the answers of a column, and the words of somebody with a matter of their own.
QUESTION_LABEL = re.compile(r"(?:Q|(?i:question))\s?[:.]")
LETTER_LABEL = re.compile(r"A\s?[:.](?:\s|$)")
ANSWER_LABEL = re.compile(r"(?:(?:best|top|accepted)\s)?answer\s?(?:[:.]|$)", re.IGNORECASE)
MINE = re.compile(r"\b(?:I|[Mm]y)\b")

FACT_CHECK = re.compile(r"\W*fact[\s-]?check\w*\s*(?:[:|–—-]|$)|.*[:|–—-]\s*fact[\s-]?check\W*$", re.IGNORECASE)
CLAIM_LABEL = re.compile(r"(?:(?:the|what(?: was)?)\s)?(?:claim(?:ed)?|statement)\W*(?:$|(?<=:\s))", re.IGNORECASE)
VERDICT_LABEL = re.compile(r"(?:(?:the|our)\s)?(?:verdict|ruling|rating|assessment)\W*(?:$|(?<=:\s))", re.IGNORECASE)
RULING = re.compile(
    r"our (?:ruling|rating|verdict)\b|we rate (?:it|th(?:is|e))\b|(?:verdict|ruling|rating)\s?:\s"
    r"(?:(?:mostly|partly|half|largely)\W)?(?:false|true|fake|misleading|incorrect|unproven|satire)\b",
    re.IGNORECASE,
)


def form_of(sentences: Iterable[Sentence], title: str | None) -> Form | None:
    """Return the form of a document, None if it has none of these forms."""
    written = (sentence.text for sentence in sentences if sentence.kind is not BlockKind.TURN)
    lines = [line.strip() for text in written for line in text.split("\n")]
    top = [line for line in (title or "", *lines[:TOP]) if len(line.split()) <= LABEL_WORDS]
    if _any(NAMED_MINUTES.search, top) + sum(_any(sign.match, lines) for sign in MINUTES) >= SIGNS:
        return Form.MINUTES
    judged = _any(CLAIM_LABEL.match, lines) and _any(VERDICT_LABEL.match, lines)
    if judged or _any(FACT_CHECK.match, top) or _any(RULING.match, lines):
        return Form.FACT_CHECK
    is_sent = (
        ANSWERS.match(title or "") is not None
        or _any(NOTICE.match, top)
        or any(_any(sign, lines) for sign in (SALUTATION.fullmatch, RUN_IN.match, GIVEN.match, introduces))
        or len({name for line in lines for name in field_names(line)}) >= FIELDS
    )
    return Form.CORRESPONDENCE if is_sent or _is_advice(lines, top) else None


def _is_advice(lines: Iterable[str], top: Iterable[str]) -> bool:
    """Return whether somebody asks about a matter of their own, and somebody else answers."""
    asked = any(QUESTION_LABEL.match(line) and MINE.search(line) for line in lines)
    answered = _any(ANSWER_LABEL.match, lines)
    return (asked and (answered or _any(LETTER_LABEL.match, lines))) or (
        answered and any(line.endswith("?") for line in top)
    )


def _any(match: Callable[[str], object], lines: Iterable[str]) -> bool:
    return any(map(match, lines))
