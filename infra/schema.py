"""Writes docs/summary.schema.json from the Summary model: `python -m infra.schema`."""

import json
from pathlib import Path

from shared.summary import Summary

PATH = Path(__file__).parent.parent / "docs" / "summary.schema.json"


def schema() -> str:
    """The JSON Schema of a Summary as it is read from the table."""
    return json.dumps(Summary.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.write_text(schema(), encoding="utf-8")
