"""Measure parsing, and its outcomes: `python -m tests.benchmarks.parse FOLDER [--json] [--peers NAME,…]`.

The worker process parses every file below FOLDER (`.gz` files are decompressed). In the same run, the peers parse it in
their own processes: kreuzberg alone, which extracts only the plain text, and markitdown and unstructured if
`make bench-peers` has installed them. markitdown and unstructured are not confined as the worker process is.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path, PurePath
from time import perf_counter

from rich.console import Console
from rich.progress import track

from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from infra.local.files import SAMPLES
from shared.settings import ReadingLimits
from tests.benchmarks.data_sets import read_files
from tests.benchmarks.parse_report import show
from tests.benchmarks.parse_rows import Row, reading, share_kept
from tests.benchmarks.readers import OURS, Outcome, Reader, WorkerReader, open_peers

LIMITS = WorkerLimits(reading=ReadingLimits(), max_bytes=100_000_000, seconds=60, memory_mb=1500, files=1_000_000)

# Number of readings of a file. The fastest counts, because the first reading of a format loads libraries.
REPEATS = 5

# After this many milliseconds, a file is not read again.
ENOUGH_MS = 2000

# A worker process whose peak exceeds this many megabytes is replaced, so that the next file is measured alone.
HEAVY_MB = 150


def timed(reader: Reader, content: bytes, name: str) -> tuple[Outcome, float]:
    """Return the outcome of a file, and the milliseconds of the fastest reading."""
    reader.start()
    fastest, begun = float("inf"), perf_counter()
    for _ in range(REPEATS):
        started = perf_counter()
        outcome = reader.read(content, name)
        ended = perf_counter()
        fastest = min(fastest, 1000 * (ended - started))
        if 1000 * (ended - begun) > ENOUGH_MS:
            break
    return outcome, fastest


def row(name: str, content: bytes, worker: ParseWorker, peers: Mapping[str, Reader]) -> Row:
    """Read one file with all readers."""
    file_name = PurePath(name).name
    ours, milliseconds = timed(WorkerReader(worker), content, file_name)
    peak = worker.peak_memory_mb
    if peak > HEAVY_MB:
        worker.close()
    readings = {OURS: reading(ours, milliseconds)}
    for peer, reader in peers.items():
        theirs, milliseconds = timed(reader, content, file_name)
        readings[peer] = replace(reading(theirs, milliseconds), kept=share_kept(ours.text, theirs.text))
    return Row(name, len(content), ours.media_type, ours.warnings, round(peak, 1), readings)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=SAMPLES, help="default: the samples")
    parser.add_argument("--json", action="store_true", help="print one JSON object per line instead of the tables")
    parser.add_argument("--peers", metavar="NAME,…", help="compare only these; an empty list compares none")
    chosen = parser.parse_args(arguments)
    if not chosen.folder.is_dir():
        parser.error("FOLDER must be a folder")
    with ExitStack() as stack:
        worker = stack.enter_context(ParseWorker(LIMITS, "tests.benchmarks.parse_ours"))
        peers = open_peers(stack, LIMITS)
        if chosen.peers is not None:
            wanted = [peer for peer in chosen.peers.split(",") if peer]
            if missing := [peer for peer in wanted if peer not in peers]:
                parser.error(f"not installed: {', '.join(missing)}")
            peers = {peer: peers[peer] for peer in wanted}
        progress = Console(stderr=True)
        files = list(read_files(chosen.folder))
        rows = [
            row(name, content, worker, peers)
            for name, content in track(files, "parse", console=progress, disable=not progress.is_terminal)
        ]
    if chosen.json:
        for line in rows:
            print(json.dumps(asdict(line), ensure_ascii=False))
    else:
        show(rows, [OURS, *peers])


if __name__ == "__main__":
    main()
