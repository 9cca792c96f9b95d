"""Objects for the console: samples that the real pipeline summarized, and documents of unusual texts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from functions.summarize.annotator.annotator import Annotator
from functions.summarize.summarizer import Summarizer
from infra.samples.make import SAMPLES
from shared.documents.document import BlockKind, BlockText, Document, ParsedDocument, Span, compose
from shared.instants import instant
from shared.revision import Status
from shared.summary import Attribution, Entity, KeyPoint, SummaryText
from tests.console.fake_api import BUCKET, StoredObject
from tests.support.documents import document_from
from tests.support.summaries import a_summary

TODAY = datetime.now(UTC)

# Markup and scripts as titles, texts, names and keys.
HOSTILE = (
    "<script>document.title = 'hostile'</script>",
    "<img src=x onerror=\"document.title='hostile'\">",
    "\"><svg onload=document.title='hostile'>",
    "javascript:document.title='hostile'",
    "</title><script>document.title='hostile'</script>",
)

# Characters outside the Basic Multilingual Plane before the words, and text from right to left.
EMOJI = "👩‍👩‍👧 🚢🚢 The ferry 𝒮 sails again. 🎉 Nobody was hurt, said the captain 👨‍✈️ Ada Brandt."
ARABIC = "قال المحافظ سامي النجار إن الجسر سيبقى مغلقا حتى مارس. 🌉 وأضاف أن العمال وجدوا شقوقا."


@cache
def _summarizer() -> Summarizer:
    return Summarizer(Annotator.load(), words=75)


def summarized(path: Path, key: str | None = None) -> StoredObject:
    """Return a file as the functions read and summarize it."""
    return from_content(key or path.name, path.read_bytes())


def sample(name: str) -> StoredObject:
    """Return a sample, summarized."""
    return summarized(SAMPLES / name)


def from_content(key: str, content: bytes, hours: float = 0) -> StoredObject:
    """Return a file as the functions read and summarize it. It was uploaded some hours ago."""
    return _stored(key, document_from(parse(content, Hints(key), Limits())), content, hours)


def _stored(key: str, made: Document, content: bytes, hours: float) -> StoredObject:
    uploaded = instant(datetime.fromtimestamp(TODAY.timestamp() - 3600 * hours, UTC))
    uri = f"s3://{BUCKET}/{key}"
    source = made.source.model_copy(
        update={"uri": uri, "key": key, "bucket": BUCKET, "uploaded_at": uploaded, "size": len(content)}
    )
    document = made.model_copy(update={"source": source})
    findings = _summarizer().summarize(document).findings
    summary = a_summary(uri, uploaded_at=uploaded).model_copy(
        update={
            **dict(findings),
            "source": source,
            "language": document.metadata.language,
            "parts": document.parts,
            "byline": document.metadata.byline,
        }
    )
    provenance = summary.provenance.model_copy(update={"warnings": document.warnings, "parser": document.parser})
    summary = summary.model_copy(update={"provenance": provenance})
    return StoredObject(key, uploaded, document=document, summary=summary, content=content)


def written(
    key: str,
    texts: Sequence[str | BlockText],
    *,
    title: str | None = None,
    speaker: str | None = None,
    language: str = "en",
    hours: float = 1,
) -> StoredObject:
    """Return a document of these paragraphs: each is a key point, and each sentence is a statement of `speaker`."""
    pieces = [text if isinstance(text, BlockText) else BlockText(BlockKind.PARAGRAPH, text) for text in texts]
    text, blocks = compose(pieces)
    parsed = ParsedDocument(media_type="text/plain", text=text, blocks=blocks, parser="test 1")
    made = document_from(parsed)
    uploaded = instant(datetime.fromtimestamp(TODAY.timestamp() - 3600 * hours, UTC))
    source = made.source.model_copy(update={"uri": f"s3://{BUCKET}/{key}", "key": key, "uploaded_at": uploaded})
    document = made.model_copy(update={"source": source})
    spans = [document.span(block.start, block.end) for block in blocks][:7]
    entities = (
        [Entity(name=speaker, type="PERSON", aliases=[], mentions=_all(document, speaker), salience=0.9)]
        if speaker
        else []
    )
    summary = a_summary(source.uri, uploaded_at=uploaded).model_copy(
        update={
            "title": title if title is not None else key,
            "language": language,
            "source": source,
            "summary": SummaryText(
                text=spans[0].text, method="extractive", model="m", revision="1", evidence=spans[:1]
            ),
            "key_points": [KeyPoint(span=span, score=0.5) for span in spans],
            "entities": entities,
            "attributions": [_said(document, span, speaker) for span in spans] if speaker else [],
        }
    )
    return StoredObject(key, uploaded, document=document, summary=summary)


def _all(document: Document, words: str | None) -> list[Span]:
    found: list[Span] = []
    at = document.text.find(words) if words else -1
    while words and at >= 0:
        found.append(document.span(at, at + len(words)))
        at = document.text.find(words, at + 1)
    return found


def _said(document: Document, span: Span, speaker: str) -> Attribution:
    return Attribution(
        speaker=(_all(document, speaker) or [span])[0],
        entity=speaker,
        content=[span],
        quotation="indirect",
        confidence=0.8,
    )


def failed(key: str, code: str, message: str, hours: float = 2) -> StoredObject:
    """Return an object that could not be read."""
    uploaded = instant(datetime.fromtimestamp(TODAY.timestamp() - 3600 * hours, UTC))
    return StoredObject(key, uploaded, status=Status.FAILED, code=code, message=message)


def many(count: int) -> list[StoredObject]:
    """Return a number of documents, one every seven minutes."""
    one = written("a.txt", ["A bridge fell. Nobody was hurt."], title="A bridge")
    times = (datetime.fromtimestamp(TODAY.timestamp() - 420 * number, UTC) for number in range(count))
    return [
        replace(one, key=f"many/{number:05d}.txt", updated_at=instant(at), title=f"A bridge {number}")
        for number, at in enumerate(times)
    ]
