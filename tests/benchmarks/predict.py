"""Write the product's predictions for a data set: `python -m tests.benchmarks.predict KIND IN OUT.jsonl`.

IN is a file with one JSON object per line, or a folder of pages. Each kind of prediction reads only the listed fields,
so that no answer of the data set can leak into it. It writes one JSON object per line:

    summaries     reads id, source; writes {"id": …, "summary": ["sentence", …]}
    attributions  reads id, text; writes {"id": …, "attributions": [{"source": …, "cue": …, "content": …}, …]},
                  where each value is a list of [start, end)
    entities      reads id, text; writes {"id": …, "entities": [[type, start, end], …]}, the mentions in the row
    pages         reads the files in a folder and its subfolders whose names end in .html or .html.gz; writes {"id": the
                  name of the file without these endings, "text": the article}

Offsets count code points of the text in the row, so attributions and entities do not parse it. IN may be compressed
(.jsonl.gz).
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

from functions.parse.worker.parse_worker import ParseWorker
from functions.summarize.sentences.presentable import display_text
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Block, BlockKind, Document, Metadata, ParsedDocument, Span
from shared.errors import Code, PermanentError
from shared.summary import Attribution, Entity, SummaryText
from tests.benchmarks.data_sets import Row, read_files, read_rows
from tests.benchmarks.documents import document_of, parse_worker, summarizer
from tests.support.documents import document_from

PAGE_SUFFIX = ".html"
LINE = re.compile(r"[^\n]*\S[^\n]*")
Predict = Callable[[Row], Row]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of prediction: the fields that it may read, the context manager that opens its predict function, and the
    function that reads the rows."""

    fields: tuple[str, ...]
    open: Callable[[], AbstractContextManager[Predict]]
    rows: Callable[[Path], list[Row]] = read_rows


def page_rows(folder: Path) -> list[Row]:
    """Return the pages below `folder`, decompressed, in the order of their names."""
    pages = [(Path(name), html) for name, html in read_files(folder)]
    return [{"id": path.stem, "html": html} for path, html in pages if path.suffix == PAGE_SUFFIX]


@contextmanager
def _summaries() -> Iterator[Predict]:
    """Parse the texts in the parser process and summarize them, as for an uploaded file."""
    summarize = summarizer().summarize
    with parse_worker() as worker:
        yield lambda row: {"summary": summary_sentences(summarize(document_of(worker, row["source"])).findings.summary)}


@contextmanager
def _attributions() -> Iterator[Predict]:
    """Return the attributions of the Summarizer. The text is not parsed, so offsets refer to the given text."""
    summarize = summarizer().summarize
    yield lambda row: {"attributions": list(map(places, summarize(by_lines(row["text"])).findings.attributions))}


@contextmanager
def _entities() -> Iterator[Predict]:
    """Return the mentions of the entities in the row. The text is not parsed, so offsets refer to the given text."""
    summarize = summarizer().summarize
    yield lambda row: {"entities": mentions(summarize(by_lines(row["text"])).findings.entities)}


@contextmanager
def _pages() -> Iterator[Predict]:
    with parse_worker() as worker:
        yield lambda row: {"text": article(worker, row["html"])}


KINDS = {
    "summaries": Kind(("id", "source"), _summaries),
    "attributions": Kind(("id", "text"), _attributions),
    "entities": Kind(("id", "text"), _entities),
    "pages": Kind(("id", "html"), _pages, page_rows),
}


def article(worker: ParseWorker, html: bytes) -> str:
    """Return the article of a page, or an empty text if the page has none."""
    try:
        return worker.parse(html, f"page{PAGE_SUFFIX}", "text/html").text
    except PermanentError as error:
        if error.code is Code.EMPTY:
            return ""
        raise


def by_lines(text: str) -> Document:
    """Return a Document with the unchanged text, where each line is a paragraph."""
    lines = [(match.start(), match.end()) for match in LINE.finditer(text)]
    blocks = [Block(kind=BlockKind.PARAGRAPH, start=start, end=end) for start, end in lines]
    metadata = Metadata(language="en")
    return document_from(
        ParsedDocument(media_type="text/plain", text=text, blocks=blocks, metadata=metadata, parser="")
    )


def places(attribution: Attribution) -> dict[str, list[list[int]]]:
    """Return the offsets of the source, cue and content of an attribution; a missing part has an empty list."""
    parts: dict[str, list[Span | None]] = {
        "source": [attribution.speaker],
        "cue": [attribution.cue],
        "content": [*attribution.content],
    }
    return {role: [[span.start, span.end] for span in spans if span] for role, spans in parts.items()}


def mentions(entities: Sequence[Entity]) -> list[list[str | int]]:
    """Return the type, start and end of each mention of the entities, in text order."""
    found = [(entity.type, span.start, span.end) for entity in entities for span in entity.mentions]
    return [list(each) for each in sorted(found, key=lambda each: each[1:])]


def summary_sentences(summary: SummaryText) -> list[str]:
    """Return the sentences of a summary: the evidence of an extractive summary, otherwise the text split."""
    if summary.method == "extractive":
        found = [display_text(span.text) for span in summary.evidence]
        assert " ".join(found) == summary.text
        return found
    whole = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(summary.text))
    return [sentence.text for sentence in sentences_of(summary.text, [whole])]


def predict(kind: Kind, rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the prediction for each row, with its id, in the order of the rows."""
    with kind.open() as make:
        for row in rows:
            seen = {field: row[field] for field in kind.fields}
            yield {"id": row["id"], **make(seen)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("rows", type=Path, metavar="IN")
    parser.add_argument("predictions", type=Path, metavar="OUT.jsonl")
    chosen = parser.parse_args(arguments)
    kind = KINDS[chosen.kind]
    rows = kind.rows(chosen.rows)
    made = predict(kind, rows)
    console = Console(stderr=True)
    with chosen.predictions.open("w", encoding="utf-8") as output:
        for row in track(made, chosen.kind, total=len(rows), console=console, disable=not console.is_terminal):
            output.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
