"""Group the mentions of people by person: full names first, then each short name by the person it refers to."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.genders import Gender, gender_of_name
from functions.summarize.entities.other_names import also_known_as
from functions.summarize.entities.person_forms import Form, PersonMention, forms_of
from functions.summarize.entities.person_matching import GIVEN_NAMES, is_same_person, may_be_short_for
from functions.summarize.entities.sentence_index import SentenceIndex
from shared.names.agreement import Agreement, agreement
from shared.names.names import folded
from shared.names.spelling import close_spelling, same_transliteration
from shared.names.words import NICKNAMES

# Maximum number of people that a name is compared with. The limit keeps the cost linear in texts with many namesakes.
MOST_COMPARED = 20

# Maximum number of given names in the keys that names are looked up by.
MOST_GIVEN_NAMES = 3

# Maximum number of forms of one person that another name is compared with.
MOST_FORMS = 5

# Minimum ratio of the mentions of a person to those of a close spelling of the family name for the latter to count as a
# misspelling.
MISSPELLING_RATIO = 5

# Minimum letters of a family name that occurs once, alone, to count as a misspelling of a close one.
SHORTEST_LONE = 7

# A nickname inside a full name: `Ann "Annie" Reed`.
_NICKNAME = re.compile(r"[\"“‘'(]([A-Z][\w-]+)[\"”’')]")

# Minimum number of pronouns after a full name that decide its gender. One or two often refer to another person.
FEWEST_PRONOUNS = 3

# Minimum share of the titles, pronouns or given names that must agree on a gender (0 to 1).
GENDER_SHARE = 0.75


@dataclass(slots=True, eq=False)
class Person:
    """The forms and mentions of one person."""

    # In the order in which they were added.
    forms: dict[Form, None] = field(default_factory=dict)
    mentions: list[PersonMention] = field(default_factory=list)
    # The starts of the mentions by full name, ascending, in code points.
    in_full: list[int] = field(default_factory=list)
    # For each family or given name alone: the starts of the mentions that were added so far, ascending.
    called: dict[str, list[int]] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    # The genders of the titles before and the descriptions after the name.
    genders: Counter[Gender] = field(default_factory=Counter)
    # The genders of the pronouns after the full name.
    pronouns: Counter[Gender] = field(default_factory=Counter)

    @property
    def gender(self) -> Gender | None:
        """The gender from titles before the name, else from several pronouns after it, else from the given name."""
        names = Counter(gender for form in islice(self.forms, MOST_FORMS) if (gender := gender_of_name(form.written)))
        for counts, fewest in ((self.genders, 1), (self.pronouns, FEWEST_PRONOUNS), (names, 1)):
            if counts.total() >= fewest:
                gender, most = counts.most_common(1)[0]
                return gender if most >= GENDER_SHARE * counts.total() else None
        return None

    def add(self, form: Form, mentions: Sequence[PersonMention] | None = None) -> None:
        """Add a form with the given mentions, by default all of them."""
        self.forms[form] = None
        added = form.mentions if mentions is None else mentions
        self.mentions.extend(added)
        for mention in added:
            self.roles |= mention.roles
            if mention.title and mention.title.gender:
                self.genders[mention.title.gender] += 1
            elif mention.description and mention.description.gender:
                self.genders[mention.description.gender] += 1
            elif mention.kin:
                self.genders[mention.kin] += 1


def people_of(text: str, spans: Sequence[Mention], sentences: SentenceIndex) -> list[Person]:
    """Return the people that the spans name, each span in exactly one. The spans are those of `exact_mentions`."""
    forms = forms_of(text, spans, sentences)
    full = [form for form in forms if form.given]
    people, ambiguous = _people_named_in_full(full)
    for person in people:
        person.in_full = sorted(mention.span.start for mention in person.mentions)
        for form in person.forms:
            person.pronouns.update(form.pronouns)
    for form, candidates in ambiguous:
        for mention in form.mentions:
            _referent(mention, candidates, sentences).add(form, [mention])
    people.extend(_resolve_short_names([form for form in forms if not form.given], people, sentences))
    return _united(people, also_known_as(text, spans))


def _united(people: Sequence[Person], pairs: Iterable[tuple[Mention, Mention]]) -> list[Person]:
    """Return the people, with those united that have a mention in one pair.

    A family name alone that names another person in full elsewhere (`Ann Reed, née Sand` beside `Joe Sand`) is moved.
    """
    of_mention = {mention.span: person for person in people for mention in person.mentions}
    forms = {mention.span: form for person in people for form in person.forms for mention in form.mentions}
    united = dict.fromkeys(people)
    for one, other in pairs:
        person, same = of_mention[one], of_mention[other]
        if person is same:
            continue
        form = forms[other]
        if same.in_full and not form.given:
            moved = [mention for mention in same.mentions if mention.span == other]
            same.mentions.remove(moved[0])
            person.add(form, moved)
            of_mention[other] = person
            continue
        for form in same.forms:
            person.add(form, [mention for mention in form.mentions if of_mention[mention.span] is same])
        of_mention |= {mention.span: person for mention in same.mentions}
        del united[same]
    return list(united)


def _people_named_in_full(forms: Sequence[Form]) -> tuple[list[Person], list[tuple[Form, list[Person]]]]:
    """Return the people, and the forms that fit several of them: `George Bush` if the text names two of them."""
    people: list[Person] = []
    ambiguous: list[tuple[Form, list[Person]]] = []
    near: defaultdict[tuple[str, str], list[Person]] = defaultdict(list)
    for form in sorted(forms, key=lambda each: (-len(each.given) - bool(each.generation), -each.count, each.first)):
        candidates: dict[int, Person] = {}
        for key in _lookup_keys(form):
            candidates.update((id(person), person) for person in near[key])
        found = [(_agreement(form, person), person) for person in islice(candidates.values(), MOST_COMPARED)]
        exact = [person for agreed, person in found if agreed >= Agreement.PARTLY]
        fitting = exact or [person for agreed, person in found if agreed > Agreement.CONTRADICTS]
        if len(fitting) > 1:
            ambiguous.append((form, fitting))
            continue
        if not fitting:
            fitting = [Person()]
            people.append(fitting[0])
        fitting[0].add(form)
        for key in _lookup_keys(form):
            if len(near[key]) < MOST_COMPARED and all(person is not fitting[0] for person in near[key]):
                near[key].append(fitting[0])
    return people, ambiguous


def _lookup_keys(form: Form) -> Iterable[tuple[str, str]]:
    """Yield the keys that names of one person share: one whole name, family or given, and the initial of the other."""
    for given in form.given[:MOST_GIVEN_NAMES]:
        yield form.family, NICKNAMES.get(given, given)[0]
        yield form.family[0], NICKNAMES.get(given, given)


def _agreement(form: Form, person: Person) -> Agreement:
    """Return how well a full name agrees with a person's names, or CONTRADICTS if it is another person's."""
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


def _resolve_short_names(forms: Sequence[Form], people: Sequence[Person], sentences: SentenceIndex) -> list[Person]:
    """Add each family or given name alone to the person it refers to. Return new people for the others."""
    by_family, by_given = _indexes(people)
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for family in by_family:
        spellings[family[0]].append(family)
    new: list[Person] = []
    for form in forms:
        candidates = _people_called(form, by_family, by_given)
        if not candidates:
            initials = {form.family[0], folded(form.written)[:1]}
            near = [family for initial in sorted(initials) for family in spellings[initial][:MOST_COMPARED]]
            candidates = _misspelled(form, near, by_family)
        new_person = Person()
        for mention in form.mentions:
            called = by_given.get(form.family, []) if mention.is_kin and form.family in GIVEN_NAMES else candidates
            possible = [person for person in called if may_be_short_for(mention, person.gender)]
            if mention.is_kin and len(possible) > 1 and _is_first(mention, possible):
                possible = []
            person = _referent(mention, possible, sentences, form.family) if possible else new_person
            person.add(form, [mention])
            person.called.setdefault(form.family, []).append(mention.span.start)
        if new_person.mentions:
            new.append(new_person)
    return new


def _is_first(mention: PersonMention, people: Sequence[Person]) -> bool:
    """Whether a mention is before all mentions of the people by full name."""
    return all(mention.span.start < person.in_full[0] for person in people if person.in_full)


def _people_called(
    form: Form, by_family: Mapping[str, list[Person]], by_given: Mapping[str, list[Person]]
) -> list[Person]:
    """Return the people whom a name alone can mean: by their family name, or else by their given name.

    A common given name can mean both: `Adam` is Adam Reed or Joe Adam. A short form of a given name (`Ray` of
    `Raymond`) means the only person with it. A name with a particle is no given name: `Umm Adam` is not Adam Reed.
    """
    name = form.family
    families, givens = by_family.get(name, []), by_given.get(name, [])
    if folded(form.written) != name:
        return families
    if families and givens and name in GIVEN_NAMES:
        return [*families, *(person for person in givens if person not in families)]
    if families or givens:
        return families or givens
    same = by_given.get(NICKNAMES.get(name, name), [])
    return same if len(same) == 1 else []


def _indexes(people: Sequence[Person]) -> tuple[dict[str, list[Person]], dict[str, list[Person]]]:
    """Return the people by family name, and by given name: the first one, its full form, and nicknames in the name."""
    by_family: defaultdict[str, list[Person]] = defaultdict(list)
    by_given: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people:
        for index, words in (
            (by_family, {form.family for form in person.forms}),
            (by_given, {name for form in person.forms if form.given for name in _given_names(form)}),
        ):
            for word in sorted(words):
                if len(index[word]) < MOST_COMPARED:
                    index[word].append(person)
    return dict(by_family), dict(by_given)


def _given_names(form: Form) -> set[str]:
    """Return the names that a person with this full name is called by, folded."""
    nickname = _NICKNAME.search(form.written)
    first = form.given[0]
    return {first, NICKNAMES.get(first, first), *(folded(nickname[1]).split() if nickname else ())}


def _misspelled(form: Form, families: Sequence[str], by_family: dict[str, list[Person]]) -> list[Person]:
    """Return the person whose family name this one misspells, as the only item of a list, or an empty list.

    A close spelling is not enough. A name with a role must share it with the person. A name without a role requires one
    of these: a form of address (`Mr`, `Ms`), which follows a full name; another transliteration; a person with the
    close name who is mentioned far more often; or a long name that occurs only once, because another person would be
    introduced by a full name.
    """
    whole = folded(form.written).replace(" ", "")
    addressed = any(mention.title and mention.title.honorific for mention in form.mentions)
    found: list[Person] = []
    for family in families:
        if form.family == family + "s" or not (whole == family or close_spelling(form.family, family)):
            continue
        for person in by_family[family]:
            if not form.roles:
                rare = form.count * MISSPELLING_RATIO <= len(person.mentions)
                lone = form.count == 1 < len(person.mentions) and len(form.family) >= SHORTEST_LONE
                alike = whole == family or addressed or rare or lone or same_transliteration(form.family, family)
            else:
                alike = bool(form.roles & person.roles)
            if alike and not any(form.sentences & known.sentences for known in islice(person.forms, MOST_FORMS)):
                found.append(person)
    return found if len(found) == 1 else []


def _referent(mention: PersonMention, candidates: Sequence[Person], sentences: SentenceIndex, name: str = "") -> Person:
    """Return the candidate with the title, else the one whom the paragraph called so, or named in full last.

    Else it is the one whom the text has mentioned most often so far, whom it names in full most often, or whom it names
    first. A relative who is mentioned in passing does not take over the name alone. `name`: the family or given name
    alone, empty if the mention is a full name.
    """
    if len(candidates) == 1:
        return candidates[0]
    titled = [person for person in candidates if mention.roles & person.roles]
    candidates = titled or candidates
    place = mention.span.start
    begin = sentences.paragraph_start(place)

    def rank(person: Person) -> tuple[int, int, int, int, int]:
        before = bisect_right(person.in_full, place)
        full = person.in_full[before - 1] if before and person.in_full[before - 1] >= begin else -1
        short_names = sum(bisect_right(starts, place) for starts in person.called.values())
        called = person.called.get(name, ())
        short = called[-1] if called and called[-1] >= begin else -1
        first = -person.in_full[0] if person.in_full else 0
        return short, full, before + short_names, len(person.in_full), first

    return max(candidates, key=rank)
