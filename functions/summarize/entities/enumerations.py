"""Give the names of an enumeration one type: the players of a team, the places of a list."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from functions.summarize.annotator.annotations import Mention
from shared.names.names import ENTITY_TYPES, EntityType, parse_person

# What is between two names of an enumeration, with numbers such as those of a team: `Reed 6, Moss (Lee 66); Sand`.
_BETWEEN_NAMES = re.compile(r"[\d \xa0'’.)]*[,;(|/][\d \xa0'’.()]*(?:(?:and|or|&) )?|[\d \xa0)]* (?:and|or|&) ")

# Minimum number of names in an enumeration that has a type, and of family names among them of people whom the text
# names in full elsewhere, so that all are people.
FEWEST_NAMES = 5
FEWEST_KNOWN = 2

# Minimum probability at which a name keeps its type in an enumeration that names no known people.
CONFIDENT = 0.9


def with_types_of_enumerations(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, in text order without overlap. A name that occurs once gets the type of its enumeration."""
    counts = Counter(text[span.start : span.end] for span in spans)
    people = [parse_person(text[span.start : span.end]) for span in spans if span.type == "PERSON"]
    families = {person.family for person in people if person.given}
    typed: list[Mention] = []
    for names in _enumerations(text, spans):
        if len(names) < FEWEST_NAMES:
            typed += names
            continue
        known = sum(name.type == "PERSON" and _is_family_name(text, name, families) for name in names)
        kind = "PERSON" if known >= FEWEST_KNOWN else _common_type(names)
        for name in names:
            is_open = name.score < CONFIDENT or known >= FEWEST_KNOWN
            once = counts[text[name.start : name.end]] == 1
            typed.append(replace(name, type=kind) if kind is not None and is_open and once else name)
    return typed


def _is_family_name(text: str, name: Mention, families: Collection[str]) -> bool:
    """Whether a name is only the family name of a person whom the text names in full."""
    person = parse_person(text[name.start : name.end])
    return not person.given and person.family in families


def _enumerations(text: str, spans: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Yield the spans in groups that only separators divide."""
    group: list[Mention] = []
    for span in spans:
        if group and not _BETWEEN_NAMES.fullmatch(text, group[-1].end, span.start):
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _common_type(names: Sequence[Mention]) -> EntityType | None:
    """Return the type with more than half of the sum of the probabilities, or None if none has."""
    scores = {kind: sum(name.score for name in names if name.type == kind) for kind in ENTITY_TYPES}
    kind: EntityType = max(scores, key=lambda each: scores[each])
    return kind if 2 * scores[kind] > sum(scores.values()) else None
