"""Plan the index rows of a Summary: their content, their keys, and what is left out."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from shared.documents.document import PipelineWarning
from shared.names.names import ENTITY_TYPES, EntityType, key_of
from shared.revision import Revision
from shared.search.vectors import DocumentVector
from shared.summary import Attribution, Entity, Findings, Summary
from shared.table.name_rows import NameEntry
from shared.table.search_rows import with_search
from shared.text import shortened

# The kinds of index rows, as prefixes of their partition keys.
ENTITY, SPEAKER = "entity", "speaker"

# Maximum number of entities and of attributions that are indexed.
MOST_ENTITIES = 25
MOST_ATTRIBUTIONS = 100

# Maximum number of keys (family names or full names) of one entity, if its aliases have different spellings.
MOST_KEYS = 3
MOST_ALIASES = 10

# Maximum number of names in a state. StateChangesPipe has as many.
MOST_IN_STATE = 10

# Maximum lengths in code points. The Summary contains the full texts.
LONGEST_ALIAS = 100
LONGEST_CUE = 100
LONGEST_QUOTE = 1000

# Maximum size of the statements of one row, in bytes of JSON, which are more than in DynamoDB. The largest entities
# (up to 131,000 bytes) fit beside them into DynamoDB's 400 KB.
LARGEST_STATEMENTS = 200_000

# Hexadecimal digits of an index id.
_ID_DIGITS = 16

Row = dict[str, Any]

# The partition key of a row, and its attributes beside the keys and those of all rows of the Summary.
Content = tuple[str, Row]


class Options(NamedTuple):
    """What is written beside the state, the Summary and the rows of names and speakers."""

    # The rows of the search.
    keyword_search: bool = True
    # The keys of the most salient names in the state, for the events of its changes.
    name_entities: bool = False
    # The vector of the document in the state, from which VectorsFunction fills the index of vectors.
    semantic_search: bool = False

    def state_fields(self, summary: Summary, vector: DocumentVector | None) -> dict[str, Any]:
        """Return the additional attributes of the state."""
        fields: dict[str, Any] = {"entities": salient_names(summary)} if self.name_entities else {}
        if self.semantic_search and vector:
            fields |= {"vector": vector.values, "vector_graph": vector.graph}
        return fields


class IndexPlan(NamedTuple):
    """The index rows of one Summary. The id is a hash of their content and the revision.

    `row_key` is the sort key of the first row under each partition key. Nearly always, it is the only one.
    """

    index_id: str
    uri: str
    revision: Revision
    row_key: str
    rows: list[Row]
    # The names under whose keys there are rows, for the list of names.
    names: list[NameEntry]


def partition_of(row: str, kind: EntityType, key: str) -> str:
    """Return the partition key of index rows: at most 225 bytes of DynamoDB's 2,048."""
    return f"{row}#{kind}#{key}"


def sort_key_prefix(uploaded_at: str, uri: str) -> str:
    """Return the beginning of the sort keys of all rows of a document in an index partition."""
    return f"{uploaded_at}#{hashlib.sha256(uri.encode()).hexdigest()[:16]}"


def plan_of(summary: Summary, search_shard: int | None = 0) -> IndexPlan:
    """Return the rows of a Summary: one for each key of its indexed entities, one for each key of their speakers.

    Sort keys are `<uploaded_at>#<sha256 of the uri, 16 hex>#<index id>`. They sort newest last, and rows of two
    revisions have different keys. Statements that are too large for one row continue in rows with `#01`, `#02` … at the
    end of the sort key. `search_shard` is the shard of all documents; with None, the rows of the search are left out.
    """
    source = summary.source
    common = {
        "uri": source.uri,
        "revision": str(source.revision),
        "uploaded_at": source.uploaded_at,
        "published_at": shortened(summary.published_at),
        "title": summary.title,
    }
    contents = [*_entity_rows(summary), *_speaker_rows(summary)]
    if search_shard is not None:
        contents = with_search(contents, summary, common, search_shard)
    described = json.dumps([common, contents], sort_keys=True)
    index_id = hashlib.sha256(described.encode()).hexdigest()[:_ID_DIGITS]
    row_key = f"{sort_key_prefix(source.uploaded_at, source.uri)}#{index_id}"
    rows: list[Row] = []
    number = 0
    for partition, content in contents:
        number = number + 1 if rows and rows[-1]["pk"] == partition else 0
        sort_key = f"{row_key}#{number:02}" if number else row_key
        rows.append({"pk": partition, "sk": sort_key, "index_id": index_id} | common | content)
    return IndexPlan(index_id, source.uri, source.revision, row_key, rows, _names(summary))


def index_warnings(findings: Findings) -> list[PipelineWarning]:
    """Return warnings with the numbers of entities and attributions of a row that exceed the limits of the index.

    The findings are those of the row. The warnings of `bounds.py` have the numbers of all that were found.
    """
    named = sum(attribution.entity is not None for attribution in findings.attributions)
    entities, attributions = len(_indexed_entities(findings)), len(_indexed_attributions(findings))
    has_turns = any(attribution.turn for attribution in findings.attributions)
    first = "first (statements before turns)" if has_turns else "first"
    counts = (
        ("entities", "entities", entities, min(entities, MOST_ENTITIES), "most salient"),
        ("attributions", "attributions to a named speaker", named, min(attributions, MOST_ATTRIBUTIONS), first),
    )
    return [
        PipelineWarning(
            code=f"{what}_not_indexed",
            message=f"Of the {found:,} {described} in the row, the {kept:,} {which} are indexed; "
            f"{found - kept:,} cannot be found by name.",
        )
        for what, described, found, kept, which in counts
        if found > kept
    ]


