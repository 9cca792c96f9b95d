"""Choose the terms that a document has index rows under: few, because each row costs a write unit."""

import unicodedata
from collections.abc import Collection, Iterator
from itertools import chain, zip_longest

from shared.search.body import Body
from shared.search.function_words import FUNCTION_WORDS
from shared.search.terms import Term, is_unspaced, terms_of

# Minimum number of letters of a word that is not an abbreviation. Shorter words are mostly function words. Those of
# English are listed as well; in scripts other than Latin, two letters can be a whole word.
SHORTEST_WORD = 4
SHORTEST_IN_ENGLISH = 3
SHORTEST_OF_OTHER_SCRIPTS = 2


def key_terms(body: Body, known: Collection[str], most: int, *, english: bool) -> list[str]:
    """Return up to `most` terms, the most telling first, without those in `known`, which have rows already.

    Words of the title that are also keywords come first. Then other words of the title, the longest first, because
    frequent words are short (Zipf 1935), and other keywords, the best first, take turns. Numbers come last.
    """
    shortest = SHORTEST_IN_ENGLISH if english else SHORTEST_WORD
    title = _usable(body.title or "", shortest)
    keywords = _unique(chain.from_iterable(_usable(keyword, SHORTEST_IN_ENGLISH) for keyword in body.keywords))
    in_both = [term for term in keywords if term in title]
    rest_of_title = sorted((term for term in title if term not in in_both), key=len, reverse=True)
    rest_of_keywords = [term for term in keywords if term not in in_both]
    turns = chain.from_iterable(zip_longest(rest_of_title, rest_of_keywords))
    ranked = [term for term in _unique([*in_both, *filter(None, turns)]) if term not in known]
    return sorted(ranked, key=_is_number)[:most]


def is_function_word(word: str, term: str) -> bool:
    """Whether a word, as written and as a term, may be left out of a question: `the`, `of`, but not `US`."""
    return not _is_capitals(word) and (word.casefold() in FUNCTION_WORDS or (len(term) == 1 and not term.isdigit()))


def _usable(text: str, shortest: int) -> list[str]:
    """Return the terms of a text that distinguish documents, without repetitions."""
    return _unique(term.term for term in terms_of(text) if _tells(term, text, shortest))


def _tells(term: Term, text: str, shortest: int) -> bool:
    word = text[term.start : term.end]
    if is_unspaced(term.term):
        # Two hiragana are mostly an ending or a particle.
        return len(term.term) > 1 and not all(unicodedata.name(c, "").startswith("HIRAGANA") for c in term.term)
    if is_function_word(word, term.term):
        return False
    if _is_capitals(word) or _is_number(term.term):
        return len(term.term) > 1
    return len(word) >= (shortest if term.term.isascii() else SHORTEST_OF_OTHER_SCRIPTS)


def _is_capitals(word: str) -> bool:
    """Whether a word is an abbreviation in capitals: UN, COP30."""
    return len(word) > 1 and word.isupper()


def _is_number(term: str) -> bool:
    return term.isdigit()


def _unique(terms: Iterator[str] | list[str]) -> list[str]:
    return list(dict.fromkeys(terms))
