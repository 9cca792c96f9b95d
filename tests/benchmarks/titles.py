"""Measure how often the title found is the one that a document shows: `python -m tests.benchmarks.titles`.

Reads our own English documents whose title is a line of the text, among the first ones, and prints a Markdown table by
file. *Longer* titles contain that line; *wrong* ones are others, also of documents without a title. Titles that are
made from the text do not count. The files in `titled` have documents with mastheads, letterheads and the like, some
without a title; `local` and `public` are those of `infra/model/written/measured`. The weights of titles were fitted to
`fitted` and to our own documents, but not to `held_out`, `local`, `public`, `commerce`, `community` and `features`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.annotators import Annotators
from functions.summarize.components.language import FindLanguages
from functions.summarize.components.sentences import split_sentences
from functions.summarize.components.title import find_title
from functions.summarize.reading import Reading
from infra.model.written import ENGLISH_MEASURED, FOLDER, written_rows
from shared.documents.document import Document
from tests.benchmarks.documents import document_of, parse_worker

TITLED = Path(__file__).parent / "titled"

# Number of first lines, empty ones included, among which a title is searched.
FIRST_LINES = 14


def normal(line: str | None) -> str:
    """Return the words of a line in small letters."""
    return " ".join(re.findall(r"\w+", (line or "").casefold()))


def rows() -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| documents | measured | right | longer | wrong |\n|---|---:|---:|---:|---:|"
    find_languages = FindLanguages(Annotators(Annotator.load()))

    def title_in(document: Document) -> str:
        reading = Reading(document)
        for component in (find_languages, split_sentences, find_title):
            component(reading)
        return normal(reading.title)

    worker = parse_worker()
    for path in (each for folder in (FOLDER, ENGLISH_MEASURED, TITLED) for each in sorted(folder.glob("*.txt"))):
        documents = [(normal(row["title"]), row["text"]) for row in written_rows([path])]
        measured = [each for each in documents if path.parent != FOLDER or _is_shown(*each)]
        found = [(wanted, title_in(document_of(worker, text))) for wanted, text in measured]
        right = sum(wanted == title for wanted, title in found)
        longer = sum(wanted != title and wanted != "" and f" {wanted} " in f" {title} " for wanted, title in found)
        wrong = sum(title not in ("", wanted) for wanted, title in found) - longer
        yield f"| {path.stem} | {len(found)} | {right} | {longer} | {wrong} |"


def _is_shown(wanted: str, text: str) -> bool:
    """Return whether one of the first lines is the title."""
    return wanted != "" and wanted in map(normal, text.split("\n")[:FIRST_LINES])


def main() -> None:
    """Print the table."""
    for row in rows():
        print(row, flush=True)


if __name__ == "__main__":
    main()
