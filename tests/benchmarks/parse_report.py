"""The tables of the parse benchmark: by file, by format, and the totals."""

import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePath

from rich.console import Console
from rich.table import Table

from tests.benchmarks.parse_rows import Row
from tests.benchmarks.readers import OURS, READ

# Width of the tables in columns if the output is not a terminal.
WIDTH = 220

# A peer with fewer words, as a share of our words, has not read the file: a scanned page without OCR, UTF-16 as bytes.
MIN_WORDS_SHARE = 0.5

SHORTER = {
    "application/vnd.openxmlformats-officedocument.": "ooxml ",
    "application/vnd.oasis.opendocument.": "opendocument ",
}


def show(rows: Sequence[Row], readers: Sequence[str]) -> None:
    """Print the tables."""
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print(by_file(rows, readers))
    console.print(by_format(rows, readers))
    for line in sums(rows, readers):
        console.print(line, highlight=False)


def by_file(rows: Sequence[Row], readers: Sequence[str]) -> Table:
    """Return a table with a row for each file."""
    table = Table(title="Files (ms: fastest reading; mojibake: number of signs; kept: share of the peer's words)")
    for heading in ("file", "media type", "outcome", "warnings"):
        table.add_column(heading, overflow="fold")
    for heading in ("characters", "mojibake", "ms", "MB"):
        table.add_column(heading, justify="right")
    for peer in readers[1:]:
        table.add_column(f"{peer} ms", justify="right", overflow="fold")
        table.add_column("chars", justify="right")
        table.add_column("kept", justify="right")
    for row in rows:
        ours = row.readings[OURS]
        cells = [row.file, shown(row.media_type or ""), ours.outcome, " ".join(row.warnings)]
        cells += [f"{ours.characters:,}", str(ours.odd or ""), f"{ours.ms:.1f}", f"{row.peak_mb:.0f}"]
        for peer in readers[1:]:
            theirs = row.readings[peer]
            kept = "" if theirs.kept is None else f"{theirs.kept:.2f}"
            cells += [
                f"{theirs.ms:.1f}" if theirs.outcome == READ else theirs.outcome,
                f"{theirs.characters:,}",
                kept,
            ]
        table.add_row(*cells, style="" if ours.outcome == READ else "yellow")
    return table


def by_format(rows: Sequence[Row], readers: Sequence[str]) -> Table:
    """Return a table with a row for each media type: the median times, and the ratio to the fastest peer."""
    table = Table(title="Formats (median ms of the files that both read; ratio: nutgraf to the file's fastest peer)")
    table.add_column("format")
    table.add_column("files", justify="right")
    for reader in readers:
        table.add_column(f"{reader} ms", justify="right")
    table.add_column("ratio", justify="right")
    table.add_column("read by")
    formats: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        formats[shown(row.media_type or f"*{PurePath(row.file).suffix}")].append(row)
    for name, members in sorted(formats.items()):
        medians = [median([row.readings[reader].ms for row in members if both_read(row, reader)]) for reader in readers]
        ratios = [ratio for row in members if (ratio := ratio_to_fastest(row)) is not None]
        counts = [(reader, sum(has_read(row, reader) for row in members)) for reader in readers]
        table.add_row(
            name,
            str(len(members)),
            *medians,
            median(ratios, 2),
            ", ".join(f"{reader} {count}" for reader, count in counts if count),
        )
    return table


def sums(rows: Sequence[Row], readers: Sequence[str]) -> list[str]:
    """Return a line of totals for each reader."""
    lines = []
    for reader in readers:
        read = [row for row in rows if has_read(row, reader)]
        milliseconds = [row.readings[reader].ms for row in read]
        line = f"{reader}: read {len(read)} of {len(rows)}, median {median(milliseconds) or '-'} ms"
        if reader == OURS:
            line += f", peak memory {max((row.peak_mb for row in rows), default=0):.0f} MB"
        else:
            shared = [row for row in rows if both_read(row, reader)]
            theirs = sum(row.readings[reader].ms for row in shared)
            ours = sum(row.readings[OURS].ms for row in shared)
            line += f", the {len(shared)} files that both read {theirs:,.0f} ms, {OURS} {ours:,.0f} ms"
        lines.append(f"{line}, signs of mojibake {sum(row.readings[reader].odd for row in read)}")
    return lines


def has_read(row: Row, reader: str) -> bool:
    """Return whether a reader has read a file: its text is not empty, and not much shorter than ours."""
    reading, ours = row.readings[reader], row.readings[OURS]
    return reading.outcome == READ and reading.characters > 0 and reading.words >= MIN_WORDS_SHARE * ours.words


def both_read(row: Row, reader: str) -> bool:
    """Return whether both the product and a reader have read a file."""
    return has_read(row, OURS) and has_read(row, reader)


def ratio_to_fastest(row: Row) -> float | None:
    """Return the ratio of our time to that of the fastest peer that read the file; None if either has not read it."""
    peers = [reading.ms for reader, reading in row.readings.items() if reader != OURS and both_read(row, reader)]
    return row.readings[OURS].ms / min(peers) if peers else None


def median(values: Sequence[float], digits: int = 1) -> str:
    """Format the median; an empty text if there are no values."""
    return f"{statistics.median(values):.{digits}f}" if values else ""


def shown(media_type: str) -> str:
    """Shorten the media types of office formats."""
    for beginning, short in SHORTER.items():
        if media_type.startswith(beginning):
            return short + media_type[len(beginning) :]
    return media_type
