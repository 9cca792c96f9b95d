"""SummarizeService: handles an event, summarizes its Document, and writes its Summary."""

import threading
import time
from functools import partial

from functions.summarize.bounds import bounded_parts, bounded_warnings
from functions.summarize.summarizer import Summarized, Summarizer
from shared.documents.document import Document, PipelineWarning
from shared.documents.document_store import DocumentStore
from shared.errors import MalformedEventError, PermanentError
from shared.memory import return_memory
from shared.messages.batch import for_each
from shared.messages.overlap import Footprint
from shared.messages.upload_events import Removal, Upload, read_message
from shared.object_version import uri_of
from shared.observability import (
    Outcome,
    OutcomeStatus,
    logger,
    record_summary_of_upload,
    run_logging_failures,
    run_observed,
)
from shared.revision import Status, may_write
from shared.search.vectors import DocumentVector
from shared.state import State
from shared.summary import DocumentLocation, Provenance, Summary
from shared.table.index_plan import index_warnings
from shared.table.table import SummaryTable
from shared.table.transitions import ExpectedState
from shared.text import shortened
from shared.version import PIPELINE_VERSION

# Compressed bytes of a Document after which freed memory is returned: about a million characters of text. After a text
# of 5 million, the allocators would keep 200 MB.
LARGE_DOCUMENT = 250_000


class SummarizeService:
    """Turns Documents into Summaries, one at a time: its methods may run in several threads. All are idempotent."""

    def __init__(self, table: SummaryTable, documents: DocumentStore, summarizer: Summarizer) -> None:
        self._table = table
        self._documents = documents
        self._summarizer = summarizer
        self._summarizing = threading.Lock()

    def handle_message(self, body: str) -> None:
        """Handle one message from S3. If this raises an exception, the message returns to the queue for a retry."""
        for_each(read_message(body), self._handle)

    def _handle(self, event: Upload | Removal) -> None:
        if isinstance(event, Upload):
            self.process(event.key)
            if event.size >= LARGE_DOCUMENT:
                return_memory()

    def process(self, key: str) -> None:
        """Summarize the Document at `key`, unless its object has a newer state or this revision is finished."""
        begun = time.perf_counter()
        fetch = partial(self._documents.get, key)
        document = run_logging_failures("summarize", uri_of(self._documents.bucket, key), fetch, begun=begun)
        if document is None:
            # Only a newer version or a removal deletes a Document, and each writes a state of its own. An earlier
            # delivery may have been interrupted after that.
            logger.info("the Document no longer exists", extra={"key": key})
            self._table.remove_left_overs_beside(key)
            return
        work = partial(self._process, document, key, begun)
        run_observed("summarize", document.source.uri, work, document.source.revision, begun=begun)

    def _process(self, document: Document, key: str, begun: float) -> Outcome:
        source = document.source
        revision = source.revision
        state = self._table.state(source.uri)
        if not may_write((state.revision, state.status) if state else None, revision, Status.SUMMARIZED):
            return self._skip(document, key)
        try:
            summary, vector = self._summarize(document, key, begun)
            written = self._table.put_summary(summary, expected=ExpectedState(state), vector=vector)
        except PermanentError as error:
            if self._table.fail(source.object_version, revision, error):
                return Outcome(OutcomeStatus.FAILED, revision, error.code)
            return Outcome(OutcomeStatus.SKIPPED, revision)
        except Exception as error:
            self._table.note_error(source.uri, revision, error)
            raise
        if not written:
            return self._skip(document, key)
        if state and _is_first_summary(state):
            record_summary_of_upload(source.uploaded_at)
        if state is None or not state.replaces_nothing:
            self._documents.remove_up_to(source.uri, revision, inclusive=False)
        counts: dict[str, object] = {"words": summary.statistics.words, "method": summary.summary.method}
        return Outcome(OutcomeStatus.SUMMARIZED, revision, details=counts)

    def _summarize(self, document: Document, key: str, begun: float) -> tuple[Summary, DocumentVector | None]:
        load = round((time.perf_counter() - begun) * 1000, 1)
        with self._summarizing:
            result = self._summarizer.summarize(document)
        parts, parts_warnings = bounded_parts(document.parts)
        warnings = [*document.warnings, *result.warnings, *index_warnings(result.findings), *parts_warnings]
        summary = Summary(
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
            parts=parts,
            provenance=_provenance(document, result, {"load": load}, warnings),
        )
        return summary, result.vector

    def _skip(self, document: Document, key: str) -> Outcome:
        """Store no Summary, and delete the Document, or only older ones if the stored Summary refers to this one.

        Also delete what an interrupted write of a Summary has left.
        """
        source = document.source
        self._table.remove_left_overs(source.uri)
        if self._table.document_of(source.uri) != key:
            self._documents.remove(key)
        else:
            self._documents.remove_up_to(source.uri, source.revision, inclusive=False)
        return Outcome(OutcomeStatus.SKIPPED, source.revision)


def footprint_of(body: str) -> Footprint | None:
    """Return the objects and the bytes of a message, or None for a message that is not from S3.

    All Documents of an object are in one folder.
    """
    try:
        events = read_message(body)
    except MalformedEventError:
        return None  # `handle_message` raises it again
    documents = [event for event in events if isinstance(event, Upload)]
    folders = frozenset(document.key.rpartition("/")[0] for document in documents)
    return Footprint(folders, sum(document.size for document in documents))


def _provenance(
    document: Document, result: Summarized, milliseconds: dict[str, float], warnings: list[PipelineWarning]
) -> Provenance:
    """Return models, times and warnings of the whole pipeline. `milliseconds` are those of the service itself."""
    return Provenance(
        pipeline_version=PIPELINE_VERSION,
        parser=document.parser,
        models=result.models,
        milliseconds=document.milliseconds | milliseconds | result.milliseconds,
        warnings=bounded_warnings(warnings),
    )


def _is_first_summary(state: State) -> bool:
    """Return whether an upload event led to this summary.

    A sweep and a second reading process objects that may have been uploaded years ago.
    """
    return bool(state.sequencer) and state.generation == 0 and not state.looked_up
