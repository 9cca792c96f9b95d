"""The confidence of attributions: its features and weights."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.annotator.model_files import CONFIDENCE, FOLDER
from functions.summarize.attributions.confidence import SIGNALS, ConfidenceModel, features_of, log_odds
from functions.summarize.attributions.drafts import Draft, Signals
from shared.errors import ConfigurationError
from tests.support.properties import examples

TEXT = 'Ada Osei said the harbour would close. "We had no choice," she added.'
SURE = Signals(cue=0.99, content=0.98, source=0.99, content_cue=0.99, cue_source=0.99)
DRAFT = Draft(source=((0, 8),), cue=(9, 13), content=((14, 37),), direct=False, signals=SURE)


def test_the_shipped_weights_have_one_for_each_feature() -> None:
    assert set(ConfidenceModel.load().weights) == set(features_of(DRAFT, TEXT))


def test_a_clear_statement_is_surer_than_one_with_doubtful_parts() -> None:
    model = ConfidenceModel.load()
    doubtful = replace(DRAFT, signals=Signals(cue=0.4, content=0.4, source=0.4, content_cue=0.5, cue_source=0.5))
    assert model.of(DRAFT, TEXT) > 0.8 > model.of(doubtful, TEXT)


@pytest.mark.parametrize("signal", SIGNALS)
def test_a_draft_of_a_rule_has_no_probabilities(signal: str) -> None:
    features = features_of(replace(DRAFT, signals=None), TEXT)
    assert features[signal] == 0
    assert features["by_rule"] == 1


def test_where_punctuation_says_what_the_content_is_its_probability_does_not_count() -> None:
    unsure = replace(DRAFT, tied=True, signals=replace(SURE, content=0.3))
    assert features_of(unsure, TEXT) == features_of(replace(DRAFT, tied=True), TEXT)
    assert features_of(unsure, TEXT) != features_of(DRAFT, TEXT)


def test_somebody_named_before_replaces_a_missing_source() -> None:
    assert features_of(replace(DRAFT, source=()), TEXT)["no_source"] == 1
    assert features_of(replace(DRAFT, source=(), implied=True), TEXT)["no_source"] == 0


@examples(50)
@given(st.floats(0, 1), st.floats(0, 1), st.none() | st.floats(0, 1))
def test_a_confidence_is_a_probability(cue: float, content: float, source: float | None) -> None:
    signals = Signals(cue=cue, content=content, source=source, content_cue=cue, cue_source=content)
    assert 0 <= ConfidenceModel.load().of(replace(DRAFT, signals=signals), TEXT) <= 1


def test_changed_weights_are_rejected(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    (folder / CONFIDENCE).write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=f"{CONFIDENCE} does not match SHA256SUMS"):
        ConfidenceModel.load(folder)


def test_log_odds_are_bounded_and_symmetric() -> None:
    assert log_odds(0.5) == log_odds(None) == 0
    assert log_odds(1.0) == pytest.approx(-log_odds(0.0))
    assert log_odds(1.0) < 10
