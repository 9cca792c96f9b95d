"""Candidate phrases for keywords and titles: noun phrases between stop words, with their places and weights.

A phrase weighs more if it occurs in many sentences, in the title or early, in distant parts of the text, if it has
several words, and if its words are rare in the language. English nouns are recognized by the words around them,
other languages' by articles, capitals and repetition.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from functions.summarize.selection.noun_positions import OFTEN, NounPositions
from functions.summarize.selection.unspaced_words import UNSPACED, nouns_of
from functions.summarize.selection.words import Token, root_of, tokens_of
from functions.summarize.sentences.characters import LETTER
from functions.summarize.sentences.sentences import Sentence
from functions.summarize.sentences.stop_words import LANGUAGES, stop_words
from shared.documents.document import BlockKind

# Languages (ISO 639-1) in which phrases are found.
PHRASE_LANGUAGES = LANGUAGES | UNSPACED

# Maximum number of words of a phrase.
LONGEST_PHRASE = 3

# Maximum number of candidates, the best by weight and frequency.
MOST_CANDIDATES = 200

# Decimal places of weights, so that equal weights are equal on every machine.
DECIMALS = 6

# Minimum share of stop words (0 to 1) in English and in other languages, of which some have few. Tables, lists and
# texts in another language have less.
FEWEST_STOP_WORDS, FEWEST_ELSEWHERE = 0.2, 0.05

# Languages that write most function words as endings.
ATTACHING = frozenset({"ko"})

# Weights of the parts of a score. A word without a known rarity has the middle one.
WORDS, RARITY, EARLY, TITLE, SPREAD = 0.5, 2.0, 1.0, 1.0, 0.5
MIDDLE = 0.5

# Number of sentences after which the advantage of an early place has fallen to a third.
LEAD = 8.0

# Number of parts of a text that the spread of a phrase is counted in.
PARTS = 8

# Function words that an English phrase can contain: `fatigue and breathlessness`, but not `open to all`.
WITHIN = frozenset({"of", "and"})

# An ordinal number, which is no subject alone.
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")

LETTERS = re.compile(rf"{LETTER}{{2}}")

# Returns how rare a folded word is in its language, 0 to 1.
Rarity = Callable[[str], float]


@dataclass(slots=True)
class Phrase:
    """A phrase: its folded words, weight, places and written form."""

    key: str
    weight: float
    # [start, end) code points, in order.
    places: list[tuple[int, int]] = field(default_factory=list)
    # As written, if possible not at the start of a sentence.
    form: str = ""
    # Whether all its words are in the title.
    in_title: bool = False
    # The number of its words.
    words: int = 1

    @property
    def score(self) -> float:
        """The weight and the frequency. Higher is better."""
        return round(math.log(len(self.places)) + self.weight, DECIMALS)


def phrases_of(
    text: str, sentences: Sequence[Sentence], language: str, title: str = "", rarity: Rarity | None = None
) -> list[Phrase]:
    """Return the phrases of the sentences, best first. The cost is linear in the text.

    `language` is one of PHRASE_LANGUAGES. `title` is the Document's own. `rarity` is None if it is not known.
    """
    tokens = _words_of(text, sentences, language)
    stops = frozenset[str]() if language in UNSPACED else stop_words(language)
    fewest = FEWEST_STOP_WORDS if language == "en" else 0.0 if language in ATTACHING else FEWEST_ELSEWHERE
    if stops and sum(token.key in stops for token in tokens) < fewest * len(tokens):
        return []
    root = root_of(language)
    roots = [root(token.key) for token in tokens]
    runs: dict[str, list[tuple[int, int]]] = {}
    for first, last in _runs(tokens, stops, english=language == "en"):
        runs.setdefault(" ".join(roots[first : last + 1]), []).append((first, last))
    heading = Sentence(0, len(title), title, BlockKind.HEADING, 0)
    titled = frozenset(root(token.key) for token in _words_of(title, [heading], language))
    weigh = _Weights(tokens, roots, len(sentences), titled, rarity)
    ranked = sorted(runs.values(), key=lambda places: (-math.log(len(places)) - weigh(places), places[0]))
    is_noun = NounPositions(text, tokens, stops, language) if stops else None
    found: list[Phrase] = []
    for places in ranked:
        if is_noun is None or _is_nominal(places, is_noun):
            phrase = _phrase(text, tokens, places, "" if language in UNSPACED else " ")
            found.append(replace(phrase, weight=round(weigh(places), DECIMALS), in_title=weigh.in_title(places)))
            if len(found) == MOST_CANDIDATES:
                break
    return sorted(found, key=lambda phrase: (-phrase.score, phrase.places[0]))


def _words_of(text: str, sentences: Sequence[Sentence], language: str) -> list[Token]:
    """Return the words, or in a language without spaces between them the nouns."""
    return nouns_of(text, sentences, language) if language in UNSPACED else tokens_of(text, sentences, language)


def _runs(tokens: Sequence[Token], stops: frozenset[str], *, english: bool) -> Iterator[tuple[int, int]]:
    """Yield the first and the last token of each run of words that begins and ends with a word of content."""
    content = [token.key not in stops and _has_letters(token.key) for token in tokens]
    for first in range(len(tokens)):
        if not content[first]:
            continue
        for last in range(first, min(first + LONGEST_PHRASE, len(tokens))):
            if last > first and (not tokens[last].joined or tokens[last].sentence != tokens[first].sentence):
                break
            if content[last] and not (first == last and ORDINAL.fullmatch(tokens[first].key)):
                yield first, last
            elif not content[last] and not (english and tokens[last].key in WITHIN):
                break


def _has_letters(word: str) -> bool:
    # In the scripts of India, marks are between the letters.
    has_two = LETTERS.search(word) is not None or (not word.isascii() and sum(map(str.isalpha, word)) > 1)
    return has_two and not word.endswith("'") and not word.startswith("www.")


def _is_nominal(places: Sequence[tuple[int, int]], is_noun: NounPositions) -> bool:
    """Return whether a run is in a position of a noun: a single English word as often as not, others once."""
    first, last = places[0]
    if is_noun.is_lenient and len(places) >= OFTEN:
        return True
    needed = len(places) / 2 if first == last and is_noun.is_english else 1
    count = 0
    return any((count := count + is_noun(first, last)) >= needed for first, last in places)


class _Weights:
    """The weights of runs of words of one text. `titled`: the roots of the words in the title."""

    def __init__(
        self,
        tokens: Sequence[Token],
        roots: Sequence[str],
        sentences: int,
        titled: frozenset[str],
        rarity: Rarity | None,
    ) -> None:
        self._tokens = tokens
        self._roots = roots
        self._sentences = sentences
        self._titled = titled
        self._rarity = rarity

    def __call__(self, places: Sequence[tuple[int, int]]) -> float:
        """Return the weight of the run at these places, without its frequency."""
        first, last = places[0]
        words = [token.key for token in self._tokens[first : last + 1]]
        numbers = [self._tokens[start].sentence for start, _ in places]
        parts = len({number * PARTS // max(self._sentences, 1) for number in numbers})
        rare = sum(map(self._rarity, words)) / len(words) if self._rarity else MIDDLE
        return (
            WORDS * min(len(words) - 1, 1)
            + RARITY * rare
            + EARLY * math.exp(-numbers[0] / LEAD)
            + TITLE * self.in_title(places)
            + SPREAD * math.log(parts)
        )

    def in_title(self, places: Sequence[tuple[int, int]]) -> bool:
        """Return whether all words of the run are in the title, in any form."""
        first, last = places[0]
        return self._titled.issuperset(self._roots[first : last + 1])


def _phrase(text: str, tokens: Sequence[Token], places: Sequence[tuple[int, int]], joint: str) -> Phrase:
    """Return a phrase in its most frequent form, if possible one that is not capitalized by the start of a sentence."""
    inside = [
        number
        for number, (first, _) in enumerate(places)
        if first and tokens[first - 1].sentence == tokens[first].sentence
    ]
    forms = [" ".join(text[tokens[first].start : tokens[last].end].split()) for first, last in places]
    form = Counter([forms[number] for number in inside] or forms).most_common(1)[0][0]
    spans = [(tokens[first].start, tokens[last].end) for first, last in places]
    first, last = places[0]
    key = joint.join(token.key for token in tokens[first : last + 1])
    return Phrase(key, 0.0, spans, form, words=last + 1 - first)
