"""ParseService: update the state of an object after an event, and store the Document of its current version."""

from dataclasses import replace
from functools import partial

from functions.parse.uploads import Uploads, VersionGoneError
from functions.parse.version_reader import VersionReader
from shared.documents.document_store import DocumentStore
from shared.errors import MalformedEventError, NotConfinedError, PermanentError, TransientError
from shared.memory import return_memory
from shared.messages.batch import for_each
from shared.messages.internal_messages import Check, Reprocess, read_parse_message
from shared.messages.overlap import Footprint
from shared.messages.upload_events import Removal, Upload
from shared.object_version import ObjectVersion
from shared.observability import Outcome, OutcomeStatus, logger, record_upload, run_observed
from shared.revision import Revision, Status, may_write, revision_of_check
from shared.state import State
from shared.table.table import SummaryTable
from shared.table.transitions import ExpectedState

# Bytes of an upload after which freed memory is returned: its Document can be as large as the upload.
LARGE_UPLOAD = 1_000_000

# Statuses of an upload whose content was read.
_READ = frozenset({OutcomeStatus.PARSED, OutcomeStatus.FAILED})

# In these states the current version may still have to be parsed, because a function may have crashed after the write.
_NOT_FINAL = frozenset({Status.PROCESSING, Status.DELETED})

# The result of a lookup in the uploads bucket: the current version, None if the object ended, or why S3 denies it.
Lookup = ObjectVersion | PermanentError | None


