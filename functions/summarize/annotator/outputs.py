"""The outputs of the annotator for single windows, and their decoding into the annotations of a whole text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from functions.summarize.annotator.annotations import Annotations, Links, Mention, RoleSpan
from functions.summarize.annotator.tag_decoding import (
    TaggedSpan,
    best_scored_tags,
    best_tags,
    softmax,
    spans_of,
)
from functions.summarize.annotator.tokens import Tokens
from functions.summarize.annotator.windows import Window

# Columns of the link scores. A content's query is compared with a cue's key, and a cue's query with a source's key.
CONTENT_QUERY = slice(0, 64)
CUE_KEY = slice(64, 128)
CUE_QUERY = slice(128, 192)
SOURCE_KEY = slice(192, 256)

# Columns with the scores of no cue and of no source.
NO_CUE, NO_SOURCE = 256, 257

# Number of columns of the link scores.
LINKS = 258

# Number of columns of a sentence vector.
VECTOR = 384


class WindowOutput(NamedTuple):
    """The output of the graph for the tokens of one window: (tokens, columns), float32."""

    roles: NDArray[np.float32]
    entities: NDArray[np.float32]
    links: NDArray[np.float32]
    sentences: NDArray[np.float32]
    # None for a graph without the layer of salience, as one that is being trained.
    salience: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class TagScheme:
    """The tags of the columns of an output, and the scores of transitions between tags."""

    role_tags: Sequence[str]
    role_transitions: NDArray[np.float32]
    entity_tags: Sequence[str]
    entity_transitions: NDArray[np.float32]
    # Scores of transitions between the tags of entities to words that are separated from others. None: as all others.
    separated_entity_transitions: NDArray[np.float32] | None = None


def annotations_of(
    tokens: Tokens,
    windows: Sequence[Window],
    outputs: Iterable[WindowOutput],
    scheme: TagScheme,
    sentences: Sequence[tuple[int, int]],
    is_separated: NDArray[np.bool_],
) -> Annotations:
    """Join and decode the outputs of the windows. Sentences are [start, end) code points of the text.

    `is_separated`: for each word, whether it is in a script that separates words.
    """
    joined = _joined(tokens, windows, outputs, scheme, sentences)
    role_spans = _decode(joined.roles[tokens.word_starts], scheme.role_transitions, scheme.role_tags)
    linker = SpanLinker(role_spans, [_tokens_in(tokens, span) for span in role_spans], windows, joined.links)
    return Annotations(
        mentions=[
            Mention(*_place(tokens, span), span.label, span.score)  # type: ignore[arg-type]  # the scheme's labels
            for span in _decoded_entities(joined.entities[tokens.word_starts], scheme, is_separated)
            if span.label != "MISC"
        ],
        roles=[
            RoleSpan(*_place(tokens, span), span.label, span.score)  # type: ignore[arg-type]  # the scheme's labels
            for span in role_spans
        ],
        content_cues=linker.links("content", "cue", CONTENT_QUERY, CUE_KEY, NO_CUE),
        cue_sources=linker.links("cue", "source", CUE_QUERY, SOURCE_KEY, NO_SOURCE),
        end=int(tokens.ends[-1]) if len(tokens) else 0,
        vectors=_unit(joined.sums),
        salience=joined.salience,
    )


class _Joined(NamedTuple):
    """The outputs of all windows: roles and entities of tokens, sums of vectors and mean salience of sentences."""

    roles: NDArray[np.float32]
    entities: NDArray[np.float32]
    # The link scores of each window, which are compared within it only.
    links: list[NDArray[np.float16]]
    sums: NDArray[np.float32]
    salience: NDArray[np.float32]


def _joined(
    tokens: Tokens,
    windows: Sequence[Window],
    outputs: Iterable[WindowOutput],
    scheme: TagScheme,
    sentences: Sequence[tuple[int, int]],
) -> _Joined:
    """Join the outputs of the windows, from each the tokens that it keeps."""
    roles = np.zeros((len(tokens), len(scheme.role_tags)), dtype=np.float32)
    entities = np.zeros((len(tokens), len(scheme.entity_tags)), dtype=np.float32)
    links: list[NDArray[np.float16]] = []
    sums = np.zeros((len(sentences), VECTOR), dtype=np.float32)
    salience = np.zeros((len(sentences), 2), dtype=np.float32)
    owner = _sentence_of(tokens, sentences)
    for window, output in zip(windows, outputs, strict=True):
        kept = slice(window.keep_start, window.keep_end)
        inside = slice(window.keep_start - window.start, window.keep_end - window.start)
        roles[kept] = output.roles[inside]
        entities[kept] = output.entities[inside]
        links.append(output.links.astype(np.float16))
        _add(sums, owner[kept], output.sentences[inside])
        if output.salience is not None:
            scores = output.salience[inside]
            _add(salience, owner[kept], np.concatenate([scores, np.ones_like(scores)], axis=1))
    return _Joined(roles, entities, links, sums, _means(salience[:, 0], salience[:, 1]))


def _means(totals: NDArray[np.float32], counts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the means (sentences,). A sentence without tokens has the lowest of the others."""
    means: NDArray[np.float32] = (totals / np.maximum(counts, 1)).astype(np.float32)
    means[counts == 0] = means[counts > 0].min(initial=np.inf) if np.any(counts > 0) else 0.0
    return means


