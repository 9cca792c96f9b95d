"""The published schemas."""

from pathlib import Path

import pytest

from infra.build.schema import MODELS, schema


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_a_published_schema_is_that_of_its_model(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == schema(MODELS[path]), "run `python -m infra.build.schema` and commit it"
