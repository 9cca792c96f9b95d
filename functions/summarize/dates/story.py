"""The year that a text gives to its days and months without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from functions.summarize.dates.tense import looks_ahead
from functions.summarize.dates.written import Unit, Written
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind

# Units whose years are carried over to the next paragraph.
PRECISE = frozenset({Unit.DAY, Unit.MONTH})

# A passage about a time at least this many years before the publication is not about the news of the day.
_OLD_YEARS = 2


@dataclass(slots=True)
class Story:
    """The years read so far: that of the heading, and that of the last date with a year and its place.

    `only` is the year of a full date in a text that names no other year, and `coming` one that the text announces
    first (`a tour in 2026`).
    """

    only: int | None = None
    coming: int | None = None
    # The last full date.
    day: date | None = None
    _heading: int | None = None
    _year: int | None = None
    _is_precise: bool = False
    _block: int = -1
    _sentence: int = -1

    def read(self, written: Written, sentence: Sentence) -> None:
        """Note a date. A heading, and a year alone in a block, are about the blocks below."""
        if written.year is None:
            return
        if written.unit is Unit.DAY and written.month and written.day:
            self.day = _valid(written.year, written.month, written.day) or self.day
        self._year, self._is_precise = written.year, written.unit in PRECISE
        self._block, self._sentence = sentence.block, sentence.start
        if sentence.kind is BlockKind.HEADING or sentence.text.strip("() ").isdecimal():
            self._heading = written.year

    def is_before(self, written: Written) -> bool:
        """Return whether the last full date is before a day or month without a year, if they are of the same year."""
        return self.day is not None and written.month is not None and self.day.month < written.month

    def year_of(self, written: Written, sentence: Sentence, published: int | None, ahead: bool | None) -> int | None:
        """Return the year of a day or a month without one, None if it is counted from the publication, or not known.

        `published` is the year of the publication, `ahead` the direction of the verb.
        """
        is_near = self._year is not None and self._is_precise and sentence.block - self._block <= 1
        if published is not None:
            is_old = self._year is not None and self._year <= published - _OLD_YEARS
            return self._year if is_old and is_near and not ahead else None
        if ahead and self.day and written.month and written.month < self.day.month:
            return None  # of this year in the past, or of the next one
        if self._sentence == sentence.start or is_near:
            return self._year
        # The lines of a list of coming dates begin with them, and have no verb.
        is_coming = ahead or written.number is not None or (ahead is None and written.start == 0)
        return self._heading or self.only or (self.coming if is_coming else None)


def story_of(scanned: Sequence[tuple[Sentence, Sequence[Written]]]) -> Story:
    """Return a Story at the start of a text, with the years that the whole text gives."""
    with_year = [(sentence, written, written.year) for sentence, dates in scanned for written in dates if written.year]
    if not with_year:
        return Story()
    sentence, written, first = with_year[0]
    years = {year for _, _, year in with_year}
    if len(years) == 1 and any(written.unit is Unit.DAY for _, written, _ in with_year):
        return Story(only=first)
    is_coming = first == max(years) and looks_ahead(sentence.text, written.start, written.end)
    return Story(coming=first if is_coming else None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
