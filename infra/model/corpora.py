"""The annotator's training data: texts with annotated spans, as tokens with a tag for each word."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from nupunkt import sent_spans
from tokenizers import Tokenizer

from functions.summarize.annotator.annotator import tokenizer_of
from functions.summarize.annotator.tokens import Tokens, tokens_of
from infra.model.network import ENTITY_TAGS, ROLE_TAGS, ROLES, SCHEMES

ARTICLES = "attributions/train.jsonl.gz"

# Data files by the scheme (network.SCHEMES) of their entity annotations.
SENTENCES = {
    "encyclopedia": "entities/wikigold-dev.jsonl",
    "web": "entities/ewt-dev.jsonl",
    "conflict": "entities/re3d-train.jsonl",
    "links": "entities/wikiann-train.jsonl",
}

# Number of consecutive sentences in one fold, because they mention the same people.
FOLD_SIZE = 20

# How often an epoch reads the encyclopedia: it is small, well annotated, and read only in the short second training.
ENCYCLOPEDIA_TIMES = 4

# Number of passages per epoch of the 20,000 automatically annotated ones: enough to learn names, too few to learn the
# annotation errors.
LINKS_AN_EPOCH = 4000

# Target vectors of the sentences of one example (sentences, 384), or None if training does not use its sentences.
Vectors = NDArray[np.float16] | None

# Label that cross entropy ignores: pieces of words after the first, and spans that a corpus does not annotate.
NOT_LABELLED = -100


@dataclass(frozen=True, slots=True)
class RolePiece:
    """Tokens [start, end) of a source, a cue or a content, and the number of its attribution in the text."""

    role: str
    start: int
    end: int
    attribution: int


@dataclass(frozen=True, slots=True)
class Example:
    """A text as tokens with their labels (tokens,): numbers of ROLE_TAGS and ENTITY_TAGS, or NOT_LABELLED."""

    tokens: Tokens
    roles: NDArray[np.int64]
    entities: NDArray[np.int64]
    scheme: int
    pieces: list[RolePiece] = field(default_factory=list)
    # [start, end) of tokens. `sentence_texts` has their texts.
    sentences: list[tuple[int, int]] = field(default_factory=list)
    sentence_texts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The examples of one corpus, and how training uses them."""

    scheme: str
    examples: list[Example]
    vectors: list[Vectors] = field(default_factory=list)
    most_an_epoch: int | None = None
    times_an_epoch: int = 1

    @property
    def articles(self) -> bool:
        """Whether this is the corpus of whole articles, with attributions."""
        return self.scheme == "news"

    @property
    def kept_for_measuring(self) -> bool:
        """Whether only the second training uses the corpus, so that cross-validation can measure with it."""
        return self.scheme == "encyclopedia"

    @property
    def in_order(self) -> bool:
        """Whether the sentences have the order of their sources."""
        return self.scheme != "links"


def tokenizer_in(folder: Path) -> Tokenizer:
    """Return the tokenizer of a model's folder, without padding and truncation."""
    return tokenizer_of((folder / "tokenizer.json").read_bytes())


def corpora_of(data: Path, tokenizer: Tokenizer) -> list[Corpus]:
    """Return all corpora of the development sets, without vectors."""
    articles = Corpus("news", list(attribution_examples(data / ARTICLES, tokenizer)))
    sentences = [
        Corpus(
            scheme,
            list(entity_examples(data / path, scheme, tokenizer)),
            most_an_epoch=LINKS_AN_EPOCH if scheme == "links" else None,
            times_an_epoch=ENCYCLOPEDIA_TIMES if scheme == "encyclopedia" else 1,
        )
        for scheme, path in SENTENCES.items()
    ]
    return [articles, *sentences]


def fold_of(number: int, folds: int) -> int:
    """Return the fold of a sentence by its position in the corpus."""
    return number // FOLD_SIZE % folds


def without(corpora: list[Corpus], fold: int, folds: int) -> Iterator[Corpus]:
    """Yield the corpora. The one for measuring is without the sentences of a fold."""
    for corpus in corpora:
        if corpus.kept_for_measuring:
            kept = [number for number in range(len(corpus.examples)) if fold_of(number, folds) != fold]
            yield replace(
                corpus,
                examples=[corpus.examples[number] for number in kept],
                vectors=[corpus.vectors[number] for number in kept],
            )
        else:
            yield corpus


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a .jsonl or .jsonl.gz file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def attribution_examples(path: Path, tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield articles with manually annotated attributions and automatically annotated entities."""
    for row in rows_of(path):
        text = row["text"]
        tokens = tokens_of(text, tokenizer)
        pieces = [
            RolePiece(role, *_covered(tokens, start, end), number)
            for number, attribution in enumerate(row["attributions"])
            for role in ROLES
            for start, end in attribution[role]
        ]
        pieces = sorted((piece for piece in pieces if piece.start < piece.end), key=lambda piece: piece.start)
        silver = row["entities_silver"]
        spans = _sentence_spans(text)
        yield Example(
            tokens,
            _labels(tokens, [(piece.role, piece.start, piece.end) for piece in pieces], ROLE_TAGS),
            _nothing(tokens) if silver is None else _labels(tokens, _token_spans(tokens, silver), ENTITY_TAGS),
            SCHEMES.index("news"),
            pieces,
            [_covered(tokens, start, end) for start, end in spans],
            [text[start:end] for start, end in spans],
        )


def entity_examples(path: Path, scheme: str, tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield sentences with annotated entities. Automatic ones, half of them fragments, have no vectors."""
    for row in rows_of(path):
        tokens = tokens_of(row["text"], tokenizer)
        if len(tokens):
            labels = _labels(tokens, _token_spans(tokens, row["entities"]), ENTITY_TAGS)
            yield Example(
                tokens,
                _nothing(tokens),
                labels,
                SCHEMES.index(scheme),
                sentences=[] if scheme == "links" else [(0, len(tokens))],
                sentence_texts=[] if scheme == "links" else [row["text"]],
            )


def _nothing(tokens: Tokens) -> NDArray[np.int64]:
    return np.full(len(tokens), NOT_LABELLED, dtype=np.int64)


def _token_spans(tokens: Tokens, spans: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    return [(label, *_covered(tokens, start, end)) for label, start, end in spans]


def _covered(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the range of tokens that overlap [start, end) of the text."""
    first = int(np.searchsorted(tokens.ends, start, side="right"))
    last = int(np.searchsorted(tokens.starts, end, side="left"))
    return first, max(first, last)


def _labels(tokens: Tokens, spans: Sequence[tuple[str, int, int]], tags: Sequence[str]) -> NDArray[np.int64]:
    labels = np.zeros(len(tokens), dtype=np.int64)
    for label, start, end in spans:
        labels[start:end] = tags.index(f"I-{label}")
        labels[start : start + 1] = tags.index(f"B-{label}")
    only_first = _nothing(tokens)
    only_first[tokens.word_starts] = labels[tokens.word_starts]
    return only_first


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            spans += [(start + first, start + last) for first, last in sent_spans(line) if line[first:last].strip()]
        start += len(line) + 1
    return spans
