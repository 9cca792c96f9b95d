"""Data sets: files with one JSON object per line, and folders of files."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def read_rows(path: Path) -> list[Row]:
    """Return the objects of a file in their order. The file is decompressed if its name ends in .gz."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files below `folder` in the order of their names; decompress .gz files."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".gz":
            content, path = gzip.decompress(content), path.with_suffix("")
        yield str(path.relative_to(folder)), content
