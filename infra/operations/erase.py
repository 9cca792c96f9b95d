"""Erase: remove everything that the stack stores about an object, or about all objects under a prefix."""

from collections.abc import Iterator
from dataclasses import dataclass

from infra.operations.operated_stack import OperatedStack
from infra.operations.target import OperationError
from shared.documents.document_store import folder_of
from shared.object_version import bucket_and_key, uri_of
from shared.revision import Status
from shared.table.transitions import ExpectedState

# Objects that S3 deletes in one call.
_BATCH = 1000

# Attempts while someone else writes the same object.
_ATTEMPTS = 5

# Data that an erasure cannot remove; it expires later.
REMAINS = (
    "The row of its state stays as a tombstone for the TombstoneDays of the stack. It contains the URI and no content, "
    "and prevents late events from restoring the object.",
    "A list of the keys of its index rows, which contain names, stays until the sweep removes it after about an hour.",
    "Point-in-time recovery of the table can restore its rows for 35 days. The table's stream keeps them for 24 hours.",
    "Messages that contain the URI stay in the queues for at most 14 days, log lines for LogRetentionDays.",
    "Backups, replicas and copies that others made must be erased by them.",
)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the stack stores about an object. `versions` includes delete markers."""

    versions: int
    documents: int
    has_summary: bool
    # A tombstone is a state too.
    has_state: bool


def erasable(stack: OperatedStack, prefix: str) -> list[str]:
    """Return the URIs of all objects under a prefix of the uploads bucket, also of those that only the table has.

    Lists all versions under the prefix, and scans the table. Raises OperationError for an empty prefix.
    """
    if not prefix:
        raise OperationError("--prefix is empty, which means all objects. Give the beginning of their keys.")
    uris: dict[str, None] = {}
    for page in stack.s3.get_paginator("list_object_versions").paginate(Bucket=stack.bucket, Prefix=prefix):
        entries = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        uris |= dict.fromkeys(uri_of(stack.bucket, entry["Key"]) for entry in entries)
    start = uri_of(stack.bucket, prefix)
    for states, _ in stack.scan.states():
        uris |= dict.fromkeys(s.uri for s in states if s.uri.startswith(start) and s.status is not Status.DELETED)
    return sorted(uris)


def holdings(stack: OperatedStack, uri: str) -> Holdings:
    """Return what the stack stores about an object; raises OperationError if it is not in the uploads bucket."""
    key = _key(stack, uri)
    return Holdings(
        sum(1 for _ in _versions(stack, key)),
        sum(1 for _ in _documents(stack, uri)),
        stack.table.get(uri) is not None,
        stack.table.state(uri) is not None,
    )


def erase(stack: OperatedStack, uri: str) -> None:
    """Remove all versions of the upload, its Summary, its index rows and its Documents. Can be repeated.

    The upload is deleted first, so that no function can read it again. Raises OperationError if uploads to the same key
    continue during the erasure.
    """
    key = _key(stack, uri)
    for _ in range(_ATTEMPTS):
        _delete(stack, stack.bucket, _versions(stack, key))
        _end(stack, uri)
        _delete(stack, stack.documents.bucket, ({"Key": document} for document in _documents(stack, uri)))
        found = holdings(stack, uri)
        if not (found.versions or found.documents or found.has_summary):
            return
    raise OperationError(f"Uploads to {uri} continue. Stop them, then erase the object again.")


def _end(stack: OperatedStack, uri: str) -> None:
    """Write a tombstone, and remove the Summary and index rows. ParseFunction does the same at the removals' events."""
    for _ in range(_ATTEMPTS):
        state = stack.table.state(uri)
        if state is None or state.status is Status.DELETED:
            stack.table.remove_left_overs(uri)
            return
        if stack.table.delete(uri, state.revision.next_generation, expected=ExpectedState(state)):
            return
    raise OperationError(f"The state of {uri} keeps changing. Stop its uploads, then erase the object again.")


def _key(stack: OperatedStack, uri: str) -> str:
    try:
        bucket, key = bucket_and_key(uri)
    except ValueError as error:
        raise OperationError(f"{error}.") from error
    if bucket != stack.bucket:
        raise OperationError(f"{uri} is not in the uploads bucket of {stack.name}, which is {stack.bucket}.")
    return key


def _versions(stack: OperatedStack, key: str) -> Iterator[dict[str, str]]:
    for page in stack.s3.get_paginator("list_object_versions").paginate(Bucket=stack.bucket, Prefix=key):
        entries = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        yield from ({"Key": key, "VersionId": entry["VersionId"]} for entry in entries if entry["Key"] == key)
        if entries and min(entry["Key"] for entry in entries) > key:
            return  # keys are listed in order: the rest are longer keys with the same prefix


def _documents(stack: OperatedStack, uri: str) -> Iterator[str]:
    for page in stack.s3.get_paginator("list_objects_v2").paginate(
        Bucket=stack.documents.bucket, Prefix=folder_of(uri)
    ):
        yield from (entry["Key"] for entry in page.get("Contents", []))


def _delete(stack: OperatedStack, bucket: str, objects: Iterator[dict[str, str]]) -> None:
    found = list(objects)
    for start in range(0, len(found), _BATCH):
        deletion = {"Objects": found[start : start + _BATCH], "Quiet": True}
        response = stack.s3.delete_objects(Bucket=bucket, Delete=deletion)  # type: ignore[arg-type]  # the same names
        if errors := response.get("Errors"):
            raise OperationError(f"S3 did not delete {len(errors)} objects: {errors[0].get('Message')}")
