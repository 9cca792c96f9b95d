"""Greetings, thanks and attendance, found by the vectors of examples. The vectors are made by hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from functions.summarize.selection.formalities import FORMALITIES, Formalities
from functions.summarize.sentences.sentences import Sentence, sentences_of
from tests.support.documents import document, paragraph

# The vectors of a formality, of a statement, and of a sentence between them that is a little nearer to a formality.
FORMAL, STATED, BETWEEN = (1.0, 0.0), (0.0, 1.0), (0.712, 0.702)


class Encoder:
    """Gives all formalities one vector and all statements another, and counts its calls."""

    def __init__(self) -> None:
        self.revision = "1"
        self.calls = 0

    def vectors(self, phrases: Sequence[str]) -> NDArray[np.float32]:
        self.calls += 1
        return np.array([FORMAL if phrase in FORMALITIES else STATED for phrase in phrases], dtype=np.float32)


def sentences(*paragraphs: str) -> list[Sentence]:
    found = document(*map(paragraph, paragraphs))
    return sentences_of(found.text, found.blocks)


def shares(vectors: Sequence[tuple[float, float]], *paragraphs: str) -> list[float]:
    found = Formalities().shares(sentences(*paragraphs), np.array(vectors, dtype=np.float32), Encoder())
    return [round(share, 1) for share in found.tolist()]


def test_a_sentence_like_the_examples_of_formalities_is_one() -> None:
    assert shares([FORMAL, STATED], "We thank you all.", "The bridge was closed.") == [1.0, 0.0]


def test_a_sentence_beside_a_formality_in_the_same_block_is_more_likely_one() -> None:
    alone = shares([STATED, BETWEEN, STATED], "It rained. Nine of us came.", "It snowed.")
    beside = shares([FORMAL, BETWEEN, STATED], "We thank you all. Nine of us came.", "It snowed.")
    apart = shares([FORMAL, BETWEEN, STATED], "We thank you all.", "Nine of us came. It snowed.")
    assert alone[1] == apart[1] == 0.0
    assert beside[1] > 0


def test_a_statement_beside_a_formality_is_none() -> None:
    assert shares([FORMAL, STATED], "We thank you all. The bridge was closed.") == [1.0, 0.0]


def test_the_vectors_of_the_examples_are_made_once_for_each_encoder() -> None:
    encoder, formalities = Encoder(), Formalities()
    for _ in range(2):
        formalities.shares(sentences("It rained."), np.array([STATED], dtype=np.float32), encoder)
    assert encoder.calls == 2
    encoder.revision = "2"
    formalities.shares(sentences("It rained."), np.array([STATED], dtype=np.float32), encoder)
    assert encoder.calls == 4


def test_a_text_without_sentences_has_no_formalities() -> None:
    assert Formalities().shares([], np.zeros((0, 2), dtype=np.float32), Encoder()).tolist() == []
