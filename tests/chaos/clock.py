"""A clock for our own code, on which hours pass in a moment; moto keeps the machine's time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from unittest.mock import patch


class Clock:
    """Ahead of the machine's clock by what it was moved forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def forward(self, interval: timedelta) -> None:
        """Let this much time pass."""
        self._ahead += interval

    @contextmanager
    def in_charge(self) -> Iterator[None]:
        """Inside, `shared.instants`, from which all our code has its time, goes by this clock."""
        clock = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> "Moved":
                return super().now(tz) + clock._ahead

        with patch("shared.instants.datetime", Moved):
            yield
