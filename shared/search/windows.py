"""Read the index partitions of a question within bounds, the rarest first, and collect the documents that match.

Each row contains the whole searchable content of its document. So no partitions are intersected: a row alone shows
whether its document has all words of a question. A document has rows under its most telling words and under its names,
and one row in the partition of all documents. That one is read last, and only if the others have few matches.

A window is what one call reads. It starts where an earlier window ended in each partition, and it ends when it has read
MOST_ROWS rows or found ENOUGH matches. All windows together find every matching document once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

# Number of rows after which a window ends, about a megabyte, and number of matches. It reads up to FIRST_ROWS more.
MOST_ROWS = 1_000
ENOUGH = 200

# Number of matches in other partitions with which a window does not read that of all documents: a page of results.
FEW = 20

# Maximum number of rows of one query, and the number that the first queries of all partitions read together.
PAGE = 200
FIRST_ROWS = 300

# The position of a partition that is read to its end: it sorts before every sort key.
END = ""

Row = dict[str, Any]


class Page(NamedTuple):
    """Rows of a partition, newest first, and whether there are older ones."""

    rows: Sequence[Row]
    more: bool


class Source(Protocol):
    """What a window reads from: the index rows of a table."""

    def page(self, partition: str, before: str | None, most: int) -> Page:
        """Return up to `most` rows of a partition, newest first, whose sort keys are less than `before`."""
        ...

    def present(self, rows: Sequence[Row]) -> Iterable[Row]:
        """Return the rows that belong to the present Summary of their object."""
        ...

    def rows(self, keys: Iterable[tuple[str, str]]) -> Iterable[Row]:
        """Return the rows with these keys (partition and sort key); those that do not exist are missing."""
        ...


@dataclass
class Window:
    """The matches of one call, and where it ended."""

    # The matching rows, each object once.
    rows: list[Row] = field(default_factory=list)
    # The sort key of the last row that was read of each partition, END, or None for a partition that is not begun.
    positions: dict[str, str | None] = field(default_factory=dict)

    def end(self) -> dict[str, str]:
        """Return the start of the next window."""
        return {partition: position for partition, position in self.positions.items() if position is not None}

    @property
    def is_last(self) -> bool:
        """Whether all partitions are read to their ends."""
        return all(position == END for position in self.positions.values())


def read_window(
    source: Source,
    partitions: Sequence[str],
    of_all: str,
    start: Mapping[str, str],
    matches: Callable[[Row], bool],
) -> Window:
    """Read the next window of the partitions of a question, and of that of all documents.

    `start` has the positions at the end of the window before, if any. With the same start, the window is the same as
    long as the rows are.
    """
    positions = {partition: start.get(partition) for partition in (*partitions, of_all)}
    reading = _Reading(source, matches, {key: value for key, value in start.items() if key != of_all}, positions)
    reading.read_rarest_first(partitions)
    if all(positions[partition] == END for partition in partitions) and len(reading.found) < FEW:
        reading.read_rarest_first([of_all])
    return Window(list(reading.found.values()), positions)


@dataclass
class _Reading:
    source: Source
    matches: Callable[[Row], bool]
    # The positions at the end of the window before. That of all documents is not begun before the others are read.
    start: Mapping[str, str]
    positions: dict[str, str | None]
    found: dict[str, Row] = field(default_factory=dict)
    count: int = 0

    def read_rarest_first(self, partitions: Sequence[str]) -> None:
        unread = [partition for partition in partitions if self.positions[partition] != END]
        for partition in unread:
            self._read(partition, max(FIRST_ROWS // len(unread), 1))
        # The time that the first rows of a partition cover is short if its word is frequent.
        for partition in sorted(unread, key=lambda partition: self.positions[partition] or END):
            while self.positions[partition] != END and not self._is_enough():
                self._read(partition, PAGE)

    def _is_enough(self) -> bool:
        return self.count >= MOST_ROWS or len(self.found) >= ENOUGH

    def _read(self, partition: str, most: int) -> None:
        page = self.source.page(partition, self.positions[partition], min(most, PAGE))
        self.count += len(page.rows)
        self.positions[partition] = page.rows[-1]["sk"] if page.more and page.rows else END
        candidates = [row for row in page.rows if row["uri"] not in self.found and self.matches(row)]
        for row in self._new(list(self.source.present(candidates)) if candidates else []):
            self.found.setdefault(row["uri"], row)

    def _new(self, rows: Sequence[Row]) -> Iterable[Row]:
        """Return the rows whose documents no earlier window has found under another partition."""
        keys = {
            (partition, row["sk"])
            for row in rows
            for partition, position in self.start.items()
            if partition != row["pk"] and position <= row["sk"]
        }
        earlier = {row["sk"] for row in self.source.rows(keys) if self.matches(row)} if keys else set()
        return [row for row in rows if row["sk"] not in earlier]
