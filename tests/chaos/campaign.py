"""One campaign: uploads, faults and turns drawn from one seed, until all is at rest; then the promises are checked."""

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
from shared.object_version import place_of
from shared.observability import logger
from shared.revision import Status
from shared.table.index_rows import STATE
from shared.table.reader import SUMMARY
from shared.table.table import SummaryTable
from tests.chaos.calls import FaultyCalls
from tests.chaos.checker import Reader, Violation, follows
from tests.chaos.clock import Clock
from tests.chaos.final import GIVEN_UP, Dump, FinalCheck
from tests.chaos.invocations import Invocations
from tests.chaos.operators import Operators, uris_in
from tests.chaos.post import Post
from tests.chaos.report import Report
from tests.chaos.rows import Changes
from tests.chaos.tasks import Task, pause
from tests.chaos.uploads import MOST_CHARACTERS, Uploaders

# Invocations that are under way at one time.
MOST_AT_ONCE = 4

# Empty queues that were met one after another, before all of them are looked at: moto takes long to count.
LOOKS = 12

# Without a change, before the sweep looks after an object.
STALLED = timedelta(hours=3)

# What passes on the clock with each step. A slow object stalls, and is sent again while it is under way.
STEP = timedelta(seconds=5)

# One after another in the end, each in the weather of the day; five would do without faults.
MOST_SWEEPS = 20

# Share of the batches of Documents that vanish, as in a queue that somebody empties by mistake.
VANISHED = 0.01
PARAMETERS = {
    "StalledMinutes": "180",
    "MaxCharacters": str(MOST_CHARACTERS),
    "ParseSeconds": "2",
    "ParseMemoryMb": "512",
}
Event = dict[str, Any]


