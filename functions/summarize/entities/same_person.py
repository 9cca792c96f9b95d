"""Whether two full names that look alike are of one person: what stands beside them decides, not the spelling alone."""

from functions.summarize.entities.given_names import FEMALE, MALE
from functions.summarize.entities.person_forms import Form, Sighting
from functions.summarize.entities.titles import Gender
from shared.names.agreement import Agreement, given_agreement
from shared.names.spelling import same_transliteration
from shared.names.words import NICKNAMES

_NAMES = FEMALE | MALE

# A spelling used at most once for so many of the other counts as a slip of it.
RARE = 3


def is_same_person(form: Form, other: Form, found: Agreement) -> bool:
    """Whether two full names that agree as found are one person's.

    The same names are, and so are those of which one has more given names, unless the titles are a man's and a
    woman's. A suffix (`Jr.`) that only one has needs a shared role: plain `John Lee` beside `John Lee Jr.` is mostly
    the elder. Close spellings need that nothing speaks against it: not side by side in a sentence, no relative of
    somebody, no different ages, roles or genders. An initial, a short form or another transliteration needs no more. A
    letter that differs needs a reason to be taken for a slip: see `_is_slip`.
    """
    if found <= Agreement.UNKNOWN or _genders_differ(form, other):
        return False
    if form.generation != other.generation and not (form.roles & other.roles):
        return False
    if found >= Agreement.PARTLY:
        return True
    return not _stand_apart(form, other) and (_is_known_variant(form, other) or _is_slip(form, other))


def may_be_short_for(sighting: Sighting, gender: Gender | None) -> bool:
    """Whether a family or given name alone may mean a person of this gender: `Mrs. Lee` means no man."""
    told = sighting.title.gender if sighting.title else None
    return told is None or gender is None or told == gender


def _genders_differ(form: Form, other: Form) -> bool:
    return bool(form.genders and other.genders) and not set(form.genders) & set(other.genders)


def _stand_apart(form: Form, other: Form) -> bool:
    """Whether the text itself sets the two apart."""
    if not form.sentences.isdisjoint(other.sentences):
        return True
    if any(sighting.is_kin for each in (form, other) for sighting in each.sightings):
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


def _is_slip(form: Form, other: Form) -> bool:
    """Whether one is the other with a slip in the given or the family name, not in both, nor in a first letter.

    Two given names that people do have (Martin, Marvin) are two. Else they are one if a role is shared, one spelling is
    rare beside the other, or the later one stands once, as if who that is were known from the other.
    """
    if form.family != other.family and given_agreement(form.given, other.given) < Agreement.PARTLY:
        return False
    if form.family[0] != other.family[0] or form.given[0][0] != other.given[0][0]:
        return False
    if any(a != b and a in _NAMES and b in _NAMES for a, b in zip(form.given, other.given, strict=False)):
        return False
    earlier, later = sorted((form, other), key=lambda each: each.first)
    fewer, more = sorted((form.count, other.count))
    known = earlier.introduced or earlier.count > 1
    return (
        bool(form.roles & other.roles) or fewer * RARE <= more or (later.count == 1 and known and not later.introduced)
    )
