"""The abstractive engine, with tiny models that the tests make."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.writing.abstractive import MOST_PARTS, AbstractiveModel
from shared.errors import ConfigurationError
from tests.support.models import LIMIT, PREFIX, SENTENCES, save_bart, save_t5, with_torch
from tests.support.properties import examples


@pytest.fixture(scope="module")
def bart_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_bart(tmp_path_factory.mktemp("bart"))


@pytest.fixture(scope="module")
def t5_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_t5(tmp_path_factory.mktemp("t5"))


@pytest.fixture(scope="module")
def bart(bart_folder: Path) -> AbstractiveModel:
    return AbstractiveModel.load(str(bart_folder))


@pytest.mark.parametrize("missing", ["torch", "transformers"])
def test_without_its_packages_the_error_names_the_requirements(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)  # makes the import fail
    expected = r"isn't installed: `pip install -r functions/summarize/requirements-abstractive.txt`"
    with pytest.raises(ConfigurationError, match=expected):
        AbstractiveModel.load("some/model")


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed here")
def test_if_torch_is_missing_it_is_named() -> None:
    with pytest.raises(ConfigurationError, match="torch isn't installed"):
        AbstractiveModel.load("some/model")


def test_loading_the_module_loads_neither_torch_nor_transformers() -> None:
    code = (
        "import sys, functions.summarize.writing.abstractive;"
        "sys.exit(not {'torch', 'transformers'}.isdisjoint(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@with_torch
def test_bart_writes_the_same_sentences_every_time(bart: AbstractiveModel, bart_folder: Path) -> None:
    written = bart.write([SENTENCES[:2]], max_words=12)
    assert written and all(sentence.strip() for sentence in written)
    assert bart.write([SENTENCES[:2]], max_words=12) == written
    assert AbstractiveModel.load(str(bart_folder)).write([SENTENCES[:2]], max_words=12) == written


@with_torch
def test_the_revision_of_a_folder_depends_on_its_weights(
    bart: AbstractiveModel, bart_folder: Path, tmp_path: Path
) -> None:
    assert bart.name == str(bart_folder)
    copy = tmp_path / "copy"
    shutil.copytree(bart_folder, copy)
    assert AbstractiveModel.load(str(copy)).revision == bart.revision
    assert len(bart.revision) == 64


@with_torch
def test_other_weights_have_another_revision(bart: AbstractiveModel, t5_folder: Path) -> None:
    assert AbstractiveModel.load(str(t5_folder)).revision != bart.revision


@with_torch
def test_t5_reads_its_prefix_and_takes_its_own_settings(t5_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = AbstractiveModel.load(str(t5_folder))
    seen = generations(model, monkeypatch)
    model.write([SENTENCES[:1]], max_words=10)
    text, config = seen[0]
    assert text.strip() == PREFIX + SENTENCES[0]
    assert (config.num_beams, config.min_new_tokens, config.max_new_tokens) == (2, 5, 20)
    assert config.do_sample is False


@with_torch
def test_a_text_beyond_the_limit_of_the_model_is_read_in_parts_to_its_last_word(
    bart: AbstractiveModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = generations(bart, monkeypatch)
    written = bart.write([SENTENCES], max_words=6)
    assert written
    number = len(list(bart.parts(SENTENCES)))
    assert number > 1
    assert " ".join(text for text, _ in seen[:number]).split() == " ".join(SENTENCES).split()
    assert all(len(bart._tokenizer(text)["input_ids"]) <= LIMIT for text, _ in seen)


@with_torch
@examples(60)
@given(
    sentences=st.lists(
        st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=200), max_size=12
    )
)
def test_parts_contain_every_character_and_fit(bart: AbstractiveModel, sentences: list[str]) -> None:
    parts = list(bart.parts(sentences))
    assert "".join("".join(part) for part in parts).replace(" ", "") == "".join(sentences).replace(" ", "")
    assert all(bart.count(" ".join(part)) <= bart.budget for part in parts)


@with_torch
@examples(60)
@given(
    sections=st.lists(st.lists(st.sampled_from(["", *SENTENCES, " ".join(SENTENCES[:6])]), max_size=6), max_size=6),
)
def test_chunks_contain_every_sentence_in_order_and_fit(bart: AbstractiveModel, sections: list[list[str]]) -> None:
    chunks = list(bart.chunks(sections))
    read = " ".join(sentence for chunk in chunks for sentence in chunk)
    assert read.split() == " ".join(sentence for section in sections for sentence in section).split()
    assert all(chunk and bart.count(" ".join(chunk)) <= bart.budget for chunk in chunks)


@with_torch
def test_chunks_end_at_the_ends_of_sections(bart: AbstractiveModel) -> None:
    assert bart.count(SENTENCES[0]) * 2 < bart.budget < bart.count(SENTENCES[0]) * 3
    assert list(bart.chunks([SENTENCES[:1], SENTENCES[1:2], SENTENCES[2:4], SENTENCES[4:5]])) == [
        SENTENCES[:2],
        SENTENCES[2:4],
        SENTENCES[4:5],
    ]


@with_torch
def test_only_the_most_important_sentences_of_a_very_long_text_are_read(bart: AbstractiveModel) -> None:
    assert bart.fit(SENTENCES[:3], [2, 0, 1]) == [0, 1, 2]
    many = SENTENCES * 20
    order = sorted(range(len(many)), key=lambda number: (number * 7) % len(many))
    kept = bart.fit(many, order)
    assert kept == sorted(order[: len(kept)])
    read = sum(bart.count(many[number]) for number in kept)
    assert 0.9 * MOST_PARTS * bart.budget < read <= MOST_PARTS * bart.budget
    assert bart.fit([], []) == []


@with_torch
def test_nothing_is_written_about_an_empty_text(bart: AbstractiveModel) -> None:
    assert bart.write([], max_words=20) == []
    assert bart.write([["  "], []], max_words=20) == []


@with_torch
def test_a_folder_without_a_model_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"can't be loaded.*Give the folder of a sequence-to-sequence model"):
        AbstractiveModel.load(str(tmp_path))


@with_torch
def test_broken_weights_are_rejected(bart_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(bart_folder, tmp_path / "broken")
    (tmp_path / "broken" / "model.safetensors").write_bytes(b"\x00" * 100)
    with pytest.raises(ConfigurationError, match="can't be loaded"):
        AbstractiveModel.load(str(tmp_path / "broken"))


@with_torch
def test_a_model_of_another_kind_is_rejected(bart_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(bart_folder, tmp_path / "gpt")
    (tmp_path / "gpt" / "config.json").write_text(json.dumps({"model_type": "gpt2"}), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="can't be loaded"):
        AbstractiveModel.load(str(tmp_path / "gpt"))


@with_torch
def test_a_model_in_the_cache_of_the_hub_is_loaded_offline_with_its_commit_as_revision(
    bart_folder: Path, tmp_path: Path
) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    cache = tmp_path / "hub" / "models--someone--tiny"
    shutil.copytree(bart_folder, cache / "snapshots" / commit)
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text(commit, encoding="utf-8")
    code = (
        "from functions.summarize.writing.abstractive import AbstractiveModel as M\n"
        "from shared.errors import ConfigurationError\n"
        f"print(M.load('someone/tiny').revision, M.load('someone/tiny', '{commit}').revision)\n"
        "try: M.load('someone/absent')\n"
        "except ConfigurationError as error: print('refused:', error)\n"
    )
    environment = os.environ | {"HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"}
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout.startswith(f"{commit} {commit}\nrefused: The summary model someone/absent can't be loaded")


def generations(model: AbstractiveModel, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Record every input text of the model and the settings of its output."""
    seen: list[tuple[str, Any]] = []
    generate = model._generator.generate

    def noted(tokens: list[int], settings: Any) -> list[int]:
        seen.append((model._tokenizer.decode(tokens, skip_special_tokens=True), settings))
        return generate(tokens, settings)

    monkeypatch.setattr(model._generator, "generate", noted)
    return seen
