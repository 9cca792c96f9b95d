"""Compares the Document and the row that a package produced with the ones that the code in this process produces."""

from collections.abc import Iterable
from typing import Self

from pydantic import BaseModel

from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from functions.summarize.summarizer import Summarizer
from shared.documents.document import Document, ParsedDocument
from shared.settings import ParseSettings, SummarizeSettings
from shared.summary import Findings, Summary

# Names of resources that the settings require. Nothing in this module uses them.
_UNUSED_NAMES = dict.fromkeys(
    ("uploads_bucket", "documents_bucket", "summaries_table", "parking_queue_url", "queue_url"), "-"
)

# The Content-Type of an object that was uploaded without one.
UNNAMED_TYPE = "binary/octet-stream"


class SameRows:
    """Parses and summarizes in this process, with the default settings of a stack."""

    def __init__(self) -> None:
        self._worker = ParseWorker(WorkerLimits.of(ParseSettings(**_UNUSED_NAMES)))
        self._summarizer = Summarizer.load(SummarizeSettings(**_UNUSED_NAMES))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.close()

    def differences(self, content: bytes, document: Document, summary: Summary) -> list[str]:
        """Return the fields of the stored Document and row that differ in this process, each with both values."""
        parsed = self._worker.parse(content, document.source.key, UNNAMED_TYPE)
        findings = self._summarizer.summarize(document).findings
        return [
            *_differing("document", document, parsed, ParsedDocument.model_fields.keys() - {"milliseconds"}),
            *_differing("row", summary, findings, Findings.model_fields),
        ]


def _differing(what: str, stored: BaseModel, here: BaseModel, fields: Iterable[str]) -> list[str]:
    pairs = {name: (getattr(stored, name), getattr(here, name)) for name in sorted(fields)}
    return [f"{what}.{name}: {there!r} there, {now!r} here" for name, (there, now) in pairs.items() if there != now]
