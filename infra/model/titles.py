"""Fits the weights of lines as titles: `python -m infra.model.titles` prints them in the form of `title_scores.py`.

It reads our own English documents and `fitted.txt` of `tests/benchmarks/titled`, and adds copies of those whose title
comes first with the masthead of another document above it. A rule labels the lines, and nothing is corrected by hand:

- The title is each line with the words of the `title` of the document, else each with most of its words of content.
- If all lines have few words of it, the document has no title. Documents between the two are left out.

It also prints how many documents are right with each file left out. The weights in `title_scores.py` are older: they
were fitted by scratch programs, with labels that were corrected by hand, and are right a little more often than these.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from functions.summarize.selection.title_heads import MOST_HEAD_ROWS, HeadRow, head_rows, statements
from functions.summarize.selection.title_letters import below_letterhead, subject_line
from functions.summarize.selection.title_scores import FITTED, SET_BY_HAND, Head, Line
from infra.model.written import FOLDER, written_rows

Floats = NDArray[np.float64]

# Documents with mastheads and letterheads. Those of `held_out.txt` beside it measure the weights.
MASTHEADS = Path(__file__).parents[2] / "tests" / "benchmarks" / "titled" / "fitted.txt"

# How often a document of MASTHEADS counts. Our other documents seldom have anything above their titles.
OFTEN = 3.0

# Share of the documents with the title first that are copied below a masthead, and the seed of the choice.
COPIED, SEED = 0.5, 0

# Weight of the squares of the weights, relative to the logarithm of the likelihood.
PENALTY = 0.3

# Maximum number of Newton's steps, smallest part of a step, and the gain below which the fit ends.
MOST_STEPS, SMALLEST_PART, LEAST_GAIN = 50, 1e-4, 1e-6

# Score of places without a line, and the smallest chance.
NEVER, SMALLEST = -1e9, 1e-300

# A line is a title if this share of the words of content is the title's, or more, and none if this share or less.
LIKE, UNLIKE = 0.65, 0.3

# The most that a line without exactly the words of a title is like it.
BELOW_WHOLE = 0.99

NAMES = tuple(FITTED)


@dataclass(frozen=True, slots=True)
class Titled:
    """The lines above the text of a document, the text, and the places of its title, none if it has no title.

    `files`: the names of the files that it is made from.
    """

    files: frozenset[str]
    rows: Sequence[HeadRow]
    text: str
    titles: frozenset[int]
    often: float = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """The properties of the lines of a document and of no title, which is last, and which of them are right.

    `properties`: (lines + 1, names + 1). The last one is that of no title. `by_hand`, `right`: (lines + 1,). `by_hand`
    is the part of the scores by the weights that are set by hand, which counts in the choice, not in the fit.
    """

    files: frozenset[str]
    properties: Floats
    by_hand: Floats
    right: NDArray[np.bool_]
    often: float


def titled(file: str, title: str, text: str, often: float = 1.0) -> Titled | None:
    """Return the lines above a plain text with the label of its title, None if the document is left out."""
    found = parse(text.encode(), Hints(declared_type="text/plain; charset=utf-8"), Limits())
    lines = [(block.kind, found.text[block.start : block.end]) for block in found.blocks if not block.notice]
    if found.metadata.title or subject_line(lines):
        return None
    below = below_letterhead(lines)
    rows = list(islice(head_rows(below, is_labelled=False), MOST_HEAD_ROWS))
    statement = statements(line for _, line in below)
    likeness = [_likeness(row.text, title) for row in rows]
    most = max(likeness, default=0.0)
    if not (rows and statement) or UNLIKE < most < LIKE:
        return None
    limit = 1.0 if most == 1 else LIKE
    places = frozenset(place for place, value in enumerate(likeness) if value >= limit)
    return Titled(frozenset({file}), rows, statement, places, often)


def below_mastheads(documents: Sequence[Titled]) -> Iterator[Titled]:
    """Yield copies of a share of the documents with the title first, below the masthead of another document."""
    chance = random.Random(SEED)
    tops = [(each.files, each.rows[: min(each.titles)]) for each in documents if each.titles]
    mastheads = [(files, top) for files, top in tops if not all(row.is_over for row in top)]
    for each in documents:
        if mastheads and 0 in each.titles and chance.random() < COPIED:
            files, top = chance.choice(mastheads)
            rows = [*top, *each.rows][:MOST_HEAD_ROWS]
            places = frozenset(place + len(top) for place in each.titles)
            yield Titled(each.files | files, rows, each.text, places, each.often)


def example_of(document: Titled) -> Example | None:
    """Return the properties of the lines of a document, None if the title is not among those that have a score."""
    head = Head(document.rows, document.text, has_large_nouns=False)
    found = [head.properties(place) for place in head.candidates]
    properties = np.zeros((len(found) + 1, len(NAMES) + 1))
    properties[:-1, :-1] = np.reshape([[float(each[name]) for name in NAMES] for each in found], (-1, len(NAMES)))
    properties[-1, -1] = 1
    by_hand = np.array([sum(SET_BY_HAND[n] * float(each[n]) for n in SET_BY_HAND) for each in found] + [0.0])
    right = np.array([*(place in document.titles for place in head.candidates), not document.titles])
    return Example(document.files, properties, by_hand, right, document.often) if right.any() else None


def _likeness(line: str, title: str) -> float:
    """Return 1 if a line has the words of a title, else the share of words of content that both have, below 1."""
    if _normal(line) == _normal(title):
        return 1.0 if title else 0.0
    one, other = Line.of(line).content, Line.of(title).content
    return min(2 * len(one & other) / max(len(one) + len(other), 1), BELOW_WHOLE)


def _normal(line: str) -> str:
    """Return the words of a line in small letters."""
    return " ".join(re.findall(r"\w+", line.casefold()))


def fitted(examples: Sequence[Example]) -> Floats:
    """Return the weights (names + 1,) of a conditional logistic regression, rounded. Of several right lines, any is."""
    shape = len(examples), max(len(each.right) for each in examples)
    inputs, right, is_line = np.zeros((*shape, len(NAMES) + 1)), np.zeros(shape, bool), np.zeros(shape, bool)
    for number, each in enumerate(examples):
        inputs[number, : len(each.right)] = each.properties
        right[number, : len(each.right)] = each.right
        is_line[number, : len(each.right)] = True
    often = np.array([each.often for each in examples])
    weights = np.zeros(len(NAMES) + 1)

    def likelihood(weights: Floats) -> tuple[float, Floats, Floats]:
        """Return the penalized logarithm, the chances of the lines, and the chances of those that are right."""
        scores = np.where(is_line, inputs @ weights, NEVER)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances = powers / powers.sum(axis=1, keepdims=True)
        among = np.where(right, chances, 0)
        total = among.sum(axis=1, keepdims=True)
        value = often @ np.log(np.maximum(total[:, 0], SMALLEST)) - PENALTY * weights @ weights / 2
        return float(value), chances, among / np.maximum(total, SMALLEST)

    value, chances, among = likelihood(weights)
    for _ in range(MOST_STEPS):
        step = _step(inputs, often, chances, among, weights)
        part = 1.0
        while (found := likelihood(weights + part * step))[0] < value and part > SMALLEST_PART:
            part /= 2
        gain = found[0] - value
        if gain < LEAST_GAIN:
            break
        weights = weights + part * step
        value, chances, among = found
    return np.round(weights, 1)


def _step(inputs: Floats, often: Floats, chances: Floats, among: Floats, weights: Floats) -> Floats:
    """Return Newton's step. The curvature is that of the chances of all lines, which is never negative."""
    slope = np.einsum("n,nl,nlp->p", often, among - chances, inputs) - PENALTY * weights
    means = np.einsum("nl,nlp->np", chances, inputs)
    flat, shares = inputs.reshape(-1, inputs.shape[-1]), (chances * often[:, None]).reshape(-1, 1)
    curvature = (flat * shares).T @ flat - (means * often[:, None]).T @ means + PENALTY * np.eye(len(weights))
    step: Floats = np.linalg.solve(curvature, slope)
    return step


