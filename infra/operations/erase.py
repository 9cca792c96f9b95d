"""Erase: removes what there is of one object, at once, and says what runs out by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from infra.operations.stack import OperatedStack
from infra.operations.target import OperationError
from shared.documents.document_store import folder_of
from shared.object_version import place_of
from shared.revision import Status
from shared.table.transitions import Seen

# Objects that S3 deletes in one call.
MOST_AT_ONCE = 1000
_TRIES = 5

# What erasing can't remove at once.
REMAINS = (
    "The row of its state stays as a tombstone for the stack's TombstoneDays: it holds the URI and no content, and "
    "keeps late events from bringing the object back.",
    "The table's point-in-time recovery can bring its rows back for 35 days, and its stream holds them for 24 hours.",
    "Messages that name the URI stay in the queues for 14 days at most, lines of the logs for LogRetentionDays.",
    "Backups, replicas and copies that others have made are theirs to erase.",
)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What there is of an object. `versions` counts delete markers too."""

    versions: int
    documents: int
    has_summary: bool
    has_state: bool


def holdings(stack: OperatedStack, uri: str) -> Holdings:
    """What there is of an object; raises OperationError when it is not in the stack's uploads bucket."""
    key = _key(stack, uri)
    return Holdings(
        sum(1 for _ in _versions(stack, key)),
        sum(1 for _ in _documents(stack, uri)),
        stack.table.get(uri) is not None,
        stack.table.state(uri) is not None,
    )


def erase(stack: OperatedStack, uri: str) -> None:
    """Remove all versions of the upload, its Summary, its index rows and its Documents. Twice does no harm.

    The upload goes first, so that nothing can be made from it any more. Raises OperationError when somebody uploads
    to the same key meanwhile.
    """
    key = _key(stack, uri)
    for _ in range(_TRIES):
        _delete(stack, stack.bucket, _versions(stack, key))
        _end(stack, uri)
        _delete(stack, stack.documents.bucket, ({"Key": document} for document in _documents(stack, uri)))
        if holdings(stack, uri) in (Holdings(0, 0, False, False), Holdings(0, 0, False, True)):
            return
    raise OperationError(f"{uri} comes back as fast as it is erased. Stop its uploads, then erase it again.")


def _end(stack: OperatedStack, uri: str) -> None:
    """Leave a tombstone; Summary and index rows go. What Parse does with the removals' events comes to the same."""
    for _ in range(_TRIES):
        state = stack.table.state(uri)
        if state is None or state.status is Status.DELETED:
            stack.table.sweep(uri)
            return
        if stack.table.delete(uri, state.revision.next_generation, seen=Seen(state)):
            return
    raise OperationError(f"The state of {uri} changes all the time. Erase it again once nobody uploads to it.")


def _key(stack: OperatedStack, uri: str) -> str:
    try:
        bucket, key = place_of(uri)
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
            return  # longer keys with the same beginning, in the order of keys


def _documents(stack: OperatedStack, uri: str) -> Iterator[str]:
    for page in stack.s3.get_paginator("list_objects_v2").paginate(
        Bucket=stack.documents.bucket, Prefix=folder_of(uri)
    ):
        yield from (entry["Key"] for entry in page.get("Contents", []))


def _delete(stack: OperatedStack, bucket: str, objects: Iterator[dict[str, str]]) -> None:
    found = list(objects)
    for start in range(0, len(found), MOST_AT_ONCE):
        response = stack.s3.delete_objects(
            Bucket=bucket,
            Delete={"Objects": found[start : start + MOST_AT_ONCE], "Quiet": True},  # type: ignore[typeddict-item]  # a dict of the same names
        )
        if errors := response.get("Errors"):
            raise OperationError(f"S3 did not delete {len(errors)} objects: {errors[0].get('Message')}")
