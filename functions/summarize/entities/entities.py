"""Merge the annotator's mentions into entities: the people, organizations and places that a document names."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.entity_names import name_and_aliases
from functions.summarize.entities.entity_types import with_consistent_types
from functions.summarize.entities.enumerations import with_types_of_enumerations
from functions.summarize.entities.genders import Gender, gender_of_name
from functions.summarize.entities.initials import with_initials
from functions.summarize.entities.name_search import with_missed_mentions
from functions.summarize.entities.name_spans import exact_mentions
from functions.summarize.entities.organizations import organizations_of
from functions.summarize.entities.people import Person, people_of
from functions.summarize.entities.salience import prominence
from functions.summarize.entities.sentence_index import SentenceIndex
from shared.documents.document import Span
from shared.names.names import EntityType
from shared.summary import Entity

# A possessive after a name, and a preposition before it, which mark the name as a modifier of another noun.
_MODIFIER_AFTER = re.compile(r"['’`´](?:s\b|(?=\s))", re.IGNORECASE)
_MODIFIER_BEFORE = re.compile(
    r"\b(?:of|for|from|in|at|with|by|to|on|near|under)\s+(?:the\s+)?(?:[\w.]+['’]s\s+)?$", re.IGNORECASE
)

# Maximum distance in code points from a name to the start of its preposition.
_BEFORE = 40

# Minimum probability of the most probable mention of an entity. Below it, more than four of five names are wrong.
LEAST_PROBABILITY = 0.55

# The same for an organization or a place that is mentioned once. Below it, more than two of three are wrong.
LEAST_ALONE = 0.6


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A person, organization or place that a text names.

    `name` is the best form. `aliases` are the other forms as written, in the order of their first mention. `mentions`
    are the spans of the names in text order, without titles, possessives and quotation marks. `salience` is in (0, 1],
    with 1 for the most prominent entity.
    """

    name: str
    type: EntityType
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    salience: float = 1.0
    # For people: the folded nouns of titles before and descriptions after the name (`president`), with abbreviations
    # spelled out, and the gender.
    roles: frozenset[str] = frozenset()
    gender: Gender | None = None
    # Whether it is probable enough for a row.
    is_probable: bool = True


class EntityIndex:
    """The entities of one text, the most salient first, with a lookup by place in the text.

    `with_improbable` also has those that are in no row. The salience of sentences counts their names too, because its
    weights were fitted with them.
    """

    def __init__(self, text: str, entities: Iterable[NamedEntity]) -> None:
        self._text = text
        self.with_improbable = sorted(entities, key=lambda entity: (-entity.salience, entity.mentions[0].start))
        self.entities = [entity for entity in self.with_improbable if entity.is_probable]
        places = [(mention, entity) for entity in self.entities for mention in entity.mentions]
        # Every mention with its entity, in text order.
        self.places = sorted(places, key=lambda place: (place[0].start, -place[0].end))
        self._ends = [mention.end for mention, _ in self.places]

    def of(self, start: int, end: int) -> NamedEntity | None:
        """Return the entity at the head of the span, or None without an entity: `Putin's aide Ushakov` is Ushakov.

        The order of preference is: not a modifier of another name (`Putin's`, `of Texas`), a person, the longest
        overlap, the first.
        """
        places = self._overlapping(start, end)
        if not places:
            return None

        def rank(place: tuple[Mention, NamedEntity]) -> tuple[bool, bool, int, int]:
            mention, entity = place
            overlap = min(end, mention.end) - max(start, mention.start)
            return not self._is_modifier(mention, start, end), entity.type == "PERSON", overlap, -mention.start

        return max(places, key=rank)[1]

    def as_summary(self, text: str) -> list[Entity]:
        """Return the entities in the format of the Summary, the most salient first. `text` is the text of the index."""
        return [
            Entity(
                name=entity.name,
                type=entity.type,
                aliases=list(entity.aliases),
                mentions=[
                    Span(start=each.start, end=each.end, text=text[each.start : each.end]) for each in entity.mentions
                ],
                salience=entity.salience,
            )
            for entity in self.entities
        ]

    def _overlapping(self, start: int, end: int) -> list[tuple[Mention, NamedEntity]]:
        found = []
        place = bisect_left(self._ends, start + 1)
        while place < len(self.places) and self.places[place][0].start < end:
            found.append(self.places[place])
            place += 1
        return found

    def _is_modifier(self, mention: Mention, start: int, end: int) -> bool:
        """Whether a name in the span is a possessive before its noun, or follows a preposition in the span."""
        possessive = _MODIFIER_AFTER.match(self._text, mention.end)
        if possessive and self._text[possessive.end() : end].strip(' \t\n,.;:"”'):
            return True
        before = max(start, mention.start - _BEFORE)
        return before < mention.start and _MODIFIER_BEFORE.search(self._text[before : mention.start]) is not None


