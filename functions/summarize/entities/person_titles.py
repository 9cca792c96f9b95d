"""Titles, ages, roles and kinship beside a person's name in a text: `Mrs. Lee`, `Lee, 45,`, `his son, John Lee`."""

import re
from typing import NamedTuple

from functions.summarize.entities.genders import Gender
from functions.summarize.entities.roles import ABBREVIATED, ROLES
from shared.names.names import folded
from shared.names.words import TITLES, WORDS_OF_OFFICES

# Maximum length in code points of a title before a name, and of the text after a name that is searched for a
# description.
LONGEST_TITLE = 100

# Maximum length in code points of the word before a name that is checked for kinship.
LONGEST_WORD = 20

# Maximum number of words such as `Russia's` and `U.S.` that a title includes before its first word of office.
MOST_MODIFIERS = 2

# Words before a name that mark the person as a relative of an earlier one.
KIN = frozenset(
    """aunt brother children cousin daughter father grandfather grandmother grandson granddaughter husband mother nephew
    niece parents sibling siblings sister son sons twin uncle widow wife""".split()
)

_WOMEN = frozenset(
    "mrs ms miss mme madam lady dame queen princess baroness duchess countess empress".split()
) | frozenset("aunt daughter granddaughter grandmother mother niece sister wife widow".split())
_MEN = frozenset("mr mister sir lord king prince baron duke count emperor pope".split()) | frozenset(
    "brother father grandfather grandson husband nephew son uncle widower".split()
)
_HONORIFICS = frozenset("mr mrs ms miss mister mme madam mx messrs sir dr doctor".split())

# Words that can be part of a title although they end in a full stop. After any other word it ends a sentence.
_ABBREVIATIONS = ABBREVIATED.keys() | frozenset("mr mrs ms mme messrs fr hon lt st".split())
_BEFORE_OFFICES = frozenset("acting chief deputy former general interim prime state then vice".split())

# Words that only words of offices may follow in a title: `Secretary of State`, not `captain of the Saint Brannoc`.
_JOINING = frozenset("for of the".split())
_NEVER_FIRST = frozenset("affairs and for her his of the then to".split())
_DEMONYM = re.compile(r"[A-Z][a-z]+(?:an|ese|ish|sh|ch|ek|i|lic)$")
_POSSESSIVE = re.compile(r"[A-Z].*['’]s?$")
_ABBREVIATION = re.compile(r"(?:[A-Z]\.?){2,4}$")
_AGE = re.compile(r",?\s+\(?(?:aged\s+)?(\d{1,3})(?=[,;.)])")
_DESCRIPTION = re.compile(r"\s*,\s+([^,;:.!?()\n\"“”—–]{3,100})")

# A role with its organization before a name: `The science minister of the country, Hon. Ann Lee`.
_APPOSITION = re.compile(
    r"(?:^|[\n.!?;:–—\"“”«»]\s*)(?:[Tt]he|[Ii]ts|[Tt]heir|[Oo]ur)\s((?:[\w-]+\s){0,4}?[\w-]+)\s(?:of|for|at|in)\s"
    r"[^,;:.!?()\n\"“”—–]{2,50},\s(?:(?:[A-Z][a-z]{1,3}\.?)\s){0,2}$"
)
_SUBORDINATE = re.compile(r"\b(?:of|for|at|in|from|to|who|whose|with|on|by|that|and)\b", re.IGNORECASE)
_DETERMINERS = frozenset("a an the his her its their our my former".split())


class Title(NamedTuple):
    """Titles and offices before a name, with the text as written."""

    text: str
    roles: frozenset[str]
    gender: Gender | None
    # Whether the title is only a form of address (Mr., Mrs., Dr.) and not an office.
    honorific: bool


class Description(NamedTuple):
    """An age or a role after a name: `, 45,` and `, the Pentagon's spokesman,`."""

    age: int | None
    words: frozenset[str]
    roles: frozenset[str]
    # From a noun for a relative: `the younger brother of the director`.
    gender: Gender | None = None


def title_before(text: str, start: int) -> Title | None:
    """Return the title directly before the name at `start`, such as `Russia's Defense Minister` or `Mrs.`."""
    left = text[max(0, start - LONGEST_TITLE) : start]
    left = left[left.rfind("\n\n") + 1 :]
    words = list(re.finditer(r"[^\s\"“”()‘«]+", left))
    if not words or left[words[-1].end() :].strip():
        return None
    first = _first_of_office(words)
    if first == len(words):
        return None
    taken = [word for match in words[first:] for word in folded(match.group()).split()]
    if not taken or not any(word in TITLES or word in ROLES for word in taken):
        return None
    honorific = all(word in _HONORIFICS for word in taken)
    begin = first if honorific else _first_modifier(words, first)
    written = left[words[begin].start() : words[-1].end()].rstrip(",")
    return Title(written, _roles(taken), _gender(taken), honorific)


