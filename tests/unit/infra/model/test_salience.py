"""The fit of the salience: targets from lifted and written summaries, and weights that reproduce them."""

from pathlib import Path

import numpy as np

from functions.summarize.selection.salience import SalienceModel
from functions.summarize.selection.sentence_features import SentenceContext, features_of
from functions.summarize.sentences.sentences import sentences_of
from infra.model.lines import by_lines
from infra.model.salience import stored
from infra.model.salience_examples import Example, marked, with_headline
from infra.model.salience_fit import fitted

LINES = ["The barrier of Kesterport is built in May.", "Ferries wait in Faro.", "Nobody in Hilo was hurt by the wind."]


def example(seed: int, wanted: int) -> Example:
    """Return a document whose summary is the sentence with `wanted` words more than the others."""
    random = np.random.default_rng(seed)
    lines = [
        f"Ship {place} left the quiet harbour of Kiel {'again ' * (wanted if place == seed % 6 else 1)}today."
        for place in range(6)
    ]
    document = by_lines("\n".join(lines))
    vectors = random.normal(size=(6, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    context = SentenceContext(sentences_of(document.text, document.blocks), vectors, list(range(6)))
    target = np.eye(6)[seed % 6]
    return Example(str(seed), "harbour", context, features_of(context), target, 1.0, {})


def test_fitted_weights_choose_the_sentences_of_the_targets() -> None:
    weights = fitted([example(seed, 9) for seed in range(40)])
    model = SalienceModel.of(weights)
    unseen = [example(seed, 9) for seed in range(100, 130)]
    right = [int(np.argmax(model.of_features(each.features)) == np.argmax(each.target)) for each in unseen]
    assert np.mean(right) > 0.9


def test_the_same_documents_give_the_same_weights(tmp_path: Path) -> None:
    documents = [example(seed, 4) for seed in range(8)]
    for name in ("one", "other"):
        stored(fitted(documents), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_marked_sentences_have_their_rank() -> None:
    text = "\n".join(LINES)
    starts = [text.index(line) for line in LINES]
    row = {"sentences": [[start, start + len(line)] for start, line in zip(starts, LINES, strict=True)], "best": [3, 1]}
    found = by_lines(text)
    assert marked(sentences_of(found.text, found.blocks), row) == [2, 0, 1]


def test_a_headline_becomes_the_title() -> None:
    found = with_headline(by_lines("\n".join(LINES)))
    assert found.metadata.title == LINES[0]
    assert [found.text[block.start : block.end] for block in found.blocks] == LINES[1:]
