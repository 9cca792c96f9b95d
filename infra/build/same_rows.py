"""Holds what a package made of an upload against what this Python makes of it: Document and row must be the same."""

from collections.abc import Iterable
from typing import Self

from pydantic import BaseModel

from functions.parse.worker.worker import ParseWorker, WorkerLimits
from functions.summarize.summarizer import Summarizer
from shared.documents.document import Document, ParsedDocument
from shared.settings import ParseSettings, SummarizeSettings
from shared.summary import Findings, Summary

# What the settings ask for of a stack; nothing here looks at it.
_NAMES = dict.fromkeys(("uploads_bucket", "documents_bucket", "summaries_table", "parking_queue_url"), "-")

# The Content-Type that S3 gives an object that was put without one.
UNNAMED_TYPE = "binary/octet-stream"


class SameRows:
    """Reads and summarizes in this process, with the settings that a stack has unless it is told otherwise."""

    def __init__(self) -> None:
        self._worker = ParseWorker(WorkerLimits.of(ParseSettings(**_NAMES)))
        self._summarizer = Summarizer.load(SummarizeSettings(**_NAMES))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()

    def differences(self, content: bytes, document: Document, summary: Summary) -> list[str]:
        """The fields of the stored Document and row that come out otherwise here, each with both values."""
        parsed = self._worker.parse(content, document.source.key, UNNAMED_TYPE)
        findings = self._summarizer.summarize(document).findings
        return [
            *_differing("document", document, parsed, ParsedDocument.model_fields.keys() - {"milliseconds"}),
            *_differing("row", summary, findings, Findings.model_fields),
        ]


def _differing(what: str, stored: BaseModel, here: BaseModel, fields: Iterable[str]) -> list[str]:
    pairs = {name: (getattr(stored, name), getattr(here, name)) for name in sorted(fields)}
    return [f"{what}.{name}: {there!r} there, {now!r} here" for name, (there, now) in pairs.items() if there != now]
