"""File times of Microsoft's formats (FILETIME, [MS-DTYP] 2.3.3)."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def moment_of_file_time(ticks: int) -> datetime:
    """Return the moment of a file time, a number of units of 100 ns. Raises OverflowError if it is after year 9999."""
    return EPOCH + timedelta(microseconds=ticks // 10)
