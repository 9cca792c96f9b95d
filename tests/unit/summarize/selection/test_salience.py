"""The salience of sentences: the features, and the learned weights of the package."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.annotator.annotations import Mention, RoleSpan
from functions.summarize.annotator.model_files import FOLDER, SALIENCE
from functions.summarize.entities.entities import NamedEntity
from functions.summarize.selection.salience import (
    ANNOTATOR_SHARE,
    ANNOUNCEMENT_GAIN,
    CONCLUSION_GAIN,
    OUTCOME_GAIN,
    PREFERENCE_GAIN,
    REQUEST_GAIN,
    SalienceModel,
)
from functions.summarize.selection.sentence_features import SentenceContext, features_of, standardized
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind
from shared.errors import ConfigurationError
from tests.support.properties import examples

TEXTS = [
    "The council of Kesterport voted on Thursday to build a barrier against the tide.",
    "Ann Lee said the work would begin in May 2027 and take three years.",
    "“I never saw the water come so fast,” the baker of the old market said.",
    "Do you remember the flood of 1953, and what we lost in it?",
]


def context(texts: list[str] = TEXTS, *, seed: int = 0, kind: BlockKind = BlockKind.PARAGRAPH) -> SentenceContext:
    sentences, start = [], 0
    for number, text in enumerate(texts):
        sentences.append(Sentence(start, start + len(text), text, kind, number))
        start += len(text) + 2
    vectors = np.random.default_rng(seed).normal(size=(len(texts), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return SentenceContext(sentences, vectors, list(range(len(texts))))


def flat_model() -> SalienceModel:
    plain = {"names": ["length"], "means": [0.0], "scales": [1.0], "linear": [0.0], "hidden": [[0.0]]}
    return SalienceModel.of(plain | {"offsets": [0.0], "output": [0.0]})


def test_features_describe_place_form_and_words() -> None:
    found = features_of(context())
    assert found["candidate_0"].tolist() == [1, 0, 0, 0]
    assert found["begins_quoted"].tolist() == [0, 0, 1, 0]
    assert found["question"].tolist() == [0, 0, 0, 1]
    assert found["second_person"][3] > 0 and found["first_person"][2] > 0
    assert found["digits"][1] == pytest.approx(1 / 14)
    assert np.all(np.diff(found["near_start"]) < 0)


def test_features_count_names_and_attributions_in_their_sentences() -> None:
    plain = context()
    start = plain.sentences[1].start
    name = NamedEntity("Ann Lee", "PERSON", (), (Mention(start, start + 7, "PERSON"),), salience=0.8)
    roles = [RoleSpan(start + 8, start + 12, "cue"), RoleSpan(start + 13, plain.sentences[1].end, "content")]
    found = features_of(replace(plain, entities=[name], roles=roles))
    assert found["salience"].tolist() == [0, 0.8, 0, 0]
    assert found["introduced"].tolist() == [0, 0.8, 0, 0]
    assert found["main_names"].tolist() == [0, 1, 0, 0]
    assert found["cue"].tolist() == [0, 1, 0, 0]
    assert 0.5 < found["content"][1] < 1 and found["content"].sum() == found["content"][1]


def test_without_names_and_a_title_their_features_are_zero() -> None:
    found = features_of(context())
    assert not any(found[name].any() for name in ("salience", "names", "content", "cue", "like_title", "title_words"))


@examples(50)
@given(st.integers(0, 2**32 - 1))
def test_the_salience_does_not_depend_on_the_axes_of_the_vectors(seed: int) -> None:
    model = SalienceModel.load()
    plain = replace(context(seed=seed), title_vector=context(seed=seed).vectors[1])
    turn = np.linalg.qr(np.random.default_rng(seed).normal(size=(8, 8)))[0]
    turned = replace(
        plain,
        vectors=(plain.vectors @ turn).astype(np.float32),
        title_vector=(plain.vectors[1] @ turn).astype(np.float32),
    )
    assert np.allclose(model.scores(plain), model.scores(turned), atol=1e-3)


@examples(50)
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=20), st.floats(0.1, 10), st.floats(-3, 3))
def test_standardized_values_depend_neither_on_scale_nor_on_origin(
    values: list[float], scale: float, move: float
) -> None:
    array = np.array(values)
    if array.std() > 1e-3:
        assert np.allclose(standardized(array), standardized(array * scale + move), atol=1e-6)
    assert np.isfinite(standardized(array)).all()


def test_the_scores_are_finite_and_above_that_of_the_least_salient_sentence() -> None:
    for texts in (TEXTS, TEXTS[:1], ["!", "…", ""], ["単語だけの文です。", "これは二つ目の文です。"]):
        scores = SalienceModel.load().scores(context(texts))
        assert np.isfinite(scores).all() and scores.min() == 0
    assert SalienceModel.load().scores(context([])).tolist() == []


def test_the_salience_by_the_annotator_is_added() -> None:
    read = replace(context(), annotator_salience=np.array([-1.0, 2.0, -1.0, 3.0]))
    wanted = [0, 3 * ANNOTATOR_SHARE, 0, 4 * ANNOTATOR_SHARE]
    assert flat_model().scores(read).tolist() == pytest.approx(wanted)


def test_a_sentence_that_draws_a_conclusion_gains() -> None:
    assert flat_model().scores(replace(context(), conclusions=[2])).tolist() == [0, 0, CONCLUSION_GAIN, 0]


def test_a_sentence_that_announces_what_the_document_is_about_gains() -> None:
    texts = [*TEXTS, "This report describes the barrier of Kesterport and its costs."]
    assert flat_model().scores(context(texts)).tolist() == [0, 0, 0, 0, ANNOUNCEMENT_GAIN]


def test_a_preferred_sentence_gains_and_an_avoided_one_loses() -> None:
    preferring = replace(context(), preferred=[2], avoided=[3])
    assert flat_model().scores(preferring).tolist() == [PREFERENCE_GAIN, PREFERENCE_GAIN, 2 * PREFERENCE_GAIN, 0]


def test_what_a_letter_wants_gains() -> None:
    assert flat_model().scores(replace(context(), requests=[2])).tolist() == [0, 0, REQUEST_GAIN, 0]


def test_a_sentence_that_states_the_outcome_gains_also_if_it_is_preferred() -> None:
    assert flat_model().scores(replace(context(), outcomes=[2])).tolist() == [0, 0, OUTCOME_GAIN, 0]
    both = replace(context(), preferred=[2], outcomes=[2])
    assert flat_model().scores(both).tolist() == [0, 0, PREFERENCE_GAIN + OUTCOME_GAIN, 0]


def test_every_feature_has_weights() -> None:
    model = SalienceModel.load()
    assert sorted(features_of(context())) == list(model.names)
    assert model.hidden.shape == (len(model.names), len(model.output))


def test_a_changed_file_is_rejected(tmp_path: Path) -> None:
    for name in ("SHA256SUMS", SALIENCE):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    (tmp_path / SALIENCE).write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=f"{SALIENCE} does not match SHA256SUMS"):
        SalienceModel.load(tmp_path)
