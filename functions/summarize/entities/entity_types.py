"""Whether a name is a person's wherever it stands: one decision for each name of a text, by vote of its mentions."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import get_args

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.name_spans import without_title
from functions.summarize.entities.roles import KNOWN_OUTLETS, MEDIA_NOUNS
from functions.summarize.entities.titles import title_before
from shared.names.names import EntityType, folded, parse_person

# A family name alone that is never tagged as a person's is one if the full name is so many times as frequent.
PEOPLE_PER_STRAY = 3

# Mentions that a word in front or within outweighs if only organizations have it.
CERTAIN = 3

_PLACED = re.compile(r"\b(?:in|at|from|near|to|of|across|around|through|the)\s+$", re.IGNORECASE)
_BEFORE = 10

# Code points in front of a name in which such a word is looked for.
LONGEST_NOUN = 20


def with_settled_types(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """The spans, all those of one name with one type: what most of them have, by score; on a tie what the first has.

    A title in front (`Mr.`, `Senator`) speaks for a person as much as a mention does. So does, for a family name alone,
    a person of that name who is named in full far more often, unless it stands like a place (`in Jackson`).
    """
    names = [folded(text[span.start : span.end]) for span in spans]
    votes: defaultdict[str, dict[EntityType, float]] = defaultdict(dict)
    for name, span in zip(names, spans, strict=True):
        votes[name][span.type] = votes[name].get(span.type, 0) + span.score
        if span.type != "PERSON" and _is_titled(text, span):
            votes[name]["PERSON"] = votes[name].get("PERSON", 0) + 1
        if span.type == "PERSON" and _is_organization(text, span):
            votes[name]["ORGANIZATION"] = votes[name].get("ORGANIZATION", 0) + CERTAIN
    settled = {name: _most(counter) for name, counter in votes.items()}
    families = Counter(
        parsed.family
        for name, span in zip(names, spans, strict=True)
        if settled[name] == "PERSON" and (parsed := parse_person(text[span.start : span.end])).given
    )
    for name, counter in votes.items():
        if families[name] >= PEOPLE_PER_STRAY * sum(counter.values()) and "PERSON" not in counter:
            settled[name] = "PERSON"
    placed = {
        name
        for name, span in zip(names, spans, strict=True)
        if "PERSON" not in votes[name] and _PLACED.search(text[max(0, span.start - _BEFORE) : span.start])
    }
    return [
        _retyped(text, span, _most(votes[name]) if name in placed else settled[name])
        for name, span in zip(names, spans, strict=True)
    ]


def _most(votes: dict[EntityType, float]) -> EntityType:
    """People against all else first, so that a name tagged now as a place, now as an organization is not a person's."""
    person, organization, location = (votes.get(kind, 0.0) for kind in get_args(EntityType))
    first = next(iter(votes))
    if person > organization + location or (person == organization + location and first == "PERSON"):
        return "PERSON"
    if organization == location:
        return "LOCATION" if first == "LOCATION" else "ORGANIZATION"
    return "ORGANIZATION" if organization > location else "LOCATION"


def _is_titled(text: str, span: Mention) -> bool:
    title = title_before(text, span.start)
    return title is not None and title.text[0].isupper() and not title.text.endswith("s") and text[span.start].isupper()


def _is_organization(text: str, span: Mention) -> bool:
    """Whether a name has what only organizations have: `&`, a known outlet's name, `the newspaper` in front of it."""
    written = text[span.start : span.end]
    if " & " in written or (" " in written and KNOWN_OUTLETS.fullmatch(written)):
        return True
    before = text[max(0, span.start - LONGEST_NOUN) : span.start].split()
    return bool(before) and before[-1] in MEDIA_NOUNS and text[span.start - 1] == " "


def _retyped(text: str, span: Mention, kind: EntityType) -> Mention:
    return span if span.type == kind else without_title(text, Mention(span.start, span.end, kind, span.score))