def is_probable(mentions: Iterable[Mention], least: float = LEAST_PROBABILITY) -> bool:
    """Whether a mention of an entity is probable enough for a row. `least`: the minimum probability."""
    return max(mention.score for mention in mentions) >= least


def _is_probable_person(person: Person) -> bool:
    """Whether a mention of a person is probable enough, or has a title or a common given name: `Ms Lee`, `Ann Lee`."""
    if is_probable(mention.span for mention in person.mentions) or any(mention.title for mention in person.mentions):
        return True
    return any(gender_of_name(form.written) for form in person.forms)


def find_entities(text: str, mentions: Sequence[Mention]) -> EntityIndex:
    """Return the people, organizations and places that the mentions name, each once.

    The mentions may be in any order, overlap, and have wrong edges or types. Each mention of a name is in exactly one
    entity. Mentions that the annotator missed are added. Entities without a
    probable mention are set apart, but not people with a title or a common given name. The cost is
    linear in the length of the text and the number of mentions.
    """
    typed = with_consistent_types(text, exact_mentions(text, mentions))
    named = with_missed_mentions(text, with_types_of_enumerations(text, typed))
    spans = with_initials(text, named)
    sentences = SentenceIndex(text)
    people = people_of(text, [span for span in spans if span.type == "PERSON"], sentences)
    others = organizations_of(text, [span for span in spans if span.type != "PERSON"], sentences)
    entities = [*(_person(text, person) for person in people), *(_other(text, group) for group in others)]
    return EntityIndex(text, with_saliences(text, entities))


def with_saliences(text: str, entities: Sequence[NamedEntity]) -> list[NamedEntity]:
    """Return the entities with their saliences: the share of the prominence of the most prominent probable one."""
    prominences = [prominence(text, entity.mentions) for entity in entities]
    probable = [each for each, entity in zip(prominences, entities, strict=True) if entity.is_probable]
    highest = max(probable or prominences, default=1.0)
    return [
        replace(entity, salience=min(1.0, each / highest)) for entity, each in zip(entities, prominences, strict=True)
    ]


def _person(text: str, person: Person) -> NamedEntity:
    spans = sorted((mention.span for mention in person.mentions), key=lambda span: span.start)
    name, aliases = name_and_aliases([text[span.start : span.end] for span in spans], "PERSON")
    return NamedEntity(
        name=name,
        type="PERSON",
        aliases=tuple(aliases),
        mentions=tuple(spans),
        roles=frozenset(person.roles),
        gender=person.gender,
        is_probable=_is_probable_person(person),
    )


def _other(text: str, spans: Sequence[Mention]) -> NamedEntity:
    places = sum(span.score if span.type == "LOCATION" else -span.score for span in spans)
    kind: EntityType = "LOCATION" if places > 0 or (places == 0 and spans[0].type == "LOCATION") else "ORGANIZATION"
    name, aliases = name_and_aliases([text[span.start : span.end] for span in spans], kind)
    least = LEAST_PROBABILITY if len(spans) > 1 else LEAST_ALONE
    return NamedEntity(name, kind, tuple(aliases), tuple(spans), is_probable=is_probable(spans, least))
