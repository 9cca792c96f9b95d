"""Make a data set of papers with their abstracts: `python -m tests.benchmarks.abstracts FOLDER OUT.jsonl`.

Reads every file below FOLDER and keeps the papers: documents with an abstract and then sections under headings. The
abstract is removed from the text and becomes the reference. The text begins with the first heading after the abstract
and ends before the references. Writes one JSON object per line: `id`, `title`, `blocks` (a list of [kind, level, text])
and `reference`.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from functions.parse.worker.parse_worker import ParseWorker
from shared.documents.document import Block, BlockKind, Document
from shared.errors import PermanentError
from tests.benchmarks.data_sets import Row
from tests.benchmarks.documents import parse_worker
from tests.support.documents import document_from

SUFFIXES = frozenset({".pdf", ".html", ".md", ".rst", ".txt", ".docx", ".odt", ".epub"})

# Number of first blocks in which an abstract must begin. Title, authors and addresses come before it.
MAX_START = 40

# Minimum and maximum number of words in an abstract.
ABSTRACT_WORDS = (40, 400)

# Minimum number of words in the paragraphs, and of headings, after the abstract.
MIN_BODY_WORDS = 1_000
MIN_SECTIONS = 3

NUMBER = r"(?:\d+(?:\.\d+)*\.?\s+)?"
ABSTRACT = re.compile(r"(?:abstract|summary)\s*[.:]?", re.IGNORECASE)
RUN_IN = re.compile(r"abstract\s*[.:—–-]\s*(?=\w)", re.IGNORECASE)
KEYWORDS = re.compile(r"key\s*words\b|index terms\b", re.IGNORECASE)
REFERENCES = re.compile(NUMBER + r"(?:references|bibliography|literature|acknowledge?ments?)\b", re.IGNORECASE)
CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)


def paper(document: Document, name: str) -> Row | None:
    """Return a row of the set, or None if the Document has no abstract, or too little other text."""
    start = next((i for i, block in enumerate(document.blocks[:MAX_START]) if _begins(document, block)), None)
    if start is None or document.metadata.language != "en":
        return None
    abstract, place = _abstract(document, start)
    body = list(_body(document, place))
    words = sum(len(text.split()) for kind, _, text in body if kind == BlockKind.PARAGRAPH)
    sections = sum(kind == BlockKind.HEADING for kind, _, _ in body)
    shortest, longest = ABSTRACT_WORDS
    if not shortest <= len(abstract.split()) <= longest or words < MIN_BODY_WORDS or sections < MIN_SECTIONS:
        return None
    title = document.metadata.title or _text(document, document.blocks[0])
    return {"id": name, "title": title, "blocks": body, "reference": abstract}


def _begins(document: Document, block: Block) -> bool:
    text = _text(document, block)
    return bool(ABSTRACT.fullmatch(text) or (block.kind is BlockKind.PARAGRAPH and RUN_IN.match(text)))


def _abstract(document: Document, start: int) -> tuple[str, int]:
    """Return the abstract that begins at a block, and the index of the heading after it."""
    first = _text(document, document.blocks[start])
    parts = [] if ABSTRACT.fullmatch(first) else [RUN_IN.sub("", first, count=1)]
    ended = False
    for number, block in enumerate(document.blocks[start + 1 :], start + 1):
        if block.kind is BlockKind.HEADING:
            return " ".join(parts), number
        text = _text(document, block)
        ended = ended or block.kind is not BlockKind.PARAGRAPH or bool(KEYWORDS.match(text) or CONTENTS.fullmatch(text))
        if not ended:
            parts.append(text)
    return " ".join(parts), len(document.blocks)


def _body(document: Document, start: int) -> Iterator[tuple[str, int | None, str]]:
    for block in document.blocks[start:]:
        text = _text(document, block)
        if block.kind is BlockKind.HEADING and REFERENCES.match(text):
            return
        if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            yield block.kind.value, block.level, text


def _text(document: Document, block: Block) -> str:
    return " ".join(document.text[block.start : block.end].split())


def papers(folder: Path) -> Iterator[Row]:
    """Yield the papers below a folder in the order of their names. Later papers with the same title are skipped."""
    titles: set[str] = set()
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    console = Console(stderr=True)
    with parse_worker() as worker:
        for path in track(files, "papers", console=console, disable=not console.is_terminal):
            row = _read(worker, path, str(path.relative_to(folder)))
            if row and row["title"].lower() not in titles:
                titles.add(row["title"].lower())
                yield row


def _read(worker: ParseWorker, path: Path, name: str) -> Row | None:
    try:
        return paper(document_from(worker.parse(path.read_bytes(), path.name)), name)
    except PermanentError:
        return None  # a file that can't be parsed is not a paper


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("rows", type=Path, metavar="OUT.jsonl")
    chosen = parser.parse_args(arguments)
    count = 0
    with chosen.rows.open("w", encoding="utf-8") as output:
        for row in papers(chosen.folder):
            output.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    print(f"{count} papers with an abstract")


if __name__ == "__main__":
    main()
