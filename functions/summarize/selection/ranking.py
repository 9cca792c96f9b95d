"""The extractive engine: which sentences tell best what a document is about, each adding something to the others.

A sentence gains by its place (news puts first what matters), by its nearness to the document's centroid (as in
centroid-based summarization, Radev et al. 2004) and to the title, and by the frequent words that no chosen sentence has
yet (SumBasic, Nenkova and Vanderwende 2005); it loses by likeness to a chosen one (MMR, Carbonell and Goldstein 1998).
The steps of one choice are linear in the number of sentences.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from functions.summarize.sentences.characters import SUPERSCRIPTS
from functions.summarize.sentences.presentable import candidates, dangling, quoting
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind

# Sentences after which the worth of a place has fallen to a third.
LEAD = 10.0

# Headings from which on a document is in sections, each with something to tell: a place is worth half of what it is in
# news, which puts first what matters most.
SECTIONED = 3

CENTRALITY = 0.2
COVERAGE = 0.15
REDUNDANCY = 0.6
TITLE = 1.0

# What a sentence loses that begins inside a quotation: it says what somebody thinks, and seldom who.
QUOTING = 0.2

# Share of the wanted words below which sentences may lean on what is not shown, where no others are left.
HALF = 0.5

# Code points between a sentence and the next: less than another sentence has.
NEIGHBOURS = 20

# Cosine above which two sentences say the same; only one of them is chosen.
SAME = 0.9

FULL = 0.85

# Shares of the wanted number of words between which a summary may end.
OVERFULL = 1.15

# At least: it bounds summaries of languages that are written without spaces, and of long strings.
CHARACTERS_PER_WORD = 12

# Gains are rounded to as many, so that equal ones are equal on every machine, and the earlier sentence wins.
DECIMALS = 6

WORD = re.compile(rf"[^\W_{SUPERSCRIPTS}]{{2,}}")
STOP_WORDS = frozenset(
    "a about after all also an and any are as at be because been before being but by can could did do does for from"
    " had has have he her here him his how i if in into is it its just may me more most my no not now of on one only or"
    " other our out over said say says she should so some such than that the their them then there these they this"
    " those through to too two up us was we were what when where which while who will with would you your".split()
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen sentence, by its number, and what it had gained when it was chosen."""

    number: int
    gain: float


