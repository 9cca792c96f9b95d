"""The events of lifecycle rules. The local stack runs no lifecycle rules, so tests send the events themselves."""

from typing import Any

from infra.local.moto.notifications import event_record, next_sequencer

# The MD5 of zero bytes, which S3 sends as the eTag of a delete marker.
_EMPTY_ETAG = "d41d8cd98f00b204e9800998ecf8427e"


def lifecycle_record(
    bucket: str, key: str, *, version_id: str | None, delete_marker: bool, sequencer: str | None = None
) -> dict[str, Any]:
    """Return the record of an expiration by a lifecycle rule.

    `delete_marker`: whether the rule added a delete marker with this version id; otherwise it removed this version.
    Without `sequencer`, the record has the next one.
    """
    detail = "DeleteMarkerCreated" if delete_marker else "Delete"
    record = event_record(
        f"LifecycleExpiration:{detail}",
        bucket=bucket,
        key=key,
        version_id=version_id,
        sequencer=sequencer or next_sequencer(),
        etag=_EMPTY_ETAG if delete_marker else None,
    )
    return record | {"userIdentity": {"principalId": "s3.amazonaws.com"}, "eventVersion": "2.3"}
