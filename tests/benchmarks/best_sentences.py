"""Measure which sentences a summary has: `python -m tests.benchmarks.best_sentences [FILE.txt …]`.

The files have documents with marked best sentences, as `infra/model/written.py` describes them; by default those in
`infra/model/written/best`, which no training reads. Texts go through the whole Summarizer, and the language of each is
detected. Prints a Markdown table by language: the share of a summary's sentences that are among the five best, and the
share of summaries with the very best one, of Nutgraf and of the first sentences that a summary may show (LEAD).
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.components.ranking import context_of
from functions.summarize.sentences.sentences import Sentence
from infra.model.salience_examples import marked, read
from infra.model.written import BEST_MEASURED, written_rows
from shared.documents.document import Document
from tests.benchmarks.documents import summarizer
from tests.benchmarks.predict import in_its_language
from tests.benchmarks.summary_child import up_to

WORDS = 75


def lead(annotator: Annotator, document: Document) -> list[Sentence]:
    """Return the first sentences of a document that a summary may show, up to WORDS."""
    context = context_of(read(annotator, document))
    rest = iter([context.sentences[number] for number in context.candidates])
    texts = [context.sentences[number].text for number in context.candidates]
    return [next(each for each in rest if each.text == text) for text in up_to(WORDS, texts)]


def lifted(found: Sequence[Sequence[int]]) -> str:
    """Return the mean share of marked sentences and the share of summaries with the best one, from their ranks."""
    shares = [sum(rank > 0 for rank in each) / max(1, len(each)) for each in found]
    return f"{mean(shares):.3f} {mean(1 in each for each in found):.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE.txt")
    chosen = parser.parse_args(arguments)
    model, annotator = summarizer(), Annotator.load()
    ours: defaultdict[str, list[list[int]]] = defaultdict(list)
    firsts: defaultdict[str, list[list[int]]] = defaultdict(list)
    for row in written_rows(chosen.files or sorted(BEST_MEASURED.glob("*.txt"))):
        document = in_its_language(row["text"], title=row["title"])
        summary = model.summarize(document).findings.summary
        group = "English" if row["lang"] == "en" else "other languages"
        for name in (row["lang"], group):
            ours[name].append(marked(summary.evidence, row))
            firsts[name].append(marked(lead(annotator, document), row))
    print("| language | documents | best, very best | LEAD |\n|---|---:|---:|---:|")
    for name in sorted(set(ours) - {"en"}, key=lambda name: (len(name) > 2, name)):
        print(f"| {name} | {len(ours[name])} | {lifted(ours[name])} | {lifted(firsts[name])} |")


if __name__ == "__main__":
    main()
