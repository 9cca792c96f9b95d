"""The day from which the dates of a passage are counted: that of the document, or of a quoted message."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from functions.summarize.dates.tense import looks_ahead
from functions.summarize.dates.written import Unit, Written
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind, Document

# Years in which a document can have been published.
YEARS = range(1400, 9000)

# A past day this many days after the publication shows that the metadata has another day, such as that of a template.
_MOST_DAYS_AFTER = 366

# A day that is alone in one of the first blocks is that of the document, if it is at most this many days from the
# metadata, which may have the day of an upload.
_FIRST_BLOCKS = 6
_MOST_DAYS_APART = 7

_STAMP = re.compile(
    r"(?:^|[(|•·])\s*(?:first\s+)?(?:published|posted|updated|last\s+(?:updated|modified)|date)\b(?:\s+on)?[\s:,]*$",
    re.IGNORECASE,
)

# What is before and after the day in a dateline, `PORT MERROW, 5 May 2020 — The …`, and the first blocks that have one.
_DATELINE_BLOCKS = 12
_PLACE_BEFORE = re.compile(r"^[A-Z](?:[^\W\d_]|[ .,'’-]){1,60},\s*$")
_REPORT_AFTER = re.compile(r"^\s*(?:\([^()]{1,40}\)\s*|/[\w ]{1,30}/\s*)?(?:[—–]|--?\s)\s*[\"“‘'(]?[A-Z0-9]")

# The day of a post, alone in a line with its label.
_POSTED = re.compile(r"^\W*posted(?:\s+on)?[\s:,]*$", re.IGNORECASE)
_UPDATED = re.compile(r"\b(?:updated|modified)\b(?:\s+on)?[\s:,]*$", re.IGNORECASE)
_ALONE_BEFORE = re.compile(r"^\W*(?:\w+\s*[,:]\s*)?$")
_ALONE_AFTER = re.compile(r"^\W*(?:(?:at\s+)?\d{1,2}[:.]\d\d.{0,12}|[A-Z]{2,4})?\W*$")
_POST = re.compile(r"[—–-]\s*[^()\n]{1,60}\(@\w+\)\s*$")
_HEADER = re.compile(r"(?:^|\n|\s)[>\s*_]*(?:sent|date)\s*:[\s*_]*$", re.IGNORECASE)
_WROTE_BEFORE = re.compile(r"(?:^|\n)[>\s]*on\s+$", re.IGNORECASE)
_WROTE_AFTER = re.compile(r"(?:[^\n]*\n)??[^\n]*\bwrote:", re.IGNORECASE)

# Parse marks the text of an answered message, but not its tables, as quotations.
_QUOTED_KINDS = frozenset({BlockKind.QUOTATION, BlockKind.TABLE})
_LINE = re.compile(r"[^\n]+")

# Maximum number of quoted messages whose days are used. A longer thread is counted from the last of them.
_MOST_MESSAGES = 100

# Maximum length of a post with its signature, in code points.
_LONGEST_POST = 350

# Number of code points before and after a date that are searched.
_NEARBY = 300


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted message at [start, end) of the text, and its day."""

    start: int
    end: int
    day: date


@dataclass(frozen=True, slots=True)
class Publication:
    """The day of a document, None if it is not known, and those of the messages that it quotes, in order.

    A day that is not exact is that of the latest post that the document quotes: the publication is on that day, or a
    few days later.
    """

    day: date | None
    is_exact: bool = True
    quoted: Sequence[Quoted] = ()
    # The last day of an update in the days after the publication.
    updated: date | None = None

    def at(self, place: int) -> date | None:
        """Return the day from which a date at this place of the text is counted."""
        message = self._message_at(place)
        return message.day if message else self.day

    def gives(self, written: Written, place: int) -> bool:
        """Return whether this date at this place can be counted from the day.

        From a day that is not exact, only a month, a year or the same weekday is. A weekday between the publication and
        an update can be that of a week before, or that of a passage added later.
        """
        if written.weekday is not None and written.month is None and self._is_updated_on(written.weekday, place):
            return False
        if self.is_exact or self._message_at(place) or written.month is not None or written.unit is not Unit.DAY:
            return True
        return self.day is not None and written.weekday == self.day.weekday()

    def _is_updated_on(self, weekday: int, place: int) -> bool:
        if self.day is None or self.updated is None or self._message_at(place):
            return False
        days = range(1, (self.updated - self.day).days + 1)
        return any((self.day + timedelta(days=number)).weekday() == weekday for number in days)

    def _message_at(self, place: int) -> Quoted | None:
        return next((message for message in reversed(self.quoted) if message.start <= place < message.end), None)


Scanned = Sequence[tuple[Sentence, Sequence[Written]]]
Days = Sequence[tuple[Sentence, Written, date]]


def publication_of(document: Document, scanned: Scanned) -> Publication:
    """Return the days that the metadata and the text give, by the dates in the sentences."""
    days = [
        (sentence, written, found)
        for sentence, dates in scanned
        for written in dates
        if (found := _full_day(written)) is not None
    ]
    published, quoted = published_day(document), _quoted(document, days)
    stamped, posts = _stamped(document.text, days)
    updates = _updates(document.text, days)
    if published is None:
        day = stamped[0] if stamped else max(posts, default=None)
        return Publication(day, bool(stamped), quoted, _last_update(day, updates))
    if any(abs((found - published).days) <= _MOST_DAYS_APART for found in stamped):
        day = next(found for found in stamped if abs((found - published).days) <= _MOST_DAYS_APART)
    else:
        day = None if _is_refuted(published, days) else published
    return Publication(day, True, quoted, _last_update(day, updates))


