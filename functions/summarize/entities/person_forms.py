"""The forms of people's names in a text, each with its mentions and what stands beside them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.genders import gender_of_pronoun
from functions.summarize.entities.passages import Passages
from functions.summarize.entities.titles import (
    Description,
    Gender,
    Title,
    description_after,
    is_kin,
    roles_before,
    title_before,
)
from shared.names.names import PersonName, parse_person

# Code points after a full name in which a pronoun is taken to mean that person, if nobody else is named before it.
PRONOUN_REACH = 150

_PRONOUN = re.compile(r"\b(?:he|his|him|himself|she|her|hers|herself)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One mention of a person, with the title before it and the description after it."""

    span: Mention
    sentence: int
    title: Title | None
    description: Description | None
    is_kin: bool
    # Roles told before the name that are no title: `The chair of the board, Ann Lee`.
    apposition: frozenset[str] = frozenset()

    @property
    def roles(self) -> frozenset[str]:
        named = self.title.roles | self.apposition if self.title else self.apposition
        return named | self.description.roles if self.description else named


@dataclass(slots=True, eq=False)
class Form:
    """A name in one spelling: the same folded words, whatever their capitals and diacritics."""

    given: tuple[str, ...]
    family: str
    generation: str
    written: str
    sightings: list[Sighting] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    ages: set[int] = field(default_factory=set)
    descriptions: list[frozenset[str]] = field(default_factory=list)
    genders: Counter[Gender] = field(default_factory=Counter)
    pronouns: Counter[Gender] = field(default_factory=Counter)
    sentences: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        return len(self.sightings)

    @property
    def introduced(self) -> bool:
        """Whether anything beside the name tells who bears it."""
        return bool(self.roles or self.ages or self.descriptions)

    @property
    def first(self) -> int:
        return self.sightings[0].span.start

    def add(self, sighting: Sighting) -> None:
        """Take one more mention, and what it tells."""
        self.sightings.append(sighting)
        self.sentences.add(sighting.sentence)
        self.roles |= sighting.roles
        if sighting.title and sighting.title.gender:
            self.genders[sighting.title.gender] += 1
        if sighting.description:
            if sighting.description.age is not None:
                self.ages.add(sighting.description.age)
            if sighting.description.words:
                self.descriptions.append(sighting.description.words)


def forms_of(text: str, spans: Sequence[Mention], passages: Passages) -> list[Form]:
    """The forms in the order in which they first occur, for the spans of people in the order of the text."""
    forms: dict[tuple[tuple[str, ...], str, str], Form] = {}
    for number, span in enumerate(spans):
        written = text[span.start : span.end]
        name = _parsed(written)
        key = (name.given, name.family, name.generation)
        form = forms.get(key) or forms.setdefault(key, Form(*key, written))
        title = title_before(text, span.start)
        form.add(
            Sighting(
                span,
                passages.sentence(span.start),
                title,
                description_after(text, span.end),
                is_kin(text, span.start),
                roles_before(text, span.start),
            )
        )
        if name.given:
            until = spans[number + 1].start if number + 1 < len(spans) else len(text)
            pronoun = _PRONOUN.search(text, span.end, min(until, span.end + PRONOUN_REACH))
            if pronoun and (gender := gender_of_pronoun(pronoun.group())):
                form.pronouns[gender] += 1
    return list(forms.values())


def _parsed(written: str) -> PersonName:
    """The parts of a name; of one without a letter (a number) the whole as its family name."""
    name = parse_person(written)
    return name if name.family else PersonName(name.bare, name.titles, (), written, name.generation)
