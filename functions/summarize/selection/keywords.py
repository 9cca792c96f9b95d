"""Keywords: phrases and names that describe the subject of a document, as written. None is part of another."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from functions.summarize.selection.messages import is_header
from functions.summarize.selection.phrases import DECIMALS, PHRASE_LANGUAGES, Phrase, Rarity, phrases_of
from functions.summarize.selection.words import singular
from functions.summarize.sentences.boundaries import STATEMENT_END
from functions.summarize.sentences.presentable import boilerplate
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Document
from shared.search.terms import is_unspaced
from shared.summary import Entity

# Maximum number of names among the keywords. Names have a field of their own, and would take all places.
MOST_NAMES = 4

# Number of phrases that are compared with the text. The annotator reads them in one pass.
MOST_COMPARED = 24

# Minimum cosine of a phrase that occurs several times and the text, and of several words that occur once. Phrases that
# are further away are accidental: `reward`, `gaps`, `the rest`.
NEAREST, NEAREST_ONCE = 0.3, 0.5

# What the most common single word needs above NEAREST. A rarer word needs less: `hand` is accidental in most texts, and
# `arbitration` in few.
COMMON = 0.1

# Weight of the cosine in the score of a phrase, and the cosine at which it changes nothing.
CLOSENESS, MIDDLE = 3.0, 0.4

# The line with the keywords of the authors, what separates them, their minimum number, and the maximum number of words
# of one. A sentence has longer parts.
OWN = re.compile(r"\W*key\s?words(?:\sand\sphrases)?\s*[:—–-]\s*(?P<keywords>.+)", re.IGNORECASE)
OWN_SEPARATOR = re.compile(r"[;,·•|]")
FEWEST_OWN, MOST_OWN_WORDS = 2, 6

# Maximum length of a line with the keywords of the authors, in code points. Longer lines are text.
LONGEST_OWN = 2000

# Minimum share of a text in statements (0 to 1) if what is outside of them names sections and fields.
FEWEST_STATED = 0.5

# A phrase is dropped if a longer one that contains it occurs at least this share of its own times (0 to 1).
MOSTLY_WITHIN = 1 / 3


def keyphrases(
    document: Document,
    sentences: Sequence[Sentence],
    language: str | None,
    title: str | None = None,
    rarity: Rarity | None = None,
) -> list[Phrase]:
    """Return the phrases of a document, best first. There are none in languages outside PHRASE_LANGUAGES."""
    if language not in PHRASE_LANGUAGES:
        return []
    own = [each for each in sentences if not (boilerplate(each.text) or is_header(each.text))]
    return phrases_of(document.text, own, language, title or "", rarity)


def own_keywords(document: Document) -> list[str]:
    """Return the keywords in the document's own line of keywords, as written; none without such a line."""
    lines = (line for block in document.blocks for line in document.text[block.start : block.end].split("\n"))
    found = next((match for line in lines if len(line) <= LONGEST_OWN and (match := OWN.match(line))), None)
    written = found["keywords"].rstrip(". \t\r\xa0") if found else ""
    words = [" ".join(word.split()) for word in OWN_SEPARATOR.split(written)]
    own = [word for word in dict.fromkeys(words) if 0 < len(word.split()) <= MOST_OWN_WORDS]
    return own if len(own) >= FEWEST_OWN else []


def topics_of(phrases: Sequence[Phrase], entities: Sequence[Entity]) -> list[Phrase]:
    """Return the phrases that are neither names nor parts of names."""
    names = _Names(entities)
    return [phrase for phrase in phrases if names.allow(phrase.key)]