def _updates(text: str, days: Days) -> list[date]:
    """Return the days that the text gives as those of its updates."""
    return [
        day
        for sentence, written, day in days
        if _UPDATED.search(_line_before(text, sentence.start + written.start)) is not None
    ]


def _last_update(day: date | None, updates: Sequence[date]) -> date | None:
    """Return the last update in the days after a publication."""
    if day is None:
        return None
    return max((each for each in updates if 0 < (each - day).days <= _MOST_DAYS_APART), default=None)


def _line_before(text: str, place: int) -> str:
    return text[max(0, place - _NEARBY) : place].rpartition("\n")[2]


def published_day(document: Document) -> date | None:
    """Return the day of publication in the metadata, in the time zone of the metadata.

    Days outside YEARS are placeholders, such as 0001-01-01, and would lead to dates that the calendar does not have.
    """
    published = document.metadata.published_at
    if published is None:
        return None
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:  # only a year or a month
        return None
    return day if day.year in YEARS else None


def _full_day(written: Written) -> date | None:
    if written.unit is not Unit.DAY or written.until or not (written.year and written.month and written.day):
        return None
    try:
        return date(written.year, written.month, written.day)
    except ValueError:
        return None


def _stamped(text: str, days: Days) -> tuple[list[date], list[date]]:
    """Return the days that the text gives as its own, stamps before days alone in a block, and those of its posts."""
    stamps, alone, posts = [], [], []
    for sentence, written, day in days:
        start, end = sentence.start + written.start, sentence.start + written.end
        before, after = text[max(0, start - _NEARBY) : start], text[end : end + _NEARBY]
        before_in_line, after_in_line = before.rpartition("\n")[2], after.partition("\n")[0]
        if _STAMP.search(before_in_line):
            stamps.append(day)
        elif _is_own(sentence.block, before_in_line, after_in_line):
            alone.append(day)
        elif _POST.search(before_in_line):
            posts.append(day)
    return [*stamps, *alone], posts


def _is_own(block: int, before: str, after: str) -> bool:
    """Return whether a day in a block is alone in its line, or in a dateline. `before` and `after`: the rest of it."""
    if block < _FIRST_BLOCKS and _ALONE_BEFORE.match(before) and _ALONE_AFTER.match(after):
        return True
    is_dateline = _PLACE_BEFORE.match(before) is not None and _REPORT_AFTER.match(after) is not None
    return block < _DATELINE_BLOCKS and is_dateline


def _is_refuted(published: date, days: Days) -> bool:
    """Return whether the text names a day long after the publication as past."""
    return any(
        (day - published).days > _MOST_DAYS_AFTER and looks_ahead(sentence.text, written.start, written.end) is not True
        for sentence, written, day in days
    )


def _quoted(document: Document, days: Days) -> list[Quoted]:
    found: list[Quoted] = []
    text = document.text
    for sentence, written, day in days:
        start, end = sentence.start + written.start, sentence.start + written.end
        before, after = text[max(0, start - _NEARBY) : start], text[end : end + _NEARBY]
        wrote = _WROTE_AFTER.match(after) if _WROTE_BEFORE.search(before) else None
        if wrote or _HEADER.search(before):
            last = _end_of_quotation(document, sentence, end + (wrote.end() if wrote else 0))
            found.append(Quoted(end, last, day))
        elif _POST.search(before.rpartition("\n")[2]):
            found.append(Quoted(_start_of_post(text, start), end, day))
        if len(found) == _MOST_MESSAGES:
            break
    return [*_posted(text, days), *found]


def _posted(text: str, days: Days) -> list[Quoted]:
    """Return the posts of a thread, each from the line with its day to that of the next one. A single post is none."""
    starts = [
        (sentence.start + written.end, day)
        for sentence, written, day in days
        if _POSTED.match(_line_before(text, sentence.start + written.start))
    ][:_MOST_MESSAGES]
    if len(starts) == 1:
        return []
    ends = [*(start for start, _ in starts[1:]), len(text)]
    return [Quoted(start, end, day) for (start, day), end in zip(starts, ends, strict=False)]


def _start_of_post(text: str, signature: int) -> int:
    """Return the start of the lines before a signature that fit in a post."""
    earliest = max(0, signature - _LONGEST_POST)
    line_end = text.find("\n", earliest, signature)
    return line_end if earliest and line_end >= 0 else earliest if not earliest else signature


def _end_of_quotation(document: Document, header: Sentence, start: int) -> int:
    """Return the end of a quoted message: of the quotation that its header is in, of the lines that are marked with
    `>`, or of the text if nothing marks it."""
    text, blocks = document.text, document.blocks
    if header.kind is BlockKind.QUOTATION:
        number = header.block
        while number + 1 < len(blocks) and blocks[number + 1].kind in _QUOTED_KINDS:
            number += 1
        return blocks[number].end
    end = start = max(start, text.find("\n", start))
    for line in _LINE.finditer(text, start):
        if line.group().startswith(">"):
            end = line.end()
        elif line.group().strip():
            return end if end > start else len(text)
    return end if end > start else len(text)
