"""Export the Summaries of whole days, part by part, so that an interrupted export continues after its last part."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from infra.operations.export.outputs import Output, Writers
from infra.operations.export.tables import ExportTable
from infra.operations.operated_stack import OperatedStack
from infra.operations.resume import ResumePoint
from shared.table.batches import MOST_IN_BATCH_GET, batches
from shared.table.reader import DayEntry, TableReader

# The number of rows by table.
Counts = dict[str, int]

# Called with the rows written so far, and the time of upload that the export has reached.
OnProgress = Callable[[Counts, str], None]


_DAY = re.compile(r"\d{4}-\d\d-\d\d")

# The place after the last part, while the output is completed. It is later than every day.
_END = {"day": "end"}


@dataclass(frozen=True, slots=True)
class Days:
    """The days to export, in order. Uploads at `before` or later are left out; it is an instant."""

    days: Sequence[str]
    before: str


@dataclass(frozen=True, slots=True)
class ExportJob:
    """What to write, where, and when the export started before any interruption (an instant)."""

    tables: Sequence[ExportTable]
    output: Output
    started: str
    documents_per_part: int


class DayPart(NamedTuple):
    """Documents of one day that become one file of each table. The first part of a day has the number 1."""

    day: str
    number: int
    uris: Sequence[str]
    # The time of upload of the last document, and the documents of that time up to it: where the next part begins.
    uploaded_at: str
    passed: Sequence[str]

    def place(self) -> dict[str, Any]:
        """Return the place after this part, as a value of JSON."""
        return {"day": self.day, "number": self.number, "uploaded_at": self.uploaded_at, "uris": list(self.passed)}


def days_of(stack: OperatedStack, output: Output, since: str | None, until: str | None, started: str) -> Days:
    """Return the whole days (UTC) from that of the instant `since` to the last one that begins before `until`.

    Without `since`, all days that have a Summary, which a scan of the index by day finds, and all days that the output
    has of an earlier export. Uploads after `started` are left out, so that the export has an end.
    """
    end = min(until or started, started)
    last = date.fromisoformat(end[:10])
    if end.endswith("T00:00:00.000Z"):
        last -= timedelta(days=1)
    before = min(f"{last + timedelta(days=1)}T00:00:00.000Z", started)
    if since is None:
        found = stack.scan.days() | output.days()
        return Days(sorted(day for day in found if _DAY.fullmatch(day) and day <= last.isoformat()), before)
    first = date.fromisoformat(since[:10])
    return Days([(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)], before)


def export_days(
    stack: OperatedStack, days: Days, job: ExportJob, point: ResumePoint, on_progress: OnProgress
) -> Counts:
    """Write the rows of the Summaries of the days; return how many rows each table has, with earlier parts.

    A Summary is read when the export reaches it: a deleted object has no row, and a replaced one has the rows of its
    new version, at the day of that version. The place is stored after each part, and removed with the last one.
    Raises OperationError if the output of an interrupted export is lost, UnknownSchemaError for the row of a newer
    Nutgraf, and what boto3 raises.
    """
    saved = point.read()
    counts: Counts = saved["counts"] if saved else {table.name: 0 for table in job.tables}
    if saved is None:
        job.output.begin()
    elif saved["place"] != _END:
        job.output.continue_at(saved["mark"])
    for part in _parts(stack.table, days, saved["place"] if saved else None, job.documents_per_part):
        if part.number == 1:
            job.output.begin_day(part.day)
        if part.uris:
            with job.output.part(part.day, part.number) as writers:
                for rows in _write(stack.table, days.before, part, job.tables, writers):
                    counts = {name: number + rows[name] for name, number in counts.items()}
                    on_progress(counts, part.uploaded_at)
        point.save(place=part.place(), started=job.started, counts=counts, mark=job.output.mark())
        on_progress(counts, part.uploaded_at)
    point.save(place=_END, started=job.started, counts=counts, mark=job.output.mark())
    job.output.finish()
    point.remove()
    return counts


def _parts(table: TableReader, days: Days, place: dict[str, Any] | None, size: int) -> Iterator[DayPart]:
    """Yield the parts of the days after `place`; a day without documents has one part without documents."""
    for day in days.days:
        if place and day < place["day"]:
            continue
        reached = place if place and day == place["day"] else None
        yield from _parts_of_day(table, day, days.before, reached, size)


def _parts_of_day(
    table: TableReader, day: str, before: str, place: dict[str, Any] | None, size: int
) -> Iterator[DayPart]:
    """Yield the parts of a day, oldest documents first. Documents of one time may be in any order in the index."""
    since = place["uploaded_at"] if place else f"{day}T00:00:00.000Z"
    passed = set(place["uris"]) if place else set()
    number = place["number"] if place else 0
    entries = table.by_day(day, since=since, until=before, oldest_first=True)
    left = _after(entries, since, frozenset(passed), before)
    while True:
        chunk: list[DayEntry] = list(islice(left, size))
        if not chunk and number:
            return
        number += 1
        last = chunk[-1].uploaded_at if chunk else since
        of_last = {entry.uri for entry in chunk if entry.uploaded_at == last}
        earlier = passed if last == since else set()
        yield DayPart(day, number, [entry.uri for entry in chunk], last, sorted(of_last | earlier))
        passed, since = of_last | earlier, last


def _after(entries: Iterator[DayEntry], since: str, passed: frozenset[str], before: str) -> Iterator[DayEntry]:
    """Yield the entries before `before`, without those of the time `since` that have been exported."""
    for entry in entries:
        if entry.uploaded_at < before and not (entry.uploaded_at == since and entry.uri in passed):
            yield entry


def _write(
    table: TableReader, before: str, part: DayPart, tables: Sequence[ExportTable], writers: Writers
) -> Iterator[Counts]:
    """Write the rows of the part's documents that still have a Summary of this day; yield the rows of each batch."""
    for uris in batches(part.uris, MOST_IN_BATCH_GET):
        found = table.get_many(uris)
        summaries = [found[uri] for uri in uris if uri in found]
        of_day = [s for s in summaries if s.source.uploaded_at[:10] == part.day and s.source.uploaded_at < before]
        counts: Counts = {}
        for each in tables:
            rows = [row for summary in of_day for row in each.rows_of(summary)]
            writers[each.name].write(rows)
            counts[each.name] = len(rows)
        yield counts


def progress_of(days: Days, reached: str) -> float:
    """Return the share of the period of the days, 0 to 1, before the time of upload that was reached."""
    if not days.days:
        return 1.0
    first, last, now = (
        datetime.fromisoformat(moment) for moment in (f"{days.days[0]}T00:00:00Z", days.before, reached)
    )
    return min(1.0, max(0.0, (now - first) / (last - first)))
