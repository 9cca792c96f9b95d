"""Group the mentions of organizations and places: the same name, its abbreviations and its misspellings."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.entity_types import PLACE_NOUNS
from functions.summarize.entities.other_names import also_known_as
from functions.summarize.entities.roles import ORGANIZATION_NOUNS
from functions.summarize.entities.sentence_index import SentenceIndex
from shared.names.names import folded, key_of
from shared.names.spelling import close_spelling, same_transliteration
from shared.names.words import LEGAL_FORMS

# Maximum number of names, the most frequent first, that another name is compared with. The limit keeps the cost linear
# in texts with many names.
MOST_COMPARED = 10

# Maximum number of words of a name that are checked for a misspelling.
MOST_WORDS = 12

# Minimum letters of a word in which one wrong letter counts as a misspelling. Many shorter place names differ by one.
SHORTEST_MISSPELLED = 7

# Minimum ratio of the mentions of a spelling to those of its misspelling.
MISSPELLING_RATIO = 4

# Minimum letters of a word that is compared with another as a transliteration.
SHORTEST_TRANSLITERATED = 5

# Maximum length in code points of a word before a noun, which can be the name of another organization.
LONGEST_WORD = 30

# Minimum probability of a first word that is joined with the name that begins with it.
LEAST_SHORT = 0.2

# Generic last words of names. A name without them is the same organization if the text has it.
_GENERIC = re.compile(
    r"(?: (?:corp|corporation|co|company|companies|group|holdings|inc|channel|organization|organisation))+$"
)

# `department of justice`, which gets the key of `justice department`.
_OFFICE_OF = re.compile(r"(?:(.+) )?(department|ministry|office|embassy|institute|bureau) (?:of|for)(?: the)? (.+)$")

# Endings of adjectives (Syrian, American, Iranian, Iraqi, Japanese, Irish). Tagged as a place, they name the place.
ADJECTIVE_ENDINGS = ("n", "an", "ian", "i", "ese", "ish")

# Last words of the names of parts of a body (`Senate Finance Committee`), which are not the body itself.
_PARTS = frozenset("branch bureau commission committee council court department division office subcommittee".split())

# First words of so many names that they do not identify one.
_COMMON_FIRST = frozenset("american congress house international justice national republican senate state".split())

# Words that initials can leave out.
_SMALL = frozenset("a and de for in of on the to".split())
_ABBREVIATION = re.compile(r"(?:[A-Z]\.?){2,8}")

# Text between a name and its abbreviation in parentheses.
_DEFINED = re.compile(r"\s*\(\s*[\"“‘']?")


def organizations_of(text: str, spans: Sequence[Mention], sentences: SentenceIndex) -> list[list[Mention]]:
    """Return the spans in groups, one for each organization or place. Each span is in exactly one group."""
    names: defaultdict[str, list[Mention]] = defaultdict(list)
    for span in spans:
        names[_key(text[span.start : span.end])].append(span)
    same = _NameSets(names)
    for name in names:
        base = _GENERIC.sub("", name)
        if base != name and base in names:
            same.join(base, name)
        for ending in ADJECTIVE_ENDINGS:
            place = name.removesuffix(ending)
            if place != name and place in names and _are_places(names[place]) and _are_places(names[name]):
                same.join(place, name)
    for short, long in (*_shortened(names), *_by_noun(text, names), *_by_first_words(text, names)):
        same.join(long, short)
    for short, long in _defined(text, spans):
        same.join(long, short)
    for one, other in also_known_as(text, spans):
        same.join(_key(text[one.start : one.end]), _key(text[other.start : other.end]))
    for short, long in _by_initials(text, names):
        if same.is_alone(short):
            same.join(long, short)
    for rare, usual in _misspellings(names, sentences):
        if same.is_alone(rare):
            same.join(usual, rare)
    groups: defaultdict[str, list[Mention]] = defaultdict(list)
    for name, found in names.items():
        groups[same.of(name)].extend(found)
    return [sorted(group, key=lambda span: span.start) for group in groups.values()]


class _NameSets:
    """Disjoint sets of names of the same entity (union-find with path halving)."""

    def __init__(self, names: Iterable[str]) -> None:
        self._parents = {name: name for name in names}
        self._sizes = dict.fromkeys(self._parents, 1)

    def of(self, name: str) -> str:
        """Return the representative of the set that contains the name."""
        while self._parents[name] != name:
            self._parents[name] = self._parents[self._parents[name]]
            name = self._parents[name]
        return name

    def is_alone(self, name: str) -> bool:
        return self._sizes[self.of(name)] == 1

    def join(self, one: str, other: str) -> None:
        first, second = self.of(one), self.of(other)
        if first != second:
            self._parents[second] = first
            self._sizes[first] += self._sizes[second]


def _key(written: str) -> str:
    """Return the key of a name: the key of the index, or the folded name if it is in small letters (`us`)."""
    key = (folded(written) if written.islower() else key_of(written, "ORGANIZATION")) or written
    office = _OFFICE_OF.match(key)
    return " ".join(part for part in (office[1], office[3], office[2]) if part) if office else key


def _defined(text: str, spans: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Yield pairs (short, long) where the text defines an abbreviation: `European Union (EU)`."""
    for before, after in pairwise(spans):
        if not _DEFINED.fullmatch(text, before.end, after.start) or ")" not in text[after.end : after.end + 3]:
            continue
        first, second = text[before.start : before.end], text[after.start : after.end]
        short, long = (second, first) if _ABBREVIATION.fullmatch(second) else (first, second)
        letters = short.replace(".", "").lower()
        if not _ABBREVIATION.fullmatch(short) or " " not in long or _ABBREVIATION.fullmatch(long):
            continue
        by_letters = _initials(_key(long))
        if letters in by_letters or (before.type == after.type == "ORGANIZATION" and letters[0] == long[0].lower()):
            yield _key(short), _key(long)


