"""Measure the start and response times of the handlers: `python -m tests.benchmarks.handlers [FILE] [--repeat N]`.

With `--against PATH`, the code in another checkout is measured in the same run, in turns, and rows with the quotients
follow. `--code` and `--against` may also name the packages of `make build`; `--python` is then a Python of Lambda's
version that has only AWS's runtime client.

Each function runs in its own process under AWS's runtime client, against moto, as in the local stack. `start` is the
time from the start of that process (interpreter, imports, loading) to the end of its first event. `warm` is the time of
a later event. Each event is an upload of FILE; the default is a sample. Prints a Markdown table.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from moto.core.base_backend import BackendDict

from infra.local.clients import Clients
from infra.local.deployment import Deployment
from infra.local.files import SAMPLES
from infra.local.lambda_service.event_source_mapping import event_of
from infra.local.lambda_service.function_environment import Code, FunctionEnvironment
from infra.local.lambda_service.runtime_api import Succeeded
from infra.local.moto.atomicity import atomic_writes
from infra.local.moto.notifications import complete_notifications
from infra.local.moto.server import MotoServer
from infra.local.template import ROOT, translate

# Each function with the queue that it reads, in the order of the pipeline.
FUNCTIONS = {
    "ParseFunction": "ParseQueue",
    "SummarizeFunction": "SummarizeQueue",
    "DeadLettersFunction": "ParseDeadLetterQueue",
}

WARM_EVENTS = 3

HEADING = """\
| function | start, ms | warm, ms | memory, MB |
|---|---:|---:|---:|"""


class Bench:
    """A stack without pollers. The benchmark receives the messages from its queues."""

    def __init__(self, clients: Clients, deployment: Deployment, folder: Path) -> None:
        self._clients = clients
        self._deployment = deployment
        self._folder = folder
        self._uploads = 0

    def environment(self, function: str, code: Code) -> FunctionEnvironment:
        """Return the environment of a function, not started yet."""
        configuration = next(f for f in self._deployment.functions().values() if f.logical_id == function)
        return FunctionEnvironment(configuration, code, self._clients.endpoint_url, self._folder / f"{function}.log")

    def upload(self, content: bytes) -> None:
        """Upload a new object."""
        self._uploads += 1
        bucket = self._deployment.name("UploadsBucket")
        self._clients.s3.put_object(Bucket=bucket, Key=f"{self._uploads}.txt", Body=content)

    def event(self, queue: str) -> bytes:
        """Return the event for the next message of a queue."""
        sqs, url = self._clients.sqs, self._deployment.name(queue)
        response = sqs.receive_message(QueueUrl=url, MessageSystemAttributeNames=["All"])
        (message,) = response["Messages"]
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return json.dumps(event_of([message], f"arn:aws:sqs:us-east-1:123456789012:{queue}")).encode()

    def clear(self) -> None:
        """Empty the queues."""
        for queue in FUNCTIONS.values():
            url = self._deployment.name(queue)
            while messages := self._clients.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
                for message in messages:
                    self._clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def send_upload_event_to(self, queue: str) -> None:
        """Move the message of the next upload to another queue."""
        record = json.loads(self.event("ParseQueue"))["Records"][0]
        self._clients.sqs.send_message(QueueUrl=self._deployment.name(queue), MessageBody=record["body"])


@contextmanager
def bench() -> Iterator[Bench]:
    """Open a new stack on a moto server."""
    with complete_notifications(), atomic_writes(), tempfile.TemporaryDirectory() as folder:
        BackendDict.reset()
        server = MotoServer()
        try:
            clients = Clients(server.url)
            made = Bench(clients, Deployment(translate(), {}, clients), Path(folder))
            yield made
        finally:
            server.close()


def invoke(environment: FunctionEnvironment, event: bytes) -> float:
    """Return the milliseconds of one event; raise RuntimeError if the function failed or returned the message."""
    begun = perf_counter()
    outcome = environment.invoke(event)
    milliseconds = (perf_counter() - begun) * 1000
    if not isinstance(outcome, Succeeded) or json.loads(outcome.payload) != {"batchItemFailures": []}:
        raise RuntimeError(f"{environment.function.logical_id}: {outcome}. {environment.log.read_text()[-2000:]}")
    return milliseconds


def resident_mb(pid: int) -> float:
    """Return the sum of the peak resident megabytes of a process and of each of its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    own = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    peak = next(int(line.split()[1]) / 1024 for line in own if line.startswith("VmHWM:"))
    return peak + sum(resident_mb(int(child)) for child in children)


