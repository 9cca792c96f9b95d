"""Decoding of the annotator's scores for words into spans: the best valid sequence of tags."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# The tag of a word outside all spans.
OUTSIDE = "O"

# The score of an invalid transition, lower than any sum of scores.
IMPOSSIBLE = -1e4


class TransitionScores(NamedTuple):
    """Scores of the transitions into the words of a span. They are the same for all labels."""

    # From a word outside all spans.
    begin: float
    # From the first word of the span, and from a later one.
    second: float
    further: float
    # From a span directly before it with the same label, or with another one.
    behind_same: float
    behind_other: float

    def of(self, before: str, after: str) -> float:
        """Return the score of a valid transition between two tags."""
        if after == OUTSIDE:
            return 0.0
        if after.startswith("I-"):
            return self.second if before.startswith("B-") else self.further
        if before == OUTSIDE:
            return self.begin
        return self.behind_same if before[2:] == after[2:] else self.behind_other


class TaggedSpan(NamedTuple):
    """Words [start, end) with one label. `score` is the mean probability of their tags."""

    label: str
    start: int
    end: int
    score: float


def tags_of(labels: Sequence[str]) -> list[str]:
    """Return `O`, then the beginning and the inside of each label: the order of the annotator's scores."""
    return [OUTSIDE, *(f"{place}-{label}" for label in labels for place in "BI")]


def valid_transitions(tags: Sequence[str]) -> NDArray[np.float32]:
    """Return scores (tags, tags) of transitions. An inside follows only a beginning or an inside of the same label."""
    scores = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for after, tag in enumerate(tags):
        if tag.startswith("I-"):
            scores[:, after] = [0.0 if before != OUTSIDE and before[2:] == tag[2:] else IMPOSSIBLE for before in tags]
    return scores


def scored_transitions(tags: Sequence[str], scores: TransitionScores) -> NDArray[np.float32]:
    """Return scores (tags, tags) of transitions, as valid_transitions, with the given ones of those into spans."""
    found = valid_transitions(tags)
    for before, after in np.argwhere(found == 0).tolist():
        found[before, after] = scores.of(tags[before], tags[after])
    return found


def best_tags(scores: NDArray[np.float32], transitions: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the tag numbers (words,) with the highest sum of scores (words, tags) and transitions (tags, tags).

    `transitions` are those of valid_transitions. A text never begins with an inside. Nearly all words have the tag with
    the highest score; the algorithm of Viterbi (1967) runs only where these tags do not follow each other.
    """
    tags: NDArray[np.int64] = scores.argmax(axis=1)
    valid = transitions == 0
    starts = np.append(np.flatnonzero(valid.all(axis=0)[tags]), len(tags))
    solved: list[tuple[int, int]] = []
    for word in np.flatnonzero(~valid[np.concatenate([[0], tags])[:-1], tags]).tolist():
        if solved and word < solved[-1][1]:
            continue
        first, end = word, int(starts[np.searchsorted(starts, word)])
        while True:
            place = int(np.searchsorted(starts, first))
            first = int(starts[place - 1]) if place else 0
            while solved and first < solved[-1][1]:
                first = min(first, solved.pop()[0])
            # Any first tag is allowed. If it may follow the tag before, no other sequence is better.
            found = _viterbi(scores[first:end], transitions, transitions[0] if first == 0 else 0 * transitions[0])
            if first == 0 or valid[tags[first - 1], found[0]]:
                break
        tags[first:end] = found
        solved.append((first, end))
    return tags


def best_scored_tags(
    scores: NDArray[np.float32],
    valid: NDArray[np.float32],
    transitions: NDArray[np.float32],
    is_scored: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return the tag numbers (words,) as best_tags, with the transitions of scored_transitions to some of the words.

    `valid` are those of valid_transitions, to the other words. `is_scored` has an item for each word.
    """
    if not is_scored.any():
        return best_tags(scores, valid)
    each = np.stack([valid, transitions])[is_scored.astype(np.int64)]
    # The sums of a long text need a higher precision than the scores.
    return _viterbi(scores.astype(np.float64), each, each[0, 0])


def _viterbi(
    scores: NDArray[np.floating], transitions: NDArray[np.float32], start: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Return the best tag numbers of some words. `start` are the transitions (tags,) to the first of them.

    `transitions` are those to any word (tags, tags), or to each word (words, tags, tags).
    """
    words = len(scores)
    transitions = np.broadcast_to(transitions, (words, *transitions.shape[-2:]))
    backward = np.empty(scores.shape, dtype=np.int64)
    total = scores[0] + start
    columns = np.arange(scores.shape[1])
    for word in range(1, words):
        paths = total[:, None] + transitions[word]
        best = paths.argmax(axis=0)
        backward[word] = best
        total = paths[best, columns] + scores[word]
    tags = np.empty(words, dtype=np.int64)
    tags[-1] = total.argmax()
    for word in range(words - 1, 0, -1):
        tags[word - 1] = backward[word, tags[word]]
    return tags


def spans_of(numbers: NDArray[np.int64], tags: Sequence[str], probabilities: NDArray[np.float32]) -> list[TaggedSpan]:
    """Return the spans of a sequence of tag numbers (words,), with scores from `probabilities` (words, tags)."""
    begins = np.array([tag.startswith("B-") for tag in tags])
    inside = np.array([tag.startswith("I-") for tag in tags])
    ends = np.flatnonzero(~np.append(inside[numbers], False))
    own = probabilities[np.arange(len(numbers)), numbers]
    spans = []
    for start in np.flatnonzero(begins[numbers]).tolist():
        end = int(ends[np.searchsorted(ends, start + 1)])
        spans.append(TaggedSpan(tags[numbers[start]][2:], start, end, float(own[start:end].mean())))
    return spans


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    probabilities: NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return probabilities