def word_count(text: str) -> int:
    """Words of a text as a reader counts them."""
    return max(len(text.split()), len(text) // CHARACTERS_PER_WORD)


class Ranking:
    """What makes each sentence of one document worth choosing.

    `vectors`: (sentences, width), unit rows. `title`: (width,), a unit vector, where the document has a title.
    """

    def __init__(
        self, sentences: Sequence[Sentence], vectors: NDArray[np.float32], title: NDArray[np.float32] | None = None
    ) -> None:
        self._sentences = sentences
        self._vectors = vectors
        self._candidates = candidates(sentences)
        self._lengths = np.array([word_count(sentence.text) for sentence in sentences], dtype=np.int64)
        self._dangling = np.array([dangling(sentence.text) for sentence in sentences], dtype=bool)
        self._words = [set(WORD.findall(sentence.text.casefold())) - STOP_WORDS for sentence in sentences]
        self._weights = _word_weights(self._words)
        self._having = _sentences_having(self._words)
        self._telling = np.array([self._weight(words) for words in self._words], dtype=np.float64)
        self._worth = self._places() + CENTRALITY * self._centralities()
        self._worth -= QUOTING * np.array([quoting(sentence.text) for sentence in sentences], dtype=np.float64)
        if title is not None:
            self._worth += TITLE * (vectors @ title).astype(np.float64)

    def summary(self, words: int) -> list[Choice]:
        """Sentences of about `words` words together, in the order in which they were chosen."""
        most = words * OVERFULL
        short = [number for number in self._candidates if self._lengths[number] <= most]
        # Where every sentence is too long, one is the summary.
        return self._choose(short, words=words) if short else self._choose(self._candidates, most=1)

    def key_points(self, most: int) -> list[Choice]:
        """Up to `most` sentences that each say something of their own, the most important first.

        Each is read alone, so none leans on another while there is one that does not.
        """
        alone = [number for number in self._candidates if not self._dangling[number]]
        return self._choose(alone or self._candidates, most=most)

    def order(self) -> list[int]:
        """All sentences by what each is worth alone, the best first: headings and the like come last."""
        worth = np.round(self._worth, DECIMALS)
        told = set(self._candidates)
        return sorted(range(len(self._sentences)), key=lambda number: (number not in told, -worth[number], number))

    def _choose(self, numbers: Sequence[int], *, most: int | None = None, words: int | None = None) -> list[Choice]:
        """Take the sentence that gains most, again and again: up to `most`, or until there are about `words` words.

        What is bounded by words is read as one text, so a sentence there may lean on a predecessor that is chosen.
        """
        chosen: list[Choice] = []
        used = 0
        uncovered = [set(found) for found in self._words]
        new = self._telling.copy()
        alone = ~self._dangling if words is not None else np.ones(len(self._sentences), dtype=bool)
        likeness = np.zeros(len(self._sentences), dtype=np.float64)
        left = np.zeros(len(self._sentences), dtype=bool)
        left[numbers] = True
        while (most is None or len(chosen) < most) and (words is None or used < words * FULL):
            left &= likeness < SAME
            if words is not None:
                left &= used + self._lengths <= words * OVERFULL
            free = left & alone
            if words is not None and not free.any() and used < words * HALF:
                free = left
            if not free.any():
                break
            gains = np.round(self._worth + COVERAGE * new - REDUNDANCY * likeness, DECIMALS)
            gains[~free] = -np.inf
            best = int(gains.argmax())  # of equal ones the first
            chosen.append(Choice(best, float(gains[best])))
            left[best] = False
            used += int(self._lengths[best])
            self._cover(uncovered[best].copy(), uncovered, new)
            likeness = np.maximum(likeness, self._vectors @ self._vectors[best])
            if self._has_neighbour(best):
                alone[best + 1] = True
        return chosen

    def _has_neighbour(self, number: int) -> bool:
        """Whether the sentence with the next number comes next in the text, too: of long ones some are left out."""
        following = self._sentences[number + 1 : number + 2]
        return bool(following) and following[0].start - self._sentences[number].end < NEIGHBOURS

    def _cover(self, words: set[str], uncovered: list[set[str]], new: NDArray[np.float64]) -> None:
        """Take `words` away from what each sentence has to tell. All choices together look at each word once."""
        for number in sorted({number for word in words for number in self._having[word]}):
            uncovered[number] -= words
            new[number] = self._weight(uncovered[number])

    def _weight(self, words: set[str]) -> float:
        """Of words together, exact whatever their order in the set."""
        return math.fsum(self._weights[word] for word in words)

    def _places(self) -> NDArray[np.float64]:
        """What the place of each sentence is worth: most at the first candidate, falling towards zero."""
        first = self._candidates[0] if self._candidates else 0
        headings = sum(sentence.kind is BlockKind.HEADING for sentence in self._sentences)
        most = 0.5 if headings >= SECTIONED else 1.0
        return most * np.exp(-np.maximum(0, np.arange(len(self._sentences)) - first) / LEAD)

    def _centralities(self) -> NDArray[np.float64]:
        """Nearness to the centroid, in standard deviations from the mean over the document."""
        if not len(self._vectors):
            return np.zeros(0)
        nearness = (self._vectors @ self._vectors.mean(axis=0)).astype(np.float64)
        spread = float(nearness.std())
        return (nearness - nearness.mean()) / spread if spread > 1e-6 else np.zeros(len(nearness))


def scores(choices: Sequence[Choice]) -> list[float]:
    """Scores from 0 to 1 of choices in their order, never rising: each gain beside the first."""
    top = max((choice.gain for choice in choices), default=0.0)
    found: list[float] = []
    for choice in choices:
        share = choice.gain / top if top > 0 else 0.0
        found.append(round(min(max(share, 0.0), found[-1] if found else 1.0), 3))
    return found


def _sentences_having(words: Sequence[set[str]]) -> dict[str, list[int]]:
    """For each word the numbers of the sentences that it is in."""
    having: dict[str, list[int]] = {}
    for number, found in enumerate(words):
        for word in found:
            having.setdefault(word, []).append(number)
    return having


def _word_weights(words: Sequence[set[str]]) -> dict[str, float]:
    """How much each word tells of the document, up to 1: in how many sentences it is, early ones counting double."""
    weights: dict[str, float] = {}
    for number, found in enumerate(words):
        share = 0.5 + 0.5 * math.exp(-number / LEAD)
        for word in found:
            weights[word] = weights.get(word, 0.0) + share
    top = max(weights.values(), default=1.0)
    return {word: weight / top for word, weight in weights.items()}
