"""Baking a summary model into an image, and loading exactly these files without a connection."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from functions.summarize.writing.abstractive import AbstractiveModel
from functions.summarize.writing.baked_model import MANIFEST, verified, write_manifest
from infra.local.template import ROOT
from infra.model.bake import bake, main
from shared.errors import ConfigurationError
from tests.support.models import SENTENCES, save_bart, save_pegasus, save_t5, with_ctranslate2

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files and their manifest. The check does not need a model."""
    folder = tmp_path / "model"
    (folder / "deep").mkdir(parents=True)
    (folder / "weights.safetensors").write_bytes(b"weights")
    (folder / "deep" / "config.json").write_text("{}", encoding="utf-8")
    write_manifest(folder, "someone/model", COMMIT)
    return folder


def change(folder: Path) -> None:
    (folder / "weights.safetensors").write_bytes(b"weightz")


def remove(folder: Path) -> None:
    (folder / "deep" / "config.json").unlink()


def add(folder: Path) -> None:
    (folder / "code.py").write_text("import os", encoding="utf-8")


def test_an_unchanged_folder_is_accepted(folder: Path) -> None:
    assert sorted(verified(folder, "someone/model", COMMIT).files) == ["deep/config.json", "weights.safetensors"]
    assert verified(folder, "someone/model", None).revision == COMMIT


@pytest.mark.parametrize(
    ("spoil", "named"), [(change, "weights.safetensors"), (remove, "deep/config.json"), (add, "code.py")]
)
def test_a_changed_a_missing_and_an_additional_file_are_rejected_by_name(
    folder: Path, spoil: Callable[[Path], None], named: str
) -> None:
    spoil(folder)
    with pytest.raises(ConfigurationError, match=f"changed after baking: {named}"):
        verified(folder, "someone/model", COMMIT)


@pytest.mark.parametrize(("name", "revision"), [("someone/other", None), ("someone/model", "f" * 40)])
def test_a_model_or_revision_that_the_stack_does_not_require_is_rejected(
    folder: Path, name: str, revision: str | None
) -> None:
    with pytest.raises(ConfigurationError, match="Make the image again, or change the stack's parameters"):
        verified(folder, name, revision)


@pytest.mark.parametrize("content", [None, "{", '{"name": "a"}'])
def test_a_folder_without_a_manifest_is_rejected(folder: Path, content: str | None) -> None:
    (folder / MANIFEST).unlink()
    if content is not None:
        (folder / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="does not contain a baked model"):
        verified(folder, "someone/model", COMMIT)


@pytest.mark.parametrize("revision", [None, "main", "v1.0", COMMIT[:39], COMMIT.upper()])
def test_a_model_of_the_hub_is_baked_only_by_its_commit(tmp_path: Path, revision: str | None) -> None:
    with pytest.raises(ConfigurationError, match="is no commit of someone/model"):
        bake("someone/model", revision, tmp_path / "new")


def test_a_folder_that_is_not_empty_is_not_written_to(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    with pytest.raises(ConfigurationError, match="is not empty"):
        bake("someone/model", COMMIT, folder)
    assert sorted(folder.rglob("*")) == before


def test_the_command_prints_the_error(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="No revision is no commit of someone/model"):
        main(["someone/model", str(tmp_path / "new")])


def test_the_image_bakes_with_the_files_that_its_dockerfile_has_copied_by_then(tmp_path: Path) -> None:
    lines = (ROOT / "functions/summarize/Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    baking = next(number for number, line in enumerate(lines) if "infra.model.bake" in line)
    for line in lines[:baking]:
        if line.startswith("COPY") and not line.endswith("/tmp/"):
            *files, target = line.split()[1:]
            (tmp_path / target).mkdir(parents=True, exist_ok=True)
            for file in files:
                shutil.copy(ROOT / file, tmp_path / target)
    command = [sys.executable, "-m", "infra.model.bake", "someone/model", "baked"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert "No revision is no commit of someone/model" in done.stderr


@with_ctranslate2
@pytest.mark.parametrize("save", [save_bart, save_t5, save_pegasus])
def test_a_baked_model_is_loaded_in_int8_and_is_deterministic(save: Callable[[Path], Path], tmp_path: Path) -> None:
    source = save(tmp_path / "source")
    original = AbstractiveModel.load(str(source))
    manifest = bake(str(source), None, tmp_path / "baked")
    assert {"model.safetensors", "generation_config.json", "ctranslate2/model.bin"} <= manifest.files.keys()
    baked = AbstractiveModel.load(str(source), original.revision, baked=tmp_path / "baked")
    assert (baked.name, baked.revision) == (original.name, f"{original.revision} int8")
    written = baked.write([SENTENCES], max_words=12)
    assert written and written == baked.write([SENTENCES], max_words=12)


@with_ctranslate2
def test_a_model_with_other_output_in_ctranslate2_is_baked_for_torch(tmp_path: Path) -> None:
    source = save_t5(tmp_path / "source", no_repeat_ngram_size=3)
    original = AbstractiveModel.load(str(source))
    manifest = bake(str(source), None, tmp_path / "baked")
    assert not any(name.startswith("ctranslate2/") for name in manifest.files)
    baked = AbstractiveModel.load(str(source), original.revision, baked=tmp_path / "baked")
    assert baked.revision == original.revision
    assert baked.write([SENTENCES], max_words=12) == original.write([SENTENCES], max_words=12)


@with_ctranslate2
def test_a_model_of_the_hub_is_baked_and_loaded_without_a_connection(tmp_path: Path) -> None:
    cache = tmp_path / "hub" / "models--someone--tiny"
    save_bart(cache / "snapshots" / COMMIT)
    environment = os.environ | {"HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-m", "infra.model.bake", "someone/tiny", str(tmp_path / "baked"), "--revision", COMMIT]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert f"someone/tiny at {COMMIT}" in done.stdout
    shutil.rmtree(tmp_path / "hub")
    assert AbstractiveModel.load("someone/tiny", COMMIT, baked=tmp_path / "baked").revision == f"{COMMIT} int8"
