"""Documents and a Summarizer for benchmarks: the product's own, under the limits and settings of a deployed stack."""

import hashlib
import os

from functions.parse.worker import Limits, ParseWorker
from functions.summarize.summarizer import Summarizer
from shared.document import Document, ParsedDocument, Source
from shared.settings import ParseSettings, SummarizeSettings
from shared.version import PIPELINE_VERSION

STACK = {
    "UPLOADS_BUCKET": "uploads",
    "DOCUMENTS_BUCKET": "documents",
    "SUMMARIES_TABLE": "summaries",
    "PARKING_QUEUE_URL": "https://queue.example/parking",
}
"""What the settings ask for of a stack. Nothing here looks at it."""

NAME = "document.txt"


def parse_worker() -> ParseWorker:
    """A worker with the default limits, or those in the environment; it is not replaced after a number of files."""
    settings = ParseSettings.from_environment({**STACK, **os.environ, "WORKER_FILES": "1000000"})
    return ParseWorker(Limits.of(settings))


def summarizer() -> Summarizer:
    """The Summarizer with the default settings, or those in the environment, for example SUMMARY_MODEL."""
    return Summarizer.load(SummarizeSettings.from_environment({**STACK, **os.environ}))


def document_of(worker: ParseWorker, text: str) -> Document:
    """The Document of a plain text, read by the parser process; raises what `ParseWorker.parse` raises."""
    return document_from(worker.parse(text.encode("utf-8"), NAME, "text/plain; charset=utf-8"))


def document_from(parsed: ParsedDocument) -> Document:
    """A Document as an upload of the parsed text would have."""
    source = Source(
        uri=f"s3://{STACK['UPLOADS_BUCKET']}/{NAME}",
        bucket=STACK["UPLOADS_BUCKET"],
        key=NAME,
        size=len(parsed.text.encode("utf-8")),
        media_type=parsed.media_type,
        sequencer="1",
        uploaded_at="2020-01-01T00:00:00.000Z",
        sha256=hashlib.sha256(parsed.text.encode("utf-8")).hexdigest(),
    )
    return Document(**dict(parsed), source=source, pipeline_version=PIPELINE_VERSION)
