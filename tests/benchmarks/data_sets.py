"""Data sets: files with one JSON object a line, and folders of files."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def read_rows(path: Path) -> list[Row]:
    """The objects of a file, packed when its name ends in .gz, in their order."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files below `folder` in the order of their names: name and content, unpacked when the name ends in .gz."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".gz":
            content, path = gzip.decompress(content), path.with_suffix("")
        yield str(path.relative_to(folder)), content
