"""Decide whether two similar full names are of one person, from the spelling and the text beside the mentions."""

from functions.summarize.entities.genders import Gender, gender_of_name
from functions.summarize.entities.person_forms import Form, PersonMention
from shared.names.agreement import Agreement, given_agreement
from shared.names.given_names import FEMALE, MALE
from shared.names.spelling import same_transliteration
from shared.names.words import NICKNAMES

GIVEN_NAMES = FEMALE | MALE

# Minimum ratio of the mentions of two spellings for the rarer one to count as a misspelling of the other.
RARE = 3


def is_same_person(form: Form, other: Form, agreement: Agreement) -> bool:
    """Whether two full names are of one person. `agreement` is the agreement of the names.

    Equal names, and names that differ only in the number of given names, match unless the genders of their titles, or
    of a title and a given name, differ: `Mrs J. Lee` is not `John Lee`. A suffix (`Jr.`) on only one of them requires a
    shared role: `John Lee` beside `John Lee Jr.` is mostly the father.
    Close spellings match only without contrary evidence: both in one sentence, a relative, different ages, roles or
    genders. Initials, short forms and transliterations require nothing else. Different letters require evidence of a
    misspelling (see `_is_misspelling`).
    """
    if agreement <= Agreement.UNKNOWN or _genders_differ(form, other):
        return False
    if form.generation != other.generation and not (form.roles & other.roles):
        return False
    if agreement >= Agreement.PARTLY:
        return True
    return not _are_distinguished(form, other) and (_is_known_variant(form, other) or _is_misspelling(form, other))


def may_be_short_for(mention: PersonMention, gender: Gender | None) -> bool:
    """Whether a family or given name alone can refer to a person of this gender: `Mrs. Lee` cannot refer to a man."""
    titled = mention.title.gender if mention.title else None
    return titled is None or gender is None or titled == gender


def _genders_differ(form: Form, other: Form) -> bool:
    if not (form.genders or other.genders):
        return False
    genders, others = _genders(form), _genders(other)
    return bool(genders and others) and genders.isdisjoint(others)


def _genders(form: Form) -> set[Gender]:
    """Return the genders of the titles of a form, or else of its given name."""
    named = gender_of_name(form.written)
    return set(form.genders) or ({named} if named else set())


def _are_distinguished(form: Form, other: Form) -> bool:
    """Whether the text beside the names distinguishes the two people."""
    if not form.sentences.isdisjoint(other.sentences):
        return True
    if any(mention.is_kin for each in (form, other) for mention in each.mentions):
        return True
    if form.ages and other.ages and form.ages.isdisjoint(other.ages):
        return True
    if form.roles and other.roles:
        return form.roles.isdisjoint(other.roles)
    words, others = frozenset().union(*form.descriptions), frozenset().union(*other.descriptions)
    return bool(words and others) and words.isdisjoint(others)


def _is_known_variant(form: Form, other: Form) -> bool:
    """Whether each word that differs is an initial, a short form or another transliteration of its counterpart."""
    if form.family != other.family and not same_transliteration(form.family, other.family):
        return False
    return all(
        one == another
        or same_transliteration(one, another)
        or NICKNAMES.get(one, one) == NICKNAMES.get(another, another)
        or one.startswith(another)
        or another.startswith(one)
        for one, another in zip(form.given, other.given, strict=False)
    )


def _is_misspelling(form: Form, other: Form) -> bool:
    """Whether one name is a misspelling of the other in the given or the family name, not in both or a first letter.

    Two different common given names (Martin, Marvin) are not misspellings. Otherwise one of these is required: a shared
    role, a spelling that is rare beside the other, or a later name that occurs once, undescribed, after a known one.
    """
    if form.family != other.family and given_agreement(form.given, other.given) < Agreement.PARTLY:
        return False
    if form.family[0] != other.family[0] or form.given[0][0] != other.given[0][0]:
        return False
    if any(a != b and a in GIVEN_NAMES and b in GIVEN_NAMES for a, b in zip(form.given, other.given, strict=False)):
        return False
    earlier, later = sorted((form, other), key=lambda each: each.first)
    fewer, more = sorted((form.count, other.count))
    known = earlier.introduced or earlier.count > 1
    return (
        bool(form.roles & other.roles) or fewer * RARE <= more or (later.count == 1 and known and not later.introduced)
    )
