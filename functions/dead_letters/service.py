"""What happens to a message that failed too often: its object becomes FAILED with the reason, or it is parked."""

from functools import partial

from shared.documents.document_store import DocumentStore
from shared.errors import Code, PermanentError
from shared.messages.batch import for_each
from shared.messages.own_messages import Check, Reprocess, read_parse_message
from shared.messages.upload_events import Removal, Upload
from shared.observability import Outcome, logger, observed, told_if_it_fails
from shared.revision import Revision, Status
from shared.table.table import SummaryTable

FAILED = "failed"


class DeadLettersService:
    """Places dead letters of the parse queue and of the summarize queue. Every method may be repeated without harm."""

    def __init__(self, table: SummaryTable, documents: DocumentStore) -> None:
        self._table = table
        self._documents = documents

    def handle_message(self, body: str) -> None:
        """Place all that a message tells of; raises PermanentError for what has no place, so that it is parked."""
        for_each(read_parse_message(body), self._place)

    def _place(self, event: Upload | Removal | Check | Reprocess) -> None:
        if isinstance(event, Upload) and event.bucket == self._documents.bucket:
            self._place_document(event)
        else:
            revision = None if isinstance(event, Check) else event.revision
            observed("dead_letter", event.uri, partial(self._place_event, event), revision)

    def _place_event(self, event: Upload | Removal | Check | Reprocess) -> Outcome:
        match event:
            case Removal():
                raise PermanentError(
                    Code.RETRIES_EXHAUSTED,
                    f"The removal of {event.uri} could not be followed; its row may be out of date.",
                )
            case Check():
                return self._place_check(event)
            case Reprocess():
                return self._fail(event.uri, event.revision, event.version_id, event.uploaded_at)
            case Upload():
                return self._fail(event.uri, event.revision, event.version_id, event.at)

    def _place_check(self, check: Check) -> Outcome:
        state = self._table.state(check.uri)
        if state is None:
            return self._fail(check.uri, Revision(""), check.version_id, check.uploaded_at)
        if state.status is Status.PROCESSING:
            return self._fail(check.uri, state.revision, state.version_id, state.uploaded_at or check.uploaded_at)
        raise PermanentError(Code.RETRIES_EXHAUSTED, f"{check.uri} could not be looked at; its row may be out of date.")

    def _place_document(self, event: Upload) -> None:
        document = told_if_it_fails("dead_letter", event.uri, partial(self._documents.get, event.key))
        if document is None:
            # Only a newer version or a removal takes a Document away, and it has left its own state.
            logger.info("the Document of a dead letter is gone", extra={"key": event.key})
            return
        source = document.source
        revision = Revision(source.sequencer, source.generation)

        def work() -> Outcome:
            outcome = self._fail(source.uri, revision, source.version_id, source.uploaded_at)
            if outcome.status != FAILED:
                self._clean_up(source.uri, revision, event.key)
            return outcome

        observed("dead_letter", source.uri, work, revision)

    def _clean_up(self, uri: str, revision: Revision, key: str) -> None:
        """Remove what Summarize would have removed, had it come to its end: nobody else will."""
        self._table.sweep(uri)
        state = self._table.state(uri)
        overtaken = state is None or state.revision > revision or state.status is Status.DELETED
        if self._table.document_of(uri) == key:
            self._documents.remove_up_to(uri, revision, inclusive=False)
        elif overtaken:
            self._documents.remove(key)

    def _fail(self, uri: str, revision: Revision, version_id: str | None, uploaded_at: str) -> Outcome:
        state = self._table.state(uri)
        last_error = state.last_error if state and state.revision == revision else None
        error = PermanentError(
            Code.RETRIES_EXHAUSTED,
            "The file was tried again and again without success."
            + (f" The last error was: {last_error}" if last_error else ""),
        )
        placed = self._table.fail(uri, revision, error, version_id=version_id, uploaded_at=uploaded_at)
        if not placed and self._hides_newer(uri, revision, version_id):
            raise PermanentError(
                Code.RETRIES_EXHAUSTED, f"The upload to {uri} could not be followed; its row may be out of date."
            )
        return Outcome(FAILED, revision, error.code) if placed else Outcome("skipped", revision)

    def _hides_newer(self, uri: str, revision: Revision, version_id: str | None) -> bool:
        """Whether the state shows another version, found by looking, of which nobody here knows which is newer."""
        state = self._table.state(uri)
        if state is None or not state.looked_up or state.version_id == version_id:
            return False
        return state.revision < revision or (state.revision, state.status) == (revision, Status.PROCESSING)