class ParseService:
    """Turns uploads into Documents and removals into tombstones. It is safe to repeat every method.

    An upload is parsed at the revision of its event (`process`). All other messages only indicate that the state may be
    outdated: a removal, a check, a request to reprocess, or an upload event after a lookup. For these, the service
    looks up the current version in the bucket and updates the state accordingly (`_update_state`).
    """

    def __init__(
        self, bucket: str, uploads: Uploads, reader: VersionReader, table: SummaryTable, documents: DocumentStore
    ) -> None:
        self._bucket = bucket
        self._uploads = uploads
        self._reader = reader
        self._table = table
        self._documents = documents
        # Why the sandbox lets no message be handled, "" if it does.
        self._refusal = ""

    def check_sandbox(self) -> None:
        """Refuse the messages that follow, if ParseSandbox is `required` and the kernel lacks a layer of the sandbox.

        They are parked before the state of an object changes, so that no object stays PROCESSING.
        """
        self._refusal = self._reader.refusal()
        if self._refusal:
            logger.error("messages are parked", extra={"reason": self._refusal})

    def handle_message(self, body: str) -> None:
        """Handle one message. PermanentError and NotConfinedError park it; after other exceptions it is retried."""
        if self._refusal:
            raise NotConfinedError(self._refusal)
        for_each(read_parse_message(body), self._handle)

    def _handle(self, event: Upload | Removal | Check | Reprocess) -> None:
        if event.bucket != self._bucket:
            raise MalformedEventError(f"The event is from the bucket {event.bucket}, which is not this stack's bucket.")
        match event:
            case Upload():
                outcome = run_observed("parse", event.uri, partial(self.process, event, event.revision), event.revision)
                if outcome.status in _READ:
                    record_upload(event.size)
                if event.size >= LARGE_UPLOAD:
                    return_memory()
            case Removal():
                run_observed("parse", event.uri, partial(self.remove, event), event.revision)
            case Check():
                run_observed("parse", event.uri, partial(self.check, event))
            case Reprocess():
                run_observed("parse", event.uri, partial(self.reprocess, event), event.revision)

    # --- one method for each kind of message ---

    def process(self, version: ObjectVersion, revision: Revision) -> Outcome:
        """Parse an uploaded version, unless the object has a newer state or this revision is already finished.

        If the state is the result of a lookup, it may be newer than this event: then look up the current version again.
        """
        state = self._table.claim(version, revision)
        if state is not None:
            return self._parse(version, revision, state)
        state_before = self._table.state(version.uri)
        if state_before is not None and state_before.looked_up and state_before.revision <= revision:
            return self._follow(version, revision, state_before)
        return self._skip(version.uri, revision)

    def remove(self, removal: Removal) -> Outcome:
        """Update the state after a removal. The event may be late, so the result depends on the current version."""
        state_before = self._table.state(removal.uri)
        revision = removal.revision or (state_before.revision.next_generation if state_before else None)
        if revision is None:
            return _skipped(None)  # there is nothing to remove, and no revision to store a tombstone at
        if (
            state_before is None
            and removal.key.endswith("/")
            and not self._uploads.had_content(removal.bucket, removal.key)
        ):
            return _skipped(revision)  # a folder mark of the console, which was never processed
        return self._follow(removal, revision, state_before)

    def check(self, check: Check) -> Outcome:
        """Compare the state with the current version, and finish what an interrupted function left undone."""
        state_before = self._table.state(check.uri)
        current = self._look_up(check.bucket, check.key)
        revision = revision_of_check(
            (state_before.revision, state_before.status) if state_before else None,
            same_version=_is_same_version(current, state_before),
        )
        if revision is not None:
            return self._update_state(check.object_version, current, revision, state_before)
        if not isinstance(current, PermanentError):
            self._clean_up(check.uri, state_before)
        return _skipped(state_before.revision if state_before else None)

    def reprocess(self, reprocess: Reprocess) -> Outcome:
        """Parse the current version of an object again, unless a newer state exists."""
        state_before = self._table.state(reprocess.uri)
        if state_before is None:
            return _skipped(reprocess.revision)  # the object was erased, or its tombstone expired
        current = self._look_up(reprocess.bucket, reprocess.key)
        return self._update_state(reprocess.object_version, current, reprocess.revision, state_before)

    # --- look up the current version, and update the state ---

    def _follow(self, hint: ObjectVersion, revision: Revision, state_before: State | None) -> Outcome:
        """Look up the current version and update the state, unless it is already up to date for this version.

        `state_before` is the state before the lookup.
        """
        current = self._look_up(hint.bucket, hint.key)
        is_final = state_before is not None and state_before.status not in _NOT_FINAL
        if is_final and isinstance(current, ObjectVersion) and _is_same_version(current, state_before):
            return _skipped(revision)
        return self._update_state(hint, current, revision, state_before)

    def _look_up(self, bucket: str, key: str) -> Lookup:
        try:
            return self._uploads.current(bucket, key)
        except PermanentError as error:
            return error

    def _update_state(
        self, hint: ObjectVersion, current: Lookup, revision: Revision, state_before: State | None
    ) -> Outcome:
        """Write the result of a lookup: parse the current version, end the object, or fail the version of the hint."""
        match current:
            case ObjectVersion():
                return self._adopt(_with_known_upload_time(current, state_before), revision, state_before)
            case None:
                return self._end(hint.uri, revision, state_before)
            case PermanentError():
                stored = self._table.fail(hint, revision, current, expected=ExpectedState(state_before))
                return _failed(revision, current) if stored else _skipped(revision)

    def _adopt(self, current: ObjectVersion, revision: Revision, state_before: State | None) -> Outcome:
        """Claim and parse the version that a lookup found, unless the state is newer than `revision`.

        A revision identifies one version. If the state has another version at this revision, use the next generation.
        """
        if (
            state_before is not None
            and state_before.revision == revision
            and state_before.version_id != current.version_id
        ):
            revision = revision.next_generation
        state = self._table.adopt(current, revision, ExpectedState(state_before))
        if state is None:
            return self._skip(current.uri, revision)
        return self._parse(current, revision, state)

    def _end(self, uri: str, revision: Revision, state_before: State | None) -> Outcome:
        """Write a tombstone and remove the Documents. `state_before` is the state before the lookup.

        Raises TransientError if the state changed since: the tombstone must not hide a newer upload.
        """
        if self._table.delete(uri, revision, expected=ExpectedState(state_before)):
            return self._remove_documents(uri, revision)
        state = self._table.state(uri)
        if state is None or may_write((state.revision, state.status), revision, Status.DELETED):
            raise TransientError(f"The state of {uri} has changed during the lookup of its current version.")
        return self._skip(uri, revision)

    # --- parse a claimed version ---

    def _parse(self, version: ObjectVersion, revision: Revision, state: State) -> Outcome:
        """Parse a claimed version and store its Document, or a FAILED state. Note other errors for the retry."""
        try:
            return self._read_and_store(version, revision, state)
        except PermanentError as error:
            if not self._table.fail(version, revision, error):
                return _skipped(revision)
            self._remove_replaced(version.uri, revision)
            return _failed(revision, error)
        except Exception as error:
            self._table.note_error(version.uri, revision, error)
            raise

    def _read_and_store(self, version: ObjectVersion, revision: Revision, state: State) -> Outcome:
        try:
            document = self._reader.read(version, revision, supersedes=state.supersedes)
        except VersionGoneError:
            return self._parse_current_instead(version, revision, state)
        self._documents.put(document)
        return Outcome(OutcomeStatus.PARSED, revision, details={"media_type": document.media_type})

    def _parse_current_instead(self, gone: ObjectVersion, revision: Revision, state_before: State) -> Outcome:
        current = self._uploads.current(gone.bucket, gone.key)
        if current is None:
            return self._end(gone.uri, revision, state_before)
        if current.version_id == gone.version_id:
            raise TransientError(f"S3 reports version {gone.version_id} of {gone.uri} as both current and missing.")
        return self._adopt(current, revision, state_before)

    # --- finish what an earlier function may have left undone ---

    def _skip(self, uri: str, revision: Revision) -> Outcome:
        """Skip an event whose work is done. Repeat its last step, in case the function crashed before that step."""
        state = self._table.state(uri)
        if state and (state.revision, state.status) == (revision, Status.DELETED):
            return self._remove_documents(uri, revision)
        if state and (state.revision, state.status) == (revision, Status.FAILED):
            self._remove_replaced(uri, revision)
        return _skipped(revision)

    def _clean_up(self, uri: str, state: State | None) -> None:
        """Remove leftovers of a finished write: its function crashed, and the message was lost."""
        self._table.remove_left_overs(uri)
        if state is not None:
            self._remove_replaced(uri, state.revision)

    def _remove_documents(self, uri: str, revision: Revision) -> Outcome:
        removed = self._documents.remove_up_to(uri, revision, inclusive=True)
        return Outcome(OutcomeStatus.DELETED, revision, details={"documents": removed})

    def _remove_replaced(self, uri: str, revision: Revision) -> None:
        """Remove older Documents, whose messages may be lost, but keep the Document of the last good Summary."""
        self._documents.remove_up_to(uri, revision, inclusive=False, keep=self._table.document_of(uri))


