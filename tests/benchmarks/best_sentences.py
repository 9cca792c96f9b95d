"""Measure which sentences a summary has: `python -m tests.benchmarks.best_sentences [FILE.txt …]`.

The files have documents with marked best sentences, as `infra/model/written.py` describes them; by default those in
`infra/model/written/best`, which no training reads. Texts go through the whole Summarizer, and the language of each is
detected. Prints a Markdown table by language: the share of a summary's sentences that are among the five best, and the
share of summaries with the very best one, of Nutgraf and of the first sentences (LEAD).
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean

from functions.summarize.sentences.sentences import sentences_of
from infra.model.written import UNREAD, written_rows
from shared.documents.document import BlockKind, Document
from tests.benchmarks.data_sets import Row
from tests.benchmarks.documents import summarizer
from tests.benchmarks.predict import in_its_language
from tests.benchmarks.summary_child import up_to

WORDS = 75

# Minimum share of a sentence's code points in a marked sentence (0 to 1).
OVERLAP = 0.5

# [start, end) of the text.
Place = tuple[int, int]


def first_sentences(document: Document, words: int = WORDS) -> list[Place]:
    """Return the first sentences of a document that are no headings, up to a number of words."""
    sentences = sentences_of(document.text, document.blocks, document.metadata.language)
    shown = [each for each in sentences if each.kind is not BlockKind.HEADING]
    rest = iter(shown)
    taken = up_to(words, [each.text for each in shown])
    return [next((each.start, each.end) for each in rest if each.text == text) for text in taken]


def ranks(chosen: Iterable[Place], row: Row) -> list[int]:
    """Return the rank of each chosen sentence among the marked ones, from 1; 0 for others."""
    best = [row["sentences"][number - 1] for number in row["best"]]
    return [
        next(
            (
                rank
                for rank, (first, last) in enumerate(best, 1)
                if min(last, end) - max(first, start) >= OVERLAP * (end - start)
            ),
            0,
        )
        for start, end in chosen
    ]


def lifted(found: Sequence[Sequence[int]]) -> str:
    """Return the mean share of marked sentences and the share of summaries with the best one, from their ranks."""
    shares = [sum(rank > 0 for rank in each) / max(1, len(each)) for each in found]
    return f"{mean(shares):.3f} {mean(1 in each for each in found):.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE.txt")
    chosen = parser.parse_args(arguments)
    model = summarizer()
    ours: defaultdict[str, list[list[int]]] = defaultdict(list)
    lead: defaultdict[str, list[list[int]]] = defaultdict(list)
    for row in written_rows(chosen.files or sorted(UNREAD.glob("*.txt"))):
        document = in_its_language(row["text"], title=row["title"])
        summary = model.summarize(document).findings.summary
        group = "English" if row["lang"] == "en" else "other languages"
        for name in (row["lang"], group):
            ours[name].append(ranks([(span.start, span.end) for span in summary.evidence], row))
            lead[name].append(ranks(first_sentences(document), row))
    print("| language | documents | best, very best | LEAD |\n|---|---:|---:|---:|")
    for name in sorted(set(ours) - {"en"}, key=lambda name: (len(name) > 2, name)):
        print(f"| {name} | {len(ours[name])} | {lifted(ours[name])} | {lifted(lead[name])} |")


if __name__ == "__main__":
    main()
