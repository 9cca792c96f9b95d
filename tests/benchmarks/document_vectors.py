"""Compare ways to make the vector of a document: `python -m tests.benchmarks.document_vectors DATA [--documents N]`.

DATA is the folder of the development sets: articles with reference summaries (summaries/cnndm-dev.jsonl), documents of
many kinds (summaries/gum.jsonl.gz) and political news (attributions/*.jsonl.gz), at most N of each. Measures:

    halves     the second half of a document is the nearest of all second halves to its first half (share)
    question   the first sentence of a reference summary finds its article among all documents: share at the first
               place and among the first ten, and the mean reciprocal rank
    genre      the nearest other document of GUM has the same genre (share)

Prints a Markdown table. A row with "less mean" subtracts the mean vector of all other documents of the pool.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.sentences.sentences import sentences_of
from shared.search.vectors import packed, unpacked
from tests.benchmarks.data_sets import Row, read_rows
from tests.benchmarks.documents import document_of, parse_worker

Vectors = NDArray[np.float32]


class Sentences(NamedTuple):
    """The vectors of the sentences of a text (sentences, 384), their lengths in code points, and that of the title."""

    vectors: Vectors
    lengths: Vectors
    title: Vectors | None


# A way to make the vector (384,) of a document.
Pooling = Callable[[Sentences], Vectors]


def mean(text: Sentences) -> Vectors:
    """Every sentence counts equally."""
    pooled: Vectors = text.vectors.mean(axis=0)
    return pooled


def by_length(text: Sentences) -> Vectors:
    """Every character counts equally."""
    pooled: Vectors = (text.vectors * text.lengths[:, None]).mean(axis=0)
    return pooled


def by_root(text: Sentences) -> Vectors:
    """A sentence counts by the square root of its length."""
    pooled: Vectors = (text.vectors * np.sqrt(text.lengths)[:, None]).mean(axis=0)
    return pooled


def lead(text: Sentences) -> Vectors:
    """The first ten sentences."""
    pooled: Vectors = text.vectors[:10].mean(axis=0)
    return pooled


def falling(text: Sentences) -> Vectors:
    """A sentence counts less the later it is: half after ten sentences."""
    weights = 1 / (1 + np.arange(len(text.vectors), dtype=np.float32) / 10)
    pooled: Vectors = (text.vectors * weights[:, None]).mean(axis=0)
    return pooled


def central(text: Sentences) -> Vectors:
    """A sentence counts by its similarity to the mean."""
    weights = np.maximum(text.vectors @ unit(mean(text)), 0)
    pooled: Vectors = (text.vectors * weights[:, None]).mean(axis=0)
    return pooled


def with_title(text: Sentences) -> Vectors:
    """By the root of the length, and a tenth of the weight for the title."""
    pooled = unit(by_root(text))
    return pooled if text.title is None else pooled + 0.1 * text.title


POOLINGS: dict[str, Pooling] = {
    "mean of the sentences": mean,
    "by length": by_length,
    "by the root of the length": by_root,
    "first ten sentences": lead,
    "falling with the place": falling,
    "by similarity to the mean": central,
    "by the root, with the title": with_title,
}


def unit(vectors: Vectors) -> Vectors:
    """Return vectors of length 1."""
    normal: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return normal


def ranks(queries: Vectors, targets: Vectors, right: Sequence[int]) -> NDArray[np.int64]:
    """Return the place (from 1) of the right target of each query."""
    scores = queries @ targets.T
    own = scores[np.arange(len(queries)), list(right)]
    places: NDArray[np.int64] = 1 + (scores > own[:, None]).sum(axis=1)
    return places


class Pool:
    """The sentence vectors of a number of documents, and of the questions to some of them."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._annotator = Annotator.load()
        self._worker = parse_worker()
        texts = [(row, self._read(str(row.get("source") or row["text"]), row.get("title"))) for row in rows]
        kept = [(row, text) for row, text in texts if text and len(text.vectors) >= 6]
        self.rows = [row for row, _ in kept]
        self.texts = [text for _, text in kept]
        self.asked = [number for number, row in enumerate(self.rows) if row.get("reference")]
        questions = [self.rows[number]["reference"].split(" . ")[0] for number in self.asked]
        self.questions = np.stack([self._annotator.vector(question) for question in questions])

    def measure(self, pooling: Pooling, *, centred: bool, int8: bool = False) -> list[float]:
        """Return the measures of a pooling."""
        whole = unit(np.stack([pooling(text) for text in self.texts]))
        centre = whole.mean(axis=0) if centred else np.zeros(whole.shape[1], dtype=np.float32)
        documents = unit(whole - centre)
        if int8:
            documents = unit(np.stack([np.array(unpacked(packed(row)), dtype=np.float32) for row in documents]))
        first, second = (
            unit(unit(np.stack([pooling(_part(text, half)) for text in self.texts])) - centre) for half in (0, 1)
        )
        halves = ranks(first, second, range(len(self.texts)))
        questions = ranks(unit(self.questions - centre), documents, self.asked)
        return [
            float((halves == 1).mean()),
            float((questions == 1).mean()),
            float((questions <= 10).mean()),
            float((1 / questions).mean()),
            self._genres(documents),
        ]

    def _genres(self, documents: Vectors) -> float:
        numbers = [number for number, row in enumerate(self.rows) if row.get("genre")]
        scores = documents[numbers] @ documents[numbers].T
        np.fill_diagonal(scores, -2)
        genres = [self.rows[number]["genre"] for number in numbers]
        nearest = scores.argmax(axis=1)
        return float(np.mean([genres[a] == genres[b] for a, b in enumerate(nearest)]))

    def _read(self, text: str, title: str | None) -> Sentences | None:
        document = document_of(self._worker, text)
        places = [(each.start, each.end) for each in sentences_of(document.text, document.blocks)]
        if not places:
            return None
        vectors = self._annotator.annotate(document.text, places).vectors
        lengths = np.array([end - start for start, end in places], dtype=np.float32)
        return Sentences(vectors, lengths, self._annotator.vector(title) if title else None)


def _part(text: Sentences, half: int) -> Sentences:
    middle = len(text.vectors) // 2
    inside = slice(0, middle) if half == 0 else slice(middle, None)
    return Sentences(text.vectors[inside], text.lengths[inside], None)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Compare ways to make the vector of a document.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=300, help="maximum number of documents of a set")
    arguments = parser.parse_args()
    names = ["summaries/cnndm-dev.jsonl", "summaries/gum.jsonl.gz"]
    names += [f"attributions/{part}.jsonl.gz" for part in ("dev", "train")]
    pool = Pool([row for name in names for row in read_rows(arguments.data / name)[: arguments.documents]])
    print(f"{len(pool.rows)} documents, {len(pool.asked)} questions\n")
    print("| vector | halves | question: first | first ten | reciprocal rank | genre |\n|---|---|---|---|---|---|")
    for name, pooling in POOLINGS.items():
        for suffix, centred, int8 in (("", False, False), (", less mean", True, False), (", int8", False, True)):
            values = pool.measure(pooling, centred=centred, int8=int8)
            print(f"| {name}{suffix} | {' | '.join(f'{value:.3f}' for value in values)} |", flush=True)


if __name__ == "__main__":
    main()
