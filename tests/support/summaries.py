"""Summaries of fictional documents, for tests of the table and its queries."""

from collections.abc import Sequence
from typing import Literal

from shared.documents.document import Source, Span
from shared.names.names import EntityType
from shared.revision import Revision
from shared.summary import Attribution, DocumentLocation, Entity, KeyPoint, Provenance, Statistics, Summary, SummaryText

URI = "s3://uploads/a.txt"
WHEN = "2026-11-22T09:30:00.000Z"


def span(text: str, start: int = 0) -> Span:
    """Return a span with this text."""
    return Span(start=start, end=start + len(text), text=text)


def an_entity(name: str, *aliases: str, type: EntityType = "PERSON", salience: float = 0.5) -> Entity:
    """Return an entity with one mention of each of its names."""
    return Entity(
        name=name, type=type, aliases=list(aliases), mentions=[span(n) for n in (name, *aliases)], salience=salience
    )


def said(
    entity: str | None, text: str, *, start: int = 0, outlet: str | None = None, turn: Literal[True] | None = None
) -> Attribution:
    """Return a direct quotation of an entity, or a turn of it."""
    return Attribution(
        speaker=span("he"),
        entity=entity,
        cue=None if turn else span("said"),
        content=[span(text, start)],
        quotation="direct",
        turn=turn,
        outlet=outlet,
    )


def a_summary(
    uri: str = URI,
    revision: Revision = Revision("0A"),
    *,
    uploaded_at: str = WHEN,
    sha256: str = "0" * 64,
    entities: Sequence[Entity] = (),
    attributions: Sequence[Attribution] = (),
    **fields: object,
) -> Summary:
    """Return a Summary with these entities and attributions."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    sentence = span("A bridge fell.")
    values: dict[str, object] = {
        "title": "A bridge",
        "summary": SummaryText(text=sentence.text, method="extractive", model="m", revision="1", evidence=[sentence]),
        "key_points": [KeyPoint(span=sentence, score=0.75)],
        "entities": list(entities),
        "attributions": list(attributions),
        "statistics": Statistics(characters=14, words=3, sentences=1, paragraphs=1),
        "source": Source(
            uri=uri, bucket=bucket, key=key, version_id="v1", size=14, media_type="text/plain",
            sequencer=revision.sequencer, generation=revision.generation, uploaded_at=uploaded_at, sha256=sha256,
        ),
        "document": DocumentLocation(bucket="documents", key="k"),
        "provenance": Provenance(pipeline_version="0", parser="p 1", models={}, milliseconds={"parse": 1.5}),
    }  # fmt: skip
    return Summary.model_validate(values | fields)
