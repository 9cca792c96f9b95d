"""Plan the index rows of a Summary: their content, their keys, and what is left out."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from shared.documents.document import PipelineWarning
from shared.names.names import EntityType, key_of
from shared.revision import Revision
from shared.summary import Attribution, Entity, Findings, Summary
from shared.text import shortened

# The kinds of index rows, as prefixes of their partition keys.
ENTITY, SPEAKER = "entity", "speaker"
TYPES: tuple[EntityType, ...] = ("PERSON", "ORGANIZATION", "LOCATION")

# Maximum number of entities and of attributions that are indexed.
MOST_ENTITIES = 25
MOST_ATTRIBUTIONS = 100

# Maximum number of keys (family names or full names) of one entity, if its aliases have different spellings.
MOST_KEYS = 3
MOST_ALIASES = 10

# Maximum lengths in code points. The Summary contains the full texts.
LONGEST_ALIAS = 100
LONGEST_CUE = 100
LONGEST_QUOTE = 1000

# Hexadecimal digits of an index id.
_ID_DIGITS = 16

Row = dict[str, Any]


class IndexPlan(NamedTuple):
    """The index rows of one Summary. The id is a hash of their content and the revision."""

    index_id: str
    uri: str
    revision: Revision
    rows: list[Row]


def partition_of(row: str, kind: EntityType, key: str) -> str:
    """Return the partition key of index rows: at most 225 bytes of DynamoDB's 2,048."""
    return f"{row}#{kind}#{key}"


def place_of(uploaded_at: str, uri: str) -> str:
    """Return the place of a document in an index partition: the beginning of the sort keys of all its rows there."""
    return f"{uploaded_at}#{hashlib.sha256(uri.encode()).hexdigest()[:16]}"


def plan_of(summary: Summary) -> IndexPlan:
    """Return the rows of a Summary: one per key of its most salient entities, one per attribution and speaker key.

    Sort keys are `<uploaded_at>#<sha256 of the uri, 16 hex>#<index id>#<place>`. They sort newest last, rows of one
    document are adjacent, and rows of two revisions have different keys. The place is the rank of an entity by
    salience, or the number of an attribution in the order of the text.
    """
    source = summary.source
    entities, attributions = _indexed_entities(summary), _preferred(_indexed_attributions(summary))
    contents = [
        (partition_of(ENTITY, entity.type, key), place, _name_fields(entity) | {"mentions": len(entity.mentions)})
        for place, entity in enumerate(entities[:MOST_ENTITIES])
        for key in keys_of(entity)
    ] + [
        (partition_of(SPEAKER, entity.type, key), place, _name_fields(entity) | _statement_fields(attribution))
        for place, (attribution, entity) in enumerate(attributions)
        for key in keys_of(entity)
    ]
    common = {
        "uri": source.uri,
        "revision": str(source.revision),
        "uploaded_at": source.uploaded_at,
        "published_at": shortened(summary.published_at),
        "title": summary.title,
    }
    described = json.dumps([common, contents], sort_keys=True)
    index_id = hashlib.sha256(described.encode()).hexdigest()[:_ID_DIGITS]
    prefix = f"{place_of(source.uploaded_at, source.uri)}#{index_id}"
    rows = [
        {"pk": partition, "sk": f"{prefix}#{place:04}", "index_id": index_id} | common | content
        for partition, place, content in contents
    ]
    return IndexPlan(index_id, source.uri, source.revision, rows)


def index_warnings(findings: Findings) -> list[PipelineWarning]:
    """Return warnings with the numbers of entities and attributions that exceed the limits of the index."""
    named = sum(attribution.entity is not None for attribution in findings.attributions)
    entities, attributions = len(_indexed_entities(findings)), len(_indexed_attributions(findings))
    has_turns = any(attribution.turn for attribution in findings.attributions)
    first = "first (statements before turns)" if has_turns else "first"
    counts = (
        ("entities", entities, min(entities, MOST_ENTITIES), "most salient"),
        ("attributions", named, min(attributions, MOST_ATTRIBUTIONS), first),
    )
    return [
        PipelineWarning(
            code=f"{what}_not_indexed",
            message=f"Of {found} {what} the {kept} {which} are indexed; {found - kept} can't be found by name.",
        )
        for what, found, kept, which in counts
        if found > kept
    ]


def keys_of(entity: Entity) -> list[str]:
    """Return the keys of an entity: the key of its name, then the keys of aliases with a different spelling."""
    keys = dict.fromkeys(key_of(name, entity.type) for name in [entity.name, *entity.aliases])
    return [key for key in keys if key][:MOST_KEYS]


def _indexed_entities(findings: Findings) -> list[Entity]:
    return sorted((e for e in findings.entities if keys_of(e)), key=lambda e: e.salience, reverse=True)


def _indexed_attributions(findings: Findings) -> list[tuple[Attribution, Entity]]:
    """Return the attributions to a named speaker, each with the entity of that speaker."""
    by_name: dict[str, Entity] = {}
    for entity in sorted(findings.entities, key=lambda e: TYPES.index(e.type)):
        if keys_of(entity):
            by_name.setdefault(entity.name, entity)
    return [(a, by_name[a.entity]) for a in findings.attributions if a.entity is not None and a.entity in by_name]


def _preferred(attributions: Sequence[tuple[Attribution, Entity]]) -> list[tuple[Attribution, Entity]]:
    """Return the attributions that are indexed, in their order: the first reported statements, then the first turns."""
    numbers = sorted(range(len(attributions)), key=lambda number: attributions[number][0].turn is True)
    return [attributions[number] for number in sorted(numbers[:MOST_ATTRIBUTIONS])]


def _name_fields(entity: Entity) -> Row:
    return {
        "name": shortened(entity.name),
        "type": entity.type,
        "aliases": _shortened_all(entity.aliases, MOST_ALIASES, LONGEST_ALIAS),
        "salience": entity.salience,
    }


def _statement_fields(attribution: Attribution) -> Row:
    return {
        "speaker": shortened(attribution.speaker.text) if attribution.speaker else None,
        "cue": shortened(attribution.cue.text, LONGEST_CUE) if attribution.cue else None,
        "quote": shortened(" … ".join(span.text.strip() for span in attribution.content), LONGEST_QUOTE),
        "quotation": attribution.quotation,
        "outlet": shortened(attribution.outlet),
        "confidence": attribution.confidence,
        "start": attribution.content[0].start,
        "end": attribution.content[-1].end,
    } | ({"turn": True} if attribution.turn else {})


def _shortened_all(texts: Sequence[str], most: int, longest: int) -> list[str]:
    lines: Iterable[str | None] = (shortened(text, longest) for text in texts)
    return [line for line in lines if line][:most]
