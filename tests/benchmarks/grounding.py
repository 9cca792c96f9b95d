"""Measure the check of written sentences against their text: `python -m tests.benchmarks.grounding [IN]`.

IN is a file with one JSON object per line: `source` is a text, and `systems` has the summaries of published systems,
whose sentences count as true, although some are not. IN can also be a folder of files, whose own sentences are true.
The default is the folder of samples. Copies of each true sentence get one planted error, for each kind that is possible
in it: a name of another text, another number, another day or month, a negation added or removed. Prints the share of
true sentences that are kept and of false sentences that are caught, and the reasons for dropping true ones.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from nupunkt import sent_spans

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.sentences.sentences import Sentence
from functions.summarize.writing.grounded_summary import names_of, source_sentence_of, written_of
from functions.summarize.writing.grounding import NEAREST, Fault, Grounding
from infra.local.files import SAMPLES
from shared.documents.document import BlockKind
from tests.benchmarks.data_sets import read_rows
from tests.benchmarks.summarize import texts_of

# Minimum number of words in a sentence that is tested.
MIN_WORDS = 5

DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "january february march april june july august september october november december".split()
DATE = re.compile(rf"\b(?:{'|'.join(DAYS + MONTHS)})\b", re.IGNORECASE)
DIGITS = re.compile(r"(?<![\w.,-])\d[\d,]*(?![\w,-])")
NEGATABLE = re.compile(
    r"\b(is|was|are|were|will|would|has|had|have|can|could|did|does)\b(?! not\b| n't\b)", re.IGNORECASE
)
NEGATION = re.compile(r"\b(?:not|never)\s|\s?n['’]t\b", re.IGNORECASE)

# Returns a sentence with a planted error, or None if it has no place for it. The arguments are the sentence, its names,
# the names of other texts, and a random generator.
Plant = Callable[[str, Sequence[str], Sequence[str], random.Random], str | None]


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and sentences that count as true about it."""

    source: str
    sentences: list[str]


def other_name(sentence: str, names: Sequence[str], others: Sequence[str], rng: random.Random) -> str | None:
    """Replace one name by a name of another text."""
    fit = [name for name in names if len(name) > 3 and sentence.count(name) == 1]
    return sentence.replace(rng.choice(fit), rng.choice(others)) if fit and others else None


def other_number(sentence: str, names: Sequence[str], others: Sequence[str], rng: random.Random) -> str | None:
    """Replace one number in digits by another with as many digits."""
    found = list(DIGITS.finditer(sentence))
    if not found:
        return None
    match = rng.choice(found)
    changed = re.sub(r"\d", lambda digit: str((int(digit[0]) + rng.randint(1, 8)) % 9 + 1), match[0])
    return sentence[: match.start()] + changed + sentence[match.end() :] if changed != match[0] else None


def other_date(sentence: str, names: Sequence[str], others: Sequence[str], rng: random.Random) -> str | None:
    """Replace one day of the week or month by another."""
    match = DATE.search(sentence)
    if match is None or match[0] == "march":
        return None
    kind = DAYS if match[0].lower() in DAYS else MONTHS
    other = rng.choice([name for name in kind if name != match[0].lower()])
    return sentence[: match.start()] + (other.title() if match[0][0].isupper() else other) + sentence[match.end() :]


def negation_added(sentence: str, names: Sequence[str], others: Sequence[str], rng: random.Random) -> str | None:
    """Add `not` after the first auxiliary verb."""
    return None if NEGATION.search(sentence) else _changed(sentence, NEGATABLE.sub(r"\1 not", sentence, count=1))


def negation_removed(sentence: str, names: Sequence[str], others: Sequence[str], rng: random.Random) -> str | None:
    """Remove the first `not`, `never` or `n't`."""
    return _changed(sentence, NEGATION.sub("", sentence, count=1))


def _changed(sentence: str, other: str) -> str | None:
    return other if other != sentence else None


PLANTS: dict[str, Plant] = {
    "a name of another text": other_name,
    "another number": other_number,
    "another day or month": other_date,
    "a negation added": negation_added,
    "a negation removed": negation_removed,
}


