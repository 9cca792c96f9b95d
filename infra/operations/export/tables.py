"""The tables of an export, their columns, and the rows that a Summary has in each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from shared.names.names import ENTITY_TYPES
from shared.summary import Attribution, Entity, Summary
from shared.table.index_plan import keys_of

# The types of columns: `instant` is a time in UTC, `texts` a list of texts.
Kind = Literal["text", "texts", "integer", "number", "boolean", "instant"]

Row = dict[str, Any]

# Between the parts of a statement that is interrupted, as in the index rows.
_BETWEEN_PARTS = " … "


class Column(NamedTuple):
    """A column of a table. Every value may be None."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table of an export. `columns` is empty if its rows are nested objects, which only JSON Lines can hold."""

    name: str
    columns: Sequence[Column]
    rows_of: Callable[[Summary], Iterator[Row]]


def _columns(**kinds: Kind) -> list[Column]:
    return [Column(name, kind) for name, kind in kinds.items()]


def _document_rows(summary: Summary) -> Iterator[Row]:
    source, statistics = summary.source, summary.statistics
    yield {
        "uri": source.uri,
        "bucket": source.bucket,
        "key": source.key,
        "version_id": source.version_id,
        "uploaded_at": source.uploaded_at,
        "size": source.size,
        "media_type": source.media_type,
        "sha256": source.sha256,
        "title": summary.title,
        "byline": summary.byline,
        "published_at": summary.published_at,
        "publisher": summary.publisher,
        "language": summary.language,
        "standfirst": summary.standfirst,
        "recipients": summary.recipients,
        "dateline": summary.dateline,
        "rights": summary.rights,
        "summary": summary.summary.text,
        "method": summary.summary.method,
        "key_points": [point.span.text for point in summary.key_points],
        "keywords": list(summary.keywords),
        "dates": list(dict.fromkeys(entry.date for entry in summary.timeline)),
        "characters": statistics.characters,
        "words": statistics.words,
        "sentences": statistics.sentences,
        "paragraphs": statistics.paragraphs,
        "pages": statistics.pages,
        "parts": len(summary.parts),
        "warnings": [warning.code for warning in summary.provenance.warnings],
        "pipeline_version": summary.provenance.pipeline_version,
        "document_bucket": summary.document.bucket,
        "document_key": summary.document.key,
    }


def _statement_rows(summary: Summary) -> Iterator[Row]:
    speakers: dict[str, Entity] = {}
    for entity in sorted(summary.entities, key=lambda entity: ENTITY_TYPES.index(entity.type)):
        speakers.setdefault(entity.name, entity)
    for number, attribution in enumerate(summary.attributions):
        yield {
            "uri": summary.source.uri,
            "uploaded_at": summary.source.uploaded_at,
            "number": number,
            **_speaker(attribution, speakers),
            "cue": attribution.cue.text if attribution.cue else None,
            "quote": _BETWEEN_PARTS.join(span.text.strip() for span in attribution.content),
            "quotation": attribution.quotation,
            "turn": attribution.turn is True,
            "outlet": attribution.outlet,
            "confidence": attribution.confidence,
            "text_start": attribution.content[0].start,
            "text_end": attribution.content[-1].end,
        }


def _speaker(attribution: Attribution, speakers: dict[str, Entity]) -> Row:
    entity = speakers.get(attribution.entity) if attribution.entity is not None else None
    return {
        "name": attribution.entity,
        "type": entity.type if entity else None,
        "name_key": _first_key(entity) if entity else None,
        "speaker": attribution.speaker.text if attribution.speaker else None,
    }


def _name_rows(summary: Summary) -> Iterator[Row]:
    for entity in summary.entities:
        yield {
            "uri": summary.source.uri,
            "uploaded_at": summary.source.uploaded_at,
            "name": entity.name,
            "type": entity.type,
            "name_key": _first_key(entity),
            "name_keys": keys_of(entity),
            "aliases": list(entity.aliases),
            "mentions": len(entity.mentions),
            "salience": entity.salience,
        }


def _first_key(entity: Entity) -> str | None:
    return next(iter(keys_of(entity)), None)


def _summary_rows(summary: Summary) -> Iterator[Row]:
    yield summary.model_dump(mode="json", exclude_none=True)


DOCUMENTS = ExportTable(
    "documents",
    _columns(
        uri="text", bucket="text", key="text", version_id="text", uploaded_at="instant", size="integer",
        media_type="text", sha256="text", title="text", byline="text", published_at="text", publisher="text",
        language="text", standfirst="text", recipients="text", dateline="text", rights="text", summary="text",
        method="text", key_points="texts", keywords="texts", dates="texts", characters="integer", words="integer",
        sentences="integer", paragraphs="integer", pages="integer", parts="integer", warnings="texts",
        pipeline_version="text", document_bucket="text", document_key="text",
    ),
    _document_rows,
)  # fmt: skip
STATEMENTS = ExportTable(
    "statements",
    _columns(
        uri="text", uploaded_at="instant", number="integer", name="text", type="text", name_key="text",
        speaker="text", cue="text", quote="text", quotation="text", turn="boolean", outlet="text",
        confidence="number", text_start="integer", text_end="integer",
    ),
    _statement_rows,
)  # fmt: skip
NAMES = ExportTable(
    "names",
    _columns(
        uri="text", uploaded_at="instant", name="text", type="text", name_key="text", name_keys="texts",
        aliases="texts", mentions="integer", salience="number",
    ),
    _name_rows,
)  # fmt: skip

# The whole rows of docs/summary.schema.json, one a line.
SUMMARIES = ExportTable("summaries", (), _summary_rows)

TABLES = {table.name: table for table in (DOCUMENTS, STATEMENTS, NAMES, SUMMARIES)}
DEFAULT_TABLES = (DOCUMENTS, STATEMENTS, NAMES)
