"""Times as strings that sort chronologically: UTC, ISO 8601, milliseconds, `Z`."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_ONE_MILLISECOND = timedelta(milliseconds=1)


class Period(NamedTuple):
    """A period of time: from `since` to before `until`, instants or their beginnings; None for no limit."""

    since: str | None = None
    until: str | None = None

    def has(self, moment: str) -> bool:
        """Whether an instant is in the period."""
        return (self.since is None or self.since <= moment) and (self.until is None or moment < self.until)

    @property
    def last(self) -> str | None:
        """The last instant of the period, for a query that includes its end; `until` must be an instant."""
        return None if self.until is None else previous(self.until)


def instant(moment: datetime) -> str:
    """Return `moment` as `2026-11-22T09:30:00.000Z`; raise ValueError if it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now() -> str:
    """Return the current time as an instant."""
    return instant(datetime.now(UTC))


def ago(interval: timedelta) -> str:
    """Return the instant that is `interval` before now."""
    return instant(datetime.now(UTC) - interval)


def previous(moment: str) -> str:
    """Return the instant before an instant; raise OverflowError if it is the first one of the calendar."""
    return instant(datetime.fromisoformat(moment) - _ONE_MILLISECOND)


def seconds_since(moment: str) -> float:
    """Return the seconds since an instant, negative if it is in the future; raise ValueError if it is invalid."""
    return (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()


def normalized(text: str) -> str:
    """Convert an ISO 8601 time of any precision to an instant; raise ValueError if it is invalid."""
    return instant(datetime.fromisoformat(text))
