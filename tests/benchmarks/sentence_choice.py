"""Measure the choice of sentences on other documents than those of the fit.

`python -m tests.benchmarks.sentence_choice DATA LEFT-OUT`, where DATA has the development sets. LEFT-OUT is the file of
`python -m infra.model.salience_layer DATA --folds 3`: the salience of each document by a layer that learned none of its
genre. The genres of *Gold* (training set), of the documents with written summaries, and of our own documents are left
out of the fit of the features in turn, in six groups. The articles, and with `--papers` the
papers, which the annotator's layer does not read, are cut into halves: each half is judged with weights that were
fitted on the other half and on all other documents. Prints a Markdown table beside the first sentences (LEAD) and the
first three sentences (LEAD-3).
"""

import argparse
import itertools
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean

import numpy as np
from numpy.typing import NDArray
from rouge_score.rouge_scorer import RougeScorer

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.selection.ranking import Ranking
from functions.summarize.selection.salience import SalienceModel
from functions.summarize.selection.sentence_features import SentenceContext
from infra.model.salience_examples import (
    OWN_WEIGHT,
    Example,
    articles,
    gold,
    key_of,
    marked,
    marked_more,
    own,
    papers,
    written,
)
from infra.model.salience_fit import fitted

# Number of groups of genres.
GROUPS = 6

# Target number of words of the summaries, and of those of papers.
WORDS, PAPER_WORDS = 75, 120

# Number of sentences of LEAD-3.
FIRST = 3

MEASURES = ("rouge1", "rouge2", "rougeLsum")

# The ends of sentences as the data set's scorer finds them.
END = re.compile(r"(?<=[.!?])(?:\s+['`’”\"]+)?\s+(?=[A-Z`'“\"(])")

Choose = Callable[[Example, int], list[int]]


def chosen_by(model: SalienceModel) -> Choose:
    """Return the choice of sentences by a model."""

    return lambda example, words: _summary(example.context, model.scores(example.context), words)


def lead(example: Example, words: int) -> list[int]:
    """Choose the first candidates."""
    count = len(example.context.sentences)
    return _summary(example.context, np.arange(count, 0, -1, dtype=np.float64), words)


def _summary(context: SentenceContext, salience: NDArray[np.float64], words: int) -> list[int]:
    ranking = Ranking(context.sentences, context.vectors, salience=salience, numbers=context.candidates)
    return sorted(choice.number for choice in ranking.summary(words))


def lifted(examples: Sequence[Example], choose: Choose) -> tuple[float, float]:
    """Return the mean share of chosen sentences that are marked as best, and the share of documents with the best."""
    shares, firsts = [], []
    for example in examples:
        ranks = marked(example.context.sentences, example.row)
        found = [ranks[number] for number in choose(example, WORDS)]
        shares.append(sum(rank > 0 for rank in found) / max(1, len(found)))
        firsts.append(float(1 in found))
    return mean(shares), mean(firsts)


def rouge(examples: Sequence[Example], choose: Choose, words: int) -> list[float]:
    """Return the mean F1 of ROUGE-1, ROUGE-2 and ROUGE-L (stemmed, of 100) of the chosen sentences."""
    chosen = [[each.context.sentences[n].text for n in choose(each, words)] for each in examples]
    return _rouge(examples, chosen)


def lead_3(examples: Sequence[Example]) -> list[float]:
    """Return the same of the first three sentences."""
    return _rouge(examples, [END.split(_source(example))[:FIRST] for example in examples])


def _rouge(examples: Sequence[Example], chosen: Sequence[Sequence[str]]) -> list[float]:
    scorer = RougeScorer(MEASURES, use_stemmer=True)
    scores = [
        scorer.score("\n".join(END.split(example.row["reference"])), "\n".join(lines))
        for example, lines in zip(examples, chosen, strict=True)
    ]
    return [100 * mean(score[measure].fmeasure for score in scores) for measure in MEASURES]


def _source(example: Example) -> str:
    blocks = example.row.get("blocks", ())
    return example.row.get("source") or " ".join(text for kind, _, text in blocks if kind == "paragraph")


