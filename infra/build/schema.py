"""Writes the schemas in docs/ from their models: `python -m infra.build.schema`."""

import json
from pathlib import Path

from pydantic import BaseModel

from shared.messages.state_change import StateChange
from shared.summary import Summary

_DOCS = Path(__file__).parents[2] / "docs"

# Each published schema with its model: a Summary as it is read from the table, an event's `detail` as it arrives.
MODELS: dict[Path, type[BaseModel]] = {
    _DOCS / "summary.schema.json": Summary,
    _DOCS / "state-change.schema.json": StateChange,
}


def schema(model: type[BaseModel]) -> str:
    """The JSON Schema of a model as it is published."""
    return json.dumps(model.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for path, model in MODELS.items():
        path.write_text(schema(model), encoding="utf-8")
