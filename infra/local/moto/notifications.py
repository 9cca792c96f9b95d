"""Completes moto's S3 event notifications, which have no version and no sequencer, and are missing for most removals.

This module defines when an event is sent and what it contains. moto still matches it to queues and delivers it.
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
from infra.local.moto.atomicity import one_at_a_time

Event = dict[str, Any]
_Name = notifications.S3NotificationEvent

# The MD5 of zero bytes, which S3 sends as the eTag of a delete marker.
_EMPTY_ETAG = "d41d8cd98f00b204e9800998ecf8427e"


class Sequencers:
    """Generates sequencers as S3 does: hexadecimal, of one length, and always increasing, even after a restart."""

    def __init__(self, start: int | None = None) -> None:
        self._numbers = count(time.time_ns() if start is None else start)

    def next(self) -> str:
        """Return the next sequencer, of 18 digits as S3's are."""
        return f"{next(self._numbers):018X}"


_sequencers = Sequencers()


@dataclass(frozen=True, slots=True)
class _Removed:
    """The object of a removal event, with the attributes that moto's `send_event` reads."""

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
    """Return one record in S3's format. `event_name` has no `s3:`; `key` is not encoded; None values are omitted."""
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


def next_sequencer() -> str:
    """Return a sequencer greater than that of any event so far, for events that callers create."""
    return _sequencers.next()


@contextmanager
def complete_notifications() -> Iterator[None]:
    """Make moto's S3 send the same events as S3 inside this context, for `mock_aws` and moto's server in this process.

    Writes to S3 run one at a time, so that sequencers have the order in which versions became current.
    """
    writing = threading.RLock()
    with ExitStack() as patches:
        patches.enter_context(patch.object(notifications, "send_event", _sending_once()))
        patches.enter_context(patch.object(notifications, "_get_s3_event", _complete_event))
        delete = one_at_a_time(writing, _notifying_deletion())
        patches.enter_context(patch.object(S3Backend, "delete_object", delete))
        for name in ("put_object", "copy_object", "complete_multipart_upload"):
            write = one_at_a_time(writing, getattr(S3Backend, name))
            patches.enter_context(patch.object(S3Backend, name, write))
        yield


def _sending_once() -> Callable[[str, _Name, Any, Any], None]:
    """Return moto's `send_event` without the events that moto sends too often or not always."""
    send = notifications.send_event

    def send_once(account_id: str, event_name: _Name, bucket: Any, key: Any) -> None:
        if event_name is _Name.OBJECT_REMOVED_DELETE_EVENT and not isinstance(key, _Removed):
            return  # moto sends it only when no version is left; _notifying_deletion sends all of them
        if event_name is _Name.OBJECT_CREATED_PUT_EVENT and key.multipart is not None:
            return  # moto sends a Put before CompleteMultipartUpload
        send(account_id, event_name, bucket, key)

    return send_once


def _notifying_deletion() -> Callable[..., tuple[bool, dict[str, Any]]]:
    """Return moto's `delete_object`, with an event for each new delete marker and each removed version."""
    delete = S3Backend.delete_object

    @wraps(delete)
    def delete_and_notify(
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

    return delete_and_notify


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
