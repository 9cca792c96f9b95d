"""Writes the JSON Schemas in docs/: `python -m infra.build.schema`."""

import json
from pathlib import Path

from pydantic import BaseModel

from shared.messages.state_change import StateChange
from shared.summary import Summary

_DOCS = Path(__file__).parents[2] / "docs"

# Published schemas with their models: a Summary in the table, and the `detail` of a state change event.
MODELS: dict[Path, type[BaseModel]] = {
    _DOCS / "summary.schema.json": Summary,
    _DOCS / "state-change.schema.json": StateChange,
}


def schema(model: type[BaseModel]) -> str:
    """Return the JSON Schema of a model."""
    return json.dumps(model.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for path, model in MODELS.items():
        path.write_text(schema(model), encoding="utf-8")
