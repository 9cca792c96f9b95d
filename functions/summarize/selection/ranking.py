"""The extractive engine: chooses the most important sentences of a document without repetition.

The gain of a sentence is its learned salience (`selection/salience.py`). It grows with its frequent words that are not
in a chosen sentence (SumBasic, Nenkova and Vanderwende 2005), and falls with its similarity to a chosen sentence (MMR,
Carbonell and Goldstein 1998). Without a salience, as in a section, its place takes part instead (news puts the most
important facts first), and its similarity to the centroid of the document (centroid-based summarization, Radev et al.
2004) and to the title. One choice takes time linear in the number of sentences.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from functions.summarize.sentences.lengths import word_count
from functions.summarize.sentences.presentable import begins_with_quotation, candidates, depends_on_previous
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind

# Number of sentences after which the score of a place has fallen to a third.
LEAD = 10.0

# From this many headings on, treat the document as sectioned: every section counts equally, so
# places have half the score.
SECTIONED = 3

# Weights of the terms of the gain.
CENTRALITY = 0.2
COVERAGE = 0.15
REDUNDANCY = 0.6

# The weight of the similarity to the title. A learned salience contains it.
TITLE = 1.0

# The weights of frequent words and of redundancy beside a learned salience, in log odds.
SALIENT_COVERAGE, SALIENT_REDUNDANCY = 0.1, 0.3

# Cost of a sentence that begins with a quotation mark: it contains an opinion, but rarely the speaker.
QUOTING = 0.2

# Share of the target length (0 to 1) below which sentences that refer to others are chosen if no others are left.
HALF = 0.5

# Maximum distance between neighbouring sentences, in code points: shorter than a sentence.
NEIGHBOURS = 20

# Minimum cosine of two sentences with the same meaning. Only one of them is chosen.
SAME = 0.9

# Minimum share of the content words of the shorter of two sentences that the longer one has (0 to 1), if both state the
# same. Sentences with fewer content words than FEWEST_SAME are compared by their vectors only.
SAME_WORDS = 0.9
FEWEST_SAME = 4

# Shares of the target number of words between which a summary ends.
FULL = 0.85
OVERFULL = 1.15

# Minimum number of code points that count as a word. It bounds summaries of texts with long strings.
CHARACTERS_PER_WORD = 12

# Decimal places of gains, so that equal gains are equal on every machine and the earlier sentence is chosen.
DECIMALS = 6

WORD = re.compile(r"[^\W_]{2,}")

# Words that are no content words of a sentence. The list is shorter than that of `sentences/stop_words.py`, which is
# for the edges of phrases. The learned salience is fitted with it: a change needs a new fit.
STOP_WORDS = frozenset(
    "a about after all also an and any are as at be because been before being but by can could did do does for from"
    " had has have he her here him his how i if in into is it its just may me more most my no not now of on one only or"
    " other our out over said say says she should so some such than that the their them then there these they this"
    " those through to too two up us was we were what when where which while who will with would you your".split()
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The number of a chosen sentence and its gain when it was chosen."""

    number: int
    gain: float


