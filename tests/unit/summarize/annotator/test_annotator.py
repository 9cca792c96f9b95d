"""The annotator with its real graph: names, the parts and links of attributions, and sentence vectors."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.annotator import annotator as module
from functions.summarize.annotator.annotations import Annotations
from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.model_files import FOLDER, GRAPH, TOKENIZER
from functions.summarize.annotator.outputs import VECTOR, WindowOutput
from functions.summarize.annotator.tokens import Tokens, tokens_of
from functions.summarize.annotator.windows import Window
from shared.errors import ConfigurationError
from tests.support.properties import examples

TEXT = (
    "Mayor Hanna Lindqvist told reporters in Norwich on Monday that the bridge would stay closed until spring.\n\n"
    "“We can't let a single lorry cross it,” said Peter Oyelaran, who leads the Harbour Trust. “The deck is rotten.”"
)


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.load()


def spans(text: str, found: Annotations, role: str) -> list[str]:
    return [text[span.start : span.end] for span in found.roles if span.role == role]


def test_names_are_found_with_their_types(annotator: Annotator) -> None:
    found = annotator.annotate(TEXT)
    names = {TEXT[name.start : name.end]: name.type for name in found.mentions}
    assert names["Hanna Lindqvist"] == "PERSON"
    assert names["Peter Oyelaran"] == "PERSON"
    assert names["Norwich"] == "LOCATION"
    assert names["Harbour Trust"] == "ORGANIZATION"


def test_sources_cues_and_contents_are_found(annotator: Annotator) -> None:
    found = annotator.annotate(TEXT)
    assert any("Hanna Lindqvist" in source for source in spans(TEXT, found, "source"))
    assert any("Peter Oyelaran" in source for source in spans(TEXT, found, "source"))
    assert any("said" in cue for cue in spans(TEXT, found, "cue"))
    assert any("would stay closed" in content for content in spans(TEXT, found, "content"))


def test_each_content_has_probabilities_of_cues_and_each_cue_of_sources(annotator: Annotator) -> None:
    found = annotator.annotate(TEXT)
    for links, seeker, sought in ((found.content_cues, "content", "cue"), (found.cue_sources, "cue", "source")):
        assert set(links) == {number for number, span in enumerate(found.roles) if span.role == seeker}
        for partners in links.values():
            assert None in partners
            assert sum(partners.values()) == pytest.approx(1, abs=1e-4)
            assert all(found.roles[number].role == sought for number in partners if number is not None)


def test_both_parts_of_an_interrupted_quotation_have_the_same_cue(annotator: Annotator) -> None:
    found = annotator.annotate(TEXT)
    quoted = [
        number for number, span in enumerate(found.roles) if span.role == "content" and span.start >= TEXT.index("“")
    ]
    assert len(quoted) >= 2
    cues = {max(found.content_cues[number], key=found.content_cues[number].__getitem__) for number in quoted}
    assert len(cues) == 1
    assert cues != {None}


def test_a_paraphrase_is_nearer_than_an_unrelated_sentence(annotator: Annotator) -> None:
    bridge, paraphrase, bread = (
        annotator.vector(sentence)
        for sentence in (
            "The council voted to close the old bridge for repairs.",
            "Councillors decided that the ageing bridge will shut while it is mended.",
            "My cousin bakes sourdough bread on Sundays.",
        )
    )
    assert bridge @ paraphrase > 0.5
    assert bridge @ bread < 0.3


def test_phrases_that_are_read_together_have_nearly_the_vectors_that_they_have_alone(annotator: Annotator) -> None:
    phrases = ["closure of the old bridge", "sourdough bread", "Hanna Lindqvist"]
    together = annotator.vectors(phrases)
    alone = np.stack([annotator.vector(phrase) for phrase in phrases])
    assert together.shape == (3, VECTOR)
    assert ((together @ alone.T).argmax(axis=1) == np.arange(3)).all()
    assert (together * alone).sum(axis=1).min() > 0.7


def test_little_of_a_long_text_is_read_twice(annotator: Annotator, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    run = annotator._run

    def counted(tokens: Tokens, window: Window) -> WindowOutput:
        read.append(window.end - window.start)
        return run(tokens, window)

    monkeypatch.setattr(annotator, "_run", counted)
    text = "\n\n".join([TEXT] * 40)
    annotator.annotate(text)
    assert sum(read) <= 1.02 * len(tokens_of(text, annotator._tokenizer))


def test_a_text_without_a_word_has_no_annotations(annotator: Annotator) -> None:
    for text in ("", " \n\n ", "​"):
        found = annotator.annotate(text, [(0, len(text))])
        assert (found.mentions, found.roles, found.end) == ([], [], len(text))
        assert found.vectors.shape == (1, VECTOR)
        assert not found.vectors.any()


def test_a_text_over_several_windows_has_its_spans_at_their_places(annotator: Annotator) -> None:
    filler = "The harbour lay quiet in the rain, and nobody crossed the road to the old warehouses. " * 30
    text = f"{filler}\n\n{TEXT}\n\n{filler}\n\n{TEXT}"
    found = annotator.annotate(text)
    names = [text[name.start : name.end] for name in found.mentions]
    assert names.count("Hanna Lindqvist") == 2
    assert sum("Peter Oyelaran" in source for source in spans(text, found, "source")) == 2


def sentences_in(text: str) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in re.finditer(r"[^.\n]+\.", text)]


def test_the_salience_of_a_sentence_is_the_mean_over_its_tokens(
    annotator: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = annotator._run

    def numbered(tokens: Tokens, window: Window) -> WindowOutput:
        numbers = np.arange(window.start, window.end, dtype=np.float32)
        return run(tokens, window)._replace(salience=numbers[:, None])

    monkeypatch.setattr(annotator, "_run", numbered)
    text = "\n\n".join([TEXT] * 12)
    places = sentences_in(text)
    tokens = tokens_of(text, annotator._tokenizer)
    bounds = [(tokens.at([start])[0], tokens.at([end])[0] - 1) for start, end in places]
    wanted = [(first + last) / 2 for first, last in bounds]
    np.testing.assert_allclose(annotator.annotate(text, places).salience, wanted, rtol=1e-5)


def test_a_sentence_without_tokens_has_the_lowest_salience(annotator: Annotator) -> None:
    text = f"{TEXT}\n\n\u200b"
    found = annotator.annotate(text, [*sentences_in(TEXT), (len(text) - 1, len(text))]).salience
    assert found[-1] == found[:-1].min() < found[:-1].max()


def test_a_graph_without_the_layer_of_salience_gives_all_sentences_the_same(
    annotator: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = annotator._run
    monkeypatch.setattr(annotator, "_run", lambda tokens, window: run(tokens, window)._replace(salience=None))
    assert annotator.annotate(TEXT, sentences_in(TEXT)).salience.tolist() == [0, 0, 0]


def test_what_a_text_is_about_has_a_higher_salience_than_what_surrounds_it(annotator: Annotator) -> None:
    text = (
        "Good evening, and thank you all for coming out in the rain. Gulls sat on the roof of the old harbour. "
        "The council voted on Monday to close the bridge to lorries until its deck is repaired. "
        "My neighbour makes very good soup."
    )
    found = annotator.annotate(text, sentences_in(text)).salience
    assert int(np.argmax(found)) == 2


def test_a_text_that_is_too_long_is_annotated_up_to_a_reported_place(
    annotator: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_TOKENS", 50)
    text = "\n".join([TEXT] * 400)
    found = annotator.annotate(text, [(0, 20), (len(text) - 20, len(text))])
    assert 0 < found.end < len(text)
    assert max(span.end for span in found.roles) <= found.end
    assert found.vectors[0].any()
    assert not found.vectors[1].any()


@examples(30)
@given(st.text(max_size=300))
def test_any_text_has_exact_and_reproducible_annotations(annotator: Annotator, text: str) -> None:
    found, again = (annotator.annotate(text, [(0, len(text))]) for _ in range(2))
    assert (found.mentions, found.roles) == (again.mentions, again.roles)
    assert np.array_equal(found.vectors, again.vectors)
    assert np.array_equal(found.salience, again.salience)
    assert np.isfinite(found.salience).all()
    ends = 0
    for span in found.roles:
        assert ends <= span.start < span.end <= len(text)
        ends = span.end
    length = np.linalg.norm(found.vectors[0])
    assert length == 0 or length == pytest.approx(1, abs=1e-4)


def test_two_annotators_agree_and_have_the_revision_of_the_file(annotator: Annotator) -> None:
    second = Annotator.load()
    assert second.revision == annotator.revision
    assert len(annotator.revision) == 64
    assert second.annotate(TEXT).roles == annotator.annotate(TEXT).roles


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER])
def test_a_changed_file_is_rejected(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    with (folder / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(ConfigurationError, match=f"{name} does not match SHA256SUMS"):
        Annotator.load(folder)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"can't be read.*Deploy all of functions/summarize/model"):
        Annotator.load(tmp_path)
