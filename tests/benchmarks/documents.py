"""The product's parser process and Summarizer for benchmarks, with the limits and settings of a deployed stack."""

import os

from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from functions.summarize.summarizer import Summarizer
from shared.documents.document import Document
from shared.settings import ParseSettings, SummarizeSettings
from tests.support.documents import BUCKET, KEY, document_from

# Required settings, which the benchmarks do not use.
STACK = {
    "UPLOADS_BUCKET": BUCKET,
    "DOCUMENTS_BUCKET": "documents",
    "SUMMARIES_TABLE": "summaries",
    "PARKING_QUEUE_URL": "https://queue.example/parking",
    "QUEUE_URL": "https://queue.example/messages",
}


def parse_worker() -> ParseWorker:
    """Return a worker with the limits in the environment or the defaults, for any number of files."""
    settings = ParseSettings.from_environment({**STACK, **os.environ, "WORKER_FILES": "1000000"})
    return ParseWorker(WorkerLimits.of(settings))


def summarizer() -> Summarizer:
    """Load the Summarizer with the settings in the environment, for example SUMMARY_MODEL, or the defaults."""
    return Summarizer.load(SummarizeSettings.from_environment({**STACK, **os.environ}))


def document_of(worker: ParseWorker, text: str) -> Document:
    """Parse a plain text in the parser process; raises the errors of `ParseWorker.parse`."""
    return document_from(worker.parse(text.encode("utf-8"), KEY, "text/plain; charset=utf-8"))
