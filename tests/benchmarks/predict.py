"""Write the product's predictions for a data set: `python -m tests.benchmarks.predict KIND IN OUT.jsonl`.

IN is a file with one JSON object per line, or a folder of pages. Each kind of prediction reads only the listed fields,
so that no answer of the data set can leak into it. It writes one JSON object per line:

    summaries     reads id, source; writes {"id": …, "summary": ["sentence", …]}
    attributions  reads id, text; writes {"id": …, "attributions": [{"source": …, "cue": …, "content": …, "speaker":
                  …}, …]}, where each of the first three is a list of [start, end), and the speaker is a name, a
                  description or null. Turns of transcripts are left out, as in the data sets
    entities      reads id, text; writes {"id": …, "entities": [[type, start, end], …]}, the mentions in the row
    dates         reads id, text, date (of publication, or null); writes {"id": …, "dates": [[start, end, value], …]}:
                  the timeline before its bounds
    best          reads id, text, title; writes {"id": …, "sentences": [[start, end], …]}, the sentences of the summary
    pages         reads the files in a folder and its subfolders whose names end in .html or .html.gz; writes {"id": the
                  name of the file without these endings, "text": the article}

Offsets count code points of the text in the row: only summaries and pages are parsed. For attributions and entities, a
text that was encoded twice (`CÃ³rdoba`) is repaired, as Parse repairs an upload. IN may be compressed (.jsonl.gz).
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rich.console import Console
from rich.progress import track

from functions.parse.recognition.block_languages import with_languages
from functions.parse.recognition.language import language_of
from functions.parse.worker.parse_worker import ParseWorker
from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.annotators import Annotators
from functions.summarize.attributions.referents import head_noun
from functions.summarize.components.language import FindLanguages
from functions.summarize.components.sentences import split_sentences
from functions.summarize.components.timeline import dates_of
from functions.summarize.entities.roles import DOCUMENT_NOUNS, role_of
from functions.summarize.reading import Reading
from functions.summarize.sentences.sentences import sentences_of
from infra.model.lines import by_lines
from shared.documents.document import Block, BlockKind, Document, Span
from shared.errors import Code, PermanentError
from shared.summary import Attribution, Entity, SummaryText
from tests.benchmarks.data_sets import Row, read_files, read_rows
from tests.benchmarks.documents import document_of, parse_worker, summarizer
from tests.benchmarks.repaired_text import RepairedText, repaired_text

PAGE_SUFFIX = ".html"

# The start of a source that refers to something in the text, and of one that introduces something.
DEFINITE = re.compile(r"(?:the|this|that|these|those|such|my|our|your|his|her|its|their)\b", re.IGNORECASE)
INDEFINITE = re.compile(r"(?:an?|one|another)\s", re.IGNORECASE)
PRONOUNS = frozenset("i we you he she it they who which that him her them us me".split())

# The start of an addition to a source: ", which was filed in Ohio".
CLAUSE = re.compile(r"[,(]|\s(?:who|which|that)\s")

# Numbers and the words between them. A source that consists of them does not describe anybody.
QUANTITY = re.compile(
    r"(?:one|both|most|many|some|all|few|others?|another|"
    r"none|nobody|everyone|everybody|someone|somebody|anyone|more|less|nearly|about|almost|over|than|in|of|the|a|percent|"
    r"number|same|half|third|\d[\d,.]*%?|(?:two|three|four|five|six|seven|eight|nine|ten|\w+ty)(?:-\w+)?)[,.]?",
    re.IGNORECASE,
)
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
    """Return the attributions of the Summarizer. The language is detected. Offsets refer to the given text."""
    summarize = summarizer().summarize

    def rows(text: str) -> list[Row]:
        repaired = repaired_text(text)
        found = summarize(in_its_language(repaired.text)).findings.attributions
        return [{**places(each, repaired), "speaker": speaker_name(each)} for each in found if not each.turn]

    yield lambda row: {"attributions": rows(row["text"])}


@contextmanager
def _entities() -> Iterator[Predict]:
    """Return the mentions of the entities in the row. The language is detected. Offsets refer to the given text."""
    summarize = summarizer().summarize

    def found(text: str) -> list[list[str | int]]:
        repaired = repaired_text(text)
        return mentions(summarize(in_its_language(repaired.text)).findings.entities, repaired)

    yield lambda row: {"entities": found(row["text"])}


@contextmanager
def _dates() -> Iterator[Predict]:
    """Return the timeline before its bounds. The language is detected, since other languages have no timeline."""
    yield lambda row: {"dates": dates(row["text"], row["date"])}


@contextmanager
def _best() -> Iterator[Predict]:
    """Return the sentences of the extractive summary. The text is not parsed, so offsets refer to the given text."""
    summarize = summarizer().summarize

    def predict_row(row: Row) -> Row:
        summary = summarize(by_lines(row["text"], title=row["title"])).findings.summary
        return {"sentences": [[span.start, span.end] for span in summary.evidence]}

    yield predict_row


@contextmanager
def _pages() -> Iterator[Predict]:
    with parse_worker() as worker:
        yield lambda row: {"text": article(worker, row["html"])}


KINDS = {
    "summaries": Kind(("id", "source"), _summaries),
    "attributions": Kind(("id", "text"), _attributions),
    "entities": Kind(("id", "text"), _entities),
    "dates": Kind(("id", "text", "date"), _dates),
    "best": Kind(("id", "text", "title"), _best),
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


def in_its_language(text: str, **metadata: str | None) -> Document:
    """Return a text as a Document of lines, with the languages that Parse detects."""
    language = language_of(text)
    found = by_lines(text, language=language, **metadata)
    return found.model_copy(update={"blocks": with_languages(text, found.blocks, language)})


def dates(text: str, published: str | None) -> list[list[int | str]]:
    """Return the start, the end and the value of each date in a text that was published on an ISO 8601 day."""
    reading = Reading(in_its_language(text, published_at=published))
    find_languages()(reading)
    split_sentences(reading)
    return [[entry.span.start, entry.span.end, entry.date] for entry in dates_of(reading)]


@cache
def find_languages() -> FindLanguages:
    """Return the component that sets the languages of a text."""
    return FindLanguages(Annotators(Annotator.load()))


def places(attribution: Attribution, read: RepairedText) -> dict[str, list[list[int]]]:
    """Return the offsets of the source, cue and content of an attribution; a missing part has an empty list.

    The attribution is of the repaired text, and the offsets are those of the given one.
    """
    parts: dict[str, list[Span | None]] = {
        "source": [attribution.speaker],
        "cue": [attribution.cue],
        "content": [*attribution.content],
    }
    return {role: read.given((span.start, span.end) for span in spans if span) for role, spans in parts.items()}


def speaker_name(attribution: Attribution) -> str | None:
    """Return the name of the entity that speaks, else the source if it describes somebody by itself, else None.

    A pronoun, a quantity ("six in ten") and a definite description without a name ("the agency") refer to something
    else, and so does a report, which speaks for its author.
    """
    if attribution.entity is not None or attribution.speaker is None:
        return attribution.entity
    source = attribution.speaker.text
    words = CLAUSE.split(source, maxsplit=1)[0].split()
    noun = head_noun(source)
    has_name = any(word[:1].isupper() for word in words[1:]) and role_of(noun) is None
    is_document = noun in DOCUMENT_NOUNS and (len(words) == 1 or INDEFINITE.match(source) is not None)
    refers = (
        (DEFINITE.match(source) is not None and not has_name)
        or is_document
        or words[:1] == []
        or words[0].casefold() in PRONOUNS
    )
    return None if refers or all(QUANTITY.fullmatch(word) for word in words) else source


def mentions(entities: Sequence[Entity], read: RepairedText) -> list[list[str | int]]:
    """Return the type, start and end of each mention of the entities of the repaired text, in text order.

    The offsets are those of the given text.
    """
    found = [(entity.type, span.start, span.end) for entity in entities for span in entity.mentions]
    found.sort(key=lambda each: each[1:])
    moved = read.given((start, end) for _, start, end in found)
    return [[kind, *place] for (kind, _, _), place in zip(found, moved, strict=True)]


def summary_sentences(summary: SummaryText) -> list[str]:
    """Return the sentences of a summary: its own if it is extractive, otherwise the text split."""
    if summary.method == "extractive":
        found = [sentence.text for sentence in summary.sentences]
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
