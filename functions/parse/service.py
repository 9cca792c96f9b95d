"""What Parse does with an event: claim the object's state, read the version, put its Document; or end the object."""

import hashlib
import time
from functools import partial

from functions.parse.uploads import ObjectVersion, Uploads, VersionGoneError
from functions.parse.worker.worker import ParseWorker
from shared.documents.document import Document, Source
from shared.documents.document_store import DocumentStore
from shared.errors import MalformedEventError, PermanentError, TransientError
from shared.messages.batch import for_each
from shared.messages.own_messages import Check, Reprocess, read_parse_message
from shared.messages.upload_events import Removal, Upload
from shared.observability import Outcome, observed, record_upload
from shared.revision import Revision, Status, may_write, revision_of_check
from shared.state import State
from shared.table.table import SummaryTable
from shared.table.transitions import Seen
from shared.version import PIPELINE_VERSION

# How Parse ends with an object; `skipped`: this or something newer has been done.
PARSED, FAILED, SKIPPED, DELETED = "parsed", "failed", "skipped", "deleted"
READ = frozenset({PARSED, FAILED})

# States in which the current version may still have to be read: nobody may have lived to finish it.
UNSETTLED = frozenset({Status.PROCESSING, Status.DELETED})


class ParseService:
    """Uploads become Documents, removals become tombstones. Every method may be repeated without harm."""

    def __init__(
        self, bucket: str, uploads: Uploads, table: SummaryTable, documents: DocumentStore, worker: ParseWorker
    ) -> None:
        self._bucket = bucket
        self._uploads = uploads
        self._table = table
        self._documents = documents
        self._worker = worker

    def handle_message(self, body: str) -> None:
        """Handle one message. What it raises may get better: the message goes back to the queue."""
        for_each(read_parse_message(body), self._handle)

    def _handle(self, event: Upload | Removal | Check | Reprocess) -> None:
        if event.bucket != self._bucket:
            raise MalformedEventError(f"The event is about the bucket {event.bucket}, which is not this stack's.")
        match event:
            case Upload(revision=revision):
                outcome = observed(
                    "parse", event.uri, partial(self.process, ObjectVersion.of(event), revision), revision
                )
                if outcome.status in READ:
                    record_upload(event.size)
            case Removal(revision=revision):
                observed("parse", event.uri, partial(self.remove, event), revision)
            case Check():
                observed("parse", event.uri, partial(self.check, event))
            case Reprocess():
                observed("parse", event.uri, partial(self.reprocess, event), event.revision)

    def process(self, version: ObjectVersion, revision: Revision) -> Outcome:
        """Read the version of an event, unless the object has a newer state or has been read at this revision before.

        If somebody has found its current version by looking, that may be newer: then the event is a hint to look again.
        """
        state = self._table.claim(version.uri, revision, version_id=version.version_id, uploaded_at=version.uploaded_at)
        if state is not None:
            return self._read_and_store(version, revision, state)
        seen = self._table.state(version.uri)
        if seen is not None and seen.looked_up and seen.revision <= revision:
            return self._look(version, revision, seen)
        return self._skip(version.uri, revision)

    def _look(self, hint: ObjectVersion, revision: Revision, seen: State | None) -> Outcome:
        """Make the state agree with what is current now. `seen` is the state as it was before."""
        try:
            current = self._uploads.current(hint.bucket, hint.key)
        except PermanentError as error:
            return self._fail_unseen(hint, revision, error, seen)
        if current is None:
            return self._end(hint.uri, revision, seen)
        if seen is None or seen.status in UNSETTLED or seen.version_id != current.version_id:
            return self._adopt(current.known_as(seen), revision, seen)
        return Outcome(SKIPPED, revision)

    def _fail_unseen(
        self, version: ObjectVersion, revision: Revision, error: PermanentError, seen: State | None
    ) -> Outcome:
        """FAILED, for S3 would not say which version is current."""
        placed = self._table.fail(
            version.uri,
            revision,
            error,
            version_id=version.version_id,
            uploaded_at=version.uploaded_at,
            seen=Seen(seen),
        )
        return _failed(revision, error) if placed else Outcome(SKIPPED, revision)

    def _adopt(self, current: ObjectVersion, revision: Revision, seen: State | None) -> Outcome:
        """Read the version that was found to be current, unless the state is newer than `revision`.

        At one revision there is one version: another one that is found there gets the next generation.
        """
        if seen is not None and seen.revision == revision and seen.version_id != current.version_id:
            revision = revision.next_generation
        state = self._table.adopt(
            current.uri, revision, Seen(seen), version_id=current.version_id, uploaded_at=current.uploaded_at
        )
        if state is None:
            return self._skip(current.uri, revision)
        return self._read_and_store(current, revision, state)

    def _read_and_store(self, version: ObjectVersion, revision: Revision, state: State) -> Outcome:
        try:
            try:
                document = self._read(version, revision, state)
            except VersionGoneError:
                return self._process_current_instead(version, revision, state)
            self._documents.put(document)
        except PermanentError as error:
            if not self._table.fail(
                version.uri, revision, error, version_id=version.version_id, uploaded_at=version.uploaded_at
            ):
                return Outcome(SKIPPED, revision)
            self._remove_replaced(version.uri, revision)
            return _failed(revision, error)
        except Exception as error:
            self._table.note_error(version.uri, revision, error)
            raise
        return Outcome(PARSED, revision, details={"media_type": document.media_type})

    def remove(self, removal: Removal) -> Outcome:
        """Follow a removal, which is a hint, for it may be late: what counts is which version is current now."""
        state = self._table.state(removal.uri)
        revision = removal.revision or (state.revision.next_generation if state else None)
        if revision is None:
            return Outcome(SKIPPED, None)  # nothing to end, and no place among the events to write it down at
        if state is None and removal.key.endswith("/") and not self._uploads.had_content(removal.bucket, removal.key):
            return Outcome(SKIPPED, revision)  # the console's mark of a folder, which was never processed
        return self._look(ObjectVersion(removal.bucket, removal.key, removal.version_id, removal.at), revision, state)

    def check(self, check: Check) -> Outcome:
        """Make the table agree with the object as it is now, and finish what was begun and lost."""
        state = self._table.state(check.uri)
        known = (state.revision, state.status) if state else None
        try:
            current = self._uploads.current(check.bucket, check.key)
        except PermanentError as error:
            revision = revision_of_check(known, same_version=True)
            if revision is None:
                return Outcome(SKIPPED, state.revision if state else None)
            seen_by_sender = ObjectVersion(check.bucket, check.key, check.version_id, check.uploaded_at)
            return self._fail_unseen(seen_by_sender, revision, error, state)
        same_version = None if current is None else bool(state and state.version_id == current.version_id)
        revision = revision_of_check(known, same_version=same_version)
        if revision is None:
            self._table.sweep(check.uri)  # what a write that was finished, and its message then lost, has left
            if state is not None:
                self._remove_replaced(check.uri, state.revision)
            return Outcome(SKIPPED, state.revision if state else None)
        if current is None:
            return self._end(check.uri, revision, state)
        return self._adopt(current.known_as(state), revision, state)

    def reprocess(self, reprocess: Reprocess) -> Outcome:
        """Read an object once more, in the version that is current now, unless something newer has been done."""
        revision, state = reprocess.revision, self._table.state(reprocess.uri)
        if state is None:
            return Outcome(SKIPPED, revision)  # it was erased, or its tombstone has expired, since it was sent
        try:
            current = self._uploads.current(reprocess.bucket, reprocess.key)
        except PermanentError as error:
            asked_for = ObjectVersion(reprocess.bucket, reprocess.key, reprocess.version_id, reprocess.uploaded_at)
            return self._fail_unseen(asked_for, revision, error, state)
        if current is None:
            return self._end(reprocess.uri, revision, state)
        return self._adopt(current.known_as(state), revision, state)

    def _read(self, version: ObjectVersion, revision: Revision, state: State) -> Document:
        begun = time.perf_counter()
        content = self._uploads.read(version)
        fetched = time.perf_counter()
        parsed = self._worker.parse(content.body, version.key, content.declared_type)
        milliseconds = {
            "fetch": round((fetched - begun) * 1000, 1),
            "parse": round((time.perf_counter() - fetched) * 1000, 1),
        }
        source = Source(
            uri=version.uri,
            bucket=version.bucket,
            key=version.key,
            version_id=version.version_id,
            etag=content.etag,
            size=len(content.body),
            media_type=parsed.media_type,
            sequencer=revision.sequencer,
            generation=revision.generation,
            uploaded_at=version.uploaded_at,
            sha256=hashlib.sha256(content.body).hexdigest(),
            supersedes=state.supersedes if state.supersedes != version.version_id else None,
        )
        return Document.model_validate(
            dict(parsed)
            | {
                "milliseconds": milliseconds,
                "source": source,
                "summary_length": content.summary_length,
                "pipeline_version": PIPELINE_VERSION,
            }
        )

    def _process_current_instead(self, gone: ObjectVersion, revision: Revision, seen: State) -> Outcome:
        current = self._uploads.current(gone.bucket, gone.key)
        if current is None:
            return self._end(gone.uri, revision, seen)
        if current.version_id == gone.version_id:
            raise TransientError(f"S3 calls version {gone.version_id} of {gone.uri} gone and current at once")
        return self._adopt(current, revision, seen)

    def _end(self, uri: str, revision: Revision, seen: State | None) -> Outcome:
        """Leave a tombstone and remove the Documents. `seen` is the state as it was before the object was looked for.

        Raises TransientError when somebody has written since: an older end must not hide a newer upload.
        """
        if self._table.delete(uri, revision, seen=Seen(seen)):
            return self._remove_documents(uri, revision)
        state = self._table.state(uri)
        if state is None or may_write((state.revision, state.status), revision, Status.DELETED):
            raise TransientError(f"The state of {uri} has changed while its current version was looked up.")
        return self._skip(uri, revision)

    def _skip(self, uri: str, revision: Revision) -> Outcome:
        """Do nothing, for this or something newer has been done, unless that stopped half way."""
        state = self._table.state(uri)
        if state and (state.revision, state.status) == (revision, Status.DELETED):
            return self._remove_documents(uri, revision)
        if state and (state.revision, state.status) == (revision, Status.FAILED):
            self._remove_replaced(uri, revision)
        return Outcome(SKIPPED, revision)

    def _remove_documents(self, uri: str, revision: Revision) -> Outcome:
        removed = self._documents.remove_up_to(uri, revision, inclusive=True)
        return Outcome(DELETED, revision, details={"documents": removed})

    def _remove_replaced(self, uri: str, revision: Revision) -> None:
        """Remove older Documents, but that of the last good Summary: a message of theirs may have been lost."""
        self._documents.remove_up_to(uri, revision, inclusive=False, but=self._table.document_of(uri))


def _failed(revision: Revision, error: PermanentError) -> Outcome:
    return Outcome(FAILED, revision, error.code)