class Campaign:
    """Runs once. Whoever has the next turn is drawn: a user, the post, a new invocation, one that is under way."""

    def __init__(self, uploads: int, seed: int, *, poison: bool = True, note: Callable[[int], None] | None = None):
        """`note` is told how many uploads there are, after each step."""
        self._wanted = uploads
        self._rng = random.Random(seed)
        self._poison = poison
        self._note = note or (lambda _: None)
        self._steps = count(1)
        self._step = 0
        self._tasks: list[Task] = []
        self._empty_handed = 0
        self._vanished = VANISHED
        self._vanished_documents: set[str] = set()
        self._reader = Reader()
        self._report = Report(seed)
        self.history: list[Event] = []
        self.dump = Dump([], frozenset())

    def run(self) -> Report:
        """Do it all, and check the promises."""
        began = time.perf_counter()
        with ExitStack() as surroundings:
            self._set_up(surroundings)
            self._work_until_rest()
            self._check_at_rest()
            self._wait_for_the_sweep()
            self._redrive()
            self._reconcile()
            self._check_at_the_end()
        self._report.seconds = round(time.perf_counter() - began, 1)
        return self._report

    def _set_up(self, surroundings: ExitStack) -> None:
        stack = self._stack = surroundings.enter_context(InProcessStack(PARAMETERS))
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        surroundings.enter_context(patch("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0))
        surroundings.enter_context(patch("shared.table.batches._FIRST_PAUSE_SECONDS", 0.0))
        nowhere = surroundings.enter_context(Path(os.devnull).open("w"))  # noqa: SIM115 - the stack of contexts closes it
        surroundings.enter_context(redirect_stdout(nowhere))  # the functions' metrics
        surroundings.callback(patch("boto3.DEFAULT_SESSION", None).start)
        self._calls = FaultyCalls(self._rng, pause)
        self._post = Post(self._rng, stack.clients.sqs)
        surroundings.enter_context(self._post.in_charge())
        self._clock = Clock()
        surroundings.enter_context(self._clock.in_charge())
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

    # --- turns ---

    def _work_until_rest(self) -> None:
        while self._work():
            pass

    def _work(self) -> bool:
        """One turn of somebody; false when all is at rest."""
        self._step = next(self._steps)
        self._clock.forward(STEP)
        turns: list[tuple[Callable[[], None], float]] = []
        if not self._uploaders.done:
            turns.append((self._operate, 2))
        if not self._post.empty:
            turns.append((self._post.deliver, 4))
        if len(self._tasks) < MOST_AT_ONCE:
            turns += [(self._begin, 4), (self._sweep, 0.08)]
        if self._tasks:
            turns.append((self._resume, 30))
        (turn,) = self._rng.choices([turn for turn, _ in turns], [weight for _, weight in turns])
        turn()
        self._look()
        self._note(self._uploaders.count)
        return not self._at_rest()

    def _at_rest(self) -> bool:
        if self._tasks or not self._uploaders.done or not self._post.empty or self._empty_handed < LOOKS:
            return False
        self._empty_handed = 0
        if any(depth.total for depth in depths(self._stack.clients.sqs, self._mappings)):
            return False
        return not self._post.release()

    def _operate(self) -> None:
        done = self._uploaders.step()
        self._write(done.operation, uri=done.uri, version=done.version, current=done.current)

    def _begin(self) -> None:
        """Start an invocation with the next batch of some queue, if there is one."""
        mapping = self._rng.choice(self._mappings)
        batch = mapping.receive()
        if not batch:
            self._empty_handed += 1
            return
        self._empty_handed = 0
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
        """Start a run of the sweep, as its schedule would."""
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
        task = self._rng.choice(self._tasks)
        self._report.interleaved += len(self._tasks) > 1
        try:
            task.resume()
        finally:
            if task.finished:
                self._tasks.remove(task)

    def _end(self, name: str, result: BatchResult) -> None:
        self._write("ended", task=name, failed=len(result.failed_ids), error=result.error)
        if result.failed_ids:
            time.sleep(0.002)  # moto shows a message again a millisecond after it was given back

    # --- looking and checking ---

    def _look(self) -> None:
        changes = list(self._changes.new())
        for change in changes:
            self._write(f"shown {change.row}", **{k: v for k, v in asdict(change).items() if k != "row"})
        self._reader.look(changes)

    def _check_at_rest(self) -> None:
        """Before the sweep or anybody helps: what has not ended is parked, or a message about it has vanished."""
        told_of = {uri for body in self._operators.parked() for uri in uris_in(body)}
        vanished = self._post.vanished | self._vanished_documents
        folders = {f"{place_of(uri)[1].rpartition('/')[0]}/" for uri in vanished}
        excused = told_of | vanished | {uri for uri in self._uploaders.objects if folder_of(uri) in folders}
        check = FinalCheck(self._stack, self._uploaders.objects, Dump.of(self._stack), allowed=GIVEN_UP)
        for uri in sorted(check.unsettled() - excused):
            self._report.violations.append(Violation("lost", uri, "not ended, and no parked message tells of it"))

    def _redrive(self) -> None:
        """What an operator does when the faults are over: parked messages go back, what was given up is read again."""
        self._invocations.faults, self._vanished = False, 0.0
        self._empty_handed = 0
        for body in self._operators.redrive_parked():
            self._report.parked += 1
            self._write("redriven", body=body)
        self._work_until_rest()
        for uri in self._operators.redrive_failed(*GIVEN_UP):
            self._report.redriven += 1
            self._write("redriven", uri=uri)
        self._work_until_rest()

    def _wait_for_the_sweep(self) -> None:
        """Let hours pass, until the sweep has looked after all that stalled."""
        for _ in range(MOST_SWEEPS):
            if not any(self._table.by_status(Status.PROCESSING)):
                break
            self._clock.forward(STALLED)
            self._sweep()
            self._work_until_rest()
        for entry in self._table.by_status(Status.PROCESSING):
            self._report.violations.append(Violation("lost", entry.uri, f"under way after {MOST_SWEEPS} sweeps"))

    def _reconcile(self) -> None:
        """What an operator does about notifications that never came."""
        for uri in self._operators.reconcile():
            self._report.reconciled += 1
            self._write("reconciled", uri=uri)
        self._work_until_rest()

    def _check_at_the_end(self) -> None:
        self.dump = Dump.of(self._stack)
        check = FinalCheck(self._stack, self._uploaders.objects, self.dump)
        report = self._report
        report.violations += [*self._reader.violations, *check.violations(), *self._gone_back()]
        report.violations += [
            Violation("lost", "", f"parked for good: {body}") for body in self._stack.take("ParkingQueue")
        ]
        report.uploads, report.objects = self._uploaders.count, len(self._uploaders.objects)
        report.calls, report.faulty_calls = self._calls.attempts, self._calls.faults
        report.faults = dict(sorted(self._calls.by_kind.items()))
        report.retries = self._calls.attempts - self._calls.operations
        report.duplicated, report.held_back = self._post.duplicated, self._post.held_back
        report.reordered = self._post.reordered
        report.vanished += len(self._post.vanished)
        report.ends = dict(sorted(check.ends.items()))

    def _gone_back(self) -> Iterator[Violation]:
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
        """Write the history and the table's last dump into a folder, a line of JSON for each event and row."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, lines in (("history.jsonl", self.history), ("table.jsonl", self.dump.rows)):
            with (folder / name).open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / "documents.txt").write_text("".join(f"{key}\n" for key in sorted(self.dump.documents)))
