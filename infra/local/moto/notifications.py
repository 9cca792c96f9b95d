"""S3's event notifications made complete, where moto's have no version, no sequencer, and miss most removals.

moto still decides which queue an event matches and delivers it; here is what an event says and when there is one.
Source of the format: Amazon S3 User Guide, "Event message structure" and "Supported event types".
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from itertools import count
from typing import Any
from unittest.mock import patch
from urllib.parse import quote_plus

from moto.core.utils import iso_8601_datetime_with_milliseconds
from moto.s3 import notifications
from moto.s3.models import FakeDeleteMarker, S3Backend

from infra.local.clients import ACCOUNT

Event = dict[str, Any]
_Name = notifications.S3NotificationEvent

# The MD5 of no bytes, which S3 sends as the eTag of a delete marker.
_EMPTY_ETAG = "d41d8cd98f00b204e9800998ecf8427e"


class Sequencers:
    """Gives sequencers as S3 does: hexadecimal, of one length, each greater than all before, over restarts too."""

    def __init__(self, start: int | None = None) -> None:
        self._numbers = count(time.time_ns() if start is None else start)

    def next(self) -> str:
        """The next sequencer: 18 digits, as S3's are."""
        return f"{next(self._numbers):018X}"


_sequencers = Sequencers()


@dataclass(frozen=True, slots=True)
class _Removed:
    """What an event of a removal says of its object, under the names that moto's sender uses."""

    name: str
    version_id: str | None
    etag: str | None = None
    size: int | None = None


def event_record(
    event_name: str,
    *,
    bucket: str,
    key: str,
    sequencer: str | None,
    version_id: str | None = None,
    size: int | None = None,
    etag: str | None = None,
    region: str = "us-east-1",
    configuration_id: str = "local",
) -> Event:
    """One record as S3 writes it. `event_name` is without `s3:`, `key` as it is; what is None is left out."""
    entry = {
        "key": quote_plus(key, safe="/*"),
        "size": size,
        "eTag": etag,
        "versionId": version_id,
        "sequencer": sequencer,
    }
    principal = {"principalId": f"AWS:{ACCOUNT}"}
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": region,
        "eventTime": iso_8601_datetime_with_milliseconds(),
        "eventName": event_name,
        "userIdentity": principal,
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"x-amz-request-id": "LOCAL", "x-amz-id-2": "LOCAL"},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": configuration_id,
            "bucket": {"name": bucket, "ownerIdentity": principal, "arn": f"arn:aws:s3:::{bucket}"},
            "object": {name: value for name, value in entry.items() if value is not None},
        },
    }


def lifecycle_record(
    bucket: str, key: str, *, version_id: str | None, delete_marker: bool, sequencer: str | None = None
) -> Event:
    """The record of a lifecycle rule's expiration, which nothing here runs: for tests to send.

    `delete_marker`: the rule ended the current version by a delete marker of that version id; otherwise it removed
    that version. Without `sequencer` the next one is taken.
    """
    detail = "DeleteMarkerCreated" if delete_marker else "Delete"
    record = event_record(
        f"LifecycleExpiration:{detail}",
        bucket=bucket,
        key=key,
        version_id=version_id,
        sequencer=sequencer or _sequencers.next(),
        etag=_EMPTY_ETAG if delete_marker else None,
    )
    return record | {"userIdentity": {"principalId": "s3.amazonaws.com"}, "eventVersion": "2.3"}


def next_sequencer() -> str:
    """A sequencer greater than that of any event so far, for events that tests make up."""
    return _sequencers.next()


@contextmanager
def complete_notifications() -> Iterator[None]:
    """Inside, moto's S3 sends what S3 does, for `mock_aws` and for moto's server in this process alike.

    Writes to S3 take turns, so that the order of sequencers is the order in which versions became current.
    """
    send, delete = notifications.send_event, S3Backend.delete_object
    turn = threading.RLock()

    def in_turn(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def taking_turns(*args: Any, **kwargs: Any) -> Any:
            with turn:
                return method(*args, **kwargs)

        return taking_turns

    def send_once(account_id: str, event_name: _Name, bucket: Any, key: Any) -> None:
        if event_name is _Name.OBJECT_REMOVED_DELETE_EVENT and not isinstance(key, _Removed):
            return  # moto sends it only when no version is left; delete_and_tell sends all
        if event_name is _Name.OBJECT_CREATED_PUT_EVENT and key.multipart is not None:
            return  # moto sends a Put before CompleteMultipartUpload
        send(account_id, event_name, bucket, key)

    def delete_and_tell(
        backend: S3Backend, bucket_name: str, key_name: str, version_id: str | None = None, bypass: bool = False
    ) -> tuple[bool, dict[str, Any]]:
        bucket = backend.get_bucket(bucket_name)
        before = list(bucket.keys.getlist(key_name, []))
        deleted, response = delete(backend, bucket_name, key_name, version_id, bypass)
        after = list(bucket.keys.getlist(key_name, []))
        for marker in after:
            if isinstance(marker, FakeDeleteMarker) and marker not in before:
                removed = _Removed(key_name, marker.version_id, _EMPTY_ETAG)
                notifications.send_event(
                    backend.account_id, _Name.OBJECT_REMOVED_DELETE_MARKER_CREATED_EVENT, bucket, removed
                )
        for version in before:
            if version not in after:
                removed = _Removed(key_name, version.version_id if bucket.is_versioned else None)
                notifications.send_event(backend.account_id, _Name.OBJECT_REMOVED_DELETE_EVENT, bucket, removed)
        return deleted, response

    with ExitStack() as patches:
        patches.enter_context(patch.object(notifications, "send_event", send_once))
        patches.enter_context(patch.object(notifications, "_get_s3_event", _complete_event))
        patches.enter_context(patch.object(S3Backend, "delete_object", in_turn(delete_and_tell)))
        for name in ("put_object", "copy_object", "complete_multipart_upload"):
            patches.enter_context(patch.object(S3Backend, name, in_turn(getattr(S3Backend, name))))
        yield


def _complete_event(event_name: str, bucket: Any, key: Any, notification_id: str) -> Event:
    etag = key.etag.strip('"') if key.etag else None
    version_id = key.version_id if bucket.is_versioned else None
    record = event_record(
        str(_Name(event_name).value).removeprefix("s3:"),
        bucket=bucket.name,
        key=key.name,
        sequencer=_sequencers.next(),
        version_id=version_id,
        size=key.size,
        etag=etag,
        region=bucket.region_name,
        configuration_id=notification_id,
    )
    return {"Records": [record]}
