"""What a document's length costs: `python -m tests.benchmarks.summary_lengths IN [--words N …]`.

IN is a set as tests.benchmarks.abstracts writes it. Its papers, one after another, make documents of so many words,
with all their headings; each is summarized in a process of its own, all that the product finds in it. Prints a Markdown
table; a cost that grows faster than the length would show in its last column.
"""

import argparse
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from tests.benchmarks.data_sets import Row, read_rows
from tests.benchmarks.summary_quality import measure

WORDS = (1_000, 5_000, 20_000, 50_000, 100_000)

# Those of a long summary.
SUMMARY_WORDS = 240


def document_of(rows: Sequence[Row], words: int) -> Row:
    """The papers' blocks up to so many words, as one row of a set; begins anew with the first when they run out."""
    blocks, left = [], words
    for row in cycle(rows):
        for kind, level, text in row["blocks"]:
            part = text.split()[:left]
            blocks.append([kind, level, " ".join(part)])
            left -= len(part)
            if left <= 0:
                return {"title": rows[0]["title"], "blocks": blocks, "reference": rows[0]["reference"]}
    raise ValueError("the set has no papers")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
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
