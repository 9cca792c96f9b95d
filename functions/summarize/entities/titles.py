"""What stands beside a person's name and tells who that is: titles in front, ages and roles in apposition."""

import re
from typing import Literal, NamedTuple

from shared.names.names import folded
from shared.names.words import OFFICES, TITLES, WORDS_OF_OFFICES

Gender = Literal["female", "male"]

# Code points in front of a name that are looked at; a description after it is cut there too.
LONGEST_TITLE = 100

# Code points in front of a name in which a word before it is looked for.
LONGEST_WORD = 20

# Words like `Russia's` and `U.S.` that a title takes in before its first word of office.
MOST_MODIFIERS = 2

ABBREVIATED = {
    "adm": "admiral",
    "capt": "captain",
    "cmdr": "commander",
    "col": "colonel",
    "det": "detective",
    "dr": "doctor",
    "gen": "general",
    "gov": "governor",
    "lt": "lieutenant",
    "maj": "major",
    "prof": "professor",
    "rep": "representative",
    "rev": "reverend",
    "sec": "secretary",
    "sen": "senator",
    "sgt": "sergeant",
}

# Folded nouns for what a person is: the offices, and other work.
ROLES = OFFICES | frozenset(
    """activist actor actress adviser advisor agent analyst architect archbishop artist attorney author ayatollah
    baker banker bishop businessman businesswoman candidate captain cardinal ceo chaplain chief chef clerk coach
    columnist commander consultant coordinator correspondent councillor councilman councilwoman counsel critic dean
    dentist deputy designer detective diplomat doctor driver economist editor emperor engineer executive expert farmer
    fisherman foreman founder general guard head heir historian host investor journalist judge justice king lawmaker
    lawyer lecturer lieutenant lobbyist major manager marshal mechanic musician novelist nurse owner painter pastor
    photographer physician pilot poet policeman policewoman politician pope priest prince princess producer professor
    programmer prosecutor queen rabbi reporter researcher reverend scholar scientist sergeant sheriff singer soldier
    speaker spokesperson strategist student superintendent surgeon teacher trader treasurer veteran writer""".split()
)

# Words in front of a name that make its bearer a relative of somebody named before.
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

# A full stop after another word ends a sentence.
_ABBREVIATIONS = ABBREVIATED.keys() | frozenset("mr mrs ms mme messrs fr hon lt st".split())
_BEFORE_OFFICES = frozenset("acting chief deputy former general interim prime state then vice".split())

# Within a title only words of offices come after these: `Secretary of State`, not `captain of the Saint Brannoc`.
_JOINING = frozenset("for of the".split())
_NEVER_FIRST = frozenset("affairs and for her his of the then to".split())
_DEMONYM = re.compile(r"[A-Z][a-z]+(?:an|ese|ish|sh|ch|ek|i|lic)$")
_POSSESSIVE = re.compile(r"[A-Z].*['’]s?$")
_ABBREVIATION = re.compile(r"(?:[A-Z]\.?){2,4}$")
_AGE = re.compile(r",?\s+\(?(?:aged\s+)?(\d{1,3})(?=[,;.)])")
_DESCRIPTION = re.compile(r"\s*,\s+([^,;:.!?()\n\"“”—–]{3,100})")
_APPOSITION = re.compile(
    r"(?:^|[\n.!?;:–—\"“”«»]\s*)(?:[Tt]he|[Ii]ts|[Tt]heir|[Oo]ur)\s((?:[\w-]+\s){0,4}?[\w-]+)\s(?:of|for|at|in)\s"
    r"[^,;:.!?()\n\"“”—–]{2,50},\s(?:(?:[A-Z][a-z]{1,3}\.?)\s){0,2}$"
)
_SUBORDINATE = re.compile(r"\b(?:of|for|at|in|from|to|who|whose|with|on|by|that|and)\b", re.IGNORECASE)
_DETERMINERS = frozenset("a an the his her its their our my former".split())


class Title(NamedTuple):
    """Titles and offices in front of a name, as written, at [start, start + len(text)) of the text."""

    start: int
    text: str
    roles: frozenset[str]
    gender: Gender | None
    # No office, only a way to address a person: Mr., Mrs., Dr.
    honorific: bool


class Description(NamedTuple):
    """What follows a name: `, 45,` and `, the Pentagon's spokesman,`."""

    age: int | None
    words: frozenset[str]
    roles: frozenset[str]
    # Told by a relative's noun: `the younger brother of the director`.
    gender: Gender | None = None


def title_before(text: str, start: int) -> Title | None:
    """The title directly in front of the name at `start`, such as `Russia's Defense Minister` or `Mrs.`."""
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
    return Title(start - len(left) + words[begin].start(), written, _roles(taken), _gender(taken), honorific)


def description_after(text: str, end: int) -> Description | None:
    """The age or the role in apposition behind the name that ends at `end`, or None."""
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
    """The roles in an apposition in front of the name at `start`: `The science minister of the country, Hon. Ann Lee`.

    `title_before` finds those that stand directly before the name; here what belongs to the role is between them.
    """
    described = _APPOSITION.search(text[max(0, start - LONGEST_TITLE) : start])
    return _roles(folded(described.group(1)).split()[-1:]) if described else frozenset()


def is_kin(text: str, start: int) -> bool:
    """Whether the word in front of the name at `start` makes its bearer somebody's relative: `his son, John Lee`."""
    words = text[max(0, start - LONGEST_WORD) : start].rstrip(" \xa0,\n").split()
    return bool(words) and words[-1].lower() in KIN


def is_only_title(name: str) -> bool:
    """Whether a name consists of titles alone: `President`, `Prime Minister`."""
    words = folded(name).split()
    return bool(words) and all(word in TITLES or word in ROLES for word in words)


def _first_of_office(words: list[re.Match[str]]) -> int:
    """The place of the first word of the titles that end the words; their number if they end in none."""
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
