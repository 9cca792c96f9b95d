"""Who does what to whom: the order of the names around what they have to do with each other.

Two sentences agree on two names if the words between the names are the same and the names have the same order, or the
other order and the other voice: `A beat B`, `B was beaten by A`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from functions.summarize.sentences.characters import LETTER
from functions.summarize.writing.clauses import BOUNDARY
from shared.names.names import folded

# Maximum number of names of a sentence that are compared, the first ones.
MOST_NAMES = 8

# Minimum length of a compared word, and the number of first letters that its forms have in common.
FEWEST_LETTERS, STEM = 3, 4

# Minimum share of the words between two names that two sentences must have in common, of the sentence with fewer ones.
SHARED = 0.5

# Minimum share of the words after a name that a clause must have, to say the same of another name.
MOST_ALIKE = 0.75

# What is mutual: its parties have no order. Stems of words between two names.
_MUTUAL = frozenset(
    word[:STEM]
    for word in "met meet meets meeting met married marries wed talks talked spoke negotiated border bordering draw "
    "drew between with and both together like resembles equals joined".split()
)
_EMPTY = frozenset(
    word[:STEM]
    for word in "the and that which who whom this these those was were has had have are been being for from into with "
    "its his her their our your will would can could may might also then than not but out off over about after before "
    "when while where".split()
)

_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|got|get|gets)\s+(?:\S+\s+){1,5}?by\b", re.IGNORECASE)
_WORD = re.compile(rf"{LETTER}+")


class _Relation(NamedTuple):
    """What is between two names of a sentence: the stems of the words, and whether it is passive."""

    stems: frozenset[str]
    passive: bool


def swapped(sentence: str, names: Sequence[str], others: Iterable[str]) -> tuple[str, str] | None:
    """Return two names of a sentence that another sentence has the other way round, None if there are none.

    They are not swapped if any of the `others` has them as the sentence does.
    """
    placed = _placed(sentence, names)[:MOST_NAMES]
    near = list(others)
    for (first, _, end), (second, begin, _) in combinations(placed, 2):
        if begin < end or _key(first) & _key(second):
            continue
        own = _relation(sentence[end:begin], names)
        if not own.stems - _MUTUAL:
            continue
        verdicts = [agrees for other in near for agrees in _agreements(own, first, second, other, names)]
        if verdicts and not any(verdicts):
            return first, second
    return None


def other_subject(
    sentence: str, names: Sequence[str], clauses: Iterable[str], known: Iterable[str]
) -> tuple[str, str] | None:
    """Return the name before a verb of a sentence, and the other name that the text has before it; None if they agree.

    `known`: the names in the clauses. The text must say nearly the same, and must not have the name of the sentence in
    the clause that says it.
    """
    near, others = list(clauses), list(dict.fromkeys(known))
    for name, _, end in _placed(sentence, names):
        following = BOUNDARY.split(sentence[end:], maxsplit=1)[0]
        own = _relation(following, names).stems
        verb = next((word for word in _WORD.findall(following) if folded(word)[:STEM] in own), None)
        if verb is None or not following.lstrip().startswith(verb):
            continue
        verdicts = [subject for clause in near if (subject := _subject(folded(verb)[:STEM], own, clause, name, others))]
        if verdicts and name not in verdicts:
            return name, verdicts[0]
    return None


def _subject(verb: str, own: frozenset[str], clause: str, name: str, known: Sequence[str]) -> str | None:
    """Return `name` if a clause that says nearly the same has it, else the last name before its verb."""
    place = next((match.start() for match in _WORD.finditer(clause) if folded(match.group())[:STEM] == verb), None)
    its = _relation(clause, known).stems
    if place is None or len(own & its) < MOST_ALIKE * len(own):
        return None
    if _place(clause, name):
        return name
    before = [(start, each) for each, start, _ in _placed(clause[:place], known)]
    other = max(before)[1] if before else None
    same = other is not None and not _all_words(name).isdisjoint(_all_words(other))
    return name if same else other


def reversed_around(word: str, sentence: str, names: Sequence[str], other_sentence: str) -> bool:
    """Return whether another sentence has the names on both sides of a word in the other order."""
    place = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence, re.IGNORECASE)
    placed = _placed(sentence, names)
    before = [name for name, _, end in placed if place and end <= place.start()]
    after = [name for name, start, _ in placed if place and start >= place.end()]
    if not before or not after:
        return False
    one, two = _place(other_sentence, before[-1]), _place(other_sentence, after[0])
    return one is not None and two is not None and one > two


def _agreements(own: _Relation, first: str, second: str, other_sentence: str, names: Sequence[str]) -> Iterator[bool]:
    """Yield whether another sentence agrees, if it has both names and says the same of them."""
    one, two = _place(other_sentence, first), _place(other_sentence, second)
    if one is None or two is None or one == two:
        return
    left, right = sorted((one, two))
    its = _relation(other_sentence[left[1] : right[0]], names)
    shared = (own.stems & its.stems) - _MUTUAL
    if shared and len(shared) >= SHARED * min(len(own.stems), len(its.stems)):
        yield (one < two) == (own.passive == its.passive)


def _placed(sentence: str, names: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return the names in a sentence with their [start, end), in order. A name within another is left out."""
    found: list[tuple[str, int, int]] = []
    for name in sorted(dict.fromkeys(names), key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence):
            if all(match.end() <= start or match.start() >= end for _, start, end in found):
                found.append((name, match.start(), match.end()))
                break
    return sorted(found, key=lambda each: each[1])


def _place(text: str, name: str) -> tuple[int, int] | None:
    """Return the [start, end) of a name in another sentence, by its last word that is there; None without one."""
    wanted = [folded(word) for word in _WORD.findall(name) if word[:1].isupper()]
    words = [(folded(match.group()), match.span()) for match in _WORD.finditer(text)]
    for word in reversed(wanted):
        if place := next((span for found, span in words if found == word), None):
            return place
    return None


def _relation(between: str, names: Sequence[str]) -> _Relation:
    parts = {folded(word) for name in names for word in _WORD.findall(name)}
    words = [folded(word) for word in _WORD.findall(between)]
    stems = {word[:STEM] for word in words if len(word) >= FEWEST_LETTERS and word not in parts}
    return _Relation(frozenset(stems - _EMPTY), bool(_PASSIVE.search(between)))


def _key(name: str) -> frozenset[str]:
    return frozenset(folded(word) for word in _WORD.findall(name) if word[:1].isupper())


def _all_words(name: str) -> frozenset[str]:
    return frozenset(folded(word) for word in _WORD.findall(name))