@dataclass(slots=True)
class Figures:
    """What was measured of one function: milliseconds of starts and of warm events, and megabytes."""

    starts: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def medians(self) -> list[float]:
        """Return the median of each."""
        return [statistics.median(values) for values in (self.starts, self.warm, self.memory)]


def code_in(folder: Path, function: str, python: str) -> Code:
    """Return the code of a function in a checkout, or in the packages of `make build`."""
    package = folder / function
    return Code((package if package.is_dir() else folder).resolve(), python)


def measure(content: bytes, repeat: int, codes: Mapping[str, Path], python: str) -> Iterator[str]:
    """Yield the rows of the table. `codes` has the folders to measure, by name; the first one is divided by the last.

    The codes take turns, so that a change of the machine's load affects all of them.
    """
    for function, queue in FUNCTIONS.items():
        figures = {name: Figures() for name in codes}
        with bench() as stack, ExitStack() as parsers:
            parse = {
                name: parsers.enter_context(
                    closing(stack.environment("ParseFunction", code_in(folder, "ParseFunction", python)))
                )
                for name, folder in codes.items()
            }
            for _ in range(repeat):
                for name, folder in codes.items():
                    with closing(stack.environment(function, code_in(folder, function, python))) as environment:
                        _measure_environment(stack, environment, queue, parse[name], content, figures[name])
        for name, measured in figures.items():
            yield _row(" ".join(filter(None, (function, name))), measured.medians(), 0)
        if len(figures) > 1:
            first, *_, last = (measured.medians() for measured in figures.values())
            yield _row(f"{function}, quotient", [one / other for one, other in zip(first, last, strict=True)], 2)


def _measure_environment(
    stack: Bench,
    environment: FunctionEnvironment,
    queue: str,
    parse: FunctionEnvironment,
    content: bytes,
    figures: Figures,
) -> None:
    function = environment.function.logical_id
    for number in range(1 + WARM_EVENTS):
        stack.clear()
        stack.upload(content)
        if function == "SummarizeFunction":
            invoke(parse, stack.event("ParseQueue"))
        elif function == "DeadLettersFunction":
            stack.send_upload_event_to(queue)
        milliseconds = invoke(environment, stack.event(queue))
        (figures.warm if number else figures.starts).append(milliseconds)
    assert environment.pid is not None
    figures.memory.append(resident_mb(environment.pid))


def _row(name: str, figures: Sequence[float], decimals: int) -> str:
    return f"| {name} | {' | '.join(f'{figure:.{decimals}f}' for figure in figures)} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=SAMPLES / "tidal-barrier.txt", metavar="FILE")
    parser.add_argument("--repeat", type=int, default=3, help="number of starts of each function; the median counts")
    parser.add_argument("--code", type=Path, default=ROOT, help="the checkout or the packages to measure")
    parser.add_argument("--against", type=Path, help="another checkout, or other packages, to compare with")
    parser.add_argument("--python", default=sys.executable, help="the Python that runs the functions")
    chosen = parser.parse_args(arguments)
    content = chosen.file.read_bytes()
    codes = {"": chosen.code} if chosen.against is None else {"": chosen.code, "(other)": chosen.against}
    print(f"{chosen.file.name}: {len(content.split()):,} words, {len(content):,} bytes\n\n{HEADING}")
    for row in measure(content, chosen.repeat, codes, chosen.python):
        print(row, flush=True)


if __name__ == "__main__":
    main()
