"""What Summarize does with an event: read the Document, summarize it, write state and Summary in one transaction."""

import time
from functools import partial

from functions.summarize.bounds import bounded_parts, bounded_warnings
from functions.summarize.summarizer import Summarizer
from shared.documents.document import Document
from shared.documents.document_store import DocumentStore
from shared.errors import PermanentError
from shared.messages.batch import for_each
from shared.messages.upload_events import Removal, Upload, read_message
from shared.object_version import uri_of
from shared.observability import Outcome, OutcomeStatus, log_failure, logger, observed, record_summary_of_upload
from shared.revision import Status, may_write
from shared.state import State
from shared.summary import DocumentLocation, Provenance, Summary
from shared.table.index_plan import index_warnings
from shared.table.table import SummaryTable
from shared.text import shortened
from shared.version import PIPELINE_VERSION


class SummarizeService:
    """Documents become Summaries. Every method may be repeated without harm."""

    def __init__(self, table: SummaryTable, documents: DocumentStore, summarizer: Summarizer) -> None:
        self._table = table
        self._documents = documents
        self._summarizer = summarizer

    def handle_message(self, body: str) -> None:
        """Handle one message from S3. What it raises may get better: the message goes back to the queue."""
        for_each(read_message(body), self._handle)

    def _handle(self, event: Upload | Removal) -> None:
        if isinstance(event, Upload):
            self.process(event.key)

    def process(self, key: str) -> None:
        """Summarize the Document at `key`, unless its object has a newer state or this revision is finished."""
        begun = time.perf_counter()
        fetch = partial(self._documents.get, key)
        document = log_failure("summarize", uri_of(self._documents.bucket, key), fetch, begun=begun)
        if document is None:
            # Only a newer version or a removal takes a Document away, and it has left its own state.
            logger.info("the Document is gone", extra={"key": key})
            return
        work = partial(self._process, document, key, begun)
        observed("summarize", document.source.uri, work, document.source.revision, begun=begun)

    def _process(self, document: Document, key: str, begun: float) -> Outcome:
        source = document.source
        revision = source.revision
        state = self._table.state(source.uri)
        if not may_write((state.revision, state.status) if state else None, revision, Status.SUMMARIZED):
            return self._skip(document, key)
        try:
            summary = self._summarize(document, key, begun)
            written = self._table.put_summary(summary)
        except PermanentError as error:
            if self._table.fail(source.object_version, revision, error):
                return Outcome(OutcomeStatus.FAILED, revision, error.code)
            return Outcome(OutcomeStatus.SKIPPED, revision)
        except Exception as error:
            self._table.note_error(source.uri, revision, error)
            raise
        if not written:
            return self._skip(document, key)
        if state and _is_first_reading(state):
            record_summary_of_upload(source.uploaded_at)
        self._documents.remove_up_to(source.uri, revision, inclusive=False)
        counts: dict[str, object] = {"words": summary.statistics.words, "method": summary.summary.method}
        return Outcome(OutcomeStatus.SUMMARIZED, revision, details=counts)

    def _summarize(self, document: Document, key: str, begun: float) -> Summary:
        loaded = time.perf_counter()
        result = self._summarizer.summarize(document)
        warnings = [*document.warnings, *result.warnings, *index_warnings(result.findings)]
        return Summary(
            **dict(result.findings),
            source=document.source,
            document=DocumentLocation(bucket=self._documents.bucket, key=key),
            byline=shortened(document.metadata.byline),
            published_at=document.metadata.published_at,
            publisher=shortened(document.metadata.publisher),
            language=document.metadata.language,
            standfirst=shortened(document.metadata.standfirst),
            recipients=shortened(document.metadata.recipients),
            dateline=shortened(document.metadata.dateline),
            rights=shortened(document.metadata.rights),
            parts=bounded_parts(document.parts, warnings),
            provenance=Provenance(
                pipeline_version=PIPELINE_VERSION,
                parser=document.parser,
                models=result.models,
                milliseconds=document.milliseconds | {"load": round((loaded - begun) * 1000, 1)} | result.milliseconds,
                warnings=bounded_warnings(warnings),
            ),
        )

    def _skip(self, document: Document, key: str) -> Outcome:
        """Write nothing. The Document goes if no Summary rests on it; if one does, the older Documents go.

        A write of its Summary that stopped half way may have left index rows: they go too.
        """
        source = document.source
        self._table.sweep(source.uri)
        if self._table.document_of(source.uri) != key:
            self._documents.remove(key)
        else:
            self._documents.remove_up_to(source.uri, source.revision, inclusive=False)
        return Outcome(OutcomeStatus.SKIPPED, source.revision)


def _is_first_reading(state: State) -> bool:
    """Whether the upload's own event had it read: what was found by looking, or is read anew, may be years old."""
    return bool(state.sequencer) and state.generation == 0 and not state.looked_up
