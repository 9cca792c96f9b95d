"""The smoke test: one small upload goes through the stack, and everything that it leaves is checked and removed."""

import hashlib
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from infra.operations.erase import erase, holdings
from infra.operations.installation import described, resources
from infra.operations.operated_stack import OperatedStack
from infra.operations.smoke.check import Check, Result
from infra.operations.smoke.event_watch import EventWatch
from infra.operations.smoke.states import check_alarms, check_queues, check_resources, check_stack, guarded, not_checked
from infra.operations.target import ClientOf, OperationError
from shared.object_version import uri_of
from shared.revision import Status
from shared.state import State

T = TypeVar("T")

# The uploaded text. It names no person, organization or place, because the list of names keeps a name for ever.
SAMPLE = """The harbour wall is repaired

Workers repaired the harbour wall in April after the storms of the winter. They replaced four hundred stones and filled
the gaps between the others. The wall had lost a tenth of its height in a hundred years.

The repair took nine weeks and cost less than planned, because the stones came from a quarry nearby. Boats can use the
inner basin again from Monday. An inspection every two years will show how the wall settles.

Test {id}.
"""

# Seconds between two reads of the state, which doubles up to this.
_LONGEST_PAUSE = 2.0

# What this test does not see.
UNSEEN = (
    "whether your own services receive the events, and whether anyone receives the notifications of the alarms",
    "files that are not plain text, scans, large files and many uploads at once",
    "the read API (read.yaml)",
)


@dataclass(frozen=True, slots=True)
class SmokeTest:
    """A smoke test of a stack. `prefix`: how the key of the upload begins; `seconds`: the longest wait of a step."""

    client: ClientOf
    stack: OperatedStack
    prefix: str
    seconds: float

    def checks(self) -> Iterator[Check]:
        """Run the test and yield each check when it is complete. The upload is removed also after a failure.

        Raises what boto3 raises if the stack or its table cannot be read.
        """
        cloudformation = self.client("cloudformation")
        stack = described(cloudformation, self.stack.name)
        found = resources(cloudformation, stack)
        yield check_stack(stack)
        yield from check_resources(self.client, found)
        yield from self._upload()
        names = [resource.name for resource in found] + [
            resource.name.rpartition("/")[2] for resource in found if resource.type == "AWS::SQS::Queue"
        ]
        yield guarded("queues", lambda: check_queues(self.client, found))
        yield guarded("alarms", lambda: check_alarms(self.client, names))

    def _upload(self) -> Iterator[Check]:
        """Upload the sample, follow it to its end, and remove it, also if a step fails or is interrupted."""
        identity = uuid.uuid4().hex
        key = f"{self.prefix}nutgraf-smoke/{identity}.txt"
        uri = uri_of(self.stack.bucket, key)
        try:
            yield from self._steps(key, uri, SAMPLE.format(id=identity).encode())
        finally:
            removal = self._removal(uri)
        yield removal

    def _steps(self, key: str, uri: str, body: bytes) -> Iterator[Check]:
        with ExitStack() as closing:
            watch = self._watch(closing, uri)
            if isinstance(watch, Check):
                yield watch
            self.stack.s3.put_object(Bucket=self.stack.bucket, Key=key, Body=body, ContentType="text/plain")
            yield Check("upload", Result.OK, f"{uri}, {len(body)} bytes")
            row = self._row(uri, body)
            yield row
            if row.result is not Result.OK:
                return
            if isinstance(watch, EventWatch):
                yield self._event(watch, Status.SUMMARIZED)
            self.stack.s3.delete_object(Bucket=self.stack.bucket, Key=key)
            yield self._deletion(uri, hashlib.sha256(body).hexdigest())
            if isinstance(watch, EventWatch):
                yield self._event(watch, Status.DELETED)

    def _watch(self, closing: ExitStack, uri: str) -> EventWatch | Check:
        """Return the watch of the events, or a check with the reason if the rule or the queue cannot be created."""
        bus = self.stack.parameters.get("EventBusName", "default")
        try:
            return closing.enter_context(EventWatch(self.client, bus, uri))
        except (BotoCoreError, ClientError) as error:
            return not_checked("event", error)

    def _row(self, uri: str, body: bytes) -> Check:
        """Wait for the final state of the upload, and read its Summary."""

        def final() -> State | None:
            state = self.stack.table.state(uri)
            return None if state is None or state.status is Status.PROCESSING else state

        state, seconds = self._wait_for(final)
        if state is None:
            reached = self.stack.table.state(uri)
            where = f"the state is PROCESSING: {reached.last_error or 'no error'}" if reached else "it has no row"
            return Check("row", Result.FAILED, f"not summarized within {self.seconds:g} s; {where}")
        summary = self.stack.table.get(uri)
        if summary is None:
            return Check("row", Result.FAILED, f"{state.status} {state.code or ''}: {state.message or 'no summary'}")
        if summary.source.sha256 != hashlib.sha256(body).hexdigest():
            return Check("row", Result.FAILED, "the summary is of other bytes than the upload")
        made = f"by {summary.provenance.pipeline_version}, generation {state.generation}"
        return Check("row", Result.OK, f"SUMMARIZED after {seconds:.1f} s {made}, attempts {state.attempts}")

    def _event(self, watch: EventWatch, status: Status) -> Check:
        seen, seconds = self._wait_for(lambda: status.value in watch.statuses())
        name = f"event {status.value}"
        if seen:
            return Check(name, Result.OK, f"received after {seconds:.1f} s")
        return Check(name, Result.FAILED, f"not received within {self.seconds:g} s by a temporary rule")

    def _deletion(self, uri: str, sha256: str) -> Check:
        """Wait until the functions have removed all rows and the Document of the deleted upload."""
        table = self.stack.table

        def remains() -> list[str]:
            state = table.state(uri)
            found = {
                f"the state {state.status if state else 'is missing'}": state is None
                or state.status is not Status.DELETED,
                "a summary": table.get(uri) is not None,
                "index rows": table.has_left_over(uri),
                "a row in by-sha256": uri in table.by_sha256(sha256),
                "a Document": holdings(self.stack, uri).documents > 0,
            }
            return [what for what, exists in found.items() if exists]

        gone, seconds = self._wait_for(lambda: not remains())
        if gone:
            return Check("deletion", Result.OK, f"all rows but the tombstone are gone after {seconds:.1f} s")
        return Check("deletion", Result.FAILED, f"after {self.seconds:g} s there is {', '.join(remains())}")

    def _removal(self, uri: str) -> Check:
        """Remove all versions of the upload, as `nutgraf erase` does."""
        try:
            erase(self.stack, uri)
        except OperationError as error:
            return Check("removal", Result.FAILED, f"{error} Then run `nutgraf erase {uri}`.")
        days = self.stack.parameters.get("TombstoneDays", "30")
        return Check("removal", Result.OK, f"no version and no Document is left; the tombstone expires in {days} days")

    def _wait_for(self, condition: Callable[[], T]) -> tuple[T, float]:
        """Wait until the condition returns a true value; return its last value and the seconds."""
        began, pause = time.monotonic(), 0.1
        while True:
            value = condition()
            seconds = time.monotonic() - began
            if value or seconds > self.seconds:
                return value, seconds
            time.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)
