"""The annotator's training data: texts with annotated spans, as tokens with a tag for each word."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from nupunkt import sent_spans
from tokenizers import Tokenizer

from functions.summarize.annotator.annotator import tokenizer_of
from functions.summarize.annotator.tokens import Tokens, tokens_of
from infra.model.data_sets import ARTICLES, GOLD, SENTENCES, rows_of
from infra.model.languages import BY_HAND, FROM_LINKS, named_rows
from infra.model.network import ENTITY_SCHEMES, ENTITY_TAGS, ROLE_SCHEMES, ROLE_TAGS, ROLES
from infra.model.renamed import renamed_rows
from infra.model.written import OTHER_LANGUAGES, written_rows

# Corpora that are cut into folds, for measuring on documents that training has not read.
FOLDED = frozenset({"gold"})

# Corpora of whole sentences in the order of their sources. Training joins some of them. The others have fragments.
WHOLE_SENTENCES = frozenset({"encyclopedia", "web", "conflict"})

# The corpora of which the model for all languages learns no sentence vectors; the other ones have enough sentences.
WITHOUT_VECTORS = frozenset({"articles", "written", "encyclopedia", "web"})

# A licence that permits any use of the text: attribution, share-alike, or no copyright. `NC` excludes commercial use.
OPEN_LICENCE = re.compile(r"(?:CC-BY(?!-NC)|public domain|Nutgraf)")

# Target vectors of the sentences of one example (sentences, 384), or None if training does not use its sentences.
Vectors = NDArray[np.float16] | None

# The end of a sentence in scripts that nupunkt does not read.
SENTENCE_END = re.compile(r"(?<=[。！？।؟۔])(?=.)")

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
    # Numbers of ROLE_SCHEMES and ENTITY_SCHEMES.
    role_scheme: int
    entity_scheme: int
    pieces: list[RolePiece] = field(default_factory=list)
    # [start, end) of tokens. `sentence_texts` has their texts.
    sentences: list[tuple[int, int]] = field(default_factory=list)
    sentence_texts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The examples of one corpus, and how training uses them. `vectors` has an item for each example."""

    name: str
    examples: list[Example]
    vectors: list[Vectors] = field(default_factory=list)
    # Whether the examples are sentences in the order of their sources, which training joins into longer texts.
    is_joined: bool = False


def tokenizer_in(folder: Path) -> Tokenizer:
    """Return the tokenizer of a model's folder, without padding and truncation."""
    return tokenizer_of((folder / "tokenizer.json").read_bytes())


def corpora_of(
    data: Path, tokenizer: Tokenizer, *, only_open: bool = False, names: Collection[str] | None = None
) -> list[Corpus]:
    """Return the corpora of the development sets, without vectors.

    `only_open`: those with openly licensed texts. `names`: the names of some of them; the other ones are not read.
    """
    makers: dict[str, Callable[[], Iterable[Example]]] = {
        "articles": lambda: (
            document_example(row, "wide", "news", tokenizer) for row in rows_of(data / ARTICLES) if not only_open
        ),
        "gold": lambda: (
            document_example(row, "narrow", "gold", tokenizer)
            for row in rows_of(data / GOLD)
            if not only_open or OPEN_LICENCE.match(row["licence"])
        ),
        "written": lambda: (document_example(row, "narrow", "gold", tokenizer) for row in written_rows()),
        "renamed": lambda: (
            _without_sentences(document_example(row, "narrow", "gold", tokenizer))
            for row in renamed_rows(list(written_rows()))
        ),
        **{
            scheme: partial(_sentences, data / path, scheme=scheme, tokenizer=tokenizer)
            for scheme, path in SENTENCES.items()
        },
    }
    return _made(makers, names, WHOLE_SENTENCES)


def language_corpora_of(
    data: Path, tokenizer: Tokenizer, *, only_open: bool = False, names: Collection[str] | None = None
) -> list[Corpus]:
    """Return the English corpora and those in other languages, without vectors. The arguments are as in `corpora_of`.

    The names by hand share the scheme of "web", because most follow the guidelines of Universal NER.
    """
    english = [
        replace(corpus, examples=[_without_sentences(example) for example in corpus.examples])
        if corpus.name in WITHOUT_VECTORS
        else corpus
        for corpus in corpora_of(data, tokenizer, only_open=only_open, names=names)
    ]
    by_hand = {f"names-{language}": partial(_named, data, language, tokenizer) for language in BY_HAND}
    makers: dict[str, Callable[[], Iterable[Example]]] = {
        **by_hand,
        "french_links": partial(_sentences, data / FROM_LINKS, "links", tokenizer),
        "languages": lambda: (
            document_example(row, "narrow", "gold", tokenizer)
            for row in written_rows(sorted(OTHER_LANGUAGES.glob("*.txt")))
        ),
    }
    return [*english, *_made(makers, names, by_hand)]


