"""Decoding of scores into spans: the best valid sequence of tags."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.annotator.tag_decoding import (
    IMPOSSIBLE,
    TaggedSpan,
    TransitionScores,
    best_scored_tags,
    best_tags,
    scored_transitions,
    softmax,
    spans_of,
    tags_of,
    valid_transitions,
)

LABELS = ("source", "cue")
TAGS = tags_of(LABELS)
TRANSITIONS = valid_transitions(TAGS)
SCORED = scored_transitions(TAGS, TransitionScores(-0.5, 0.75, 1, -4, -2))
scores_of_words = st.lists(
    st.lists(st.integers(-40, 40), min_size=len(TAGS), max_size=len(TAGS)), min_size=1, max_size=6
).map(lambda rows: np.array(rows, dtype=np.float32) / 8)


def one_hot(*tags: str) -> np.ndarray:
    return np.eye(len(TAGS), dtype=np.float32)[[TAGS.index(tag) for tag in tags]]


def test_each_label_has_a_beginning_and_an_inside() -> None:
    assert TAGS == ["O", "B-source", "I-source", "B-cue", "I-cue"]


def test_an_inside_follows_only_its_own_label() -> None:
    inside = TRANSITIONS[:, TAGS.index("I-source")]
    assert inside.tolist() == [IMPOSSIBLE, 0, 0, IMPOSSIBLE, IMPOSSIBLE]


def is_best(tags: np.ndarray, scores: np.ndarray, transitions: Sequence[np.ndarray]) -> bool:
    """Whether no other sequence has a higher sum. `transitions` are those to each word."""

    def total(sequence: tuple[int, ...]) -> float:
        steps = zip(transitions, (0, *sequence), sequence, strict=False)
        return float(
            sum(scores[range(len(sequence)), sequence]) + sum(to[before, after] for to, before, after in steps)
        )

    best = max(total(sequence) for sequence in product(range(len(TAGS)), repeat=len(scores)))
    return abs(total(tuple(tags.tolist())) - best) < 1e-3


@given(scores_of_words)
def test_no_other_valid_sequence_scores_higher(scores: np.ndarray) -> None:
    assert is_best(best_tags(scores, TRANSITIONS), scores, [TRANSITIONS] * len(scores))


@given(scores_of_words, st.lists(st.booleans(), min_size=6, max_size=6))
def test_the_transitions_to_some_words_are_scored(scores: np.ndarray, chosen: list[bool]) -> None:
    is_scored = np.array(chosen[: len(scores)])
    tags = best_scored_tags(scores, TRANSITIONS, SCORED, is_scored)
    assert is_best(tags, scores, [SCORED if scored else TRANSITIONS for scored in is_scored])


@pytest.mark.parametrize(("is_scored", "sureness", "spans"), [(False, 1, 2), (True, 1, 1), (True, 9, 2)])
def test_a_span_is_divided_where_its_words_are_sure(is_scored: bool, sureness: int, spans: int) -> None:
    scores = sureness * one_hot("B-cue", "B-cue")
    tags = best_scored_tags(scores, TRANSITIONS, SCORED, np.array([is_scored] * 2))
    assert len(spans_of(tags, TAGS, softmax(scores))) == spans


@given(scores_of_words)
def test_spans_are_in_order_apart_and_cover_every_word_that_is_tagged(scores: np.ndarray) -> None:
    numbers = best_tags(scores, TRANSITIONS)
    spans = spans_of(numbers, TAGS, softmax(scores))
    covered = [word for span in spans for word in range(span.start, span.end)]
    assert covered == [word for word, number in enumerate(numbers.tolist()) if number]
    assert all(span.label in LABELS and 0 <= span.score <= 1 for span in spans)


def test_two_spans_of_one_label_may_touch() -> None:
    scores = 9 * one_hot("B-cue", "I-cue", "B-cue", "O", "B-source")
    spans = spans_of(best_tags(scores, TRANSITIONS), TAGS, softmax(scores))
    assert [span[:3] for span in spans] == [("cue", 0, 2), ("cue", 2, 3), ("source", 4, 5)]
    assert isinstance(spans[0], TaggedSpan)


def test_no_words_have_no_tags() -> None:
    none = np.zeros((0, len(TAGS)), dtype=np.float32)
    assert best_tags(none, TRANSITIONS).tolist() == []
    assert best_scored_tags(none, TRANSITIONS, SCORED, np.zeros(0, dtype=np.bool_)).tolist() == []
