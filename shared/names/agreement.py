"""Decide how well two names agree, that is, whether they may belong to the same person."""

from collections.abc import Iterable
from enum import IntEnum

from shared.names.names import folded, key_of, parse_person
from shared.names.spelling import close_spelling
from shared.names.words import NICKNAMES


class Agreement(IntEnum):
    """How well two names of people agree, judged by the names alone; higher is better."""

    # Other given names, another family name, or father and son.
    CONTRADICTS = 0
    # The same family name; one of the two has no given name.
    UNKNOWN = 1
    # A given name is an initial, a short form or a close spelling of the other's.
    CLOSE = 2
    # The same given name; one of the two has more of them.
    PARTLY = 3
    # The same words, apart from capitals, diacritics, titles and order.
    SAME = 4


def agreement(one: str, other: str) -> Agreement:
    """Return how well two names of people agree. Symmetric. Their family names must be the same or a close spelling."""
    first, second = parse_person(one), parse_person(other)
    same_family = first.family == second.family != ""
    if not same_family and not close_spelling(first.family, second.family):
        return Agreement.CONTRADICTS
    if first.generation and second.generation and first.generation != second.generation:
        return Agreement.CONTRADICTS
    found = given_agreement(first.given, second.given)
    if not same_family:
        return min(found, Agreement.CLOSE)
    if found is Agreement.SAME and first.generation != second.generation:
        return Agreement.PARTLY
    return found


def best_agreement(queried: str, names: Iterable[str]) -> Agreement:
    """Return how well the name in a query agrees with a person who has these names.

    Names without given names are inconclusive. If other names have given names, the best agreement of those counts. A
    query of two or more words that are all in a name agrees with it: Viktor Orbán and Orbán Viktor, Pedro Sánchez and
    Pedro Sánchez Pérez-Castejón.
    """
    names = list(names)
    words = set(folded(queried).split())
    if len(words) > 1 and any(words <= set(folded(name).split()) for name in names):
        return max(Agreement.PARTLY, *(agreement(queried, name) for name in names))
    found = [agreement(queried, name) for name in names if key_of(name, "PERSON") == key_of(queried, "PERSON")]
    if not found:
        found = [agreement(queried, name) for name in names]
    conclusive = [each for each in found if each is not Agreement.UNKNOWN]
    return max(conclusive, default=Agreement.UNKNOWN if found else Agreement.CONTRADICTS)


def given_agreement(one: tuple[str, ...], other: tuple[str, ...]) -> Agreement:
    """Return how well two lists of folded given names agree. Symmetric."""
    if one == other:
        return Agreement.SAME
    if not one or not other:
        return Agreement.UNKNOWN
    short, long = sorted((one, other), key=len)
    if short in (long[: len(short)], long[-len(short) :]):
        return Agreement.PARTLY
    # Compare in order, so that George W. and George H. W. remain two people.
    return Agreement.CLOSE if all(map(_close_given, short, long)) else Agreement.CONTRADICTS


def _close_given(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return long.startswith(short)
    if NICKNAMES.get(one, one) == NICKNAMES.get(other, other):
        return True
    return (len(short) >= 3 and len(long) - len(short) >= 2 and long.startswith(short)) or close_spelling(one, other)
