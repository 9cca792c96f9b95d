"""Fuzz the parsers: `python -m tests.fuzz --inputs 10000 --seed 1 --into FOLDER`. Exits with 1 after a finding."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from shared.settings import ReadingLimits
from tests.fuzz.campaign import LIMITS, Report, inputs, run
from tests.support.good_files import files_in, good_files

# Console for the progress. Standard output is for the report.
ERRORS = Console(stderr=True)


def main() -> int:
    """Run the campaign of the arguments, and print a table and one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same inputs")
    parser.add_argument("--start", type=int, default=0, metavar="N", help="number of the first input")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="folder for the inputs with findings")
    parser.add_argument("--only", metavar="SUFFIX", help="mutate only files of this format, for example `.pdf`")
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="folder with more valid files to mutate")
    parser.add_argument("--ocr-pages", type=int, default=2, metavar="N", help="recognized pages; 0 is faster")
    options = parser.parse_args()
    more = files_in(options.files) if options.files else ()
    files = [file for file in (*good_files(), *more) if options.only in (None, file.suffix)]
    if not files:
        parser.error(f"no valid file has the suffix {options.only}")
    limits = replace(LIMITS, reading=ReadingLimits(max_ocr_pages=options.ocr_pages))
    sequence = track(
        inputs(files, options.inputs, options.seed, options.start), "reading", options.inputs, console=ERRORS
    )
    report = run(iter(sequence), options.seed, options.into, limits)
    _show(report)
    print(report.as_json())
    return 1 if report.findings else 0


def _show(report: Report) -> None:
    table = Table(title=f"seed {report.seed}")
    for heading in ("format", "inputs", "documents", "codes", "findings", "slowest ms", "peak MB"):
        table.add_column(heading, justify="left" if heading in ("format", "codes") else "right")
    for name, tally in sorted(report.tallies.items()):
        codes = ", ".join(f"{code} {count:,}" for code, count in tally.codes.most_common())
        table.add_row(
            name,
            f"{tally.inputs:,}",
            f"{tally.documents:,}",
            codes,
            f"{tally.findings:,}",
            f"{tally.slowest_ms:,.0f}",
            f"{tally.peak_mb:,.0f}",
        )
    console = Console()
    console.print(table)
    shown = {finding.signature: finding for finding in report.findings}
    for signature, finding in shown.items():
        console.print(f"{finding.input.number:06d} {signature}", markup=False)


if __name__ == "__main__":
    sys.exit(main())
