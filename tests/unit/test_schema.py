"""The published schema of a Summary."""

from infra.schema import PATH, schema


def test_the_published_schema_is_that_of_the_model() -> None:
    assert PATH.read_text(encoding="utf-8") == schema(), "run `python -m infra.schema` and commit what it writes"
