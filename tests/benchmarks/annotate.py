"""Measure the annotator by length: `python -m tests.benchmarks.annotate [--float GRAPH] [--words N …] [--json]`.

The texts are concatenations of the articles among the samples, with different names of people in each round. Each graph
reads each text in its own process: once without counting, then a few times, of which the median counts. GRAPH is the
float32 graph, to compare it with the int8 graph. Prints a Markdown table, or one JSON object per line.
"""

import argparse
import json
import multiprocessing
import re
import statistics
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from functions.parse.formats.text.plain_text import paragraphs
from functions.parse.recognition.text_decoding import normalize
from functions.summarize.annotator.annotator import Annotator, session_of, tokenizer_of
from functions.summarize.annotator.model_files import FOLDER, TOKENIZER, verified
from functions.summarize.attributions.annotated_text import AnnotatedText
from functions.summarize.attributions.attributions import find_attributions
from functions.summarize.attributions.confidence import ConfidenceModel
from functions.summarize.attributions.introductions import find_introductions
from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.entities.entities import find_entities
from functions.summarize.sentences.sentences import sentences_of
from functions.summarize.sentences.turns import turns_of
from tests.benchmarks.summary_child import peak_memory_mb
from tests.support.articles import articles
from tests.support.documents import document

T = TypeVar("T")

# Lengths of the texts, in words. The first is an article, with a target below 150 ms on two processors; the others show
# how the cost grows.
WORDS = (800, 1_000, 3_000, 10_000, 30_000, 100_000)

# Maximum number of times that a text is read.
MAX_REPEATS = 15

# A text is read repeatedly until this number of words is read, at most MAX_REPEATS times.
REPEATED_WORDS = 30_000

WORD = re.compile(r"\S+")
NAME_WORD = re.compile(r"[^\W\d_]+")
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one text with one graph: median milliseconds of each stage, and peak megabytes."""

    graph: str
    words: int
    mentions: int
    entities: int
    attributions: int
    annotate: float
    find_entities: float
    find_attributions: float
    loaded_mb: float
    peak_mb: float

    def row(self) -> str:
        """Return a row of the table."""
        per_thousand = (self.annotate + self.find_entities + self.find_attributions) / self.words * 1000
        return (
            f"| {self.graph} | {self.words:,} | {self.entities:,} | {self.attributions:,} | {self.annotate:,.0f} "
            f"| {self.find_entities:,.0f} | {self.find_attributions:,.0f} | {per_thousand:.0f} | {self.loaded_mb:.0f} "
            f"| {self.peak_mb:.0f} |"
        )


HEADING = """\
| graph | words | entities | attributions | annotate, ms | entities, ms | attributions, ms | ms per 1,000 words \
| loaded, MB | peak memory, MB |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""


def text_of(words: int) -> str:
    """Return `words` words of the articles, in rounds that start with different articles and name different people."""
    known = articles()
    bodies = [article.path.read_text(encoding="utf-8") for article in known]
    people = {
        word
        for article in known
        for entity in article.entities
        if entity.type == "PERSON"
        for name in (entity.name, *entity.aliases)
        for word in NAME_WORD.findall(name)
        if word[0].isupper()
    }
    pieces: list[str] = []
    count = number = 0
    while count < words:
        at, turn = number % len(bodies), number // len(bodies)
        body = _with_others(bodies[(at + turn) % len(bodies)], people, turn)
        pieces.append(body)
        count += len(body.split())
        number += 1
    text = "\n\n".join(pieces)
    *_, last = (match for match, _ in zip(WORD.finditer(text), range(words), strict=False))
    return text[: last.end()]


def _with_others(text: str, people: set[str], turn: int) -> str:
    """Shift the letters of people's names in the alphabet, which keeps the distance between spellings."""
    moved: dict[int, int] = {}
    for letters in (VOWELS, CONSONANTS, VOWELS.upper(), CONSONANTS.upper()):
        step = turn % len(letters)
        moved |= str.maketrans(letters, letters[step:] + letters[:step])
    return NAME_WORD.sub(lambda match: match[0].translate(moved) if match[0] in people else match[0], text)


def annotator_of(graph: Path | None) -> Annotator:
    """Load the product's annotator, or one with another graph and the same tokenizer."""
    if graph is None:
        return Annotator.load()
    vocabulary, _ = verified(FOLDER, TOKENIZER)
    return Annotator(session_of(graph.read_bytes()), tokenizer_of(vocabulary), str(graph))


def measure(name: str, graph: Path | None, words: int) -> Cost:
    """Measure one graph on a text of `words` words in this process."""
    text = text_of(words)
    read = document(*paragraphs(normalize(text)))
    annotator = annotator_of(graph)
    sentences = [(sentence.start, sentence.end) for sentence in sentences_of(read.text, read.blocks)]
    quotations = find_quotations(read.text, read.blocks)
    introductions = find_introductions(read.text, quotations, sentences)
    turns = turns_of(read.text, read.blocks)
    confidence = ConfidenceModel.load()
    loaded = peak_memory_mb()
    times: list[tuple[float, float, float]] = []
    for _ in range(1 + max(1, min(MAX_REPEATS, REPEATED_WORDS // words))):
        annotate, annotations = _timed(partial(annotator.annotate, read.text, sentences))
        entities, index = _timed(partial(find_entities, read.text, annotations.mentions))
        found = AnnotatedText(read.text, read.blocks, sentences, quotations, introductions, turns, annotations, index)
        attributions, said = _timed(partial(find_attributions, found, confidence))
        times.append((annotate, entities, attributions))
    middle = [statistics.median(stage) for stage in zip(*times[1:], strict=True)]
    return Cost(
        graph=name,
        words=words,
        mentions=len(annotations.mentions),
        entities=len(index.entities),
        attributions=len(said),
        annotate=middle[0],
        find_entities=middle[1],
        find_attributions=middle[2],
        loaded_mb=loaded,
        peak_mb=peak_memory_mb(),
    )


def _timed(make: Callable[[], T]) -> tuple[float, T]:
    begun = perf_counter()
    made = make()
    return (perf_counter() - begun) * 1000, made


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--float", type=Path, metavar="GRAPH", help="also measure this float32 graph")
    parser.add_argument("--words", type=int, nargs="+", default=WORDS, metavar="N", help="lengths of the texts")
    parser.add_argument("--json", action="store_true", help="print one JSON object per line instead of the table")
    chosen = parser.parse_args(arguments)
    if min(chosen.words) < 1:
        parser.error("a text has at least one word")
    graphs = {"int8": None} | ({"float32": chosen.float.resolve()} if chosen.float else {})
    if not chosen.json:
        print(HEADING)
    for name, graph in graphs.items():
        for words in chosen.words:
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
                cost = process.submit(measure, name, graph, words).result()
            print(json.dumps(asdict(cost)) if chosen.json else cost.row())
            sys.stdout.flush()


if __name__ == "__main__":
    main()
