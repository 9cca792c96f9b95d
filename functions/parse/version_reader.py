"""VersionReader: read one version of an upload and make its Document."""

import hashlib
import threading
import time

from functions.parse.uploads import Uploads
from functions.parse.worker.parse_worker import ParseWorker
from shared.documents.document import Document, Source
from shared.object_version import ObjectVersion
from shared.revision import Revision
from shared.version import PIPELINE_VERSION


class VersionReader:
    """Fetches a version from the uploads bucket and parses it in the worker process, one version at a time."""

    def __init__(self, uploads: Uploads, worker: ParseWorker) -> None:
        self._uploads = uploads
        self._worker = worker
        self._parsing = threading.Lock()

    def refusal(self) -> str:
        """Return why the sandbox lets no version be read, "" if it does: see ParseWorker.refusal."""
        return self._worker.refusal()

    def read(self, version: ObjectVersion, revision: Revision, *, supersedes: str | None) -> Document:
        """Return the Document of a version. `supersedes` is the id of the version that was current before.

        Raises VersionGoneError if the version no longer exists, PermanentError if it can't be parsed, and other errors
        for faults that may be temporary.
        """
        started = time.perf_counter()
        content = self._uploads.read(version)
        fetched_at = time.perf_counter()
        with self._parsing:
            parse_started = time.perf_counter()
            parsed = self._worker.parse(content.body, version.key, content.declared_type)
            parsed_at = time.perf_counter()
        fetch, parse = _milliseconds(started, fetched_at), _milliseconds(parse_started, parsed_at)
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
            supersedes=supersedes if supersedes != version.version_id else None,
        )
        return Document.model_validate(
            dict(parsed)
            | {
                "milliseconds": {"fetch": fetch, "parse": parse},
                "source": source,
                "summary_length": content.summary_length,
                "pipeline_version": PIPELINE_VERSION,
            }
        )


def _milliseconds(start: float, end: float) -> float:
    return round((end - start) * 1000, 1)
