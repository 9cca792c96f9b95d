"""Summaries that a model writes, from upload to row: the stack's other form of SummarizeFunction."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from infra.local.template import ROOT
from tests.integration.pipeline import BRIDGE
from tests.models import save_bart, with_torch


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "infra.local", "run", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)


@with_torch
def test_a_model_of_ones_own_writes_the_summary_of_an_upload(tmp_path: Path) -> None:
    model, text, rows = save_bart(tmp_path / "bart"), tmp_path / "bridge.txt", tmp_path / "rows.jsonl"
    text.write_text(BRIDGE, encoding="utf-8")
    done = run(str(text), "--summary-model", str(model), "--json", str(rows))
    assert done.returncode == 0, done.stderr
    (row,) = map(json.loads, rows.read_text(encoding="utf-8").splitlines())
    assert row["summary"]["method"] == "abstractive"
    assert row["summary"]["model"] == str(model)
    assert row["summary"]["text"]
    assert row["provenance"]["milliseconds"]["write"] > 0
    sentences = {span["text"] for span in row["summary"]["evidence"]}
    assert sentences
    assert all(" ".join(sentence.split()) in " ".join(BRIDGE.split()) for sentence in sentences)
    assert row["key_points"]


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed here")
def test_without_torch_it_says_what_to_install_and_starts_nothing() -> None:
    done = run("--summary-model", "some/model")
    assert done.returncode != 0
    assert "requirements-abstractive.txt" in done.stderr


@with_torch
def test_a_model_that_is_not_there_is_named_in_what_is_printed(tmp_path: Path) -> None:
    text = tmp_path / "bridge.txt"
    text.write_text(BRIDGE, encoding="utf-8")
    done = run(str(text), "--summary-model", str(tmp_path / "no such folder"))
    assert done.returncode != 0
    assert "no such folder" in done.stdout + done.stderr
