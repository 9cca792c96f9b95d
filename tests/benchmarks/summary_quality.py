"""Measure quality, time and memory of summaries: `python -m tests.benchmarks.summary_quality IN`.

IN is a file with one JSON object per line: `source` (a text), or `title` and `blocks` as tests.benchmarks.abstracts
writes them; and `reference`. All engines get the same number of words, and none of them gets the reference. Each engine
runs alone in its own process. Prints a Markdown table with ROUGE (F1 of ROUGE-1, ROUGE-2 and sentence-level ROUGE-L,
stemmed), the words, the time of a document and the peak memory. newspaper4k is skipped, with a message, if
`make bench-peers` has not installed it.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nupunkt import sent_spans
from rouge_score.rouge_scorer import RougeScorer

from infra.local.template import ROOT
from tests.benchmarks.data_sets import Row, read_rows
from tests.benchmarks.summary_child import ENGINES

PEERS_PYTHON = ROOT / ".peers-venv" / "bin" / "python"
IN_PEERS_VENV = frozenset({"newspaper4k"})
MEASURES = ("rouge1", "rouge2", "rougeLsum")
END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Measured:
    """The measurements of one engine over all documents."""

    rouge: tuple[float, ...]
    words: float
    milliseconds: list[float]
    peak_mb: float

    def row(self, name: str) -> str:
        """Return a row of the table."""
        quality = " | ".join(f"{100 * value:.2f}" for value in self.rouge)
        middle = statistics.median(self.milliseconds)
        return f"| {name} | {quality} | {self.words:.0f} | {middle:.1f} | {self.peak_mb:.0f} |"


HEADING = """\
| engine | R-1 | R-2 | R-L | words | median, ms | peak memory, MB |
|---|---:|---:|---:|---:|---:|---:|"""


def task_of(row: Row, words: int) -> Row:
    """Return the input of an engine for a row."""
    blocks = row.get("blocks") or [["paragraph", None, row["source"]]]
    paragraphs = [text for kind, _, text in blocks if kind == "paragraph"]
    sentences = [" ".join(text[start:end].split()) for text in paragraphs for start, end in sent_spans(text)]
    return {"title": row.get("title", ""), "sentences": list(filter(None, sentences)), "blocks": blocks, "words": words}


def measure(name: str, rows: Sequence[Row], words: int) -> Measured:
    """Run one engine over all rows; raises CalledProcessError if it exits with an error, which it prints itself."""
    python = str(PEERS_PYTHON) if name in IN_PEERS_VENV else sys.executable
    lines = "".join(json.dumps(task_of(row, words)) + "\n" for row in rows)
    command = [python, "-m", "tests.benchmarks.summary_child", name]
    done = subprocess.run(command, cwd=ROOT, input=lines, stdout=subprocess.PIPE, text=True, check=True)
    *answers, last = map(json.loads, done.stdout.splitlines())
    scorer = RougeScorer(MEASURES, use_stemmer=True)
    scores = [
        scorer.score("\n".join(END.split(row["reference"])), "\n".join(answer["summary"]))
        for row, answer in zip(rows, answers, strict=True)
    ]
    return Measured(
        tuple(statistics.mean(score[measure].fmeasure for score in scores) for measure in MEASURES),
        statistics.mean(sum(len(sentence.split()) for sentence in answer["summary"]) for answer in answers),
        [answer["milliseconds"] for answer in answers],
        last["peak_mb"],
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, metavar="IN")
    parser.add_argument("--words", type=int, default=75, help="number of words of each summary; default: 75")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="an engine; repeatable; default: all")
    chosen = parser.parse_args(arguments)
    rows = read_rows(chosen.rows)
    if not rows:
        parser.error("IN contains no rows")
    print(f"{len(rows)} documents, summaries of about {chosen.words} words\n\n{HEADING}", flush=True)
    for name in chosen.engine or ENGINES:
        if name in IN_PEERS_VENV and not PEERS_PYTHON.exists():
            print(f"{name} is skipped. `make bench-peers` installs it.", file=sys.stderr)
            continue
        print(measure(name, rows, chosen.words).row(name), flush=True)


if __name__ == "__main__":
    main()
