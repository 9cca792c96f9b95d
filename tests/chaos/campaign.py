"""One campaign: uploads, faults and turns drawn from one seed, until all is at rest; then the promises are checked."""

import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, redirect_stdout
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote_plus

from functions.parse.worker import ParseWorker, WorkerLimits
from infra.local.event_source_mapping import BatchResult, EventSourceMapping
from infra.local.function_environment import FunctionConfiguration
from infra.local.in_process import Context, InProcessStack
from infra.local.permissions import NotAllowedError
from infra.local.queues import depths
from infra.local.runtime_api import Failed, Outcome, Succeeded
from shared.index_rows import STATE
from shared.observability import logger
from shared.table import SUMMARY
from tests.chaos.calls import CLEAR, WEATHERS, FaultyCalls, Killed, Weather
from tests.chaos.checker import Reader, Violation, follows
from tests.chaos.final import Dump, FinalCheck
from tests.chaos.post import Post
from tests.chaos.rows import Changes
from tests.chaos.tasks import Task, pause
from tests.chaos.uploads import MOST_CHARACTERS, Uploaders

MOST_AT_ONCE = 4
"""Invocations that are under way at one time."""
LOOKS = 12
"""Empty queues that were met one after another, before all of them are looked at: moto takes long to count."""
PARAMETERS = {"MaxCharacters": str(MOST_CHARACTERS), "ParseSeconds": "2", "ParseMemoryMb": "512"}
Event = dict[str, Any]


