"""The forms of people's names in a text, each with its mentions and the text beside them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.genders import Gender, gender_of_pronoun
from functions.summarize.entities.person_titles import (
    Description,
    Title,
    description_after,
    gender_of_kin,
    is_kin,
    roles_before,
    title_before,
)
from functions.summarize.entities.sentence_index import SentenceIndex
from shared.names.names import PersonName, parse_person

# Maximum distance in code points between a full name and the next pronoun, which is taken to refer to that person if
# no other person is mentioned in between.
PRONOUN_REACH = 150

_PRONOUN = re.compile(r"\b(?:he|his|him|himself|she|her|hers|herself)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One mention of a person, with the title before it and the description after it."""

    span: Mention
    sentence: int
    title: Title | None
    description: Description | None
    is_kin: bool
    # Roles before the name that are not titles: `The chair of the board, Ann Lee`.
    apposition: frozenset[str] = frozenset()
    # The gender of a relative: `my wife, Grace`.
    kin: Gender | None = None

    @property
    def roles(self) -> frozenset[str]:
        """The roles in the title, the apposition and the description."""
        named = self.title.roles | self.apposition if self.title else self.apposition
        return named | self.description.roles if self.description else named


@dataclass(slots=True, eq=False)
class Form:
    """A name in one spelling: the same folded words, with any capitals and diacritics."""

    given: tuple[str, ...]
    family: str
    generation: str
    written: str
    mentions: list[PersonMention] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    ages: set[int] = field(default_factory=set)
    descriptions: list[frozenset[str]] = field(default_factory=list)
    genders: Counter[Gender] = field(default_factory=Counter)
    pronouns: Counter[Gender] = field(default_factory=Counter)
    # The numbers of the sentences with a mention.
    sentences: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        """The number of mentions."""
        return len(self.mentions)

    @property
    def introduced(self) -> bool:
        """Whether the text beside a mention describes the person."""
        return bool(self.roles or self.ages or self.descriptions)

    @property
    def first(self) -> int:
        """The start of the first mention."""
        return self.mentions[0].span.start

    def add(self, mention: PersonMention) -> None:
        """Add a mention and what the text beside it gives."""
        self.mentions.append(mention)
        self.sentences.add(mention.sentence)
        self.roles |= mention.roles
        if mention.title and mention.title.gender:
            self.genders[mention.title.gender] += 1
        if mention.description:
            if mention.description.age is not None:
                self.ages.add(mention.description.age)
            if mention.description.words:
                self.descriptions.append(mention.description.words)


def forms_of(text: str, spans: Sequence[Mention], sentences: SentenceIndex) -> list[Form]:
    """Return the forms in the order of their first mention. `spans` are the mentions of people in text order."""
    forms: dict[tuple[tuple[str, ...], str, str], Form] = {}
    for number, span in enumerate(spans):
        written = text[span.start : span.end]
        name = _parsed(written)
        key = (name.given, name.family, name.generation)
        form = forms.get(key) or forms.setdefault(key, Form(*key, written))
        title = title_before(text, span.start)
        form.add(
            PersonMention(
                span,
                sentences.sentence(span.start),
                title,
                description_after(text, span.end),
                is_kin(text, span.start),
                roles_before(text, span.start),
                gender_of_kin(text, span.start),
            )
        )
        if name.given:
            until = spans[number + 1].start if number + 1 < len(spans) else len(text)
            pronoun = _PRONOUN.search(text, span.end, min(until, span.end + PRONOUN_REACH))
            if pronoun and (gender := gender_of_pronoun(pronoun.group())):
                form.pronouns[gender] += 1
    return list(forms.values())


def _parsed(written: str) -> PersonName:
    """Return the parts of a name. A name without a letter (a number) is a family name as a whole."""
    name = parse_person(written)
    return name if name.family else PersonName(name.bare, name.titles, (), written, name.generation)
