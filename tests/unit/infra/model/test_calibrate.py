"""The calibration of confidences: which candidates are right, and the weights that are fitted to them."""

import random

import pytest

from functions.summarize.annotator.annotator import Annotator
from infra.model.calibrate import Candidate, candidates_of, fitted, table
from infra.model.lines import by_lines

STORY = 'Ada Osei said on Friday the harbour would close for repairs. "We had no choice," the mayor added.'


def place(words: str) -> list[list[int]]:
    start = STORY.index(words)
    return [[start, start + len(words)]]


def gold(source: str, content: str) -> dict[str, object]:
    return {"source": place(source), "cue": [], "content": place(content)}


def candidates(*wanted: dict[str, object]) -> list[bool]:
    return [each.is_right for each in candidates_of(Annotator.load(), by_lines(STORY), wanted)]


def test_a_candidate_is_right_if_content_and_source_are() -> None:
    assert candidates(gold("Ada Osei", "the harbour would close for repairs")).count(True) == 1


def test_a_candidate_with_another_source_is_wrong() -> None:
    assert candidates(gold("the mayor", "the harbour would close for repairs")).count(True) == 0


def test_a_gold_attribution_matches_one_candidate() -> None:
    found = candidates(gold("the mayor", '"We had no choice,"'), gold("the mayor", '"We had no choice,"'))
    assert found.count(True) == 1


def test_fitted_weights_give_the_probability_with_which_a_candidate_is_right() -> None:
    chance = random.Random(5)
    made = []
    for _ in range(2000):
        value = chance.uniform(-2, 2)
        made.append(Candidate({"bias": 1.0, "cue": value}, chance.random() < 1 / (1 + 2.718281828 ** -(2 * value - 1))))
    weights = fitted(made)
    assert weights["cue"] == pytest.approx(2, rel=0.1)
    assert weights["bias"] == pytest.approx(-1, rel=0.15)


def test_the_table_has_precision_and_recall_at_each_threshold() -> None:
    made = [Candidate({"bias": 1.0, "cue": value}, value > 0) for value in (-3.0, -1.0, 1.0, 3.0)]
    lines = table(made, [0.1, 0.2, 0.8, 0.9], 4).splitlines()
    assert lines[1].split() == ["0.0", "4", "0.500", "0.500"]
    assert lines[6].split() == ["0.5", "2", "1.000", "0.500"]
