"""Parse S3 event notifications from queue messages into uploads and removals."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from shared.errors import MalformedEventError
from shared.instants import normalized
from shared.object_version import ObjectVersion, is_folder_mark
from shared.revision import Revision


@dataclass(frozen=True, slots=True)
class Upload(ObjectVersion):
    """The event that a version of an object was written. `size` is in bytes."""

    revision: Revision
    size: int


@dataclass(frozen=True, slots=True)
class Removal(ObjectVersion):
    """The event that a user or a lifecycle rule deleted an object or a version, or added a delete marker.

    `uploaded_at` is the time of the removal, because the event does not contain the time of the upload. `revision` is
    None if S3 sent no sequencer, which it may omit for lifecycle rules.
    """

    revision: Revision | None


def read_message(body: str) -> list[Upload | Removal]:
    """Return the uploads and removals in a message from S3, in its order.

    The test message that S3 sends for a new notification configuration, and the empty objects that the console creates
    for folders, produce no events. Raises MalformedEventError for anything that S3 does not send.
    Source: Amazon S3 User Guide, "Event message structure".
    """
    try:
        message = json.loads(body)
    except ValueError as error:
        raise MalformedEventError(f"The message is not JSON: {error}.") from error
    if not isinstance(message, dict):
        raise MalformedEventError("The message is JSON, but not a JSON object.")
    if message.get("Event") == "s3:TestEvent":
        return []
    records = message.get("Records")
    if not isinstance(records, list):
        raise MalformedEventError("The message has no list of Records, so it is not an event from S3.")
    events = (_read_record(record) for record in records)
    return [event for event in events if event is not None]


def _read_record(record: Any) -> Upload | Removal | None:
    try:
        name = str(record["eventName"])
        bucket = str(record["s3"]["bucket"]["name"])
        entry = record["s3"]["object"]
        key = unquote_plus(entry["key"], errors="strict")
        event_time = normalized(record["eventTime"])
        version_id = entry.get("versionId")
        sequencer = entry.get("sequencer")
        revision = Revision(sequencer) if sequencer is not None else None
        size = int(entry.get("size", 0))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedEventError(
            f"A record does not have the structure of an S3 event: {type(error).__name__}: {error}."
        ) from error
    if not bucket or not key:
        raise MalformedEventError("A record has an empty bucket name or an empty key.")

    kind = name.removeprefix("s3:").partition(":")[0]
    if kind == "ObjectCreated":
        if is_folder_mark(key, size):
            return None
        if revision is None:
            raise MalformedEventError(f"The event {name} has no sequencer, so it can't be ordered.")
        return Upload(bucket, key, version_id, event_time, revision, size)
    if kind in ("ObjectRemoved", "LifecycleExpiration"):
        return Removal(bucket, key, version_id, event_time, revision)
    raise MalformedEventError(f"The event {name} is neither an upload nor a removal.")
