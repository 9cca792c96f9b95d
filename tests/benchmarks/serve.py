"""Memory of a day of `nutgraf serve`: `python -m tests.benchmarks.serve [--uploads N] [--megabytes M] [--each E]`.

Starts `serve`, and uses it as a client in another process: N small reports and texts of E MB, M MB in all, are
uploaded, then deleted with all their versions, and N reports are uploaded again. Nothing in `serve` is deleted behind
its back. The memory is the resident memory of the process of `serve` (with moto) and of its child processes (the
functions), from /proc. Growth is counted from the moment when every process of the functions has processed reports and
a text, and the sweep has run, because libraries and models are loaded until then, and a process keeps the memory of the
first long text for the next one. At the end, Ctrl-C is sent, and the time until the last process has
ended is measured. Exits with 1 if an upload gets no summary, or if memory grows by more than the limit.
"""

import argparse
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from infra.local.lambda_service.processes import descendants
from tests.benchmarks.load import document
from tests.end_to_end.served import Served, introduction, start

# Maximum growth of the memory of all processes for each upload, in KB.
LIMIT_KB = 200

# Number of reports before the growth is counted.
WARM = 20

# Number of uploads at a time, as a client with several connections has.
AT_A_TIME = 4

# Number of lines of the table while reports are uploaded.
LINES = 5

# Maximum time until a summary or a tombstone, and the time between two checks, in seconds.
_IDLE_SECONDS, _POLL_SECONDS = 600.0, 1.0

