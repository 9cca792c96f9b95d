"""SweepService: send stalled objects again, or set them to FAILED; remove left-overs of interrupted writes."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import islice

from shared.errors import Code, PermanentError
from shared.instants import ago
from shared.messages.internal_messages import Check
from shared.messages.parse_queue import ParseQueue
from shared.observability import Outcome, OutcomeStatus, logger, run_observed
from shared.revision import Status
from shared.state import State
from shared.table.table import SummaryTable


class SweepService:
    """Reads the index of PROCESSING objects, not the bucket. Runs may be repeated and may overlap."""

    def __init__(
        self,
        table: SummaryTable,
        queue: ParseQueue,
        *,
        stalled_after: timedelta,
        most_resends: int,
        most_objects: int,
    ) -> None:
        self._table = table
        self._queue = queue
        self._stalled_after = stalled_after
        self._most_resends = most_resends
        self._most_objects = most_objects

    def run(self, has_time: Callable[[], bool]) -> dict[str, int]:
        """Sweep the objects that stalled first while `has_time` returns true; return the number of objects by outcome.

        Then remove the oldest left-overs. An error of one object does not stop the others. All errors are raised at the
        end.
        """
        outcomes: Counter[str] = Counter()
        errors: list[Exception] = []
        for work in islice(self._works(), self._most_objects):
            if not has_time():
                logger.warning("the sweep stops before its time-out; the next run continues")
                break
            try:
                outcomes[work()] += 1
            except Exception as error:  # noqa: BLE001 - raised below
                errors.append(error)
        if errors:
            raise ExceptionGroup(f"{len(errors)} objects could not be swept", errors)
        return dict(outcomes)

    def _works(self) -> Iterator[Callable[[], str]]:
        stalled_since = ago(self._stalled_after)
        for entry in self._table.by_status(Status.PROCESSING, until=stalled_since, oldest_first=True):
            yield partial(self._sweep, entry.uri, stalled_since)
        for uri in self._table.left_over():
            yield partial(self._clean_up, uri)

    def _sweep(self, uri: str, stalled_since: str) -> str:
        return run_observed("sweep", uri, partial(self._resend_or_fail, uri, stalled_since)).status

    def _clean_up(self, uri: str) -> str:
        self._table.remove_left_overs(uri)
        return "cleaned_up"

    def _resend_or_fail(self, uri: str, stalled_since: str) -> Outcome:
        state = self._table.state(uri)
        if state is None or state.status is not Status.PROCESSING or state.updated_at > stalled_since:
            return Outcome(OutcomeStatus.WENT_ON, state.revision if state else None)  # the index lags behind the table
        if state.sent_again < self._most_resends:
            self._send_again(state)
            return Outcome(OutcomeStatus.SENT_AGAIN, state.revision)
        if self._fail(state):
            return Outcome(OutcomeStatus.FAILED, state.revision, Code.STALLED)
        return Outcome(OutcomeStatus.WENT_ON, state.revision)

    def _send_again(self, state: State) -> None:
        """Send first, then count, so that only sent messages are counted. To send a message twice does no harm."""
        self._queue.send([Check.of(state)])
        self._table.note_sent_again(state)

    def _fail(self, state: State) -> bool:
        hours = self._stalled_after.total_seconds() * (state.sent_again + 1) / 3600
        message = (
            f"Processing did not finish within {hours:.3g} hours; the file was sent again {state.sent_again} times."
            + (f" The last error was: {state.last_error}" if state.last_error else "")
        )
        return self._table.fail(state.object_version, state.revision, PermanentError(Code.STALLED, message))
