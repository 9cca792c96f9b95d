"""S3 event notifications, as they lie in a queue's message, become uploads and removals."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from shared.errors import MalformedEventError
from shared.instants import normalized
from shared.revision import Revision


@dataclass(frozen=True, slots=True)
class ObjectEvent:
    """Something happened to an object. `version_id` is None in a bucket that has never been versioned."""

    bucket: str
    key: str
    version_id: str | None
    at: str

    @property
    def uri(self) -> str:
        """The object's own URI, its key as it is."""
        return uri_of(self.bucket, self.key)


@dataclass(frozen=True, slots=True)
class Upload(ObjectEvent):
    """A version of an object was written. `size` is in bytes."""

    revision: Revision
    size: int


@dataclass(frozen=True, slots=True)
class Removal(ObjectEvent):
    """An object or one of its versions was removed, by somebody or by a lifecycle rule, or hidden by a delete marker.

    `revision` is None where S3 sent no sequencer, as it may for lifecycle rules.
    """

    revision: Revision | None


def uri_of(bucket: str, key: str) -> str:
    """The URI by which other services ask for an object."""
    return f"s3://{bucket}/{key}"


def place_of(uri: str) -> tuple[str, str]:
    """The bucket and the key that a URI names; raises ValueError when it names none."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    if not uri.startswith("s3://") or not bucket or not key:
        raise ValueError(f"{uri!r} is not like s3://bucket/key")
    return bucket, key


def is_folder_mark(key: str, size: int) -> bool:
    """Whether an object is the empty one that S3's console makes for a folder, which nobody wants to have read."""
    return size == 0 and key.endswith("/")


def read_message(body: str) -> list[Upload | Removal]:
    """The uploads and removals that a message from S3 tells of, in its order.

    The message that S3 sends to test a new notification, and the empty objects that the console makes for folders,
    yield nothing. Raises MalformedEventError for anything that S3 does not send.
    Source: Amazon S3 User Guide, "Event message structure".
    """
    try:
        message = json.loads(body)
    except ValueError as error:
        raise MalformedEventError(f"The message is not JSON: {error}.") from error
    if not isinstance(message, dict):
        raise MalformedEventError("The message is JSON, but no object.")
    if message.get("Event") == "s3:TestEvent":
        return []
    records = message.get("Records")
    if not isinstance(records, list):
        raise MalformedEventError("The message has no list of Records, so it is no event from S3.")
    events = (_read_record(record) for record in records)
    return [event for event in events if event is not None]


def _read_record(record: Any) -> Upload | Removal | None:
    try:
        name = str(record["eventName"])
        bucket = str(record["s3"]["bucket"]["name"])
        entry = record["s3"]["object"]
        key = unquote_plus(entry["key"], errors="strict")
        at = normalized(record["eventTime"])
        version_id = entry.get("versionId")
        sequencer = entry.get("sequencer")
        revision = Revision(sequencer) if sequencer is not None else None
        size = int(entry.get("size", 0))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedEventError(f"A record is not what S3 sends: {type(error).__name__}: {error}.") from error
    if not bucket or not key:
        raise MalformedEventError("A record names no bucket or no key.")

    kind = name.removeprefix("s3:").partition(":")[0]
    if kind == "ObjectCreated":
        if is_folder_mark(key, size):
            return None
        if revision is None:
            raise MalformedEventError(f"The event {name} has no sequencer, so it can't be put in order.")
        return Upload(bucket, key, version_id, at, revision, size)
    if kind in ("ObjectRemoved", "LifecycleExpiration"):
        return Removal(bucket, key, version_id, at, revision)
    raise MalformedEventError(f"The event {name} is neither an upload nor a removal.")