def _are_places(spans: Sequence[Mention]) -> bool:
    return all(span.type == "LOCATION" for span in spans)


def _shortened(names: dict[str, list[Mention]]) -> Iterator[tuple[str, str]]:
    """Yield pairs (short, long) of a first word and the only organization of two or three words that begins with it."""
    by_first: defaultdict[str, list[str]] = defaultdict(list)
    for name, spans in names.items():
        words = name.split()
        if len(words) in (2, 3) and all(span.type == "ORGANIZATION" for span in spans):
            by_first[words[0]].append(name)
    for first, long_names in by_first.items():
        if len(long_names) != 1 or first in _COMMON_FIRST or long_names[0].split()[-1] in _PARTS:
            continue
        if first in names and all(span.type == "ORGANIZATION" and span.score >= LEAST_SHORT for span in names[first]):
            yield first, long_names[0]


def _by_first_words(text: str, names: dict[str, list[Mention]]) -> Iterator[tuple[str, str]]:
    """Yield pairs (short, long) of the first words of a name and the only organization that the text names so before.

    The long name has a legal form (`Blue Reed Pumps Ltd`, `Blue Reed`), or `of` or `for` after a noun for organizations
    (`Reed Foundation for Art`, `Reed Foundation`).
    """
    long_names: defaultdict[str, set[str]] = defaultdict(set)
    for name, spans in names.items():
        words = name.split()[:MOST_WORDS]
        is_firm = any(folded(text[span.start : span.end]).split()[-1:][0] in LEGAL_FORMS for span in spans)
        for place in range(2, len(words)):
            if is_firm or (words[place] in ("for", "of") and words[place - 1] in ORGANIZATION_NOUNS):
                long_names[" ".join(words[:place])].add(name)
    for short in sorted(long_names.keys() & names.keys()):
        if len(long_names[short]) != 1:
            continue
        (long,) = long_names[short]
        is_later = names[long][0].start < names[short][0].start
        if is_later and all(span.type == "ORGANIZATION" for span in (*names[short], *names[long])):
            yield short, long


