"""The years that a text gives to its days and months without one."""

from dataclasses import dataclass, field

from functions.summarize.dates.written import Unit, Written
from shared.documents.document import BlockKind

# Units whose years are carried over to later paragraphs.
_PRECISE = frozenset({Unit.DAY, Unit.MONTH})

# A story that is at least this many years before the publication is not the news of the day.
_OLD_YEARS = 2


@dataclass(slots=True)
class Story:
    """What was read so far: the year of the heading, and the last date with a year.

    `lead` is the year that a text without a day of publication is about: of its only or nearest full dates, or the
    first year of its first paragraph.
    """

    lead: int | None = None
    _heading: int | None = None
    _year: int | None = None
    _block: int = -1
    _is_precise: bool = field(default=False)

    def read(self, written: Written, year: int | None, block: int, kind: BlockKind) -> None:
        """Note a date with a year; `year` is None for another one."""
        if year is None:
            return
        self._year, self._block, self._is_precise = year, block, written.unit in _PRECISE
        if kind is BlockKind.HEADING:
            self._heading = year

    def start(self, block: int, kind: BlockKind) -> None:
        """Note the start of a sentence: a heading ends the section of the one before."""
        if kind is BlockKind.HEADING and block != self._block:
            self._heading = None

    def year_of_passage(self, block: int, published: int | None, ahead: bool | None) -> int | None:
        """Return the year of a day or a month without one, None if it is to be counted from the publication."""
        if self._year is None:
            return self.lead if published is None else None
        if published is None:
            return self._without_publication(block)
        is_old = self._year <= published - _OLD_YEARS
        is_near = self._is_precise and block - self._block <= 1
        return self._year if is_old and is_near and not ahead else None

    def _without_publication(self, block: int) -> int | None:
        if block == self._block:
            return self._year
        if self._heading is not None:
            return self._heading
        return self._year if self._is_precise else self.lead
