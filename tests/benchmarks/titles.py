"""Measure how often the title found is the one that a document shows: `python -m tests.benchmarks.titles`.

Reads our own English documents whose title is a line of the text, among the first ones, and prints a Markdown table by
file. *Longer* titles contain that line. Titles that are made from the text of documents without one do not count.
"""

import re
from collections.abc import Iterator

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.annotators import Annotators
from functions.summarize.components.language import FindLanguages
from functions.summarize.components.sentences import split_sentences
from functions.summarize.components.title import find_title
from functions.summarize.reading import Reading
from infra.model.written import FOLDER, written_rows
from shared.documents.document import Document
from tests.benchmarks.documents import document_of, parse_worker

# Number of first lines, empty ones included, among which a title is searched.
FIRST_LINES = 14


def normal(line: str | None) -> str:
    """Return the words of a line in small letters."""
    return " ".join(re.findall(r"\w+", (line or "").casefold()))


def rows() -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| documents | with a title | right | longer |\n|---|---:|---:|---:|"
    find_languages = FindLanguages(Annotators(Annotator.load()))

    def title_in(document: Document) -> str:
        reading = Reading(document)
        for component in (find_languages, split_sentences, find_title):
            component(reading)
        return normal(reading.title)

    worker = parse_worker()
    for path in sorted(FOLDER.glob("*.txt")):
        shown = [
            (normal(row["title"]), row["text"])
            for row in written_rows([path])
            if normal(row["title"]) in map(normal, row["text"].split("\n")[:FIRST_LINES]) and row["title"]
        ]
        found = [(wanted, title_in(document_of(worker, text))) for wanted, text in shown]
        right = sum(wanted == title for wanted, title in found)
        longer = sum(wanted != title and wanted in title for wanted, title in found)
        yield f"| {path.stem} | {len(found)} | {right} | {longer} |"


def main() -> None:
    """Print the table."""
    for row in rows():
        print(row, flush=True)


if __name__ == "__main__":
    main()