def _by_noun(text: str, names: dict[str, list[Mention]]) -> Iterator[tuple[str, str]]:
    """Yield pairs (short, long) of a noun alone (`Council`) and the only organization of the text with it at an end.

    Names that the annotator missed count too: `BOROUGH COUNCIL` in a heading.
    """
    by_noun: defaultdict[str, set[str]] = defaultdict(set)
    for name, spans in names.items():
        words = name.split()
        if len(words) > 1 and any(span.type == "ORGANIZATION" for span in spans):
            by_noun[words[-1]].add(name)
            by_noun[words[0]].add(name)
    for noun in sorted(ORGANIZATION_NOUNS & names.keys()):
        found = by_noun[noun]
        if len(found) == 1 and all(span.type == "ORGANIZATION" for span in names[noun]):
            (long,) = found
            before = {_word_before(text, match.start()) for match in re.finditer(rf" {noun}\b", text, re.IGNORECASE)}
            if all(word.islower() or folded(word) in (*long.split(), "the", "") for word in before):
                yield noun, long


def _word_before(text: str, end: int) -> str:
    """Return the word that ends at `end`, without marks before it; empty without one."""
    words = re.split(r"[^\w'’-]", text[max(0, end - LONGEST_WORD) : end])
    return words[-1]


def _by_initials(text: str, names: dict[str, list[Mention]]) -> Iterator[tuple[str, str]]:
    """Yield pairs (short, long) where exactly one long name of the text has the initials that the short name spells."""
    long_names: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        for letters in _initials(name):
            long_names[letters].add(name)
    for name, spans in names.items():
        found = long_names.get(name, set())
        if len(found) != 1 or not any(_ABBREVIATION.fullmatch(text[span.start : span.end]) for span in spans):
            continue
        (long,) = found
        # Two letters are the initials of many names, so at least one type must match. After a comma they are the state
        # of the place before them (`Merrow, VA`), and initials of no building.
        is_alike = {span.type for span in spans} & {span.type for span in names[long]}
        is_state = long.split()[-1] in PLACE_NOUNS and all(text.startswith(", ", span.start - 2) for span in spans)
        if len(name) > 2 or (is_alike and not is_state):
            yield name, long


def _initials(name: str) -> set[str]:
    words = name.split()
    if len(words) < 2:
        return set()
    return {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in _SMALL)} - {""}


def _misspellings(names: dict[str, list[Mention]], sentences: SentenceIndex) -> Iterator[tuple[str, str]]:
    """Yield (rare, usual) spellings: transliterations, and wrong letters in long words of names that occur once.

    Only names that differ in one word, and have the same first letter in it, are compared.
    """
    alike: defaultdict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(names, key=lambda each: (-len(names[each]), names[each][0].start)):
        words = name.split()[:MOST_WORDS]
        found = None
        for place, word in enumerate(words):
            near = alike[" ".join(words[:place]), word[0], " ".join(words[place + 1 :])]
            for other, usual in near:
                if _is_misspelling(word, other, len(names[name]), len(names[usual])):
                    found = found or usual
            if len(near) < MOST_COMPARED:
                near.append((word, name))
        if found is not None:
            usual_sentences = {sentences.sentence(span.start) for span in names[found]}
            if usual_sentences.isdisjoint(sentences.sentence(span.start) for span in names[name]):
                yield name, found


def _is_misspelling(one: str, other: str, count: int, usual_count: int) -> bool:
    if one == other:
        return False
    if min(len(one), len(other)) >= SHORTEST_TRANSLITERATED and same_transliteration(one, other):
        return True
    return (
        count == 1
        and usual_count >= MISSPELLING_RATIO
        and min(len(one), len(other)) >= SHORTEST_MISSPELLED
        and abs(len(one) - len(other)) <= 1
        and one[0] == other[0]
        and one.rstrip("s") != other.rstrip("s")
        and close_spelling(one, other)
    )
