"""What happens to a message that failed too often: its object becomes FAILED with the reason, or it is parked."""

from shared.batch import for_each
from shared.document_store import DocumentStore
from shared.errors import Code, PermanentError
from shared.observability import logger, record_stage
from shared.revision import Revision
from shared.table import SummaryTable
from shared.upload_events import Removal, Upload, read_message


class DeadLettersService:
    """Places dead letters of the parse queue and of the summarize queue. Every method may be repeated without harm."""

    def __init__(self, table: SummaryTable, documents: DocumentStore) -> None:
        self._table = table
        self._documents = documents

    def handle_message(self, body: str) -> None:
        """Place all that a message tells of; raises PermanentError for what has no place, so that it is parked."""
        for_each(read_message(body), self._place)

    def _place(self, event: Upload | Removal) -> None:
        if isinstance(event, Removal):
            raise PermanentError(
                Code.RETRIES_EXHAUSTED, f"The removal of {event.uri} could not be followed; its row may be out of date."
            )
        if event.bucket == self._documents.bucket:
            self._place_document(event)
        else:
            self._fail(event.uri, event.revision, event.version_id, event.at)

    def _place_document(self, event: Upload) -> None:
        document = self._documents.get(event.key)
        if document is None:
            # Only a newer version or a removal takes a Document away, and it has left its own state.
            logger.info("the Document of a dead letter is gone", extra={"key": event.key})
            return
        source = document.source
        self._fail(source.uri, Revision(source.sequencer, source.generation), source.version_id, source.uploaded_at)

    def _fail(self, uri: str, revision: Revision, version_id: str | None, uploaded_at: str) -> None:
        state = self._table.state(uri)
        last_error = state.last_error if state and state.revision == revision else None
        error = PermanentError(
            Code.RETRIES_EXHAUSTED,
            "The file was tried again and again without success."
            + (f" The last error was: {last_error}" if last_error else ""),
        )
        placed = self._table.fail(uri, revision, error, version_id=version_id, uploaded_at=uploaded_at)
        outcome = "failed" if placed else "skipped"
        record_stage("dead_letter", outcome, uri=uri, revision=str(revision), milliseconds=0, code=error.code)
