"""The product's own parser process and Summarizer for benchmarks, under the limits and settings of a deployed stack."""

import os

from functions.parse.worker.worker import ParseWorker, WorkerLimits
from functions.summarize.summarizer import Summarizer
from shared.documents.document import Document
from shared.settings import ParseSettings, SummarizeSettings
from tests.support.documents import BUCKET, KEY, document_from

# What the settings ask for of a stack. Nothing here looks at it.
STACK = {
    "UPLOADS_BUCKET": BUCKET,
    "DOCUMENTS_BUCKET": "documents",
    "SUMMARIES_TABLE": "summaries",
    "PARKING_QUEUE_URL": "https://queue.example/parking",
}


def parse_worker() -> ParseWorker:
    """A worker with the default limits, or those in the environment; it is not replaced after a number of files."""
    settings = ParseSettings.from_environment({**STACK, **os.environ, "WORKER_FILES": "1000000"})
    return ParseWorker(WorkerLimits.of(settings))


def summarizer() -> Summarizer:
    """The Summarizer with the default settings, or those in the environment, for example SUMMARY_MODEL."""
    return Summarizer.load(SummarizeSettings.from_environment({**STACK, **os.environ}))


def document_of(worker: ParseWorker, text: str) -> Document:
    """The Document of a plain text, read by the parser process; raises what `ParseWorker.parse` raises."""
    return document_from(worker.parse(text.encode("utf-8"), KEY, "text/plain; charset=utf-8"))