# Time after which `serve` has returned the memory that it has freed, in seconds.
_REST_SECONDS = 6.0


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident megabytes of the process of `serve`, and of all its descendants."""

    own: float
    functions: float

    @property
    def total(self) -> float:
        """The megabytes of all processes."""
        return self.own + self.functions


def resident(pid: int) -> Memory:
    """Return the memory of a process and its descendants."""
    return Memory(_resident_mb(pid), sum(map(_resident_mb, descendants(pid))))


def _resident_mb(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # the process has ended
    return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:")), 0.0)


def text(number: int, megabytes: float) -> str:
    """Return a generated text of this length, of sections with headings."""
    wanted, size, parts = int(megabytes * 1_000_000), 0, []
    for section in range(number * 1_000_000, (number + 1) * 1_000_000):
        part = document(section)
        parts.append(part)
        size += len(part) + 2
        if size >= wanted:
            break
    return "\n\n".join(parts)[:wanted]


class Day:
    """A client of one running `serve`."""

    def __init__(self, served: Served, line: Callable[[str], None]) -> None:
        self._served = served
        self._line = line
        self._s3 = served.client("s3")
        self._dynamodb = served.client("dynamodb")
        self._lambda = served.client("lambda")
        self._from: Memory | None = None
        self.uploads = 0
        self.growth_kb = 0.0
        self.total_mb = 0.0

    def warm(self, megabytes: float) -> float:
        """Load every process, with texts if `megabytes` is not 0. Returns the seconds for one text alone.

        Texts at a time reach every process of a function.
        """
        self.reports(0, WARM)
        seconds = 0.0
        if megabytes:
            seconds = self.texts(0, 1, megabytes)
            self.texts(1, AT_A_TIME, megabytes)
        names = [each["FunctionName"] for each in self._lambda.list_functions()["Functions"]]
        (sweep,) = [name for name in names if "sweep" in name.lower()]
        answer = self._lambda.invoke(FunctionName=sweep, Payload=b"{}")
        assert "FunctionError" not in answer, answer["Payload"].read()
        self.begin()
        return seconds

    def begin(self) -> None:
        """Count the growth from here."""
        self._from, self.uploads = resident(self._served.process.pid), 0

    def reports(self, first: int, number: int) -> None:
        """Upload reports, and wait for their summaries."""
        self._upload({f"reports/{each}.txt": document(each).encode() for each in range(first, first + number)})

    def texts(self, first: int, number: int, megabytes: float) -> float:
        """Upload texts, and wait for their summaries. Returns the seconds for all of them.

        A few reports follow, because a process that has grown is replaced only with the next event.
        """
        begun = time.monotonic()
        self._upload({f"texts/{each}.txt": text(each, megabytes).encode() for each in range(first, first + number)})
        seconds = time.monotonic() - begun
        self._upload({f"after/{first}-{each}.txt": document(each).encode() for each in range(2 * AT_A_TIME)})
        return seconds

    def delete(self) -> None:
        """Delete all versions of all objects, and wait until the rows are tombstones."""
        while self._delete_some():
            pass
        begun = time.monotonic()
        while self._statuses() != {"DELETED"}:
            assert time.monotonic() - begun < _IDLE_SECONDS, f"not deleted within {_IDLE_SECONDS} s"
            time.sleep(_POLL_SECONDS)

    def row(self, what: str) -> None:
        """Wait a moment, and print a line of the table."""
        time.sleep(_REST_SECONDS)
        now = resident(self._served.process.pid)
        self.total_mb = now.total
        own, growth = "", ""
        if self._from is not None and self.uploads:
            self.growth_kb = (now.total - self._from.total) * 1024 / self.uploads
            own, growth = f"{(now.own - self._from.own) * 1024 / self.uploads:.0f}", f"{self.growth_kb:.0f}"
        memory = f"{now.own:.0f} | {now.functions:.0f} | {now.total:.0f}"
        self._line(f"| {what} | {self.uploads:,} | {memory} | {own} | {growth} |")

    def _upload(self, files: dict[str, bytes]) -> None:
        def put(entry: tuple[str, bytes]) -> None:
            self._s3.put_object(Bucket=self._served.bucket, Key=entry[0], Body=entry[1])

        with ThreadPoolExecutor(AT_A_TIME) as threads:
            list(threads.map(put, files.items()))
        for key in files:
            begun = time.monotonic()
            while not self._served.has_summary(key):
                assert time.monotonic() - begun < _IDLE_SECONDS, f"no summary of {key} within {_IDLE_SECONDS} s"
                time.sleep(_POLL_SECONDS)
        self.uploads += len(files)

    def _delete_some(self) -> bool:
        found = self._s3.list_object_versions(Bucket=self._served.bucket)
        for each in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]:
            self._s3.delete_object(Bucket=self._served.bucket, Key=each["Key"], VersionId=each["VersionId"])
        return bool(found.get("Versions"))

    def _statuses(self) -> set[str]:
        items = self._pages(
            "scan",
            TableName=self._served.table,
            ProjectionExpression="sk, #s",
            ExpressionAttributeNames={"#s": "status"},
        )
        return {item["status"]["S"] for item in items if item["sk"]["S"] == "state"}

    def _pages(self, operation: str, **arguments: Any) -> Iterator[dict[str, Any]]:
        for page in self._dynamodb.get_paginator(operation).paginate(**arguments):
            yield from page["Items"]


def measure(uploads: int, megabytes: float, each: float, line: Callable[[str], None]) -> bool:
    """Run and print; return whether the memory stayed within the limit."""
    process = start()
    served = introduction(process)
    threading.Thread(target=_drain, args=(process.stdout,), daemon=True).start()
    day = Day(served, line)
    line("| moment | uploads | serve, MB | functions, MB | sum, MB | serve, KB an upload | sum, KB an upload |")
    line("|---|---:|---:|---:|---:|---:|---:|")
    day.row("started")
    seconds = day.warm(each if megabytes else 0.0)
    day.row("warm")
    step = -(-uploads // LINES)
    for first in range(0, uploads, step):
        day.reports(WARM + first, min(step, uploads - first))
        day.row("reports")
    if megabytes:
        day.texts(1 + AT_A_TIME, max(1, round(megabytes / each)), each)
        day.row(f"and {megabytes:g} MB of text")
    grown = day.growth_kb
    day.delete()
    day.row("everything deleted")
    emptied = day.total_mb
    for first in range(0, uploads, step):
        day.reports(WARM + first, min(step, uploads - first))
    day.row("as many reports again")
    again_kb = (day.total_mb - emptied) * 1024 / max(1, uploads)
    ended = _end(served)
    if megabytes:
        line(f"\nA text of {each:g} MB has its summary after {seconds:.1f} s.")
    line(f"\nAfter everything was deleted, {uploads:,} reports grow the memory by {again_kb:.0f} KB each.")
    line(f"\nEvery process has ended {ended:.1f} s after Ctrl-C.")
    return grown <= LIMIT_KB


def _drain(output: IO[str]) -> None:
    """Read what `serve` prints, so that it does not wait for its reader."""
    for _ in output:
        pass


def _end(served: Served) -> float:
    """Send Ctrl-C. Returns the seconds until every process has ended."""
    process = served.process
    everything = [process.pid, *descendants(process.pid)]
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait()
    while any(map(_resident_mb, everything)):  # a process that has ended and was not waited for has no memory
        time.sleep(0.02)
    return time.monotonic() - begun


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uploads", type=int, default=1000, metavar="N", help="number of small reports")
    parser.add_argument("--megabytes", type=float, default=50, metavar="M", help="megabytes of long texts")
    parser.add_argument("--each", type=float, default=5, metavar="E", help="megabytes of one long text")
    chosen = parser.parse_args(arguments)
    return 0 if measure(chosen.uploads, chosen.megabytes, chosen.each, lambda row: print(row, flush=True)) else 1


if __name__ == "__main__":
    sys.exit(main())
