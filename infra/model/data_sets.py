"""The files of the development sets, and their rows."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ARTICLES = "attributions/train.jsonl.gz"
GOLD = "gold/train.jsonl.gz"

# Files of sentences by the scheme of their entity annotations.
SENTENCES = {
    "encyclopedia": "entities/wikigold-dev.jsonl",
    "web": "entities/ewt-dev.jsonl",
    "conflict": "entities/re3d-train.jsonl",
    "links": "entities/wikiann-train.jsonl",
    "tweets": "entities/broad-twitter.jsonl.gz",
}


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a .jsonl or .jsonl.gz file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
