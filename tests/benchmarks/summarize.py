"""Measure the time and memory of summarizing: `python -m tests.benchmarks.summarize [IN] [--limit N]`.

IN is a file with one JSON object per line, whose `source` is a text, or a folder of files; the default is the folder of
samples. The same run also measures sumy's LexRank. Each engine runs alone in its own process: it first summarizes one
text that is not counted, and then each text once. Prints a Markdown table.
"""

import argparse
import multiprocessing
import re
import statistics
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from infra.local.files import SAMPLES
from tests.benchmarks.data_sets import read_rows
from tests.benchmarks.documents import parse_worker
from tests.benchmarks.summary_child import peak_memory_mb

# Number of sentences in a summary of the peer: the median of the product's summaries of news.
PEER_SENTENCES = 3

PEER_WORD = re.compile(r"\w+(?:[-'’]\w+)*")

Summarize = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Measured:
    """The measurements of one engine. `start` is the time of the import, of loading and of the first summary."""

    start: float
    milliseconds: list[float]
    peak_memory_mb: float

    def row(self, name: str) -> str:
        """Return a row of the table."""
        middle = statistics.median(self.milliseconds)
        worst = statistics.quantiles(self.milliseconds, n=20)[-1] if len(self.milliseconds) > 1 else middle
        return f"| {name} | {self.start:.0f} | {middle:.1f} | {worst:.1f} | {self.peak_memory_mb:.0f} |"


HEADING = """\
| engine | start, ms | median, ms | 95th percentile, ms | peak memory, MB |
|---|---:|---:|---:|---:|"""


def ours() -> Summarize:
    """Load the product's Summarizer. It starts from paragraphs, because parsing has its own benchmark."""
    from functions.parse.formats.text.plain_text import paragraphs
    from functions.parse.recognition.text_decoding import normalize
    from tests.benchmarks.documents import summarizer
    from tests.support.documents import document

    loaded = summarizer()
    return lambda text: loaded.summarize(document(*paragraphs(normalize(text))))


def lexrank() -> Summarize:
    """Load sumy's LexRank with the product's sentence splitter, because sumy's own splitter must download data."""
    from nupunkt import sent_spans
    from sumy.nlp.stemmers import Stemmer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.utils import get_stop_words

    class Tokenizer:
        language = "english"

        def to_sentences(self, text: str) -> tuple[str, ...]:
            return tuple(text[start:end] for start, end in sent_spans(text))

        def to_words(self, sentence: str) -> tuple[str, ...]:
            return tuple(PEER_WORD.findall(sentence))

    engine = LexRankSummarizer(Stemmer("english"))
    engine.stop_words = get_stop_words("english")
    return lambda text: engine(PlaintextParser.from_string(text, Tokenizer()).document, PEER_SENTENCES)


ENGINES = {"Nutgraf": ours, "sumy LexRank": lexrank}


def measure(name: str, texts: Sequence[str]) -> Measured:
    """Run one engine over all texts in this process."""
    begun = perf_counter()
    summarize = ENGINES[name]()
    summarize(texts[0])
    start = _milliseconds_since(begun)
    milliseconds = []
    for text in texts:
        begun = perf_counter()
        summarize(text)
        milliseconds.append(_milliseconds_since(begun))
    return Measured(start, milliseconds, peak_memory_mb())


def _milliseconds_since(begun: float) -> float:
    return (perf_counter() - begun) * 1000


def texts_of(path: Path) -> list[str]:
    """Return the texts of a data set, or of the files in a folder."""
    if path.is_dir():
        with parse_worker() as worker:
            return [worker.parse(file.read_bytes(), file.name).text for file in sorted(path.iterdir())]
    return [row["source"] for row in read_rows(path)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?", default=SAMPLES, metavar="IN")
    parser.add_argument("--limit", type=int, help="measure only the first N texts")
    chosen = parser.parse_args(arguments)
    texts = texts_of(chosen.texts)[: chosen.limit]
    if not texts:
        parser.error("IN contains no text")
    words = sorted(len(text.split()) for text in texts)
    print(f"{len(texts)} texts, median {statistics.median(words):.0f} words, at most {words[-1]}\n\n{HEADING}")
    for name in ENGINES:
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            print(process.submit(measure, name, texts).result().row(name))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
