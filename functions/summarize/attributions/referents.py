"""People without a name, whom pronouns can refer to: "A passenger from Leeds said … He …"."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from functions.summarize.attributions.quotations import Quotation, quotation_at
from functions.summarize.entities.entities import NamedEntity
from functions.summarize.entities.genders import Gender
from functions.summarize.entities.person_titles import KIN
from functions.summarize.entities.roles import DOCUMENT_NOUNS, ORGANIZATION_NOUNS, ROLES, role_of

# Nouns for people besides roles and relatives, folded.
PEOPLE = frozenset(
    """adult boy child customer employee farmhand father fireman friend gentleman girl guest guy insider lady man
    midwife mother motorist neighbor neighbour parent passenger patient person refugee resident shopkeeper survivor
    teenager tourist victim villager visitor volunteer witness woman worker youth""".split()
)
WOMEN = re.compile(r"(?:woman|girl|lady|mother|sister|daughter|wife|widow|aunt|niece|queen|princess|actress)$")
MEN = re.compile(r"(?:man|boy|guy|father|brother|son|husband|uncle|nephew|king|prince)$")

# The end of the noun at the head of a phrase: "the nurse [who …]", "a witness [to the crash]".
ATTACHED = re.compile(r"\s+(?:of|in|at|for|who|that|from|with|on|to|by|whose|which|near|under)\b|[,(]")

# A participle after a noun: "a study [documenting …]", "a memo [signed by …]".
PARTICIPLE = re.compile(r"[a-z]{2,}(?:ing|ed)")

DESCRIBED = re.compile(r"(?:an?|one|another|the)\s", re.IGNORECASE)

# An indefinite or definite noun phrase of at most four words at the start of a sentence.
SUBJECT = re.compile(
    r"(?:(?<=\n)|(?<=[.!?]\s)|(?<=[.!?][\"”’]\s)|\A)(?P<article>An?|One|Another|The)\s+(?P<words>(?:[\w’'-]+\s+){1,4})"
)


@dataclass(frozen=True, slots=True, eq=False)
class Unnamed:
    """Somebody without a name, first described at `start`. `noun` is the folded noun of the description."""

    start: int
    noun: str
    gender: Gender | None


Referent = NamedEntity | Unnamed


def head_noun(phrase: str) -> str:
    """Return the folded noun at the head of a noun phrase: `nurse` for "a nurse from Leeds", `study` for "a study
    finding that"."""
    words = ATTACHED.split(phrase, maxsplit=1)[0].split()
    for number, word in enumerate(words[2:], 2):
        if PARTICIPLE.fullmatch(word) and not words[number - 1].endswith("ly"):
            words = words[:number]
            break
    return words[-1].casefold().strip(".,;:'’\"") if words else ""


def is_person_noun(word: str) -> bool:
    """Whether a folded word is a noun for a person: a role, a relative, or one such as `passenger`."""
    return word in PEOPLE or word in ROLES or word in KIN


def unnamed_speaker(phrase: str, start: int) -> Unnamed | None:
    """Return the single person that a phrase without a known name describes, None for several people or a thing.

    A capitalized phrase can be a name that was not recognized.
    """
    noun = head_noun(phrase)
    is_described = DESCRIBED.match(phrase) is not None
    if not noun or noun in ORGANIZATION_NOUNS | DOCUMENT_NOUNS or not (is_described or phrase.istitle()):
        return None
    return None if noun.endswith("s") and not noun.endswith("ss") else Unnamed(start, noun, _gender(noun))


def unnamed_subjects(text: str, quotations: Sequence[Quotation], named_roles: Collection[str]) -> Iterator[Unnamed]:
    """Yield the unnamed people that are subjects at the start of a sentence outside quotations, in text order.

    With a definite article, the noun is a role that no named person of the text has (`named_roles`).
    """
    for match in SUBJECT.finditer(text):
        noun = next((word for word in match["words"].split() if is_person_noun(word)), None)
        if noun is None or quotation_at(quotations, match.start()) is not None:
            continue
        if match["article"] != "The" or (role_of(noun) is not None and role_of(noun) not in named_roles):
            yield Unnamed(match.start(), noun, _gender(noun))


def _gender(noun: str) -> Gender | None:
    if WOMEN.search(noun):
        return "female"
    return "male" if MEN.search(noun) else None
