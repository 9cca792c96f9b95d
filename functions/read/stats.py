"""Counts of objects by day and status."""

from collections import Counter
from datetime import date, timedelta
from itertools import islice

from functions.read.answers import DayCounts, Stats
from shared.revision import Status
from shared.table.reader import TableReader

# Maximum number of days of one request.
MOST_DAYS = 31

# Number of index rows of one kind after which the counting stops: about 25 queries of 1 MB.
MOST_COUNTED = 20_000

# The statuses that the index by status has.
_INDEXED = (Status.PROCESSING, Status.FAILED, Status.DELETED)


def stats_of(table: TableReader, first: date, last: date, most: int = MOST_COUNTED) -> Stats:
    """Count the Summaries by day of upload, and the other objects by the day on which they got their status."""
    days = [(last - timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    complete = True
    counts: dict[str, Counter[Status]] = {day: Counter() for day in days}
    for day in days:
        counts[day][Status.SUMMARIZED], all_counted = table.count_of_day(day, most)
        complete &= all_counted
    failures: Counter[str] = Counter()
    for status in _INDEXED:
        # `~` is greater than every character of an instant
        entries = table.by_status(status, since=first.isoformat(), until=f"{last.isoformat()}~")
        for entry in islice(entries, most):
            counts[entry.updated_at[:10]][status] += 1
            if status is Status.FAILED:
                failures[entry.code or ""] += 1
        complete &= next(entries, None) is None
    return Stats(
        **{"from": first.isoformat()},
        to=last.isoformat(),
        complete=complete,
        failures=dict(sorted(failures.items())),
        days=[DayCounts(day=day, counts={status: counts[day][status] for status in Status}) for day in days],
    )
