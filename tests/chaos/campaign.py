"""A campaign: random uploads, faults and interleavings from one seed, then checks of the guarantees."""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, redirect_stdout
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from infra.local.in_process import InProcessStack
from infra.local.lambda_service.event_source_mapping import BatchResult, EventSourceMapping
from infra.local.lambda_service.runtime_api import Succeeded
from infra.local.queues import depths
from shared.documents.document_store import folder_of
from shared.messages.overlap import MOST_MESSAGES
from shared.object_version import bucket_and_key
from shared.observability import logger
from shared.revision import Status
from shared.table.keys import STATE, SUMMARY
from shared.table.table import SummaryTable
from tests.chaos.calls import FaultyCalls
from tests.chaos.checker import Reader, Violation, follows
from tests.chaos.clock import Clock
from tests.chaos.final import REDRIVEN, Dump, FinalCheck
from tests.chaos.invocations import Invocations
from tests.chaos.notifications import Notifications
from tests.chaos.operators import Operators, uris_in
from tests.chaos.report import Report
from tests.chaos.rows import Changes
from tests.chaos.tasks import Task, TaskPool, pause, wait_in_turns
from tests.chaos.uploads import MOST_CHARACTERS, Uploaders

# Maximum number of tasks that can go on: messages of a batch, or whole invocations.
MOST_AT_ONCE = 4

# Number of empty receives in a row before the depths of all queues are read, which is slow in moto.
EMPTY_RECEIVES = 12

# Time without a state change after which an object has stalled.
STALLED = timedelta(hours=3)

# Time by which each step moves the clock. Slow objects stall and are sent again while they are in progress.
STEP = timedelta(seconds=5)

# Maximum number of sweeps at the end, with faults. Five would be enough without faults.
MOST_SWEEPS = 20

# Share of the batches of Documents that are lost, as if the queue were purged by mistake.
VANISHED = 0.01

# Maximum number of summarized objects that the operators reprocess at the end. Half of them then lose a notification,
# so that even a short campaign has objects that are read again and then stall.
MOST_REPROCESSED = 100

PARAMETERS = {
    "StalledMinutes": "180",
    "MaxCharacters": str(MOST_CHARACTERS),
    "ParseSeconds": "2",
    "ParseMemoryMb": "512",
}
Event = dict[str, Any]


