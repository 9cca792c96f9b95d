"""Lists of objects, newest first: by day of upload, or by the last change of a status. Pages of bounded work."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby, islice
from typing import NamedTuple, Protocol, TypeVar

from shared.instants import Period, previous
from shared.object_version import bucket_and_key
from shared.revision import Status
from shared.table.objects import ObjectFacts
from shared.table.reader import TableReader

# Maximum number of queries of one request that finds nothing: about 0.4 s on AWS, at 4 ms each.
MOST_QUERIES = 100

# Number of further queries without a result after which a page that is not full ends: a weekend and a holiday.
MOST_EMPTY_QUERIES = 3

# Maximum number of index rows, and of objects (six read units each), that one request reads to fill a page.
MOST_ROWS = 2_000
MOST_OBJECTS = 500

T = TypeVar("T")


class ObjectPosition(NamedTuple):
    """A position in a list: the time of an object in its order, and its URI. Later objects in the list are smaller."""

    time: str
    uri: str


class Positions(Protocol):
    """The positions of a list in descending order. `stopped` is where they stopped, None if the list has ended."""

    stopped: ObjectPosition | None

    def __iter__(self) -> Iterator[ObjectPosition]: ...


class ByStatus:
    """The objects of a status, by the time of its last change."""

    stopped: ObjectPosition | None = None

    def __init__(
        self, table: TableReader, status: Status, period: Period, after: ObjectPosition | None, page_size: int
    ) -> None:
        last = after.time if after else period.last
        entries = table.by_status(status, since=period.since, until=last, page_size=page_size)
        positions = (ObjectPosition(entry.updated_at, entry.uri) for entry in entries)
        self._positions = (each for each in _in_order(positions) if _follows(each, after))

    def __iter__(self) -> Iterator[ObjectPosition]:
        return self._positions


class ByDay:
    """The objects with a Summary, by time of upload, day by day backwards. Stops after a number of empty days."""

    def __init__(
        self, table: TableReader, period: Period, after: ObjectPosition | None, page_size: int, shards: int = 1
    ) -> None:
        if period.since is None or period.until is None:
            raise ValueError("days are read from a first to a last one")
        self.stopped: ObjectPosition | None = None
        self._table, self._period, self._after, self._page_size = table, period, after, page_size
        self._first = date.fromisoformat(period.since[:10])
        self._last = _last_day(after, period.until)
        self._most_empty = max(1, MOST_QUERIES // shards)
        self._most_empty_after_some = max(1, MOST_EMPTY_QUERIES // shards)
        self._positions = self._walk()

    def __iter__(self) -> Iterator[ObjectPosition]:
        return self._positions

    def _walk(self) -> Iterator[ObjectPosition]:
        day, empty, most_empty = self._last, 0, self._most_empty
        while day >= self._first:
            is_empty = True
            for position in self._of_day(day.isoformat()):
                is_empty, most_empty = False, self._most_empty_after_some
                yield position
            empty = empty + 1 if is_empty else 0
            if day == self._first or day == date.min:
                return
            if empty >= most_empty:
                self.stopped = ObjectPosition(f"{day.isoformat()}T00:00:00.000Z", "")
                return
            day -= timedelta(days=1)

    def _of_day(self, day: str) -> Iterator[ObjectPosition]:
        since, last = self._period.since, self._after.time if self._after else self._period.last
        entries = self._table.by_day(
            day,
            since=since if since and since[:10] == day else None,
            until=last if last and last[:10] == day else None,
            page_size=self._page_size,
        )
        positions = (ObjectPosition(entry.uploaded_at, entry.uri) for entry in entries)
        return (each for each in _in_order(positions) if _follows(each, self._after))


def select(
    positions: Positions,
    read: Callable[[list[str]], dict[str, ObjectFacts]],
    accept: Callable[[ObjectPosition, ObjectFacts], T | None],
    *,
    limit: int,
    prefix: str = "",
) -> tuple[list[T], ObjectPosition | None]:
    """Return up to `limit` accepted objects whose key begins with `prefix`, and the last position that was used.

    The position is None at the end of the list. Fewer objects with a position mean that a bound was reached.
    """
    found: list[T] = []
    rows = objects = 0
    last: ObjectPosition | None = None
    following = iter(positions)
    while rows < MOST_ROWS and objects < MOST_OBJECTS:
        batch = list(islice(following, limit + 1))  # one more shows whether the page is the last
        wanted = [each for each in batch if bucket_and_key(each.uri)[1].startswith(prefix)]
        by_uri = read([each.uri for each in wanted])
        rows, objects = rows + len(batch), objects + len(wanted)
        for position in wanted:
            item = accept(position, by_uri[position.uri]) if position.uri in by_uri else None
            if item is not None and len(found) == limit:
                return found, last
            if item is not None:
                found.append(item)
                last = position
        if len(batch) <= limit:
            return found, positions.stopped
        if len(found) < limit:
            last = batch[-1]
    return found, last


def _in_order(positions: Iterable[ObjectPosition]) -> Iterator[ObjectPosition]:
    """Sort positions of the same time, which the table returns in no order, by URI."""
    for _, of_time in groupby(positions, lambda position: position.time):
        yield from sorted(of_time, reverse=True)


def _follows(position: ObjectPosition, after: ObjectPosition | None) -> bool:
    return after is None or position < after


def _last_day(after: ObjectPosition | None, until: str) -> date:
    """Return the day at which a walk begins."""
    if after and after.uri:
        return date.fromisoformat(after.time[:10])
    return date.fromisoformat(previous(after.time if after else until)[:10])