def footprint_of(body: str) -> Footprint | None:
    """Return the objects and the bytes of a message, or None if it may read a version of unknown size."""
    try:
        events = read_parse_message(body)
    except MalformedEventError:
        return None  # `handle_message` raises it again
    uploads = [event for event in events if isinstance(event, Upload)]
    if len(uploads) < len(events):
        return None
    return Footprint(frozenset(upload.uri for upload in uploads), sum(upload.size for upload in uploads))


def _is_same_version(current: Lookup, state: State | None) -> bool | None:
    """Whether a state describes the current version, None if the object ended. If S3 denies the lookup, assume so."""
    if isinstance(current, ObjectVersion):
        return state is not None and state.version_id == current.version_id
    return None if current is None else True


def _with_known_upload_time(version: ObjectVersion, state: State | None) -> ObjectVersion:
    """Use the upload time in the state, if it has this version: S3's events and S3's responses differ in it."""
    if state is None or state.uploaded_at is None or state.version_id != version.version_id:
        return version
    return replace(version, uploaded_at=state.uploaded_at)


def _skipped(revision: Revision | None) -> Outcome:
    return Outcome(OutcomeStatus.SKIPPED, revision)


def _failed(revision: Revision, error: PermanentError) -> Outcome:
    return Outcome(OutcomeStatus.FAILED, revision, error.code)
