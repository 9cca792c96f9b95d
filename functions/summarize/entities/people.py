"""Which mentions of people are of one person: full names first, then short ones by who is meant where they stand."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.genders import gender_of_name
from functions.summarize.entities.passages import Passages
from functions.summarize.entities.person_forms import Form, Sighting, forms_of
from functions.summarize.entities.same_person import is_same_person, may_be_short_for
from functions.summarize.entities.titles import Gender
from shared.names.agreement import Agreement, agreement
from shared.names.names import folded
from shared.names.spelling import close_spelling, same_transliteration
from shared.names.words import NICKNAMES

# People that a name is compared with, those named in full first. It keeps a text of very many namesakes linear.
MOST_COMPARED = 20

# Forms of one person that another name must agree with.
MOST_FORMS = 5

# A family name alone is a misspelled one if the person with the close spelling is mentioned so many times as often.
SHORT_FORM_SHARE = 5

# Letters of a family name that stands once, without a person of its own, and is taken for a slip of another.
SHORTEST_LONE = 7

# Pronouns after a full name that tell whether it is a man's or a woman's; one or two often mean somebody else.
FEWEST_PRONOUNS = 3


@dataclass(slots=True, eq=False)
class Person:
    """One person's forms and mentions."""

    # In the order in which they were found to be this person's.
    forms: dict[Form, None] = field(default_factory=dict)
    sightings: list[Sighting] = field(default_factory=list)
    # Where the full name stands, ascending, in code points.
    in_full: list[int] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    # Of the titles in front of the name.
    genders: Counter[Gender] = field(default_factory=Counter)
    pronouns: Counter[Gender] = field(default_factory=Counter)

    @property
    def gender(self) -> Gender | None:
        """By titles before the name, else by pronouns after it where most of several agree, else the given name."""
        names = Counter(gender for form in islice(self.forms, MOST_FORMS) if (gender := gender_of_name(form.written)))
        for counts, fewest in ((self.genders, 1), (self.pronouns, FEWEST_PRONOUNS), (names, 1)):
            if counts.total() >= fewest:
                gender, most = counts.most_common(1)[0]
                return gender if most >= 0.75 * counts.total() else None
        return None

    def take(self, form: Form, sightings: Sequence[Sighting] | None = None) -> None:
        """Add a form with all its mentions, or with those given."""
        self.forms[form] = None
        taken = form.sightings if sightings is None else sightings
        self.sightings.extend(taken)
        for sighting in taken:
            self.roles |= sighting.roles
            if sighting.title and sighting.title.gender:
                self.genders[sighting.title.gender] += 1
            elif sighting.description and sighting.description.gender:
                self.genders[sighting.description.gender] += 1


def people_of(text: str, spans: Sequence[Mention], passages: Passages) -> list[Person]:
    """The people that the spans name; each span is of exactly one. The spans are those of `exact_mentions`."""
    forms = forms_of(text, spans, passages)
    full = [form for form in forms if form.given]
    people, unsure = _people_named_in_full(full)
    for person in people:
        person.in_full = sorted(sighting.span.start for sighting in person.sightings)
        for form in person.forms:
            person.pronouns.update(form.pronouns)
    for form, candidates in unsure:
        for sighting in form.sightings:
            _meant(sighting, candidates, passages).take(form, [sighting])
    people.extend(_resolve_short_names([form for form in forms if not form.given], people, passages))
    return people


def _people_named_in_full(forms: Sequence[Form]) -> tuple[list[Person], list[tuple[Form, list[Person]]]]:
    """The people, and the forms that fit several of them, such as George Bush where both Georges are named."""
    people: list[Person] = []
    unsure: list[tuple[Form, list[Person]]] = []
    near: defaultdict[tuple[str, str], list[Person]] = defaultdict(list)
    for form in sorted(forms, key=lambda each: (-len(each.given) - bool(each.generation), -each.count, each.first)):
        candidates: dict[int, Person] = {}
        for key in _neighbourhoods(form):
            candidates.update((id(person), person) for person in near[key])
        found = [(_agreement(form, person), person) for person in islice(candidates.values(), MOST_COMPARED)]
        exact = [person for agreed, person in found if agreed >= Agreement.PARTLY]
        fitting = exact or [person for agreed, person in found if agreed > Agreement.CONTRADICTS]
        if len(fitting) > 1:
            unsure.append((form, fitting))
            continue
        if not fitting:
            fitting = [Person()]
            people.append(fitting[0])
        fitting[0].take(form)
        for key in _neighbourhoods(form):
            if len(near[key]) < MOST_COMPARED and all(person is not fitting[0] for person in near[key]):
                near[key].append(fitting[0])
    return people, unsure