def is_right(weights: Floats, example: Example) -> bool:
    """Return whether the line with the highest score, or no title, is right."""
    return bool(example.right[np.argmax(example.properties @ weights + example.by_hand)])


def examples_of(documents: Sequence[Titled]) -> list[Example]:
    """Return the properties of the documents that have a right choice."""
    return [each for each in map(example_of, documents) if each is not None]


def left_out(examples: Sequence[Example], copies: Sequence[Example]) -> Iterator[tuple[str, int, int]]:
    """Yield each file, the number of its documents, and how many are right by weights that are fitted without it."""
    for file in sorted({name for each in examples for name in each.files}):
        weights = fitted([each for each in (*examples, *copies) if file not in each.files])
        own = [each for each in examples if file in each.files]
        yield file, len(own), sum(is_right(weights, each) for each in own)


def _read() -> Iterator[Titled]:
    """Yield our own documents and those with mastheads. Never those that measure the weights."""
    for path in (*sorted(FOLDER.glob("*.txt")), MASTHEADS):
        for row in written_rows([path]):
            found = titled(path.stem, row["title"] or "", row["text"], OFTEN if path == MASTHEADS else 1.0)
            if found is not None:
                yield found


def main() -> None:
    """Print how many documents are right with each file left out, and the weights."""
    documents = list(_read())
    examples, copies = examples_of(documents), examples_of(list(below_mastheads(documents)))
    rows = list(left_out(examples, copies))
    for file, count, right in (*rows, ("all", sum(row[1] for row in rows), sum(row[2] for row in rows))):
        print(f"# {file}: {right} of {count} right")
    weights = fitted([*examples, *copies])
    print(
        "FITTED = {",
        *(f'    "{name}": {value},' for name, value in zip(NAMES, weights[:-1], strict=True)),
        "}",
        sep="\n",
    )
    print(f"NO_TITLE = {weights[-1]}")


if __name__ == "__main__":
    main()
