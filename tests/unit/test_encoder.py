"""The sentence encoder: what its vectors say, and that they depend on the sentence alone."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.summarize.encoder import FOLDER, GRAPH, MAX_TOKENS, SENTENCES_AT_ONCE, TOKENIZER, WIDTH, SentenceEncoder
from shared.errors import ConfigurationError

SENTENCES = [
    "The council voted to close the old bridge for repairs.",
    "Councillors decided that the ageing bridge will shut while it is mended.",
    "My cousin bakes sourdough bread on Sundays.",
    "Rain.",
    "The harbour's new ferry, which was ordered four years ago, made its first crossing on Monday with 212 passengers.",
]


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder.load()


def test_a_paraphrase_is_nearer_than_an_unrelated_sentence(encoder: SentenceEncoder) -> None:
    bridge, paraphrase, bread, *_ = encoder.encode(SENTENCES)
    assert bridge @ paraphrase > 0.6
    assert bridge @ bread < 0.2


def test_no_sentences_have_no_vectors(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode([])
    assert vectors.shape == (0, WIDTH)
    assert vectors.dtype == np.float32


def test_a_vector_belongs_to_its_sentence_whatever_stands_around_it(encoder: SentenceEncoder) -> None:
    together = encoder.encode(SENTENCES)
    for number, sentence in enumerate(SENTENCES):
        assert np.array_equal(encoder.encode([sentence])[0], together[number])
    assert np.array_equal(encoder.encode(SENTENCES[::-1]), together[::-1])


def test_more_sentences_than_are_split_into_tokens_at_once_keep_their_order(encoder: SentenceEncoder) -> None:
    many = [f"Item {number}." for number in range(SENTENCES_AT_ONCE + 3)]
    vectors = encoder.encode(many)
    assert np.array_equal(vectors[-2:], encoder.encode(many[-2:]))
    assert np.array_equal(vectors[:2], encoder.encode(many[:2]))


def test_a_sentence_counts_up_to_its_last_token_that_is_read(encoder: SentenceEncoder) -> None:
    start = "tide " * (MAX_TOKENS - 2)
    short, long, other = encoder.encode([start, start + "bread " * 10, "bread " + start])
    assert np.array_equal(short, long)
    assert not np.array_equal(short, other)


def test_a_line_of_megabytes_is_encoded(encoder: SentenceEncoder) -> None:
    (vector,) = encoder.encode(["x" * 5_000_000])
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.text(max_size=80), max_size=4))
def test_any_text_has_a_vector_of_length_one_and_always_the_same(encoder: SentenceEncoder, texts: list[str]) -> None:
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), WIDTH)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors, encoder.encode(texts))


def test_two_encoders_agree_and_have_the_revision_of_the_file(encoder: SentenceEncoder) -> None:
    second = SentenceEncoder.load()
    assert second.revision == encoder.revision
    assert len(encoder.revision) == 64
    assert np.array_equal(second.encode(SENTENCES), encoder.encode(SENTENCES))


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER])
def test_a_changed_file_is_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    with (folder / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(ConfigurationError, match=f"{name} isn't the file that SHA256SUMS names"):
        SentenceEncoder.load(folder)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"can't be read.*Deploy functions/summarize/model whole"):
        SentenceEncoder.load(tmp_path)