def without_genres(examples: Sequence[Example], others: Sequence[Example]) -> Iterator[tuple[list[Example], Choose]]:
    """Yield each group of genres with the choice that was fitted on all other documents."""
    genres = sorted({example.genre for example in examples})
    for group in range(GROUPS):
        left_out = set(genres[group::GROUPS])
        known = [example for example in examples if example.genre not in left_out]
        model = SalienceModel.of(fitted([*known, *others]))
        yield [example for example in examples if example.genre in left_out], chosen_by(model)


def halves(examples: Sequence[Example], others: Sequence[Example]) -> Iterator[tuple[list[Example], Choose]]:
    """Yield each half of the documents with the choice that was fitted on the other half and the other documents."""
    for half in range(2):
        model = SalienceModel.of(fitted([*examples[1 - half :: 2], *others]))
        yield list(examples[half::2]), chosen_by(model)


def report(
    marked_ones: Mapping[str, Sequence[Example]],
    described: Sequence[Example],
    more: Sequence[Example],
    news: Sequence[Example],
    long_ones: Sequence[Example],
) -> Iterator[str]:
    """Yield the lines of the table. Arguments: documents with marked sentences by what they are called, written
    summaries, further marked documents, which are not judged, articles, papers."""
    yield "| documents | figures | ours | LEAD |\n|---|---|---:|---:|"
    found: defaultdict[str, list[tuple[int, list[float]]]] = defaultdict(list)
    ids = {name: {example.id for example in examples} for name, examples in marked_ones.items()}
    known = [*itertools.chain(*marked_ones.values()), *described, *more]
    for left, choose in without_genres(known, [*news, *long_ones]):
        for name in marked_ones:
            if part := [example for example in left if "best" in example.row and example.id in ids[name]]:
                found[name].append((len(part), list(lifted(part, choose))))
        if rest := [example for example in left if "reference" in example.row]:
            found["written summaries"].append((len(rest), rouge(rest, choose, WORDS)))
    for name, examples in marked_ones.items():
        yield _row(f"{name}, left out", "best, very best", _mean(found[name]), lifted(examples, lead), 3)
    yield _row("written summaries, left out", "R-1, R-2, R-L", _mean(found["written summaries"]), lead_3(described), 2)
    for name, examples, others, words in (
        ("articles", news, long_ones, WORDS),
        ("papers", long_ones, news, PAPER_WORDS),
    ):
        if not examples:
            continue
        for number, (part, choose) in enumerate(halves(examples, [*known, *others]), 1):
            yield _row(f"{name}, half {number}", "R-1, R-2, R-L", rouge(part, choose, words), lead_3(part), 2)


def with_left_out_salience(examples: Iterable[Example], left_out: Mapping[str, Sequence[float]]) -> list[Example]:
    """Return the documents that the layer learned, with the salience by one that did not learn their genre."""
    return [
        replace(each, context=replace(each.context, annotator_salience=np.array(left_out[key_of(each)])))
        for each in examples
        if key_of(each) in left_out
    ]


def _mean(weighted: Sequence[tuple[int, list[float]]]) -> list[float]:
    counts = [count for count, _ in weighted]
    means: list[float] = np.average([values for _, values in weighted], axis=0, weights=counts).tolist()
    return means


def _row(name: str, figures: str, ours: Sequence[float], others: Sequence[float], digits: int) -> str:
    cells = [" ".join(f"{value:.{digits}f}" for value in values) for values in (ours, others)]
    return f"| {name} | {figures} | {cells[0]} | {cells[1]} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of the development sets")
    parser.add_argument("left_out", type=Path, metavar="LEFT-OUT")
    parser.add_argument("--papers", type=Path, help="papers with abstracts")
    chosen = parser.parse_args(arguments)
    annotator = Annotator.load()
    left_out = json.loads(chosen.left_out.read_text(encoding="utf-8"))
    lines = report(
        {
            "*Gold*": with_left_out_salience(gold(annotator, chosen.data, "train"), left_out),
            "our own": with_left_out_salience(own(annotator, OWN_WEIGHT), left_out),
        },
        with_left_out_salience(written(annotator, chosen.data), left_out),
        with_left_out_salience(marked_more(annotator, chosen.data), left_out),
        list(articles(annotator, chosen.data)),
        list(papers(annotator, chosen.papers)) if chosen.papers else [],
    )
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
