"""A clock for Nutgraf's code that can be moved forward. moto uses the machine's clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from unittest.mock import patch


class Clock:
    """The machine's clock plus the intervals by which it was moved forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def forward(self, interval: timedelta) -> None:
        """Move the clock forward."""
        self._ahead += interval

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Make `shared.instants`, the source of time for all of Nutgraf's code, use this clock inside the context."""
        clock = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> "Moved":
                return super().now(tz) + clock._ahead

        with patch("shared.instants.datetime", Moved):
            yield