def compared(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases that are worth a comparison with the text, best first: recurring ones, then whole phrases."""
    others = [phrase for phrase in phrases if not _recurs(phrase) and " " in phrase.key]
    return [*recurring(phrases), *others][:MOST_COMPARED]


def recurring(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases that occur several times, or in the title."""
    return [phrase for phrase in phrases if _recurs(phrase)]


def stated(phrases: Sequence[Phrase], sentences: Sequence[Sentence]) -> list[Phrase]:
    """Return the phrases that are in a statement or in the title: others name sections and fields.

    In a text with few statements, these are all phrases.
    """
    statements = [sentence for sentence in sentences if STATEMENT_END.search(sentence.text)]
    if sum(len(each.text) for each in statements) < FEWEST_STATED * sum(len(each.text) for each in sentences):
        return list(phrases)
    starts = [statement.start for statement in statements]

    def is_stated(place: int) -> bool:
        number = bisect_right(starts, place) - 1
        return number >= 0 and place < statements[number].end

    return [phrase for phrase in phrases if phrase.in_title or any(is_stated(start) for start, _ in phrase.places)]


def repeated(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases that recur, and of those in the title the single words and the names.

    Words that are beside each other once, as in a title, can be a noun and its verb in most languages.
    """
    return [
        phrase
        for phrase in phrases
        if len(phrase.places) > 1
        or (phrase.in_title and (phrase.words == 1 or all(word[:1].isupper() for word in phrase.form.split())))
    ]


def close_phrases(
    phrases: Sequence[Phrase],
    vectors: NDArray[np.float32],
    sentences: NDArray[np.float32],
    rarity: Rarity | None = None,
) -> list[Phrase]:
    """Return the phrases whose meaning is close to the text, best first. Their weights include the closeness.

    `vectors`: (phrases, width), unit rows. `sentences`: (sentences, width), unit rows.
    """
    centre = sentences.mean(axis=0)
    cosines = (vectors @ centre).astype(np.float64) / max(float(np.linalg.norm(centre)), 1e-9)
    found = [
        replace(phrase, weight=phrase.weight + round(CLOSENESS * (cosine - MIDDLE), DECIMALS))
        for phrase, cosine in zip(phrases, cosines.tolist(), strict=True)
        if cosine >= _nearest(phrase, rarity)
    ]
    return sorted(found, key=lambda phrase: (-phrase.score, phrase.places[0]))


def _nearest(phrase: Phrase, rarity: Rarity | None) -> float:
    """Return the minimum cosine of a phrase and the text."""
    if not _recurs(phrase):
        return NEAREST_ONCE
    if rarity is None or phrase.in_title or " " in phrase.key:
        return NEAREST
    return NEAREST + COMMON * (1 - rarity(phrase.key))


def unabbreviated(phrases: Sequence[Phrase], text: str, sentences: Sequence[Sentence]) -> list[Phrase]:
    """Return the phrases without those that always end with an abbreviation: a full stop inside a sentence follows."""
    ends = {sentence.end for sentence in sentences}
    return [
        phrase
        for phrase in phrases
        if not all(text[end : end + 1] == "." and end + 1 not in ends for _, end in phrase.places)
    ]


def keywords_of(
    topics: Sequence[Phrase], phrases: Sequence[Phrase], entities: Sequence[Entity], most: int
) -> list[str]:
    """Return up to `most` keywords, best first, as written: topics, and names that are also phrases.

    At most MOST_NAMES of them are names.
    """
    names = _Names(entities)
    found = [
        _Keyword(phrase.form, phrase.score, phrase.places[0][0], len(phrase.places), False)
        for phrase in topics
        if names.allow(phrase.key) and not (len(phrase.places) == 1 and names.begin(phrase.key))
    ]
    ranked = sorted(_longest([*found, *names.ranked(phrases)]), key=lambda each: (-each.score, each.start))
    chosen: list[_Keyword] = []
    left = MOST_NAMES
    for each in ranked:
        if any(each.overlaps(other) for other in chosen) or (each.is_name and left == 0):
            continue
        left -= each.is_name
        chosen.append(each)
        if len(chosen) == most:
            break
    return [each.form for each in chosen]


def _recurs(phrase: Phrase) -> bool:
    return phrase.in_title or len(phrase.places) > 1


@dataclass(frozen=True, slots=True)
class _Keyword:
    """A candidate: its form, score, first place in the text and number of occurrences."""

    form: str
    score: float
    start: int
    count: int
    is_name: bool

    @property
    def root(self) -> frozenset[str]:
        """The words without plural endings."""
        return frozenset(map(singular, self.form.casefold().split()))

    def overlaps(self, other: "_Keyword") -> bool:
        """Return whether one is part of the other."""
        if is_unspaced(self.form):
            return self.form in other.form or other.form in self.form
        return self.root <= other.root or other.root <= self.root


class _Names:
    """The names of a document, by the folded words of all their forms."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = entities
        self._forms = {form.casefold() for entity in entities for form in _forms(entity)}
        self._people = {form.casefold() for entity in entities if entity.type == "PERSON" for form in _forms(entity)}
        self._words = {word for form in self._forms for word in form.split()}

    def allow(self, key: str) -> bool:
        """Return whether a phrase is neither a name nor contains part of one. A whole name may precede a noun."""
        words = key.split()
        whole = max((n for n in range(len(words) + 1) if " ".join(words[:n]) in self._forms), default=0)
        rest = words[whole:]
        return bool(rest) and not any(word in self._words for word in rest)

    def begin(self, key: str) -> bool:
        """Return whether a phrase begins with a name of a person. Mostly a verb follows: `Ann hopes`."""
        words = key.split()
        return any(" ".join(words[:count]) in self._people for count in range(1, len(words)))

    def ranked(self, phrases: Iterable[Phrase]) -> list[_Keyword]:
        """Return the names that are also phrases."""
        weights = {phrase.key: phrase for phrase in phrases}
        found: list[_Keyword] = []
        for entity in self._entities:
            weighed = [weights[key] for key in dict.fromkeys(map(str.casefold, _forms(entity))) if key in weights]
            if weighed:
                form = entity.name if entity.type == "PERSON" else _most_common(entity)
                best = max(weighed, key=lambda phrase: phrase.weight)
                every = replace(best, places=[(span.start, span.end) for span in entity.mentions])
                name = " ".join(form.split())
                found.append(_Keyword(name, every.score, entity.mentions[0].start, len(entity.mentions), True))
        return found


def _most_common(entity: Entity) -> str:
    """Return the most frequent form, or the first of several: `Uber` if `Uber Money` occurs once."""
    return Counter(span.text for span in entity.mentions).most_common(1)[0][0]


def _forms(entity: Entity) -> list[str]:
    return [entity.name, *entity.aliases]


def _longest(keywords: Sequence[_Keyword]) -> list[_Keyword]:
    """Return the keywords without those that mostly occur within a longer one."""
    having: dict[str, list[_Keyword]] = {}
    for each in keywords:
        for word in each.root:
            having.setdefault(word, []).append(each)
    return [each for each in keywords if not any(_is_within(each, other) for other in having[min(each.root)])]


def _is_within(keyword: _Keyword, longer: _Keyword) -> bool:
    return keyword.root < longer.root and longer.count >= MOSTLY_WITHIN * keyword.count