def description_after(text: str, end: int) -> Description | None:
    """Return the age and the role in apposition after the name that ends at `end`, or None if there is neither."""
    right = text[end : end + LONGEST_TITLE]
    age = _AGE.match(right)
    place = age.end() if age else 0
    described = _DESCRIPTION.match(right, place)
    phrase = described.group(1) if described else ""
    head = _SUBORDINATE.split(phrase, maxsplit=1)[0]
    words = folded(head).split()
    roles = _roles(words[-1:])
    if not words or not (words[0] in _DETERMINERS or _POSSESSIVE.match(head.split()[0]) or roles):
        words, roles = [], frozenset()
    if age is None and not words:
        return None
    gender = _gender(words[-1:]) if words and words[-1] in KIN else None
    return Description(int(age.group(1)) if age else None, frozenset(words) - _DETERMINERS, roles, gender)


def roles_before(text: str, start: int) -> frozenset[str]:
    """Return the roles in an apposition before the name at `start`: `The minister of the country, Hon. Ann Lee`.

    `title_before` returns only titles directly before the name. Here an organization separates the role from the name.
    """
    described = _APPOSITION.search(text[max(0, start - LONGEST_TITLE) : start])
    return _roles(folded(described.group(1)).split()[-1:]) if described else frozenset()


def is_kin(text: str, start: int) -> bool:
    """Whether the word before the name at `start` marks the person as a relative of another: `his son, John Lee`."""
    words = text[max(0, start - LONGEST_WORD) : start].rstrip(" \xa0,\n").split()
    return bool(words) and words[-1].lower() in KIN


def gender_of_kin(text: str, start: int) -> Gender | None:
    """Return the gender of the relative that the word before the name at `start` means: `my wife, Grace`."""
    words = text[max(0, start - LONGEST_WORD) : start].rstrip(" \xa0,\n").split()
    word = words[-1].lower() if words else ""
    if word not in KIN:
        return None
    return "female" if word in _WOMEN else "male" if word in _MEN else None


def is_only_title(name: str) -> bool:
    """Whether a name consists only of titles: `President`, `Prime Minister`."""
    words = folded(name).split()
    return bool(words) and all(word in TITLES or word in ROLES for word in words)


def _first_of_office(words: list[re.Match[str]]) -> int:
    """Return the index of the first word of the titles at the end of `words`, or their number if there is no title."""
    first = len(words)
    taken: list[str] = []
    while first:
        written = words[first - 1].group()
        parts = folded(written).split()
        in_apposition = first == len(words) and written[-1] == "," and parts and parts[-1] in ROLES
        if not parts or (written[-1] in ",;:!?…" and not in_apposition):
            break
        if (written[-1] == "." and parts[-1] not in _ABBREVIATIONS) or not all(
            _may_be_of_title(part, written) for part in parts
        ):
            break
        if parts[0] in _JOINING and not (taken and all(word in WORDS_OF_OFFICES for word in taken)):
            break
        taken.extend(parts)
        first -= 1
    while first < len(words) and (folded(words[first].group()).split() or ["the"])[0] in _NEVER_FIRST:
        first += 1
    return first


def _may_be_of_title(part: str, written: str) -> bool:
    if part in ROLES or part in _BEFORE_OFFICES or part in WORDS_OF_OFFICES:
        return True
    return part in TITLES and (written[0].isupper() or part in _HONORIFICS)


def _first_modifier(words: list[re.Match[str]], first: int) -> int:
    """Return the index of the first modifier (`Russia's`, `U.S.`) before the title that begins at index `first`."""
    for _ in range(MOST_MODIFIERS):
        if not first:
            break
        written = words[first - 1].group()
        if not (_DEMONYM.match(written) or _POSSESSIVE.match(written) or _ABBREVIATION.match(written)):
            break
        first -= 1
    return first


def _roles(words: list[str]) -> frozenset[str]:
    spelled = (ABBREVIATED.get(word, word) for word in words)
    return frozenset(word for word in spelled if word in ROLES or word in ABBREVIATED.values())


def _gender(words: list[str]) -> Gender | None:
    if any(word in _WOMEN or word.endswith("woman") for word in words):
        return "female"
    if any(word in _MEN or (word.endswith("man") and word != "woman") for word in words):
        return "male"
    return None
