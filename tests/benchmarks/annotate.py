"""What annotating costs by length: `python -m tests.benchmarks.annotate [--float GRAPH] [--words N …] [--json]`.

The texts are made of the articles among the samples, one after another, with other people in each round. Each graph
reads each of them in a process of its own: once uncounted, then a few times, of which the one in the middle counts.
GRAPH is the float32 graph, to stand beside the int8 one. Prints a Markdown table, or one JSON object a line.
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
from functions.summarize.attributions.attributions import find_attributions
from functions.summarize.attributions.introductions import find_introductions
from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.entities.entities import find_entities
from functions.summarize.sentences.sentences import sentences_of
from tests.benchmarks.summarize import peak_memory_mb
from tests.support.articles import articles
from tests.support.documents import document

T = TypeVar("T")

# An article, which has to take under 150 ms on two processors; and what shows how the cost grows.
WORDS = (800, 1_000, 3_000, 10_000, 30_000, 100_000)

MOST_REPEATS = 15

# A text is read as often as makes so many words, MOST_REPEATS times at most.
REPEATED_WORDS = 30_000

WORD = re.compile(r"\S+")
NAME_WORD = re.compile(r"[^\W\d_]+")
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one graph took for one text. Milliseconds by stage, of the reading in the middle; megabytes at most."""

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
        """A row of the table."""
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
    """So many words of the articles, round after round; each begins with another article and names other people."""
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
    """The text, with the letters of people's names moved on in the alphabet: spellings stay as near as they were."""
    moved: dict[int, int] = {}
    for letters in (VOWELS, CONSONANTS, VOWELS.upper(), CONSONANTS.upper()):
        step = turn % len(letters)
        moved |= str.maketrans(letters, letters[step:] + letters[:step])
    return NAME_WORD.sub(lambda match: match[0].translate(moved) if match[0] in people else match[0], text)


def annotator_of(graph: Path | None) -> Annotator:
    """The product's annotator, or that of another graph with the same tokenizer."""
    if graph is None:
        return Annotator.load()
    vocabulary, _ = verified(FOLDER, TOKENIZER)
    return Annotator(session_of(graph.read_bytes()), tokenizer_of(vocabulary), str(graph))


def measure(name: str, graph: Path | None, words: int) -> Cost:
    """Read a text of so many words with one graph in this process."""
    text = text_of(words)
    read = document(*paragraphs(normalize(text)))
    annotator = annotator_of(graph)
    sentences = [(sentence.start, sentence.end) for sentence in sentences_of(read.text, read.blocks)]
    quotations = find_quotations(read.text, read.blocks)
    introductions = find_introductions(read.text, quotations, sentences)
    loaded = peak_memory_mb()
    times: list[tuple[float, float, float]] = []
    for _ in range(1 + max(1, min(MOST_REPEATS, REPEATED_WORDS // words))):
        annotate, annotations = _timed(partial(annotator.annotate, read.text, sentences))
        entities, index = _timed(partial(find_entities, read.text, annotations.mentions))
        attributions, said = _timed(
            partial(find_attributions, read.text, quotations, introductions, sentences, annotations, index)
        )
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
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--float", type=Path, metavar="GRAPH", help="the float32 graph, measured too")
    parser.add_argument("--words", type=int, nargs="+", default=WORDS, metavar="N", help="lengths of the texts")
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of the table")
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
