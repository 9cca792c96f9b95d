"""Training windows: the examples are cut at different places in each epoch, and batched by length."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from functions.summarize.annotator.tokens import Tokens
from functions.summarize.annotator.windows import WINDOW
from infra.model.corpora import NOT_LABELLED, Example, Vectors
from infra.model.network import WIDTH

# Maximum number of tokens in a batch, including padding.
TOKENS_IN_BATCH = 3000

# Share of the tokens that are masked in half of the batches, so that the network learns from the context of a name.
MASKED = 0.1

# (window, start, end) of token positions.
Span = tuple[int, int, int]


class Special(NamedTuple):
    """The numbers of the special tokens in the vocabulary of a model."""

    first: int
    last: int
    padding: int
    mask: int

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> Self:
        """Return the numbers in the vocabulary of a tokenizer."""
        numbers = tokenizer.get_vocab()
        return cls(*(numbers[name] for name in ("[CLS]", "[SEP]", "[PAD]", "[MASK]")))


@dataclass(frozen=True, slots=True)
class Cut:
    """Tokens [start, end) of an example, read as one window."""

    example: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of tokens (windows, tokens) with their labels. Spans are rows (window, start, end) of token positions."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    roles: Tensor
    entities: Tensor
    # The scheme of each window.
    role_schemes: Tensor
    entity_schemes: Tensor
    contents: Tensor
    cues: Tensor
    sources: Tensor
    # Number of the cue of each content in `cues`, or -1.
    content_cues: Tensor
    cue_sources: Tensor
    sentences: Tensor
    # Target vectors of `sentences` (sentences, 384).
    vectors: Tensor


def cuts_of(examples: Sequence[Example], chance: random.Random) -> Iterator[Cut]:
    """Yield windows over every example. The first window of a long example has a random length."""
    for number, example in enumerate(examples):
        start, count = 0, len(example.tokens)
        end = min(count, chance.randint(WINDOW // 4, WINDOW) if count > WINDOW else WINDOW)
        while start < count:
            yield Cut(number, start, end)
            start, end = end, min(count, end + WINDOW)


def batches_of(
    examples: Sequence[Example],
    vectors: Sequence[Vectors],
    special: Special,
    chance: random.Random,
) -> Iterator[Batch]:
    """Return the batches of one epoch. `vectors`: the sentence vectors (sentences, 384) of each example, or None."""
    cuts = list(cuts_of(examples, chance))
    chance.shuffle(cuts)
    groups: list[list[Cut]] = []
    for first in range(0, len(cuts), 512):
        group: list[Cut] = []
        for cut in sorted(cuts[first : first + 512], key=lambda cut: cut.end - cut.start, reverse=True):
            longest = max(cut.end - cut.start, *(other.end - other.start for other in group)) if group else 0
            if group and longest * (len(group) + 1) > TOKENS_IN_BATCH:
                groups.append(group)
                group = []
            group.append(cut)
        groups.append(group)
    chance.shuffle(groups)
    return (_batch(examples, vectors, group, special, chance) for group in groups)


def _batch(
    examples: Sequence[Example],
    vectors: Sequence[Vectors],
    cuts: Sequence[Cut],
    special: Special,
    chance: random.Random,
) -> Batch:
    masked = MASKED if chance.random() < 0.5 else 0.0
    ids, shapes, roles, entities = _labelled_tokens(examples, cuts, masked, special, chance)
    spans, owners = _pieces(examples, cuts)
    # masked tokens change the vector of a sentence
    sentences, wanted = ([], []) if masked else _sentence_targets(examples, vectors, cuts)
    cues, sources = _first_of_each(owners["cue"]), _first_of_each(owners["source"])
    return Batch(
        ids=torch.from_numpy(ids),
        shapes=torch.from_numpy(shapes),
        mask=torch.from_numpy((ids != special.padding).astype(np.int64)),
        roles=torch.from_numpy(roles),
        entities=torch.from_numpy(entities),
        role_schemes=torch.tensor([examples[cut.example].role_scheme for cut in cuts]),
        entity_schemes=torch.tensor([examples[cut.example].entity_scheme for cut in cuts]),
        contents=_rows(spans["content"]),
        cues=_rows(spans["cue"]),
        sources=_rows(spans["source"]),
        content_cues=torch.tensor([cues.get(owner, -1) for owner in owners["content"]], dtype=torch.int64),
        cue_sources=torch.tensor([sources.get(owner, -1) for owner in owners["cue"]], dtype=torch.int64),
        sentences=_rows(sentences),
        vectors=torch.from_numpy(np.stack(wanted).astype(np.float32)) if wanted else torch.zeros(0, WIDTH),
    )


def _labelled_tokens(
    examples: Sequence[Example], cuts: Sequence[Cut], masked: float, special: Special, chance: random.Random
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return ids, shapes, role labels and entity labels (windows, tokens). A share `masked` is masked."""
    width = max(cut.end - cut.start for cut in cuts) + 2
    ids = np.full((len(cuts), width), special.padding)
    shapes = np.zeros_like(ids)
    roles, entities = np.full_like(ids, NOT_LABELLED), np.full_like(ids, NOT_LABELLED)
    for row, cut in enumerate(cuts):
        example = examples[cut.example]
        taken = slice(cut.start, cut.end)
        inside = slice(1, cut.end - cut.start + 1)
        ids[row, inside] = example.tokens.ids[taken]
        hidden = np.random.default_rng(chance.getrandbits(32)).random(cut.end - cut.start) < masked
        ids[row, inside][hidden] = special.mask
        ids[row, 0], ids[row, cut.end - cut.start + 1] = special.first, special.last
        shapes[row, inside] = example.tokens.shapes[taken]
        roles[row, inside] = example.roles[taken]
        entities[row, inside] = example.entities[taken]
    return ids, shapes, roles, entities


