"""Fits the salience of sentences on summaries that people lifted or wrote.

`python -m infra.model.salience DATA` reads the documents of the development sets with the annotator, fits the weights,
and writes them to the model folder. `--papers` adds papers with abstracts (`tests.benchmarks.abstracts` makes them).
The development set of *Gold* is left out.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.model_files import FOLDER, SALIENCE
from infra.model.checksums import write_checksums
from infra.model.salience_examples import OWN_WEIGHT, Example, articles, gold, marked_more, own, papers, written
from infra.model.salience_fit import fitted


def examples_of(annotator: Annotator, data: Path, more: Path | None) -> Iterator[Example]:
    """Yield the documents of all sets that have targets. `more`: papers with abstracts."""
    held_out = {example.id for example in gold(annotator, data, "dev")}
    yield from gold(annotator, data, "train")
    yield from marked_more(annotator, data)
    yield from own(annotator, OWN_WEIGHT)
    yield from (example for example in written(annotator, data) if example.id not in held_out)
    yield from articles(annotator, data)
    if more:
        yield from papers(annotator, more)


def stored(weights: dict[str, Any], path: Path) -> None:
    """Write weights as JSON, one list on each line."""
    lines = [f"{json.dumps(name)}: {json.dumps(values)}" for name, values in weights.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of the development sets")
    parser.add_argument("--papers", type=Path, help="papers with abstracts")
    parser.add_argument("--into", type=Path, default=FOLDER, help="the model folder")
    chosen = parser.parse_args(arguments)
    examples = list(examples_of(Annotator.load(), chosen.data, chosen.papers))
    stored(fitted(examples), chosen.into / SALIENCE)
    write_checksums(chosen.into)
    print(f"{len(examples)} documents, {sum(len(each.candidates) for each in examples):,} sentences")


if __name__ == "__main__":
    main()