@dataclass(slots=True)
class Report:
    """What a campaign did and found. Its one line of JSON is what `make chaos` ends with."""

    seed: int
    uploads: int = 0
    objects: int = 0
    calls: int = 0
    faulty_calls: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    retries: int = 0
    invocations: int = 0
    interleaved: int = 0
    """Turns that another invocation had while one was under way."""
    duplicated: int = 0
    reordered: int = 0
    held_back: int = 0
    parked: int = 0
    ends: dict[str, int] = field(default_factory=dict)
    seconds: float = 0
    violations: list[Violation] = field(default_factory=list)

    def as_json(self) -> str:
        """Everything in one line; violations are counted by promise, the first ones shown."""
        broken = Counter(violation.promise for violation in self.violations)
        values = asdict(self) | {
            "faulty_share": round(self.faulty_calls / max(1, self.calls), 3),
            "lost": broken["lost"],
            "stale": broken["stale"],
            "orphans": broken["orphan"],
            "violations": [asdict(violation) for violation in self.violations[:10]],
        }
        return json.dumps(values, ensure_ascii=False)


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
        self._faults_on = True
        self._reader = Reader()
        self._report = Report(seed)
        self.history: list[Event] = []
        self.dump = Dump([], frozenset())

    def run(self) -> Report:
        """Do it all, and check the promises."""
        began = time.perf_counter()
        with ExitStack() as surroundings:
            self._set_up(surroundings)
            while self._work():
                pass
            self._check_at_rest()
            self._redrive()
            self._check_at_the_end()
        self._report.seconds = round(time.perf_counter() - began, 1)
        return self._report

    def _set_up(self, surroundings: ExitStack) -> None:
        stack = self._stack = surroundings.enter_context(InProcessStack(PARAMETERS))
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        surroundings.enter_context(patch("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0))
        surroundings.enter_context(patch("shared.index_rows._FIRST_PAUSE_SECONDS", 0.0))
        nowhere = surroundings.enter_context(Path(os.devnull).open("w"))  # noqa: SIM115 - the stack of contexts closes it
        surroundings.enter_context(redirect_stdout(nowhere))  # the functions' metrics
        surroundings.callback(patch("boto3.DEFAULT_SESSION", None).start)
        self._calls = FaultyCalls(self._rng, pause)
        self._post = Post(self._rng, stack.clients.sqs)
        surroundings.enter_context(self._post.in_charge())
        self._handlers = {}
        with patch("functions.parse.worker.ParseWorker", _poisoned_worker):
            functions = stack.deployment.functions()
            for function in functions.values():
                self._handlers[function.logical_id] = stack.handler(function.logical_id)
        logger.setLevel("CRITICAL")
        self._mappings = [
            EventSourceMapping(
                configuration,
                stack.clients.sqs,
                self._invoker(functions[configuration.function_name]),
                retry_after=0,
            )
            for configuration in stack.deployment.mappings()
        ]
        self._uploaders = Uploaders(
            self._rng, stack.clients.s3, stack.name("UploadsBucket"), self._wanted, poison=self._poison
        )
        self._changes = Changes(stack.name("SummariesTable"))

    # --- turns ---

    def _work(self) -> bool:
        """One turn of somebody; false when all is at rest."""
        self._step = next(self._steps)
        turns: list[tuple[Callable[[], None], int]] = []
        if not self._uploaders.done:
            turns.append((self._operate, 2))
        if not self._post.empty:
            turns.append((self._post.deliver, 4))
        if len(self._tasks) < MOST_AT_ONCE:
            turns.append((self._begin, 4))
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
        self._report.invocations += 1
        name = f"{mapping.configuration.logical_id} {self._report.invocations}"
        messages = [message["MessageId"] for message in batch]
        self._write("invoked", task=name, messages=len(messages))

        def work() -> None:
            result = mapping.process(batch)
            self._end(name, result)

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

    def _invoker(self, function: FunctionConfiguration) -> Callable[[bytes], Outcome]:
        weathers, weights = [weather for weather, _ in WEATHERS], [weight for _, weight in WEATHERS]

        def invoke(event: bytes) -> Outcome:
            (weather,) = self._rng.choices(weathers, weights)
            return self._invoke(function, event, weather if self._faults_on else CLEAR)

        return invoke

    def _invoke(self, function: FunctionConfiguration, event: bytes, weather: Weather) -> Outcome:
        name = function.logical_id
        try:
            with self._calls.invocation(weather), self._stack.permissions.of(name):
                response = self._handlers[name](json.loads(event), Context(function))
        except NotAllowedError:
            raise
        except Killed:
            return Failed("chaos", "Killed", "the process ended")
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is a failed invocation, as on Lambda
            return Failed("chaos", type(error).__name__, str(error))
        return Succeeded("chaos", json.dumps(response).encode())

    # --- looking and checking ---

    def _look(self) -> None:
        changes = list(self._changes.new())
        for change in changes:
            self._write(f"shown {change.row}", **{k: v for k, v in asdict(change).items() if k != "row"})
        self._reader.look(changes)

    def _check_at_rest(self) -> None:
        """Before anybody helps: what has not ended is told of by a parked message."""
        parked = self._parked()
        told_of = {uri for body in parked for uri in _uris_in(body)}
        check = FinalCheck(self._stack, self._uploaders.objects, Dump.of(self._stack))
        for uri in sorted(check.unsettled() - told_of):
            self._report.violations.append(Violation("lost", uri, "not ended, and no parked message tells of it"))
        self._report.parked = len(parked)
        self._bodies = parked

    def _redrive(self) -> None:
        """What an operator does with parked messages when the faults are over: send them again."""
        self._faults_on = False
        self._empty_handed = 0
        for body in self._bodies:
            self._write("redriven", body=body)
            of_document = f"s3://{self._stack.name('DocumentsBucket')}/" in "".join(_uris_in(body))
            self._stack.send("SummarizeQueue" if of_document else "ParseQueue", body)
        while self._work():
            pass

    def _check_at_the_end(self) -> None:
        self.dump = Dump.of(self._stack)
        check = FinalCheck(self._stack, self._uploaders.objects, self.dump)
        report = self._report
        report.violations += [*self._reader.violations, *check.violations(), *self._gone_back()]
        report.violations += [Violation("lost", "", f"parked for good: {body}") for body in self._parked()]
        report.uploads, report.objects = self._uploaders.count, len(self._uploaders.objects)
        report.calls, report.faulty_calls = self._calls.attempts, self._calls.faults
        report.faults = dict(sorted(self._calls.by_kind.items()))
        report.retries = self._calls.attempts - self._calls.operations
        report.duplicated, report.held_back = self._post.duplicated, self._post.held_back
        report.reordered = self._post.reordered
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

    def _parked(self) -> list[str]:
        return self._stack.take("ParkingQueue")

    def _write(self, what: str, **details: object) -> None:
        self.history.append({"step": self._step, "what": what, **details})

    def save(self, folder: Path) -> None:
        """Write the history and the table's last dump into a folder, a line of JSON for each event and row."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, lines in (("history.jsonl", self.history), ("table.jsonl", self.dump.rows)):
            with (folder / name).open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / "documents.txt").write_text("".join(f"{key}\n" for key in sorted(self.dump.documents)))


def _poisoned_worker(limits: WorkerLimits) -> ParseWorker:
    return ParseWorker(limits, "tests.integration.poisoned_child")


def _uris_in(body: str) -> Iterator[str]:
    for record in json.loads(body)["Records"]:
        entry = record["s3"]
        yield f"s3://{entry['bucket']['name']}/{unquote_plus(entry['object']['key'])}"
