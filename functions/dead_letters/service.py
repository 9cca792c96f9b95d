"""DeadLettersService: set the object of a message that failed too often to FAILED, or park the message."""

from functools import partial

from shared.documents.document_store import DocumentStore
from shared.errors import Code, PermanentError
from shared.messages.batch import for_each
from shared.messages.internal_messages import Check, Reprocess, read_parse_message
from shared.messages.upload_events import Removal, Upload
from shared.object_version import ObjectVersion
from shared.observability import Outcome, OutcomeStatus, logger, run_logging_failures, run_observed
from shared.revision import Revision, Status
from shared.table.table import SummaryTable


class DeadLettersService:
    """Handles dead letters of the parse queue and of the summarize queue. It is safe to repeat every method."""

    def __init__(self, table: SummaryTable, documents: DocumentStore) -> None:
        self._table = table
        self._documents = documents

    def handle_message(self, body: str) -> None:
        """Handle every event of a message; raise PermanentError if it belongs to no row, so that it is parked."""
        for_each(read_parse_message(body), self._handle)

    def _handle(self, event: Upload | Removal | Check | Reprocess) -> None:
        if isinstance(event, Upload) and event.bucket == self._documents.bucket:
            self._handle_document(event)
        else:
            revision = None if isinstance(event, Check) else event.revision
            run_observed("dead_letter", event.uri, partial(self._handle_event, event), revision)

    def _handle_event(self, event: Upload | Removal | Check | Reprocess) -> Outcome:
        match event:
            case Removal():
                raise PermanentError(
                    Code.RETRIES_EXHAUSTED,
                    f"The removal of {event.uri} could not be processed; its row may be out of date.",
                )
            case Check():
                return self._handle_check(event)
            case Reprocess():
                return self._fail(event.object_version, event.revision)
            case Upload():
                return self._fail(event, event.revision)

    def _handle_check(self, check: Check) -> Outcome:
        state = self._table.state(check.uri)
        if state is None:
            return self._fail(check.object_version, Revision(""))
        if state.status is Status.PROCESSING:
            return self._fail(state.object_version, state.revision)
        raise PermanentError(Code.RETRIES_EXHAUSTED, f"{check.uri} could not be checked; its row may be out of date.")

    def _handle_document(self, event: Upload) -> None:
        document = run_logging_failures("dead_letter", event.uri, partial(self._documents.get, event.key))
        if document is None:
            # Only a newer version or a removal removes a Document, and both write their own state.
            logger.info("the Document of a dead letter no longer exists", extra={"key": event.key})
            self._table.remove_left_overs_beside(event.key)
            return
        source = document.source

        def work() -> Outcome:
            outcome = self._fail(source.object_version, source.revision)
            if outcome.status is not OutcomeStatus.FAILED:
                self._clean_up(source.uri, source.revision, event.key)
            return outcome

        run_observed("dead_letter", source.uri, work, source.revision)

    def _clean_up(self, uri: str, revision: Revision, key: str) -> None:
        """Remove what Summarize would have removed at its end."""
        self._table.remove_left_overs(uri)
        state = self._table.state(uri)
        is_outdated = state is None or state.revision > revision or state.status is Status.DELETED
        if self._table.document_of(uri) == key:
            self._documents.remove_up_to(uri, revision, inclusive=False)
        elif is_outdated:
            self._documents.remove(key)

    def _fail(self, version: ObjectVersion, revision: Revision) -> Outcome:
        uri = version.uri
        state = self._table.state(uri)
        last_error = state.last_error if state and state.revision == revision else None
        error = PermanentError(
            Code.RETRIES_EXHAUSTED,
            "All attempts to process the file failed." + (f" The last error was: {last_error}" if last_error else ""),
        )
        stored = self._table.fail(version, revision, error)
        if not stored and self._may_be_newer(version, revision):
            raise PermanentError(
                Code.RETRIES_EXHAUSTED, f"The upload to {uri} could not be processed; its row may be out of date."
            )
        return (
            Outcome(OutcomeStatus.FAILED, revision, error.code) if stored else Outcome(OutcomeStatus.SKIPPED, revision)
        )

    def _may_be_newer(self, version: ObjectVersion, revision: Revision) -> bool:
        """Whether this version may be newer than the state, which has another version that a lookup found."""
        state = self._table.state(version.uri)
        if state is None or not state.looked_up or state.version_id == version.version_id:
            return False
        return state.revision < revision or (state.revision, state.status) == (revision, Status.PROCESSING)