def bounded_word_count(text: str) -> int:
    """Return the number of words of a text, at least one for CHARACTERS_PER_WORD code points."""
    return max(word_count(text), len(text) // CHARACTERS_PER_WORD)


class Ranking:
    """The score of each sentence of one document, and the choice of sentences by it.

    `vectors`: (sentences, width), unit rows. `title`: (width,), a unit vector, None without a title. `shown`: the text
    of each sentence in a summary, whose words count for its length; None if it is the whole sentence. `salience`:
    (sentences,), None if there is none. `numbers`: the candidates in order, by default the presentable sentences.
    `dependent`: sentences that, as those that begin with a pronoun, are understood only after the one before them.
    `independent`: sentences that are understood alone, also if they begin with a connective. `unclear`: sentences
    that are understood in a summary, but not alone.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        vectors: NDArray[np.float32],
        title: NDArray[np.float32] | None = None,
        *,
        shown: Sequence[str] | None = None,
        salience: NDArray[np.float64] | None = None,
        numbers: Sequence[int] | None = None,
        dependent: Sequence[int] = (),
        independent: Sequence[int] = (),
        unclear: Sequence[int] = (),
    ) -> None:
        self._sentences = sentences
        self._vectors = vectors
        self._candidates = candidates(sentences) if numbers is None else list(numbers)
        texts = shown or [sentence.text for sentence in sentences]
        self._lengths = np.array([bounded_word_count(text) for text in texts], np.int64)
        self._dependent = np.array([depends_on_previous(sentence.text) for sentence in sentences], dtype=bool)
        self._dependent[list(independent)] = False
        self._dependent[list(dependent)] = True
        # The first sentence of a text refers to nothing before it: "Their savings lost, 150 workers returned home."
        first = _headings_before(sentences) + 1
        self._dependent[:first] = False
        self._unclear = self._dependent.copy()
        self._unclear[list(unclear)] = True
        self._unclear[:first] = False
        self._words = [set(WORD.findall(sentence.text.casefold())) - STOP_WORDS for sentence in sentences]
        self._weights = _word_weights(self._words)
        self._having = _sentences_having(self._words)
        self._word_scores = np.array([self._weight(words) for words in self._words], dtype=np.float64)
        self._scores = self._surface_scores(title) if salience is None else salience
        weights = (COVERAGE, REDUNDANCY) if salience is None else (SALIENT_COVERAGE, SALIENT_REDUNDANCY)
        self._coverage, self._redundancy = weights

    def summary(self, words: int) -> list[Choice]:
        """Return sentences of about `words` words in total, in the order of choice."""
        most = words * OVERFULL
        short = [number for number in self._candidates if self._lengths[number] <= most]
        # If every sentence is too long, the summary is one sentence.
        return self._choose(short, words=words) if short else self._choose(self._candidates, most=1)

    def key_points(self, most: int) -> list[Choice]:
        """Return up to `most` sentences with different meanings, the most important first.

        Each is shown alone, so sentences that others explain are candidates only if there are no other sentences.
        """
        alone = [number for number in self._candidates if not self._unclear[number]]
        return self._choose(alone or self._candidates, most=most)

    def order(self) -> list[int]:
        """Return the numbers of all sentences by their score, best first. Headings and boilerplate come last."""
        scores = np.round(self._scores, DECIMALS)
        candidates = set(self._candidates)
        return sorted(
            range(len(self._sentences)), key=lambda number: (number not in candidates, -scores[number], number)
        )

    def _choose(self, numbers: Sequence[int], *, most: int | None = None, words: int | None = None) -> list[Choice]:
        """Choose the sentence with the highest gain repeatedly, up to `most` sentences or about `words` words.

        A choice by words is shown as one text, so a sentence in it may refer to a chosen sentence directly before it.
        """
        chosen: list[Choice] = []
        used = 0
        uncovered = [set(found) for found in self._words]
        new = self._word_scores.copy()
        alone = ~self._dependent if words is not None else np.ones(len(self._sentences), dtype=bool)
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
            gains = np.round(self._scores + self._coverage * new - self._redundancy * likeness, DECIMALS)
            gains[~free] = -np.inf
            best = int(gains.argmax())  # the first of equal ones
            chosen.append(Choice(best, float(gains[best])))
            left[best] = False
            used += int(self._lengths[best])
            left[self._repeating(best, np.flatnonzero(left))] = False
            self._cover(uncovered[best].copy(), uncovered, new)
            likeness = np.maximum(likeness, self._vectors @ self._vectors[best])
            if self._has_neighbour(best):
                alone[best + 1] = True
        return chosen

    def _repeating(self, chosen: int, numbers: NDArray[np.int64]) -> list[int]:
        """Return those of the numbers whose sentences have almost the same words as a chosen one."""
        words = self._words[chosen]
        return [
            number
            for number in numbers.tolist()
            if min(len(words), len(self._words[number])) >= FEWEST_SAME
            and len(words & self._words[number]) >= SAME_WORDS * min(len(words), len(self._words[number]))
        ]

    def _has_neighbour(self, number: int) -> bool:
        """Return whether the sentence with the next number is also the next in the text. Long texts are sampled."""
        following = self._sentences[number + 1 : number + 2]
        return bool(following) and following[0].start - self._sentences[number].end < NEIGHBOURS

    def _cover(self, words: set[str], uncovered: list[set[str]], new: NDArray[np.float64]) -> None:
        """Remove `words` from the uncovered words of each sentence. Each word is processed once in all choices."""
        for number in sorted({number for word in words for number in self._having[word]}):
            uncovered[number] -= words
            new[number] = self._weight(uncovered[number])

    def _weight(self, words: set[str]) -> float:
        """Return the total weight of words. The sum is exact, so it does not depend on the order of the set."""
        return math.fsum(self._weights[word] for word in words)

    def _surface_scores(self, title: NDArray[np.float32] | None) -> NDArray[np.float64]:
        """Return the score of each sentence by its place, its centrality, the title, and a quotation mark."""
        quoting = np.array([begins_with_quotation(sentence.text) for sentence in self._sentences], dtype=np.float64)
        found = self._places() + CENTRALITY * self._centralities() - QUOTING * quoting
        return found if title is None else found + TITLE * (self._vectors @ title).astype(np.float64)

    def _places(self) -> NDArray[np.float64]:
        """Return the score of the place of each sentence. It falls from the first candidate on towards zero."""
        first = self._candidates[0] if self._candidates else 0
        headings = sum(sentence.kind is BlockKind.HEADING for sentence in self._sentences)
        most = 0.5 if headings >= SECTIONED else 1.0
        return most * np.exp(-np.maximum(0, np.arange(len(self._sentences)) - first) / LEAD)

    def _centralities(self) -> NDArray[np.float64]:
        """Return the similarity to the centroid, in standard deviations from the mean of the document."""
        if not len(self._vectors):
            return np.zeros(0)
        nearness = (self._vectors @ self._vectors.mean(axis=0)).astype(np.float64)
        spread = float(nearness.std())
        return (nearness - nearness.mean()) / spread if spread > 1e-6 else np.zeros(len(nearness))


def scores(choices: Sequence[Choice]) -> list[float]:
    """Return scores of choices, from 0 to 1, in order and never rising: each gain relative to the highest."""
    top = max((choice.gain for choice in choices), default=0.0)
    found: list[float] = []
    for choice in choices:
        share = choice.gain / top if top > 0 else 0.0
        found.append(round(min(max(share, 0.0), found[-1] if found else 1.0), 3))
    return found


def _headings_before(sentences: Sequence[Sentence]) -> int:
    """Return the number of headings at the start."""
    return next((n for n, sentence in enumerate(sentences) if sentence.kind is not BlockKind.HEADING), len(sentences))


def _sentences_having(words: Sequence[set[str]]) -> dict[str, list[int]]:
    """Return the numbers of the sentences of each word."""
    having: dict[str, list[int]] = {}
    for number, found in enumerate(words):
        for word in found:
            having.setdefault(word, []).append(number)
    return having


def _word_weights(words: Sequence[set[str]]) -> dict[str, float]:
    """Return the weight of each word, up to 1: its number of sentences, of which early ones count double."""
    weights: dict[str, float] = {}
    for number, found in enumerate(words):
        share = 0.5 + 0.5 * math.exp(-number / LEAD)
        for word in found:
            weights[word] = weights.get(word, 0.0) + share
    top = max(weights.values(), default=1.0)
    return {word: weight / top for word, weight in weights.items()}
