"""Read a question: its terms, and the names that its words can be."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from shared.names.names import ENTITY_TYPES
from shared.search.body import NameKey, name_key
from shared.search.key_terms import is_function_word
from shared.search.terms import Term, terms_of

# Maximum length of a question in code points, and of its terms. Each term is at least one query.
LONGEST_QUESTION = 200
MOST_TERMS = 10

# Maximum number of words of a name of an organization or a place in a question.
MOST_NAME_WORDS = 5

_CHUNK = re.compile(r"\S+")


class QuestionError(ValueError):
    """The question cannot be answered. The message states what to change."""


class Word(NamedTuple):
    """A term of a question, with the keys of the names that it is part of."""

    term: str
    names: frozenset[NameKey]
    # A function word, which a document need not contain unless it is a keyword or a name somewhere: `may`, `US`.
    optional: bool


class Question(NamedTuple):
    """The words of a question, each once, in order."""

    words: tuple[Word, ...]

    def name_keys(self) -> list[NameKey]:
        """Return the keys of all names that the question may contain, without repetitions."""
        return list(dict.fromkeys(key for word in self.words for key in sorted(word.names)))

    def restricted(self, terms: Collection[str], names: Collection[NameKey]) -> "Question":
        """Return the question with only the names that exist, without optional words that nothing is indexed under.

        `terms` are those that documents have keyword rows under. Words that are not optional stay.
        """
        kept = [word._replace(names=word.names & frozenset(names)) for word in self.words]
        return Question(tuple(w for w in kept if not w.optional or w.names or w.term in terms))


def question_of(text: str) -> Question:
    """Read a question. Raises QuestionError if it is too long, or if it has no letter or digit."""
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(f"The question has {len(text)} characters. Use at most {LONGEST_QUESTION}.")
    terms = terms_of(text)
    if not terms:
        raise QuestionError("The question has no letter or digit. Ask for words of titles, names or keywords.")
    names = list(_names_in(text))
    words: dict[str, Word] = {}
    for term in terms:
        of_term = frozenset(key for key, covered in names if term in covered)
        optional = is_function_word(text[term.start : term.end], term.term)
        if previous := words.get(term.term):
            of_term, optional = of_term | previous.names, optional and previous.optional
        words[term.term] = Word(term.term, of_term, optional)
    if len(words) > MOST_TERMS:
        raise QuestionError(f"The question has {len(words)} words. Use at most {MOST_TERMS}.")
    return Question(tuple(words.values()))


def _names_in(text: str) -> Iterator[tuple[NameKey, list[Term]]]:
    """Yield the keys of names that parts of a question can be, each with the terms that it replaces."""
    chunks = [match.span() for match in _CHUNK.finditer(text)]
    terms = terms_of(text)
    for first in range(len(chunks)):
        for last in range(first, min(first + MOST_NAME_WORDS, len(chunks))):
            start, end = chunks[first][0], chunks[last][1]
            covered = [term for term in terms if start <= term.start < end]
            for kind in ENTITY_TYPES:
                key = name_key(text[start:end], kind)
                if key and kind != "PERSON":
                    yield (kind, key), covered
                elif key and first == last:
                    # The key of a person is the family name: one chunk has it, and only its own words are the name.
                    family = {term.term for term in terms_of(key)}
                    yield (kind, key), [term for term in covered if term.term in family]
