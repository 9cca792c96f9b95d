"""Backfill and reconcile: find the objects whose rows do not match the bucket, for ParseFunction to check."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from botocore.exceptions import ClientError

from infra.operations.listing import CurrentVersion, known_version, listed_pages
from infra.operations.operated_stack import OperatedStack
from infra.operations.resume import Page
from shared.instants import ago, now
from shared.messages.internal_messages import Check
from shared.object_version import bucket_and_key
from shared.revision import Status
from shared.table.scan import ScannedState

_GONE = frozenset({"404", "405", "NoSuchKey"})


def without_state(stack: OperatedStack, pages: Iterable[Page[CurrentVersion]]) -> Iterator[Page[Check]]:
    """Return pages of the listed objects that have no row of their state."""
    for page in pages:
        present = [version for version in page.items if not version.deleted]
        states = stack.scan.states_of([version.uri for version in present])
        yield Page([version.check() for version in present if version.uri not in states], page.place, page.seen)


def disagreements(stack: OperatedStack, prefix: str, settled: timedelta, place: Any) -> Iterator[Page[Check]]:
    """Return pages of the differences between the bucket under `prefix` and the table.

    First the objects without a state, or with the state of another version. Then the states whose object no longer
    exists, or that have an older Document or index rows without a Summary. Objects that changed within `settled` are
    skipped, because their event may be pending.
    """
    place = place or {"looking_at": "objects", "after": None}
    before = ago(settled)
    if place["looking_at"] == "objects":
        for page in listed_pages(stack.s3, stack.bucket, prefix, place["after"]):
            states = stack.scan.states_of([version.uri for version in page.items])
            wrong = [v.check() for v in page.items if v.at < before and _is_behind(v, states.get(v.uri))]
            looking_at = "states" if page.place is None else "objects"
            yield Page(wrong, {"looking_at": looking_at, "after": page.place}, page.seen)
        place = {"after": None}
    for states_page, after in stack.scan.states(place["after"]):
        checks = [_check_of(state) for state in states_page if _needs_check(stack, state, prefix)]
        yield Page(checks, {"looking_at": "states", "after": after} if after else None, len(states_page))


def _is_behind(version: CurrentVersion, state: ScannedState | None) -> bool:
    if version.deleted:
        return state is not None and state.status is not Status.DELETED
    return state is None or state.status is Status.DELETED or known_version(state.version_id) != version.version_id


def _needs_check(stack: OperatedStack, state: ScannedState, prefix: str) -> bool:
    bucket, key = bucket_and_key(state.uri)
    if bucket != stack.bucket or not key.startswith(prefix):
        return False
    gone = state.status is not Status.DELETED and _is_gone(stack, bucket, key)
    return gone or (state.status is not Status.PROCESSING and _has_left_over(stack, state))


def _has_left_over(stack: OperatedStack, state: ScannedState) -> bool:
    """Return whether data of older versions remains although the last write is complete: its message was lost."""
    if stack.table.has_left_over(state.uri):
        return True
    ended = state.status is Status.DELETED
    needed = stack.table.document_of(state.uri) if state.status is Status.FAILED else None
    return any(stack.documents.up_to(state.uri, state.revision, inclusive=ended, keep=needed))


def _is_gone(stack: OperatedStack, bucket: str, key: str) -> bool:
    try:
        stack.s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            return True
        raise
    return False


def _check_of(state: ScannedState) -> Check:
    bucket, key = bucket_and_key(state.uri)
    return Check(bucket=bucket, key=key, version_id=state.version_id, uploaded_at=now())