def texts_in(path: Path) -> Iterator[Text]:
    """Yield the texts of a set or a folder, with the sentences that count as true about them."""
    if path.is_dir():
        for source in texts_of(path):
            yield Text(source, [source[start:end] for start, end in sent_spans(source)])
        return
    for row in read_rows(path):
        written = dict.fromkeys(
            output[start:end].strip() for output in row["systems"].values() for start, end in sent_spans(output)
        )
        yield Text(row["source"], list(written))


class Judge:
    """The grounding check for sentences about one text."""

    def __init__(self, annotator: Annotator, source: str) -> None:
        spans = list(sent_spans(source))
        found = annotator.annotate(source, spans)
        self._annotator = annotator
        self._sentences = [Sentence(start, end, source[start:end], BlockKind.PARAGRAPH, 0) for start, end in spans]
        self._vectors = found.vectors
        self._names = names_of(source, found)
        self._grounding = Grounding(source)

    def names(self, sentence: str) -> list[str]:
        """Return the names in a sentence."""
        mentions = self._annotator.annotate(sentence, [(0, len(sentence))]).mentions
        return [sentence[mention.start : mention.end] for mention in mentions]

    def fault(self, sentence: str) -> Fault | None:
        """Return the fault for which functions.summarize.writing.grounded_summary would drop the sentence, or None."""
        read = self._annotator.annotate(sentence, [(0, len(sentence))])
        likeness = self._vectors @ read.vectors[0]
        nearest = [int(number) for number in np.argsort(-likeness, kind="stable")[:NEAREST]]
        near = [source_sentence_of(self._sentences[number], self._names) for number in nearest]
        return self._grounding.fault(written_of(sentence, read, float(likeness[nearest[0]])), near)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?", default=SAMPLES, metavar="IN")
    parser.add_argument("--sentences", type=int, default=12, help="maximum sentences of each text; default: 12")
    parser.add_argument("--show", type=int, default=0, help="wrongly judged sentences to print for each kind")
    chosen = parser.parse_args(arguments)
    rng = random.Random(7)
    annotator = Annotator.load()
    judged: Counter[str] = Counter()
    right: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    others: list[str] = []
    for text in texts_in(chosen.texts):
        judge = Judge(annotator, text.source)
        true = [" ".join(sentence.split()) for sentence in text.sentences if len(sentence.split()) >= MIN_WORDS]
        found: list[str] = []
        for sentence in rng.sample(true, min(chosen.sentences, len(true))):
            names = judge.names(sentence)
            found += names
            fault = judge.fault(sentence)
            judged["true"] += 1
            right["true"] += fault is None
            if fault:
                reasons[re.sub(r"['\"].*['\"]", "…", fault.message)] += 1
                wrong.setdefault("true", []).append(f"{sentence} [{fault.message}]")
                continue  # an error in a sentence that is dropped anyway proves nothing
            for kind, plant in PLANTS.items():
                false = plant(
                    sentence, names, [name for name in others if name.lower() not in text.source.lower()], rng
                )
                if false is not None:
                    judged[kind] += 1
                    caught = judge.fault(false) is not None
                    right[kind] += caught
                    if not caught:
                        wrong.setdefault(kind, []).append(false)
        others += [name for name in found if len(name) > 3]
    print("| sentences | number | judged right |\n|---|---:|---:|")
    for kind in ("true", *PLANTS):
        share = f"{100 * right[kind] / judged[kind]:.1f} %" if judged[kind] else ""
        print(f"| {'true sentences, kept' if kind == 'true' else f'{kind}, caught'} | {judged[kind]} | {share} |")
    listed = "; ".join(f"{why} ({n})" for why, n in reasons.most_common())
    print(f"\nTrue sentences were dropped for these reasons: {listed or 'none'}")
    for kind, sentences in wrong.items():
        for sentence in sentences[: chosen.show]:
            print(f"{kind}: {sentence}")


if __name__ == "__main__":
    main()