def keys_of(entity: Entity, language: str | None = None) -> list[str]:
    """Return the keys of an entity: the key of its name, then those of its other family name and of its aliases.

    `language`: that of the document, ISO 639-1.
    """
    return list(_forms_by_key(entity, language))


def _forms_by_key(entity: Entity, language: str | None) -> dict[str, str]:
    """Return the keys of an entity, each with the first form that has it."""
    forms: dict[str, str] = {}
    other = _family_name_first(entity.name, language) if entity.type == "PERSON" else None
    if key := key_of(entity.name, entity.type):
        forms[key] = entity.name
    if other and (key := key_of(other, entity.type)):
        forms.setdefault(key, entity.name)
    for alias in entity.aliases:
        if key := key_of(alias, entity.type):
            forms.setdefault(key, alias)
    return dict(list(forms.items())[:MOST_KEYS])


def _family_name_first(name: str, language: str | None) -> str | None:
    """Return a name with its (first) family name before a comma, None in languages in which the last word has the key.

    A Hungarian name begins with it. Of the two family names in Spanish, the first one identifies a person.
    """
    words = name.split()
    if language == "hu" and len(words) > 1:
        return f"{words[0]}, {' '.join(words[1:])}"
    if language == "es" and len(words) > 2:
        return f"{words[-2]}, {' '.join(words[:-2])}"
    return None


def salient_names(summary: Summary) -> list[str]:
    """Return the most salient entities, at most MOST_IN_STATE, as `TYPE#key`."""
    return [
        f"{entity.type}#{keys_of(entity, summary.language)[0]}" for entity in _indexed_entities(summary)[:MOST_IN_STATE]
    ]


def _names(summary: Summary) -> list[NameEntry]:
    """Return the keys of the indexed entities, each with a name that has it."""
    names: dict[tuple[EntityType, str], NameEntry] = {}
    for entity in _indexed_entities(summary)[:MOST_ENTITIES]:
        for key, form in _forms_by_key(entity, summary.language).items():
            names.setdefault((entity.type, key), NameEntry(entity.type, key, shortened(form) or key))
    return list(names.values())


def _entity_rows(summary: Summary) -> Iterator[Content]:
    """Yield a row for each key of the indexed entities, with all entities that have this key, most salient first."""
    packed: dict[str, list[Row]] = {}
    for entity in _indexed_entities(summary)[:MOST_ENTITIES]:
        for key in keys_of(entity, summary.language):
            fields = _name_fields(entity) | {"mentions": len(entity.mentions)}
            packed.setdefault(partition_of(ENTITY, entity.type, key), []).append(fields)
    return ((partition, {"entities": entities}) for partition, entities in packed.items())


def _speaker_rows(summary: Summary) -> Iterator[Content]:
    """Yield a row for each key of the speakers, with all their indexed statements in the order of the text.

    If the statements are too large for one row, yield several rows for the key.
    """
    packed: dict[str, list[tuple[Attribution, Entity]]] = {}
    for attribution, entity in _preferred(_indexed_attributions(summary)):
        for key in keys_of(entity, summary.language):
            packed.setdefault(partition_of(SPEAKER, entity.type, key), []).append((attribution, entity))
    for partition, said in packed.items():
        entities = {entity.name: _name_fields(entity) for _, entity in said}
        statements = [(entity.name, _statement_fields(attribution, entity)) for attribution, entity in said]
        for part in _divided(statements):
            names = dict.fromkeys(name for name, _ in part)
            yield (
                partition,
                {
                    "entities": [entities[name] for name in names],
                    "statements": [statement for _, statement in part],
                },
            )


def _divided(statements: Iterable[tuple[str, Row]]) -> Iterator[list[tuple[str, Row]]]:
    """Divide named statements into parts of at most LARGEST_STATEMENTS bytes. One statement is always smaller."""
    part: list[tuple[str, Row]] = []
    room = LARGEST_STATEMENTS
    for name, statement in statements:
        size = len(json.dumps(statement, ensure_ascii=False).encode())
        if size > room:
            yield part
            part, room = [], LARGEST_STATEMENTS
        part.append((name, statement))
        room -= size
    yield part


def _indexed_entities(findings: Findings) -> list[Entity]:
    return sorted((e for e in findings.entities if keys_of(e)), key=lambda e: e.salience, reverse=True)


def _indexed_attributions(findings: Findings) -> list[tuple[Attribution, Entity]]:
    """Return the attributions to a named speaker, each with the entity of that speaker."""
    by_name: dict[str, Entity] = {}
    for entity in sorted(findings.entities, key=lambda e: ENTITY_TYPES.index(e.type)):
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


def _statement_fields(attribution: Attribution, entity: Entity) -> Row:
    return {
        "name": shortened(entity.name),
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
