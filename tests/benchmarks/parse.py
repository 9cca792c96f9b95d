"""How fast files are parsed, and how each ends: `python -m tests.benchmarks.parse FOLDER [--json]`.

Every file under FOLDER (`.gz` ones unpacked) goes through the worker process, and beside it, in the same run, through
kreuzberg alone: a process of its own that extracts the plain text and nothing else.
"""

import argparse
import gzip
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from functions.parse.worker import ParseWorker, WorkerLimits
from infra.local.files import SAMPLES
from shared.errors import Code, PermanentError
from shared.settings import ReadingLimits

LIMITS = WorkerLimits(reading=ReadingLimits(), max_bytes=100_000_000, seconds=60, memory_mb=1500, files=1_000_000)
PEER = "kreuzberg"
REPEATS = 3
"""Of which the fastest counts: the first reading of a format loads what it needs."""


@dataclass(frozen=True)
class Reading:
    """How one reader did on one file."""

    outcome: str
    media_type: str | None
    characters: int
    milliseconds: float


@dataclass(frozen=True)
class Row:
    """One file, read by us and by the peer."""

    file: str
    bytes: int
    ours: Reading
    peer: Reading


def parse_page(worker: ParseWorker, html: bytes) -> str:
    """The article of a page as the product reads it; an empty text where it reads none."""
    try:
        return worker.parse(html, "page.html", "text/html").text
    except PermanentError as error:
        if error.code is Code.EMPTY:
            return ""
        raise


def reading(worker: ParseWorker, content: bytes, name: str) -> Reading:
    """The fastest of a few readings of one file."""
    fastest = float("inf")
    outcome: tuple[str, str | None, int] = ("", None, 0)
    for _ in range(REPEATS):
        started = perf_counter()
        try:
            document = worker.parse(content, name)
            outcome = ("ok", document.media_type, len(document.text))
        except PermanentError as error:
            outcome = (error.code.value, None, 0)
        fastest = min(fastest, 1000 * (perf_counter() - started))
        if fastest > 1000:
            break
    return Reading(*outcome, milliseconds=round(fastest, 2))


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Names below `folder`, without `.gz`, and contents."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".gz":
            content, path = gzip.decompress(content), path.with_suffix("")
        yield str(path.relative_to(folder)), content


def show(rows: Sequence[Row], peaks: dict[str, float]) -> None:
    """The rows as a table, with sums below."""
    table = Table(title=f"Parsing, fastest of {REPEATS}")
    measures = ("outcome", "characters", "ms")
    for heading in ("file", "media type", *measures, *(f"{PEER} {measure}" for measure in measures)):
        numeric = heading.endswith(("characters", "ms"))
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        media_type = (row.ours.media_type or "").replace("vnd.openxmlformats-officedocument.", "")
        style = "" if row.ours.outcome == "ok" else "yellow"
        table.add_row(row.file, media_type, *_cells(row.ours), *_cells(row.peer), style=style)
    console = Console(width=180 if not sys.stdout.isatty() else None)
    console.print(table)
    both = [row for row in rows if row.ours.outcome == row.peer.outcome == "ok"]
    ours = _sums([row.ours for row in rows], [row.ours for row in both], peaks["ours"])
    peer = _sums([row.peer for row in rows], [row.peer for row in both], peaks[PEER])
    console.print(f"ours: {ours}\n{PEER}: {peer}", highlight=False)


def _cells(reading: Reading) -> tuple[str, str, str]:
    return reading.outcome, f"{reading.characters:,}", f"{reading.milliseconds:.1f}"


def _sums(readings: Sequence[Reading], both: Sequence[Reading], peak: float) -> str:
    read = [reading for reading in readings if reading.outcome == "ok"]
    median = statistics.median(reading.milliseconds for reading in read) if read else 0.0
    shared = sum(reading.milliseconds for reading in both)
    return (
        f"read {len(read)} of {len(readings)}, median {median:.1f} ms, the {len(both)} files that both read "
        f"{shared:.0f} ms, peak memory {peak:.0f} MB"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=SAMPLES, help="the samples when none is given")
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of the table")
    chosen = parser.parse_args(arguments)
    if not chosen.folder.is_dir():
        parser.error("FOLDER must be a folder")
    with ParseWorker(LIMITS) as ours, ParseWorker(LIMITS, "tests.benchmarks.parse_peer") as peer:
        rows = [
            Row(name, len(content), reading(ours, content, name), reading(peer, content, name))
            for name, content in files(chosen.folder)
        ]
        peaks = {"ours": ours.peak_memory_mb, PEER: peer.peak_memory_mb}
    if chosen.json:
        for row in rows:
            print(json.dumps(asdict(row)))
    else:
        show(rows, peaks)


if __name__ == "__main__":
    main()
