"""Measures the model for all languages by itself, without the rules of Summarize, on texts that it was not trained on.

`python -m infra.model.measure DATA` prints the exact F1 of names by language, and the F1 of the characters of sources,
cues and contents in the documents of the development set and in our own that are kept for measuring.
"""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from functions.summarize.annotator.annotations import Annotations
from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.model_files import FOLDER, LANGUAGES
from infra.model.data_sets import rows_of
from infra.model.written import MEASURED, written_rows

NAMES = "entities/languages"
DOCUMENTS = "gold/languages-dev.jsonl.gz"
TYPES = frozenset({"PERSON", "ORGANIZATION", "LOCATION"})
ROLES = ("source", "cue", "content")

# The languages whose mean the project's aim is set by.
AIMED = ("de", "es", "pt", "da", "hr", "sr", "sk")


class Counts(NamedTuple):
    """How many items were found, how many exist, and how many are both."""

    found: int = 0
    wanted: int = 0
    both: int = 0

    def plus(self, found: set[Any], wanted: set[Any]) -> "Counts":
        """Return the counts with those of another text."""
        return Counts(self.found + len(found), self.wanted + len(wanted), self.both + len(found & wanted))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 if there is nothing to find and nothing was found."""
        return 2 * self.both / (self.found + self.wanted) if self.found + self.wanted else 1.0


def names_of(annotations: Annotations) -> set[tuple[str, int, int]]:
    """Return the names as types and places."""
    return {(str(mention.type), mention.start, mention.end) for mention in annotations.mentions}


def name_counts(annotator: Annotator, rows: Iterable[Mapping[str, Any]]) -> Counts:
    """Count the names with the exact place and type."""
    counts = Counts()
    for row in rows:
        wanted = {(kind, start, end) for kind, start, end, *_ in row["entities"] if kind in TYPES}
        counts = counts.plus(names_of(annotator.annotate(row["text"])), wanted)
    return counts


def role_counts(annotator: Annotator, rows: Iterable[Mapping[str, Any]]) -> dict[str, Counts]:
    """Count the characters of each role."""
    counts = dict.fromkeys(ROLES, Counts())
    for row in rows:
        spans = annotator.annotate(row["text"]).roles
        for role in ROLES:
            found = {place for span in spans if span.role == role for place in range(span.start, span.end)}
            wanted = {place for each in row["attributions"] for span in each[role] for place in range(*span)}
            counts[role] = counts[role].plus(found, wanted)
    return counts


def name_table(annotator: Annotator, data: Path) -> str:
    """Return the exact F1 of names by language, and the mean of AIMED."""
    counts = {
        path.name.split("-")[0]: name_counts(annotator, rows_of(path))
        for path in sorted((data / NAMES).glob("*-dev.jsonl.gz"))
    }
    lines = [
        f"{language:9}  {each.both / max(1, each.found):.3f}  {each.both / max(1, each.wanted):.3f}  {each.f1:.3f}"
        for language, each in counts.items()
    ]
    mean = sum(counts[language].f1 for language in AIMED) / len(AIMED)
    return "\n".join(["names      P      R      F1", *lines, f"mean of {' '.join(AIMED)}: {mean:.3f}"])


def document_table(annotator: Annotator, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the F1 of the roles' characters and of names by language of the documents, and over all."""
    lines = ["document   source  cue    content  names"]
    for language in [*sorted({row["lang"] for row in rows}), "all"]:
        some = [row for row in rows if language in ("all", row["lang"])]
        roles = role_counts(annotator, some)
        values = "  ".join(f"{roles[role].f1:.3f}" for role in ROLES)
        lines.append(f"{language:9}  {values}  {name_counts(annotator, some).f1:.3f}")
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of the development sets")
    parser.add_argument("--model", type=Path, default=FOLDER, help="the folder of the model")
    chosen = parser.parse_args()
    annotator = Annotator.load(chosen.model, LANGUAGES)
    print(name_table(annotator, chosen.data))
    print(f"\n{DOCUMENTS}\n{document_table(annotator, list(rows_of(chosen.data / DOCUMENTS)))}")
    print(f"\nour own\n{document_table(annotator, list(written_rows(sorted(MEASURED.glob('*.txt')))))}")


if __name__ == "__main__":
    main()
