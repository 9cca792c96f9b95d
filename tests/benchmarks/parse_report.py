"""The tables of the parse benchmark: file by file, by format, and the sums."""

import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePath

from rich.console import Console
from rich.table import Table

from tests.benchmarks.parse_rows import Row
from tests.benchmarks.readers import OURS, READ

# Columns, where the output is no terminal.
WIDTH = 220

# A peer with fewer of the words that we have has not read the file: a scanned page without OCR, UTF-16 as bytes.
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
    """A line for each file."""
    table = Table(title="Files (ms: the fastest reading; odd: signs of mojibake; kept: of the peer's words)")
    for heading in ("file", "media type", "outcome", "warnings"):
        table.add_column(heading, overflow="fold")
    for heading in ("characters", "odd", "ms", "MB"):
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
    """A line for each media type: the medians, and how we stand to the fastest peer."""
    table = Table(title="Formats (median ms of the files that we and the peer read; ratio: ours to the file's fastest)")
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
    """A line for each reader."""
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
    """Whether a reader has read a file: with any text, and not with much less than we have."""
    reading, ours = row.readings[reader], row.readings[OURS]
    return reading.outcome == READ and reading.characters > 0 and reading.words >= MIN_WORDS_SHARE * ours.words


def both_read(row: Row, reader: str) -> bool:
    """Whether a reader and we have read a file."""
    return has_read(row, OURS) and has_read(row, reader)


def ratio_to_fastest(row: Row) -> float | None:
    """Our time to that of the fastest peer that has read the file; None where none has, or we have not."""
    peers = [reading.ms for reader, reading in row.readings.items() if reader != OURS and both_read(row, reader)]
    return row.readings[OURS].ms / min(peers) if peers else None


def median(values: Sequence[float], digits: int = 1) -> str:
    """The median as text, empty where there is no value."""
    return f"{statistics.median(values):.{digits}f}" if values else ""


def shown(media_type: str) -> str:
    """A media type without the long beginnings of office formats."""
    for beginning, short in SHORTER.items():
        if media_type.startswith(beginning):
            return short + media_type[len(beginning) :]
    return media_type
