"""Shortens botocore's data in a package, because a function reads it at every cold start.

The descriptions of the services lose their documentation, which only generated docstrings contain, and are not
compressed. The list of endpoints keeps the services that pruned.tsv keeps. Parsing both takes a third of the time.
"""

import gzip
import json
from pathlib import Path
from typing import Any

# The description of a service, in the folder of its version (botocore/loaders.py).
MODEL = "service-2.json"

# The parts of a description that are shortened. botocore requires the documentation in another part, the parameters of
# clients (botocore/model.py, client_context_parameters).
DOCUMENTED = ("operations", "shapes")


def shorten_sdk_data(target: Path) -> None:
    """Shorten the data of botocore in a package. A package without botocore stays as it is."""
    data = target / "botocore" / "data"
    if not data.is_dir():
        return
    services = {folder.name for folder in data.iterdir() if folder.is_dir()}
    for compressed in data.rglob("*.json.gz"):
        content = json.loads(gzip.decompress(compressed.read_bytes()))
        if compressed.name == f"{MODEL}.gz":
            content |= {part: without_documentation(content[part]) for part in DOCUMENTED if part in content}
        _write(compressed.with_suffix(""), content)
        compressed.unlink()
    endpoints = data / "endpoints.json"
    _write(endpoints, with_services(json.loads(endpoints.read_bytes()), services))


def without_documentation(description: Any) -> Any:
    """Return a part of a description without its texts. A member of a shape may have the name `documentation`."""
    if isinstance(description, list):
        return [without_documentation(part) for part in description]
    if isinstance(description, dict):
        return {
            name: without_documentation(part)
            for name, part in description.items()
            if not (name == "documentation" and isinstance(part, str))
        }
    return description


def with_services(endpoints: dict[str, Any], services: set[str]) -> dict[str, Any]:
    """Return the list of endpoints with these services only, in every partition."""
    return endpoints | {
        "partitions": [
            partition | {"services": {name: part for name, part in partition["services"].items() if name in services}}
            for partition in endpoints["partitions"]
        ]
    }


def _write(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")
