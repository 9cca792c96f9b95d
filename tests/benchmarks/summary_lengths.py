"""Measure time and memory by document length: `python -m tests.benchmarks.summary_lengths IN [--words N …]`.

IN is a set from tests.benchmarks.abstracts. Its papers are concatenated, with all their headings, to documents of the
given numbers of words. Each document is summarized in its own process, with everything that the product extracts.
Prints a Markdown table. If the cost grows faster than the length, the last column grows.
"""

import argparse
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from tests.benchmarks.data_sets import Row, read_rows
from tests.benchmarks.summary_quality import measure

WORDS = (1_000, 5_000, 20_000, 50_000, 100_000)

# Number of words of a long summary.
SUMMARY_WORDS = 240


def document_of(rows: Sequence[Row], words: int) -> Row:
    """Return one row of a set with the blocks of the papers up to `words` words; repeat the papers if necessary."""
    blocks, left = [], words
    for row in cycle(rows):
        for kind, level, text in row["blocks"]:
            part = text.split()[:left]
            blocks.append([kind, level, " ".join(part)])
            left -= len(part)
            if left <= 0:
                return {"title": rows[0]["title"], "blocks": blocks, "reference": rows[0]["reference"]}
    raise ValueError("The set has no papers.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, metavar="IN")
    parser.add_argument("--words", type=int, nargs="+", default=WORDS)
    chosen = parser.parse_args(arguments)
    rows = read_rows(chosen.rows)
    print("| words | seconds | peak memory, MB | ms per 1,000 words |\n|---:|---:|---:|---:|")
    for words in chosen.words:
        measured = measure("Nutgraf", [document_of(rows, words)], SUMMARY_WORDS)
        (milliseconds,) = measured.milliseconds
        print(
            f"| {words:,} | {milliseconds / 1000:.2f} | {measured.peak_mb:.0f} | {1000 * milliseconds / words:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
