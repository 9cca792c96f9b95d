"""Summaries that a model writes, from upload to row."""

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from infra.local.template import ROOT
from tests.end_to_end.served import NUTGRAF
from tests.integration.pipeline import BRIDGE
from tests.support.models import save_bart, with_torch


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*NUTGRAF, "run", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)


TRUE = "The old bridge of Ardale will be closed."
FALSE = "Mayor Cole paid 70 euros."


def row_of(tmp_path: Path, model: Path) -> dict[str, Any]:
    """Return the row of the text about the bridge, summarized by a model."""
    text, rows = tmp_path / "bridge.txt", tmp_path / "rows.jsonl"
    text.write_text(BRIDGE, encoding="utf-8")
    done = run(str(text), "--summary-model", str(model), "--json", str(rows))
    assert done.returncode == 0, done.stderr
    (row,) = map(json.loads, rows.read_text(encoding="utf-8").splitlines())
    assert isinstance(row, dict)
    assert row["key_points"]
    assert row["provenance"]["milliseconds"]["write"] > 0
    return row


@with_torch
def test_a_model_of_ones_own_writes_the_summary_and_what_is_not_in_the_text_is_dropped(tmp_path: Path) -> None:
    model = save_bart(tmp_path / "bart", says=f"{TRUE} {FALSE}")
    row = row_of(tmp_path, model)
    assert row["summary"]["method"] == "abstractive"
    assert row["summary"]["model"] == str(model)
    assert row["summary"]["text"] == TRUE
    (sentence,) = row["summary"]["sentences"]
    evidence = [row["summary"]["evidence"][place]["text"] for place in sentence["evidence"]]
    assert "The old bridge of Ardale will close in March" in evidence
    assert all(" ".join(text.split()) in " ".join(BRIDGE.split()) for text in evidence)
    (warning,) = [w for w in row["provenance"]["warnings"] if w["code"] == "sentence_not_grounded"]
    assert "Cole" in warning["message"]


@with_torch
def test_where_a_model_writes_what_is_not_in_the_text_its_own_sentences_stand_in(tmp_path: Path) -> None:
    row = row_of(tmp_path, save_bart(tmp_path / "bart", says=f"{FALSE} {TRUE[:8]} 81."))
    assert row["summary"]["method"] == "extractive"
    assert " ".join(row["summary"]["evidence"][0]["text"].split()) in " ".join(BRIDGE.split())
    assert "summary_not_grounded" in [warning["code"] for warning in row["provenance"]["warnings"]]


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed here")
def test_without_torch_it_prints_what_to_install_and_starts_nothing() -> None:
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
