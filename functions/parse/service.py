"""What Parse does with an event: claim the object's state, read the version, put its Document; or end the object."""

import hashlib
import time

from functions.parse.uploads import ObjectVersion, Uploads, VersionGoneError
from functions.parse.worker import ParseWorker
from shared.batch import for_each
from shared.document import Document, Source
from shared.document_store import DocumentStore
from shared.errors import MalformedEventError, PermanentError, TransientError
from shared.observability import record_stage
from shared.revision import Revision, Status
from shared.state import State
from shared.table import SummaryTable
from shared.upload_events import Removal, Upload, read_message
from shared.version import PIPELINE_VERSION

UNSETTLED = frozenset({Status.PROCESSING, Status.DELETED})
"""States in which the current version may still have to be read: nobody may have lived to finish it."""


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
        """Handle one message from S3. What it raises may get better: the message goes back to the queue."""
        for_each(read_message(body), self._handle)

    def _handle(self, event: Upload | Removal) -> None:
        if event.bucket != self._bucket:
            raise MalformedEventError(f"The event is about the bucket {event.bucket}, which is not this stack's.")
        if isinstance(event, Upload):
            self.process(ObjectVersion.of(event), event.revision)
        else:
            self.remove(event)

    def process(self, version: ObjectVersion, revision: Revision) -> None:
        """Read a version, unless the object has a newer state or has been read at this revision before."""
        begun = time.perf_counter()
        state = self._table.claim(version.uri, revision, version_id=version.version_id, uploaded_at=version.uploaded_at)
        if state is None:
            self._skip(version.uri, revision, begun)
            return
        try:
            try:
                document = self._read(version, revision, state)
            except VersionGoneError:
                self._process_current_instead(version, revision)
                return
            self._documents.put(document)
        except PermanentError as error:
            self._table.fail(
                version.uri, revision, error, version_id=version.version_id, uploaded_at=version.uploaded_at
            )
            self._log("failed", version.uri, revision, begun, code=error.code)
        except Exception as error:
            self._table.note_error(version.uri, revision, error)
            raise
        else:
            self._log("parsed", version.uri, revision, begun, media_type=document.media_type)

    def remove(self, removal: Removal) -> None:
        """Follow a removal, which is a hint, for it may be late: what counts is which version is current now."""
        state = self._table.state(removal.uri)
        revision = removal.revision or (state.revision.next_generation if state else None)
        if revision is None or (state is None and removal.key.endswith("/")):
            return  # nothing to end, or the console's mark of a folder, which was never processed
        try:
            current = self._uploads.current(removal.bucket, removal.key)
        except PermanentError as error:
            self._table.fail(removal.uri, revision, error, version_id=removal.version_id, uploaded_at=removal.at)
            return
        if current is None:
            self._end(removal.uri, revision)
        elif state is None or state.status in UNSETTLED or state.version_id != current.version_id:
            self.process(current, revision)

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

    def _process_current_instead(self, gone: ObjectVersion, revision: Revision) -> None:
        current = self._uploads.current(gone.bucket, gone.key)
        if current is None:
            self._end(gone.uri, revision)
        elif current.version_id == gone.version_id:
            raise TransientError(f"S3 calls version {gone.version_id} of {gone.uri} gone and current at once")
        else:
            self.process(current, revision)

    def _end(self, uri: str, revision: Revision) -> None:
        """Leave a tombstone and remove the Documents."""
        begun = time.perf_counter()
        if self._table.delete(uri, revision):
            self._remove_documents(uri, revision, begun)
        else:
            self._skip(uri, revision, begun)

    def _skip(self, uri: str, revision: Revision, begun: float) -> None:
        """Do nothing, for this or something newer has been done, unless it was an end that stopped half way."""
        state = self._table.state(uri)
        if state and (state.revision, state.status) == (revision, Status.DELETED):
            self._remove_documents(uri, revision, begun)
        else:
            self._log("skipped", uri, revision, begun)

    def _remove_documents(self, uri: str, revision: Revision, begun: float) -> None:
        removed = self._documents.remove_up_to(uri, revision, inclusive=True)
        self._log("deleted", uri, revision, begun, documents=removed)

    @staticmethod
    def _log(outcome: str, uri: str, revision: Revision, begun: float, **details: object) -> None:
        elapsed = (time.perf_counter() - begun) * 1000
        record_stage("parse", outcome, uri=uri, revision=str(revision), milliseconds=elapsed, **details)
