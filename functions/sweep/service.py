"""What the sweep does: finds objects that have been under way too long, sends them again, at last fails them."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import islice

from shared.errors import Code, PermanentError
from shared.instants import ago
from shared.messages.own_messages import Check
from shared.messages.parse_queue import ParseQueue
from shared.messages.upload_events import place_of
from shared.observability import Outcome, logger, observed
from shared.revision import Status
from shared.state import State
from shared.table.table import SummaryTable


class SweepService:
    """Reads the index of what is PROCESSING, never the bucket. A run may be repeated, or run beside another."""

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
        """Look after the objects that stalled first, while there is time; returns how many came to which outcome.

        An object that can't be looked after now does not keep the others from it. Raises what was raised at the end.
        """
        stalled_since = ago(self._stalled_after)
        entries = self._table.by_status(Status.PROCESSING, until=stalled_since, oldest_first=True)
        outcomes: Counter[str] = Counter()
        errors: list[Exception] = []
        for entry in islice(entries, self._most_objects):
            if not has_time():
                logger.warning("the sweep ends before its time-out; the next one goes on")
                break
            try:
                outcomes[self._look_after(entry.uri, stalled_since)] += 1
            except Exception as error:  # noqa: BLE001 - it is raised below
                errors.append(error)
        if errors:
            raise ExceptionGroup(f"{len(errors)} stalled objects could not be looked after", errors)
        return dict(outcomes)

    def _look_after(self, uri: str, stalled_since: str) -> str:
        return observed("sweep", uri, partial(self._mend, uri, stalled_since)).status

    def _mend(self, uri: str, stalled_since: str) -> Outcome:
        state = self._table.state(uri)
        if state is None or state.status is not Status.PROCESSING or state.updated_at > stalled_since:
            return Outcome("went_on", state.revision if state else None)  # the index is a moment behind the table
        if state.sent_again < self._most_resends:
            self._send_again(state)
            return Outcome("sent_again", state.revision)
        if self._fail(state):
            return Outcome("failed", state.revision, Code.STALLED)
        return Outcome("went_on", state.revision)

    def _send_again(self, state: State) -> None:
        """Send first, then count: what was not sent is not counted, and what is sent twice is the same reading."""
        bucket, key = place_of(state.uri)
        uploaded_at = state.uploaded_at or state.updated_at
        self._queue.send([Check(bucket=bucket, key=key, version_id=state.version_id, uploaded_at=uploaded_at)])
        self._table.note_sent_again(state)

    def _fail(self, state: State) -> bool:
        hours = self._stalled_after.total_seconds() * (state.sent_again + 1) / 3600
        message = (
            f"The file was under way for {hours:.3g} hours and was sent again {state.sent_again} times in vain."
            + (f" The last error was: {state.last_error}" if state.last_error else "")
        )
        error = PermanentError(Code.STALLED, message)
        uploaded_at = state.uploaded_at or state.updated_at
        return self._table.fail(state.uri, state.revision, error, version_id=state.version_id, uploaded_at=uploaded_at)