def _unit(sums: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return unit rows. The rows of sentences without tokens stay zero."""
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    vectors: NDArray[np.float32] = sums / np.maximum(lengths, 1e-9)
    return vectors


def _add(sums: NDArray[np.float32], owners: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
    """Add the vectors (tokens, width) to the sums of their owners. Tokens of one owner follow each other."""
    if len(owners):
        starts = np.concatenate([[0], np.flatnonzero(np.diff(owners)) + 1])
        totals = np.add.reduceat(vectors, starts, axis=0)
        known = owners[starts] >= 0
        # An owner occurs twice if tokens of none are inside it, so each total is added alone.
        for number, total in zip(owners[starts][known].tolist(), totals[known], strict=True):
            sums[number] += total


def _sentence_of(tokens: Tokens, sentences: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Return the number of the sentence of each token, -1 for none. Sentences are in order."""
    if not sentences:
        return np.full(len(tokens), -1, dtype=np.int64)
    starts, ends = (np.array(bounds, dtype=np.int64) for bounds in zip(*sentences, strict=True))
    owner = np.searchsorted(starts, tokens.starts, side="right") - 1
    return np.where((owner >= 0) & (tokens.starts < ends[owner]), owner, -1)


def _decode(scores: NDArray[np.float32], transitions: NDArray[np.float32], tags: Sequence[str]) -> list[TaggedSpan]:
    return spans_of(best_tags(scores, transitions), tags, softmax(scores))


def _decoded_entities(
    scores: NDArray[np.float32], scheme: TagScheme, is_separated: NDArray[np.bool_]
) -> list[TaggedSpan]:
    scored = scheme.separated_entity_transitions
    if scored is None:
        return _decode(scores, scheme.entity_transitions, scheme.entity_tags)
    tags = best_scored_tags(scores, scheme.entity_transitions, scored, is_separated)
    return spans_of(tags, scheme.entity_tags, softmax(scores))


def _tokens_in(tokens: Tokens, span: TaggedSpan) -> tuple[int, int]:
    """Return the tokens [start, end) of a span of words."""
    end = tokens.word_starts[span.end] if span.end < len(tokens.word_starts) else len(tokens)
    return int(tokens.word_starts[span.start]), int(end)


def _place(tokens: Tokens, span: TaggedSpan) -> tuple[int, int]:
    first, last = _tokens_in(tokens, span)
    return int(tokens.starts[first]), int(tokens.ends[last - 1])


@dataclass(frozen=True, slots=True)
class SpanLinker:
    """Links spans within one window. The scores depend on the window: they include the position in it."""

    spans: Sequence[TaggedSpan]
    # The tokens of each span.
    places: Sequence[tuple[int, int]]
    windows: Sequence[Window]
    # The link scores of each window.
    outputs: Sequence[NDArray[np.float16]]

    def links(self, seeker: str, sought: str, query: slice, key: slice, none: int) -> Links:
        """Return, for each `seeker` span, the probability of each `sought` span in its window, and of none."""
        numbers = {label: [n for n, span in enumerate(self.spans) if span.label == label] for label in (seeker, sought)}
        limits = np.array([window.keep_end for window in self.windows], dtype=np.int64)
        starts = np.array([self.places[number][0] for number in numbers[sought]], dtype=np.int64)
        of_window = np.searchsorted(limits, [self.places[number][0] for number in numbers[seeker]], side="right")
        found: dict[int, dict[int | None, float]] = {}
        for window in sorted({*of_window.tolist()}):
            bounds = self.windows[window]
            first, last = np.searchsorted(starts, [bounds.start, bounds.end])
            partners = numbers[sought][first:last]
            # Spans are in the order of the text, so those of a window follow each other.
            first, last = np.searchsorted(of_window, [window, window + 1])
            seekers = numbers[seeker][first:last]
            wanted, offered = self._means(window, seekers), self._means(window, partners)
            scores = np.concatenate([wanted[:, none, None], wanted[:, query] @ offered[:, key].T], axis=1)
            for number, probabilities in zip(seekers, softmax(scores).tolist(), strict=True):
                found[number] = dict(zip([None, *partners], probabilities, strict=True))
        return found

    def _means(self, window: int, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Return the mean link scores (spans, columns) of the parts of spans in a window."""
        if not numbers:
            return np.zeros((0, LINKS), dtype=np.float32)
        output = self.outputs[window]
        places = np.array([self.places[number] for number in numbers]) - self.windows[window].start
        bounds = places.clip(0, len(output))
        # The sums from each start to its end, and from each end to the next start, which are not used. The last end may
        # be that of the window, so a row follows it.
        padded = np.concatenate([output, np.zeros((1, LINKS), dtype=output.dtype)], dtype=np.float32)
        sums = np.add.reduceat(padded, bounds.ravel(), axis=0)[::2]
        means: NDArray[np.float32] = sums / (bounds[:, 1:] - bounds[:, :1]).astype(np.float32)
        return means