def _pieces(
    examples: Sequence[Example], cuts: Sequence[Cut]
) -> tuple[dict[str, list[Span]], dict[str, list[tuple[int, int]]]]:
    """Return the pieces that begin in the cuts, by role: their spans, and their attributions as (window, number)."""
    spans: dict[str, list[Span]] = {"content": [], "cue": [], "source": []}
    owners: dict[str, list[tuple[int, int]]] = {"content": [], "cue": [], "source": []}
    for row, cut in enumerate(cuts):
        for piece in examples[cut.example].pieces:
            if cut.start <= piece.start < cut.end:
                end = min(piece.end, cut.end)
                spans[piece.role].append((row, piece.start - cut.start + 1, end - cut.start + 1))
                owners[piece.role].append((row, piece.attribution))
    return spans, owners


def _sentence_targets(
    examples: Sequence[Example], vectors: Sequence[Vectors], cuts: Sequence[Cut]
) -> tuple[list[Span], list[NDArray[np.float16]]]:
    """Return the sentences with vectors that are completely inside the cuts, and their vectors."""
    sentences: list[Span] = []
    wanted: list[NDArray[np.float16]] = []
    for row, cut in enumerate(cuts):
        targets = vectors[cut.example]
        if targets is not None:
            for (start, end), target in zip(examples[cut.example].sentences, targets, strict=True):
                if cut.start <= start < end <= cut.end:
                    sentences.append((row, start - cut.start + 1, end - cut.start + 1))
                    wanted.append(target)
    return sentences, wanted


def _first_of_each(owners: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return the number of the first piece of each attribution."""
    return {owner: number for number, owner in reversed(list(enumerate(owners)))}


def _rows(spans: Iterable[Span]) -> Tensor:
    return torch.tensor(list(spans), dtype=torch.int64).reshape(-1, 3)


def joined(
    examples: Sequence[Example], vectors: Sequence[Vectors], chance: random.Random, most: int
) -> tuple[list[Example], list[Vectors]]:
    """Join runs of one to `most` consecutive examples, so that sentences occur alone and with their neighbours."""
    texts: list[Example] = []
    wanted: list[Vectors] = []
    start = 0
    while start < len(examples):
        end = start + chance.choice([1, 1, *range(2, most + 1)])
        run, targets = examples[start:end], vectors[start:end]
        texts.append(_join(run))
        known = [target for target in targets if target is not None]
        wanted.append(np.concatenate(known) if len(known) == len(run) else None)
        start = end
    return texts, wanted


def _join(examples: Sequence[Example]) -> Example:
    shifts = np.cumsum([0, *(len(example.tokens) for example in examples)]).tolist()
    words = [example.tokens.word_starts + shift for example, shift in zip(examples, shifts, strict=False)]

    def whole(column: str) -> NDArray[np.int64]:
        return np.concatenate([getattr(example.tokens, column) for example in examples])

    return Example(
        Tokens(whole("ids"), whole("shapes"), whole("starts"), whole("ends"), np.concatenate(words)),
        np.concatenate([example.roles for example in examples]),
        np.concatenate([example.entities for example in examples]),
        examples[0].role_scheme,
        examples[0].entity_scheme,
        sentences=[
            (first + shift, last + shift)
            for example, shift in zip(examples, shifts, strict=False)
            for first, last in example.sentences
        ],
        sentence_texts=[text for example in examples for text in example.sentence_texts],
    )