def _made(
    makers: Mapping[str, Callable[[], Iterable[Example]]], names: Collection[str] | None, joined: Collection[str]
) -> list[Corpus]:
    return [
        Corpus(name, list(make()), is_joined=name in joined)
        for name, make in makers.items()
        if names is None or name in names
    ]


def _sentences(path: Path, scheme: str, tokenizer: Tokenizer) -> Iterator[Example]:
    return sentence_examples(rows_of(path), scheme, tokenizer)


def _named(data: Path, language: str, tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield the sentences with names of a language."""
    yield from map(_without_sentences, sentence_examples(named_rows(data, language), "web", tokenizer))


def _without_sentences(example: Example) -> Example:
    return replace(example, sentences=[], sentence_texts=[])


def without_fold(corpus: Corpus, fold: int, folds: int) -> Corpus:
    """Return a corpus of documents without those of a fold, each `folds`-th one. Other corpora stay whole."""
    if corpus.name not in FOLDED:
        return corpus
    kept = [number for number in range(len(corpus.examples)) if number % folds != fold]
    return replace(
        corpus,
        examples=[corpus.examples[number] for number in kept],
        vectors=[corpus.vectors[number] for number in kept],
    )


def document_example(row: Mapping[str, Any], role_scheme: str, entity_scheme: str, tokenizer: Tokenizer) -> Example:
    """Return a document with annotated attributions and entities. `entities_silver` are annotated automatically."""
    text = row["text"]
    tokens = tokens_of(text, tokenizer)
    pieces = [
        RolePiece(role, *_covered(tokens, start, end), number)
        for number, attribution in enumerate(row["attributions"])
        for role in ROLES
        for start, end in attribution[role]
    ]
    pieces = sorted((piece for piece in pieces if piece.start < piece.end), key=lambda piece: piece.start)
    entities = row["entities"] if "entities" in row else row["entities_silver"]
    spans = _sentence_spans(text)
    return Example(
        tokens,
        _labels(tokens, [(piece.role, piece.start, piece.end) for piece in pieces], ROLE_TAGS),
        _nothing(tokens) if entities is None else _labels(tokens, _token_spans(tokens, entities), ENTITY_TAGS),
        ROLE_SCHEMES.index(role_scheme),
        ENTITY_SCHEMES.index(entity_scheme),
        pieces,
        [_covered(tokens, start, end) for start, end in spans],
        [text[start:end] for start, end in spans],
    )


def sentence_examples(rows: Iterable[Mapping[str, Any]], scheme: str, tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield sentences with annotated entities, and with vectors if the scheme is in WHOLE_SENTENCES."""
    for row in rows:
        tokens = tokens_of(row["text"], tokenizer)
        if len(tokens):
            labels = _labels(tokens, _token_spans(tokens, row["entities"]), ENTITY_TAGS)
            has_vectors = scheme in WHOLE_SENTENCES
            yield Example(
                tokens,
                _nothing(tokens),
                labels,
                0,
                ENTITY_SCHEMES.index(scheme),
                sentences=[(0, len(tokens))] if has_vectors else [],
                sentence_texts=[row["text"]] if has_vectors else [],
            )


def _nothing(tokens: Tokens) -> NDArray[np.int64]:
    return np.full(len(tokens), NOT_LABELLED, dtype=np.int64)


def _token_spans(tokens: Tokens, spans: Sequence[Sequence[Any]]) -> list[tuple[str, int, int]]:
    return [(label, *_covered(tokens, start, end)) for label, start, end, *_ in spans]


def _covered(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the range of tokens that overlap [start, end) of the text."""
    first = int(np.searchsorted(tokens.ends, start, side="right"))
    last = int(np.searchsorted(tokens.starts, end, side="left"))
    return first, max(first, last)


def _labels(tokens: Tokens, spans: Sequence[tuple[str, int, int]], tags: Sequence[str]) -> NDArray[np.int64]:
    """Return a tag for the first token of each word. Inside another span, the shorter one counts."""
    labels = np.zeros(len(tokens), dtype=np.int64)
    for label, start, end in sorted(spans, key=lambda span: span[1] - span[2]):
        rest = int(labels[end]) if end < len(tokens) else 0
        if tags[rest].startswith("I-"):
            labels[end] = tags.index(f"B-{tags[rest][2:]}")
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
            for first, last in sent_spans(line):
                bounds = [first, *(match.start() for match in SENTENCE_END.finditer(line, first, last)), last]
                spans += [(start + low, start + high) for low, high in pairwise(bounds) if line[low:high].strip()]
        start += len(line) + 1
    return spans
