"""Match a question with the content of a document: does it have all words, where, and how well does it rank?"""

import math
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from shared.names.agreement import Agreement, best_agreement
from shared.names.names import EntityType, folded
from shared.search.body import Body, Field, NameKey, name_key
from shared.search.question import Question, Word
from shared.search.terms import term_set, terms_of

# Days after which a document counts half as much: a document with the words in its title is as good as one that is
# about nine months newer and has them among its keywords. Chosen for archives of some years.
HALF_LIFE_DAYS = 180

_DAY_SECONDS = 86_400


class Highlight(NamedTuple):
    """A title, a name or a keyword with the [start, end) code points that match the question, in order."""

    field: Field
    text: str
    ranges: tuple[tuple[int, int], ...]


class Match(NamedTuple):
    """A document that has all words of a question."""

    # Mean weight of the words by where they occur, as a share of the greatest weight (0 to 1).
    relevance: float
    # The title first, then names and keywords.
    highlights: tuple[Highlight, ...]


class Entity(NamedTuple):
    """A name that a document must mention: its key, or the name itself, with or without given names."""

    name: str
    # One type, or all.
    types: tuple[EntityType, ...]

    def keys(self) -> frozenset[NameKey]:
        """Return the keys that are meant."""
        given = [self.name] if folded(self.name) == self.name else []
        return frozenset((kind, key) for kind in self.types for key in (name_key(self.name, kind), *given) if key)

    def is_in(self, body: Body) -> bool:
        """Whether the document mentions the name. Given names must not contradict it."""
        for kind in self.types:
            keys = [(name, name_key(name, kind)) for name in body.names.get(kind, ())]
            if any(key == self.name for _, key in keys):
                return True
            same = [name for name, key in keys if key == name_key(self.name, kind)]
            if same and (kind != "PERSON" or best_agreement(self.name, same) is not Agreement.CONTRADICTS):
                return True
        return False


def match(
    question: Question, body: Body, found_as: Collection[NameKey] = (), kind: EntityType | None = None
) -> Match | None:
    """Return how a document matches a question, or None if it lacks a word.

    `found_as` are keys under which the document has rows although no name in the body has them: those of aliases. With
    `kind`, at least one word must be in a name of this type.
    """
    places = _Places(body, found_as)
    weight, has_kind = 0, kind is None
    for word in question.words:
        field = places.field_of(word)
        if field is None:
            return None
        weight += field
        has_kind = has_kind or places.is_in_name_of(word, kind)
    if not question.words or not has_kind:
        return None
    return Match(weight / (Field.TITLE * len(question.words)), tuple(_highlights(question, body)))


class _Places:
    """Where the words of a document are. What no word of a question needs is not computed."""

    def __init__(self, body: Body, found_as: Collection[NameKey]) -> None:
        self._body = body
        self._found_as = found_as
        self._title = term_set(body.title or "")

    def field_of(self, word: Word) -> Field | None:
        """Return the field of the greatest weight that has a word."""
        if word.term in self._title:
            return Field.TITLE
        if any(word.term in terms for terms in self._names.values()) or not word.names.isdisjoint(self._keys):
            return Field.NAME
        return Field.KEYWORD if word.term in self._keywords else None

    def is_in_name_of(self, word: Word, kind: EntityType | None) -> bool:
        """Whether a name of a type has a word."""
        in_words = kind is not None and word.term in self._names.get(kind, ())
        return in_words or any(key[0] == kind and key in self._keys for key in word.names)

    @cached_property
    def _names(self) -> dict[EntityType, frozenset[str]]:
        return {kind: frozenset().union(*map(term_set, names)) for kind, names in self._body.names.items()}

    @cached_property
    def _keys(self) -> frozenset[NameKey]:
        return self._body.name_keys() | frozenset(self._found_as)

    @cached_property
    def _keywords(self) -> frozenset[str]:
        return frozenset().union(*map(term_set, self._body.keywords))


def score(relevance: float, uploaded_at: str, asked_at: str) -> float:
    """Return the rank of a document, the higher the better: its relevance, halved for every HALF_LIFE_DAYS of age.

    Both times are instants in ISO 8601. A document that is newer than the question has no age.
    """
    age = datetime.fromisoformat(asked_at) - datetime.fromisoformat(uploaded_at)
    days = max(age.total_seconds(), 0) / _DAY_SECONDS
    return relevance * math.pow(0.5, days / HALF_LIFE_DAYS)


def _highlights(question: Question, body: Body) -> Iterable[Highlight]:
    """Yield the title, the names and the keywords that have a word of the question."""
    terms = {word.term for word in question.words}
    keys = frozenset(key for word in question.words for key in word.names)
    if body.title and (ranges := _ranges(body.title, terms)):
        yield Highlight(Field.TITLE, body.title, ranges)
    for kind, names in body.names.items():
        for name in names:
            if (kind, name_key(name, kind)) in keys:
                yield Highlight(Field.NAME, name, _ranges(name, terms) or ((0, len(name)),))
            elif ranges := _ranges(name, terms):
                yield Highlight(Field.NAME, name, ranges)
    for keyword in body.keywords:
        if ranges := _ranges(keyword, terms):
            yield Highlight(Field.KEYWORD, keyword, ranges)


def _ranges(text: str, terms: Collection[str]) -> tuple[tuple[int, int], ...]:
    """Return the ranges of the terms in a text, in order; those that overlap or touch are joined."""
    joined: list[tuple[int, int]] = []
    for term, start, end in terms_of(text):
        if term in terms:
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
    return tuple(joined)
