"""What the product makes of a data set: `python -m tests.benchmarks.predict KIND IN.jsonl OUT.jsonl`.

IN has one JSON object a line. Each kind of prediction is given only the fields it names, so that no answer can leak
into it, and writes one object a line:

    summaries     reads id, source; writes {"id": …, "summary": ["sentence", …]}
    attributions  reads id, text; writes {"id": …, "attributions": [{"source": …, "cue": …, "content": …}, …]},
                  each a list of [start, end)
    entities      reads id, text; writes {"id": …, "entities": [[type, start, end], …]}

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

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.sentences import sentences_of
from functions.summarize.summarizer import displayed
from shared.document import Block, BlockKind, Document, Metadata, ParsedDocument, Span
from shared.summary import Attribution, SummaryText
from tests.benchmarks.data_sets import Row, read_rows
from tests.benchmarks.documents import document_of, parse_worker, summarizer
from tests.documents import document_from

LINE = re.compile(r"[^\n]*\S[^\n]*")
Predict = Callable[[Row], Row]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of prediction: the fields that it may read, and what makes the rest of a row, once it is open."""

    fields: tuple[str, ...]
    open: Callable[[], AbstractContextManager[Predict]]


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


KINDS = {
    "summaries": Kind(("id", "source"), _summaries),
    "attributions": Kind(("id", "text"), _attributions),
    "entities": Kind(("id", "text"), _entities),
}


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
    parser.add_argument("rows", type=Path, metavar="IN.jsonl")
    parser.add_argument("predictions", type=Path, metavar="OUT.jsonl")
    chosen = parser.parse_args(arguments)
    rows = read_rows(chosen.rows)
    made = predict(KINDS[chosen.kind], rows)
    console = Console(stderr=True)
    with chosen.predictions.open("w", encoding="utf-8") as output:
        for row in track(made, chosen.kind, total=len(rows), console=console, disable=not console.is_terminal):
            output.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