def _neighbourhoods(form: Form) -> Iterable[tuple[str, str]]:
    """Where names that may be of the same person meet: one family name and an initial, or a given name and one."""
    for given in form.given[:3]:
        yield form.family, NICKNAMES.get(given, given)[0]
        yield form.family[0], NICKNAMES.get(given, given)


def _agreement(form: Form, person: Person) -> Agreement:
    """How well a full name agrees with a person's; CONTRADICTS if it is somebody else's, for whatever reason."""
    closest, best = None, Agreement.CONTRADICTS
    for other in islice(person.forms, MOST_FORMS):
        if form.generation and other.generation and form.generation != other.generation:
            return Agreement.CONTRADICTS
        agreed = agreement(form.written, other.written)
        if agreed is Agreement.CONTRADICTS:
            return agreed
        if closest is None or (agreed, other.count) > (best, closest.count):
            closest, best = other, agreed
    return best if closest is not None and is_same_person(form, closest, best) else Agreement.CONTRADICTS


def _resolve_short_names(forms: Sequence[Form], people: Sequence[Person], passages: Passages) -> list[Person]:
    """Give each family or given name that stands alone to the one it means; those that mean nobody are people too."""
    by_family, by_given = _indexes(people)
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for family in by_family:
        spellings[family[0]].append(family)
    new: list[Person] = []
    for form in forms:
        candidates = by_family.get(form.family) or by_given.get(form.family) or []
        if not candidates:
            initials = {form.family[0], folded(form.written)[:1]}
            near = [family for initial in sorted(initials) for family in spellings[initial][:MOST_COMPARED]]
            candidates = _misspelled(form, near, by_family)
        nobody = Person()
        for sighting in form.sightings:
            possible = [person for person in candidates if may_be_short_for(sighting, person.gender)]
            (_meant(sighting, possible, passages) if possible else nobody).take(form, [sighting])
        if nobody.sightings:
            new.append(nobody)
    return new


def _indexes(people: Sequence[Person]) -> tuple[dict[str, list[Person]], dict[str, list[Person]]]:
    by_family: defaultdict[str, list[Person]] = defaultdict(list)
    by_given: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people:
        for index, words in (
            (by_family, {form.family for form in person.forms}),
            (by_given, {form.given[0] for form in person.forms if form.given}),
        ):
            for word in sorted(words):
                if len(index[word]) < MOST_COMPARED:
                    index[word].append(person)
    return dict(by_family), dict(by_given)


def _misspelled(form: Form, families: Sequence[str], by_family: dict[str, list[Person]]) -> list[Person]:
    """Whose family name this one is with a slip, where more than the spelling says so.

    `Mr` or `Ms` does: nobody is called so before the full name was given. So does a shared role, another way of writing
    the same sounds, or a person of the close name whom the text mentions far more often, and, of a long name that
    stands once, that it is a family name alone: who has another one is introduced in full.
    """
    whole = folded(form.written).replace(" ", "")
    addressed = any(sighting.title and sighting.title.honorific for sighting in form.sightings)
    found: list[Person] = []
    for family in families:
        if form.family == family + "s" or not (whole == family or close_spelling(form.family, family)):
            continue
        for person in by_family[family]:
            if not form.roles:
                rare = form.count * SHORT_FORM_SHARE <= len(person.sightings)
                lone = form.count == 1 < len(person.sightings) and len(form.family) >= SHORTEST_LONE
                alike = whole == family or addressed or rare or lone or same_transliteration(form.family, family)
            else:
                alike = bool(form.roles & person.roles)
            if alike and not any(form.sentences & known.sentences for known in islice(person.forms, MOST_FORMS)):
                found.append(person)
    return found if len(found) == 1 else []


def _meant(sighting: Sighting, candidates: Sequence[Person], passages: Passages) -> Person:
    """Who is meant of several: who has the title; else who was last named in full in this paragraph, or most often."""
    if len(candidates) == 1:
        return candidates[0]
    titled = [person for person in candidates if sighting.roles & person.roles]
    candidates = titled or candidates
    begin = passages.paragraph_start(sighting.span.start)

    def rank(person: Person) -> tuple[int, int, int]:
        before = bisect_right(person.in_full, sighting.span.start)
        last = person.in_full[before - 1] if before else -1
        return (last if last >= begin else -1), len(person.in_full), last

    return max(candidates, key=rank)
