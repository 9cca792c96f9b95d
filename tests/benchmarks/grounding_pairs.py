"""Measure the check of written sentences on pairs: `python -m tests.benchmarks.grounding_pairs [PAIRS]`.

PAIRS has short texts, each with sentences that are true of it and sentences that are false in one point; the default is
grounding_pairs.tsv. Prints the share of true sentences that are kept, and of false ones that are caught, by their kind,
then every sentence that is judged wrongly.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.writing.grounding import Fault
from tests.benchmarks.grounding import Judge

PAIRS = Path(__file__).with_name("grounding_pairs.tsv")
TRUE = "true"


class Pair(NamedTuple):
    """A text, a sentence about it, and `true` or the kind of its error."""

    text: str
    sentence: str
    kind: str


class Judged(NamedTuple):
    """A pair and the fault that the check finds."""

    pair: Pair
    fault: Fault | None

    @property
    def is_right(self) -> bool:
        """Whether a true sentence is kept, or a false one caught."""
        return (self.fault is None) is (self.pair.kind == TRUE)


def pairs_in(path: Path) -> Iterator[Pair]:
    """Yield the pairs of a file."""
    text = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, content = line.partition("\t")
        if kind == "text":
            text = content
        else:
            yield Pair(text, content, kind.removeprefix("false "))


def judged(annotator: Annotator, path: Path = PAIRS) -> list[Judged]:
    """Judge every pair of a file."""
    judges: dict[str, Judge] = {}
    found = []
    for pair in pairs_in(path):
        judge = judges.setdefault(pair.text, Judge(annotator, pair.text))
        found.append(Judged(pair, judge.fault(pair.sentence)))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="?", default=PAIRS, metavar="PAIRS")
    found = judged(Annotator.load(), parser.parse_args(arguments).pairs)
    counts = Counter(each.pair.kind for each in found)
    right = Counter(each.pair.kind for each in found if each.is_right)
    print("| sentences | number | judged right |\n|---|---:|---:|")
    for kind in (TRUE, *sorted(counts.keys() - {TRUE})):
        name = "true, kept" if kind == TRUE else f"false: {kind}, caught"
        print(f"| {name} | {counts[kind]} | {100 * right[kind] / counts[kind]:.0f} % |")
    false, caught = found_false(counts), found_false(right)
    print(f"| all false, caught | {false} | {100 * caught / false:.1f} % |\n")
    for each in found:
        if not each.is_right:
            why = f" [{each.fault.message}]" if each.fault else ""
            print(f"{each.pair.kind}: {each.pair.sentence}{why}")


def found_false(counts: Counter[str]) -> int:
    """Return the number of false sentences in counts by kind."""
    return counts.total() - counts[TRUE]


if __name__ == "__main__":
    main()
