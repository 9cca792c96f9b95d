"""What the product makes of a data set: `python -m tests.benchmarks.predict KIND IN OUT.jsonl`.

IN has one JSON object a line, or is a folder of pages. Each kind of prediction is given only the fields it names, so
that no answer can leak into it, and writes one object a line:

    summaries     reads id, source; writes {"id": …, "summary": ["sentence", …]}
    attributions  reads id, text; writes {"id": …, "attributions": [{"source": …, "cue": …, "content": …}, …]},
                  each a list of [start, end)
    entities      reads id, text; writes {"id": …, "entities": [[type, start, end], …]}
    pages         reads the files of a folder and of those in it that end in .html or .html.gz; writes {"id": the file's
                  name without its endings, "text": the article}

Places are in code points of the row's own text, which is therefore not parsed. IN may be packed (.jsonl.gz).
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

from functions.parse.worker.worker import ParseWorker
from functions.summarize.annotator.annotator import Annotator
from functions.summarize.sentences.presentable import displayed
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Block, BlockKind, Document, Metadata, ParsedDocument, Span
from shared.errors import Code, PermanentError
from shared.summary import Attribution, SummaryText
from tests.benchmarks.data_sets import Row, read_files, read_rows
from tests.benchmarks.documents import document_of, parse_worker, summarizer
from tests.support.documents import document_from

PAGE_SUFFIX = ".html"
LINE = re.compile(r"[^\n]*\S[^\n]*")
Predict = Callable[[Row], Row]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of prediction: the fields that it may read, what makes the rest of a row, once it is open, and where rows
    come from."""

    fields: tuple[str, ...]
    open: Callable[[], AbstractContextManager[Predict]]
    rows: Callable[[Path], list[Row]] = read_rows


def page_rows(folder: Path) -> list[Row]:
    """The pages below `folder`, unpacked, in the order of their names."""
    pages = [(Path(name), html) for name, html in read_files(folder)]
    return [{"id": path.stem, "html": html} for path, html in pages if path.suffix == PAGE_SUFFIX]


@contextmanager
def _summaries() -> Iterator[Predict]:
    """Texts go through the parser process and the Summarizer, as an uploaded file does."""
    summarize = summarizer().summarize
    with parse_worker() as worker:
        yield lambda row: {"summary": summary_sentences(summarize(document_of(worker, row["source"])).findings.summary)}


@contextmanager
def _attributions() -> Iterator[Predict]:
    """The Summarizer's own attributions of texts as they are: offsets count in the text that was given."""
    summarize = summarizer().summarize
    yield lambda row: {"attributions": list(map(places, summarize(by_lines(row["text"])).findings.attributions))}


@contextmanager
def _entities() -> Iterator[Predict]:
    annotate = Annotator.load().annotate
    yield lambda row: {"entities": [[name.type, name.start, name.end] for name in annotate(row["text"]).mentions]}


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
    """The article of a page; an empty text where it has none."""
    try:
        return worker.parse(html, f"page{PAGE_SUFFIX}", "text/html").text
    except PermanentError as error:
        if error.code is Code.EMPTY:
            return ""
        raise


def by_lines(text: str) -> Document:
    """A text as it stands, one paragraph a line."""
    lines = [(match.start(), match.end()) for match in LINE.finditer(text)]
    blocks = [Block(kind=BlockKind.PARAGRAPH, start=start, end=end) for start, end in lines]
    metadata = Metadata(language="en")
    return document_from(
        ParsedDocument(media_type="text/plain", text=text, blocks=blocks, metadata=metadata, parser="")
    )


def places(attribution: Attribution) -> dict[str, list[list[int]]]:
    """Where source, cue and content of an attribution stand, those parts empty that it lacks."""
    parts: dict[str, list[Span | None]] = {
        "source": [attribution.speaker],
        "cue": [attribution.cue],
        "content": [*attribution.content],
    }
    return {role: [[span.start, span.end] for span in spans if span] for role, spans in parts.items()}


def summary_sentences(summary: SummaryText) -> list[str]:
    """The sentences of a summary's text. Those of an extracted one are known; a written one is split."""
    if summary.method == "extractive":
        found = [displayed(span.text) for span in summary.evidence]
        assert " ".join(found) == summary.text
        return found
    whole = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(summary.text))
    return [sentence.text for sentence in sentences_of(summary.text, [whole])]


def predict(kind: Kind, rows: Sequence[Row]) -> Iterator[Row]:
    """Predictions for `rows`, in their order, with the id of each."""
    with kind.open() as make:
        for row in rows:
            seen = {field: row[field] for field in kind.fields}
            yield {"id": row["id"], **make(seen)}


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
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
