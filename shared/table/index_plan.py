"""Which index rows a Summary has: what they hold, what they are filed under, and what is left out."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from shared.documents.document import PipelineWarning
from shared.names.names import EntityType, key_of
from shared.revision import Revision
from shared.summary import Attribution, Entity, Findings, Summary
from shared.text import shortened

ENTITY, SPEAKER = "entity", "speaker"
TYPES: tuple[EntityType, ...] = ("PERSON", "ORGANIZATION", "LOCATION")
MOST_ENTITIES = 25
MOST_ATTRIBUTIONS = 100

# Family names or full names that one entity is filed under, when its aliases spell them differently.
MOST_KEYS = 3
MOST_ALIASES = 10
LONGEST_ALIAS = 100
LONGEST_CUE = 100

# Code points. The Summary has the whole quote.
LONGEST_QUOTE = 1000
_ID_DIGITS = 16

Row = dict[str, Any]


class IndexPlan(NamedTuple):
    """The index rows of one Summary. The id tells apart whatever differs in them, or in the revision."""

    index_id: str
    uri: str
    revision: Revision
    rows: list[Row]


def partition_of(row: str, kind: EntityType, key: str) -> str:
    """The partition key of what is filed under a key: at most 225 bytes of DynamoDB's 2,048."""
    return f"{row}#{kind}#{key}"


def plan_of(summary: Summary) -> IndexPlan:
    """The rows of a Summary: one for each key of its most salient entities, one for each key of a speaker and quote.

    Sort keys are `<uploaded_at>#<sha256 of the uri, 16 hex>#<index id>#<place>`: newest last, the rows of a document
    side by side, those of two revisions never the same. A place counts entities by salience, or attributions as the
    text has them.
    """
    source = summary.source
    revision = Revision(source.sequencer, source.generation)
    entities, attributions = _indexed_entities(summary), _indexed_attributions(summary)
    contents = [
        (partition_of(ENTITY, entity.type, key), place, _named(entity) | {"mentions": len(entity.mentions)})
        for place, entity in enumerate(entities[:MOST_ENTITIES])
        for key in keys_of(entity)
    ] + [
        (partition_of(SPEAKER, entity.type, key), place, _named(entity) | _said(attribution))
        for place, (attribution, entity) in enumerate(attributions[:MOST_ATTRIBUTIONS])
        for key in keys_of(entity)
    ]
    common = {
        "uri": source.uri,
        "revision": str(revision),
        "uploaded_at": source.uploaded_at,
        "published_at": shortened(summary.published_at),
        "title": summary.title,
    }
    described = json.dumps([common, contents], sort_keys=True)
    index_id = hashlib.sha256(described.encode()).hexdigest()[:_ID_DIGITS]
    prefix = f"{source.uploaded_at}#{hashlib.sha256(source.uri.encode()).hexdigest()[:16]}#{index_id}"
    rows = [
        {"pk": partition, "sk": f"{prefix}#{place:04}", "index_id": index_id} | common | content
        for partition, place, content in contents
    ]
    return IndexPlan(index_id, source.uri, revision, rows)


def index_warnings(findings: Findings) -> list[PipelineWarning]:
    """How many entities and attributed statements of a document are not indexed, because there are too many."""
    named = sum(attribution.entity is not None for attribution in findings.attributions)
    entities, attributions = len(_indexed_entities(findings)), len(_indexed_attributions(findings))
    counts = (
        ("entities", entities, min(entities, MOST_ENTITIES), "most salient"),
        ("attributions", named, min(attributions, MOST_ATTRIBUTIONS), "first"),
    )
    return [
        PipelineWarning(
            code=f"{what}_not_indexed",
            message=f"Of {found} {what} the {kept} {which} are indexed; {found - kept} can't be asked for by name.",
        )
        for what, found, kept, which in counts
        if found > kept
    ]


def keys_of(entity: Entity) -> list[str]:
    """What an entity is filed under: the key of its name, then those of aliases that are spelled another way."""
    keys = dict.fromkeys(key_of(name, entity.type) for name in [entity.name, *entity.aliases])
    return [key for key in keys if key][:MOST_KEYS]


def _indexed_entities(findings: Findings) -> list[Entity]:
    return sorted((e for e in findings.entities if keys_of(e)), key=lambda e: e.salience, reverse=True)


def _indexed_attributions(findings: Findings) -> list[tuple[Attribution, Entity]]:
    """The attributions whose speaker is known by name, with who it is."""
    by_name: dict[str, Entity] = {}
    for entity in sorted(findings.entities, key=lambda e: TYPES.index(e.type)):
        if keys_of(entity):
            by_name.setdefault(entity.name, entity)
    return [(a, by_name[a.entity]) for a in findings.attributions if a.entity is not None and a.entity in by_name]


def _named(entity: Entity) -> Row:
    return {
        "name": shortened(entity.name),
        "type": entity.type,
        "aliases": _cut(entity.aliases, MOST_ALIASES, LONGEST_ALIAS),
        "salience": entity.salience,
    }


def _said(attribution: Attribution) -> Row:
    return {
        "speaker": shortened(attribution.speaker.text) if attribution.speaker else None,
        "cue": shortened(attribution.cue.text, LONGEST_CUE) if attribution.cue else None,
        "quote": shortened(" … ".join(span.text.strip() for span in attribution.content), LONGEST_QUOTE),
        "quotation": attribution.quotation,
        "outlet": shortened(attribution.outlet),
        "start": attribution.content[0].start,
        "end": attribution.content[-1].end,
    }


def _cut(texts: Sequence[str], most: int, longest: int) -> list[str]:
    lines: Iterable[str | None] = (shortened(text, longest) for text in texts)
    return [line for line in lines if line][:most]