class Campaign:
    """Runs once. Each step is random: an operation, a delivery, a new invocation, or a step of a running invocation."""

    def __init__(self, uploads: int, seed: int, *, poison: bool = True, note: Callable[[int], None] | None = None):
        """`note` receives the number of uploads after each step."""
        self._wanted = uploads
        self._rng = random.Random(seed)
        self._poison = poison
        self._note = note or (lambda _: None)
        self._steps = count(1)
        self._step = 0
        self._tasks: list[Task] = []
        self._empty_receives = 0
        self._vanished = VANISHED
        self._vanished_documents: set[str] = set()
        self._reader = Reader()
        self._report = Report(seed)
        self.history: list[Event] = []
        self.dump = Dump([], frozenset())

    def run(self) -> Report:
        """Run the campaign and check the guarantees."""
        started = time.perf_counter()
        with ExitStack() as surroundings:
            self._set_up(surroundings)
            self._work_until_rest()
            excused = self._check_at_rest()
            self._wait_for_the_sweep()
            self._check_after_the_sweep(excused)
            self._redrive()
            self._reprocess()
            self._reconcile()
            self._check_at_the_end()
        self._report.seconds = round(time.perf_counter() - started, 1)
        return self._report

    def _set_up(self, surroundings: ExitStack) -> None:
        stack = self._stack = surroundings.enter_context(InProcessStack(PARAMETERS))
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        surroundings.enter_context(patch("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0))
        surroundings.enter_context(patch("shared.table.retries._FIRST_PAUSE_SECONDS", 0.0))
        surroundings.enter_context(patch("shared.messages.overlap.MOST_MESSAGES", MOST_MESSAGES))
        surroundings.enter_context(patch("shared.messages.overlap.ThreadPoolExecutor", TaskPool))
        surroundings.enter_context(patch("shared.messages.overlap.wait", wait_in_turns))
        nowhere = surroundings.enter_context(Path(os.devnull).open("w"))  # noqa: SIM115 - the stack of contexts closes it
        surroundings.enter_context(redirect_stdout(nowhere))  # the functions' metrics
        surroundings.callback(patch("boto3.DEFAULT_SESSION", None).start)
        self._calls = FaultyCalls(self._rng, pause)
        self._notifications = Notifications(self._rng, stack.clients.sqs)
        surroundings.enter_context(self._notifications.intercepting())
        self._clock = Clock()
        surroundings.enter_context(self._clock.installed())
        self._operators = Operators(stack)
        self._table = SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb)
        self._invocations = Invocations(self._rng, stack, self._calls)
        surroundings.callback(logger.setLevel, logger.log_level)
        logger.setLevel("CRITICAL")
        self._mappings = [
            EventSourceMapping(
                configuration,
                stack.clients.sqs,
                partial(self._invocations.invoke, configuration.function_name),
                retry_after=0,
            )
            for configuration in stack.deployment.mappings()
        ]
        self._uploaders = Uploaders(
            self._rng, stack.clients.s3, stack.name("UploadsBucket"), self._wanted, poison=self._poison
        )
        self._changes = Changes(stack.name("SummariesTable"))

    # --- steps ---

    def _work_until_rest(self) -> None:
        while self._work():
            pass

    def _work(self) -> bool:
        """Take one step; return false if no work is left."""
        self._step = next(self._steps)
        self._clock.forward(STEP)
        turns: list[tuple[Callable[[], None], float]] = []
        if not self._uploaders.done:
            turns.append((self._operate, 2))
        if not self._notifications.empty:
            turns.append((self._notifications.deliver, 4))
        if sum(task.ready for task in self._tasks) < MOST_AT_ONCE:
            turns += [(self._begin, 4), (self._sweep, 0.08)]
        if self._tasks:
            turns.append((self._resume, 30))
        (turn,) = self._rng.choices([turn for turn, _ in turns], [weight for _, weight in turns])
        turn()
        self._observe()
        self._note(self._uploaders.count)
        return not self._at_rest()

    def _at_rest(self) -> bool:
        if (
            self._tasks
            or not self._uploaders.done
            or not self._notifications.empty
            or self._empty_receives < EMPTY_RECEIVES
        ):
            return False
        self._empty_receives = 0
        if any(depth.total for depth in depths(self._stack.clients.sqs, self._mappings)):
            return False
        return not self._notifications.release()

    def _operate(self) -> None:
        done = self._uploaders.step()
        self._write(done.operation, uri=done.uri, version=done.version, current=done.current)

    def _begin(self) -> None:
        """Start an invocation with the next batch of a random queue, if there is one."""
        mapping = self._rng.choice(self._mappings)
        batch = mapping.receive()
        if not batch:
            self._empty_receives += 1
            return
        self._empty_receives = 0
        messages = [message["MessageId"] for message in batch]
        if mapping.configuration.logical_id == "SummarizeMapping" and self._rng.random() < self._vanished:
            for message in batch:
                self._stack.clients.sqs.delete_message(
                    QueueUrl=mapping.queue_url, ReceiptHandle=message["ReceiptHandle"]
                )
                self._vanished_documents |= uris_in(message["Body"])
            self._report.vanished += len(messages)
            self._write("vanished", messages=[message["Body"] for message in batch])
            return
        self._report.invocations += 1
        name = f"{mapping.configuration.logical_id} {self._report.invocations}"
        self._write("invoked", task=name, messages=[message["Body"] for message in batch])

        def work() -> None:
            result = mapping.process(batch)
            self._end(name, result)

        self._tasks.append(Task(name, work))

    def _sweep(self) -> None:
        """Start a run of the sweep, as its schedule does."""
        self._report.invocations += 1
        self._report.sweeps += 1
        name = f"Sweep {self._report.invocations}"
        self._write("invoked", task=name)

        def work() -> None:
            outcome = self._invocations.invoke(self._stack.name("SweepFunction"), b"{}")
            done = json.loads(outcome.payload) if isinstance(outcome, Succeeded) else {}
            self._report.sent_again += done.get("sent_again", 0)
            self._write("ended", task=name, error=None if isinstance(outcome, Succeeded) else outcome.kind)

        self._tasks.append(Task(name, work))

    def _resume(self) -> None:
        ready = [task for task in self._tasks if task.ready]
        task = self._rng.choice(ready)
        self._report.interleaved += len(ready) > 1
        try:
            task.resume()
        finally:
            parts = task.take_parts()
            self._report.overlapping += len(parts)
            self._tasks += parts
            if task.finished:
                self._tasks.remove(task)

    def _end(self, name: str, result: BatchResult) -> None:
        self._write("ended", task=name, failed=len(result.failed_ids), error=result.error)
        if result.failed_ids:
            time.sleep(0.002)  # in moto, a message becomes visible a millisecond after it was returned

    # --- checks ---

    def _observe(self) -> None:
        changes = list(self._changes.new())
        for change in changes:
            self._write(f"shown {change.row}", **{k: v for k, v in asdict(change).items() if k != "row"})
        self._reader.observe(changes)

    def _check_at_rest(self) -> frozenset[str]:
        """Check before sweep and operators: unfinished objects are parked, or a message of them was lost.

        Return the objects that are parked, or of which a message was lost.
        """
        parked = {uri for body in self._operators.parked() for uri in uris_in(body)}
        vanished = self._notifications.vanished | self._vanished_documents
        folders = {f"{bucket_and_key(uri)[1].rpartition('/')[0]}/" for uri in vanished}
        excused = parked | vanished | {uri for uri in self._uploaders.objects if folder_of(uri) in folders}
        check = FinalCheck(self._stack, self._uploaders.objects, Dump.of(self._stack), allowed=REDRIVEN)
        for uri in sorted(check.unsettled() - excused):
            self._report.violations.append(Violation("lost", uri, "not ended, and no parked message names it"))
        return frozenset(excused)

    def _check_after_the_sweep(self, excused: frozenset[str]) -> None:
        """Check before the operators: nothing is left over of objects whose messages all arrived."""
        check = FinalCheck(self._stack, self._uploaders.objects, Dump.of(self._stack))
        self._report.violations += [each for each in check.left_over() if each.uri not in excused]

    def _redrive(self) -> None:
        """Redrive parked messages and FAILED objects, as an operator does after a disruption. Stop injecting faults."""
        self._invocations.faults, self._vanished, self._notifications.operators = False, 0.0, True
        self._empty_receives = 0
        for body in self._operators.redrive_parked():
            self._report.parked += 1
            self._write("redriven", body=body)
        self._wait_for_the_sweep()
        for uri in self._operators.redrive_failed(*REDRIVEN):
            self._report.redriven += 1
            self._write("redriven", uri=uri)
        self._wait_for_the_sweep()

    def _wait_for_the_sweep(self) -> None:
        """Work until rest. Then move the clock until the sweep has handled all stalled objects and left-overs."""
        self._work_until_rest()
        for _ in range(MOST_SWEEPS):
            self._clock.forward(STALLED)
            if not any(self._table.by_status(Status.PROCESSING)) and not any(self._table.left_over()):
                break
            self._sweep()
            self._work_until_rest()
        for entry in self._table.by_status(Status.PROCESSING):
            self._report.violations.append(Violation("lost", entry.uri, f"still processing after {MOST_SWEEPS} sweeps"))

    def _reprocess(self) -> None:
        """Read summarized objects again, as an operator does after a deployment of another version."""
        for uri in self._operators.reprocess(MOST_REPROCESSED):
            self._report.reprocessed += 1
            self._write("reprocessed", uri=uri)
        self._wait_for_the_sweep()

    def _reconcile(self) -> None:
        """Run reconcile, as an operator does about lost notifications."""
        for uri in self._operators.reconcile():
            self._report.reconciled += 1
            self._write("reconciled", uri=uri)
        self._wait_for_the_sweep()

    def _check_at_the_end(self) -> None:
        self.dump = Dump.of(self._stack)
        check = FinalCheck(self._stack, self._uploaders.objects, self.dump)
        report = self._report
        report.violations += [*self._reader.violations, *check.violations(), *self._stale_rows()]
        report.violations += [
            Violation("lost", "", f"still parked: {body}") for body in self._stack.take("ParkingQueue")
        ]
        report.uploads, report.objects = self._uploaders.count, len(self._uploaders.objects)
        report.calls, report.faulty_calls = self._calls.attempts, self._calls.faults
        report.faults = dict(sorted(self._calls.by_kind.items()))
        report.retries = self._calls.attempts - self._calls.operations
        report.duplicated, report.held_back = self._notifications.duplicated, self._notifications.held_back
        report.reordered = self._notifications.reordered
        report.vanished += len(self._notifications.vanished)
        report.ends = dict(sorted(check.ends.items()))

    def _stale_rows(self) -> Iterator[Violation]:
        for uri, upload in self._uploaders.objects.items():
            for row in (STATE, SUMMARY):
                shown = self._reader.shown(uri, row)
                if not follows(shown, upload.currents):
                    numbers = {v.version_id: v.number for v in upload.versions.values()}
                    what = [numbers.get(version or "") for version in shown]
                    was = [numbers.get(version or "") for version in upload.currents]
                    yield Violation("stale", uri, f"its {row} showed versions {what}; current were {was}")

    def _write(self, what: str, **details: object) -> None:
        self.history.append({"step": self._step, "what": what, **details})

    def save(self, folder: Path) -> None:
        """Write the history and the final rows to a folder, one line of JSON for each event and row."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, lines in (("history.jsonl", self.history), ("table.jsonl", self.dump.rows)):
            with (folder / name).open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / "documents.txt").write_text("".join(f"{key}\n" for key in sorted(self.dump.documents)))
