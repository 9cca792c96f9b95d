"""Moments in time as the one kind of string that sorts: UTC, ISO 8601, milliseconds, `Z`."""

from datetime import UTC, datetime, timedelta


def instant(moment: datetime) -> str:
    """`moment` as `2026-11-22T09:30:00.000Z`; raises ValueError when it names no time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} names no time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now() -> str:
    """This moment."""
    return instant(datetime.now(UTC))


def ago(interval: timedelta) -> str:
    """The moment that lies so far back."""
    return instant(datetime.now(UTC) - interval)


def seconds_since(moment: str) -> float:
    """How long an instant is past; negative for one that is to come. Raises ValueError when it is none."""
    return (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()


def normalized(text: str) -> str:
    """An ISO 8601 moment of any precision as an instant; raises ValueError when it is none."""
    return instant(datetime.fromisoformat(text))
