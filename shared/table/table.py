"""SummaryTable: read and write the summaries table. Only this package uses the table's keys and indexes."""

import time
from typing import TYPE_CHECKING, Any

from shared.errors import PermanentError, TransientError
from shared.instants import now
from shared.object_version import ObjectVersion
from shared.revision import Revision, Status, may_write
from shared.state import State
from shared.summary import Summary
from shared.table.index_plan import plan_of
from shared.table.index_rows import STATE
from shared.table.items import to_item, to_value
from shared.table.objects import SUMMARY
from shared.table.reader import TableReader, state_from
from shared.table.transactions import transact
from shared.table.transitions import Seen, allows, not_looked_up_or, transition
from shared.text import shortened

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Maximum lengths in code points.
SHORT_SUMMARY_LENGTH = 280
LAST_ERROR_LENGTH = 500

# Attributes of the last good Summary that a state keeps while that Summary exists.
_OF_LAST_GOOD = frozenset({"index_id"})
_DAY_SECONDS = 86_400


class SummaryTable(TableReader):
    """States and Summaries in one DynamoDB table.

    Writes for an upload's own event are ordered by revision only. Writes for a lookup of the current version may be
    newer than their revision: such a state is marked `looked_up`. An event of another version does not replace it until
    another lookup, and the result of a lookup is written only if the state has not changed since it began (`Seen`).

    Writers return whether the ordering rule permitted the write. Throttling and other errors of DynamoDB pass through
    as botocore's errors after its retries.
    """

    def __init__(self, name: str, dynamodb: "DynamoDBClient", *, shards: int = 1, tombstone_days: int = 30) -> None:
        super().__init__(name, dynamodb, shards=shards)
        self._tombstone_days = tombstone_days

    def claim(self, version: ObjectVersion, revision: Revision) -> State | None:
        """Set PROCESSING and return the state, or None if a newer or finished state exists.

        If the revision is already PROCESSING (its event was delivered again), count another attempt.
        """
        # The update sets `supersedes` first, from the version id that the row has before it.
        update = self._transition(
            version.uri,
            revision,
            Status.PROCESSING,
            _version_fields(version) | {"attempts": 1},
            _OF_LAST_GOOD,
            supersedes=True,
        )
        granted = self._update(update) or self._count_attempt(version, revision)
        return state_from(granted) if granted else None

    def adopt(self, version: ObjectVersion, revision: Revision, seen: Seen) -> State | None:
        """Claim a version found by a lookup. Return None if a newer or finished state existed before the lookup.

        Raises TransientError if the state changed after it was read, because the lookup may be outdated.
        """
        state = seen.state
        current = (state.revision, state.status) if state else None
        if state and current == (revision, Status.PROCESSING) and state.version_id == version.version_id:
            return self.claim(version, revision)
        if not may_write(current, revision, Status.PROCESSING):
            return None
        fields = _version_fields(version) | {"attempts": 1, "looked_up": True}
        update = self._transition(
            version.uri, revision, Status.PROCESSING, fields, _OF_LAST_GOOD, supersedes=True, seen=seen
        )
        granted = self._update(update)
        if granted is None:
            raise TransientError(f"The state of {version.uri} has changed during the lookup of its current version.")
        return state_from(granted)

    def fail(
        self, version: ObjectVersion, revision: Revision, error: PermanentError, *, seen: Seen | None = None
    ) -> bool:
        """Set FAILED with the error's code, message and advice. The last good Summary, if any, remains.

        With `seen`, write only if the state has not changed since.
        """
        fields = _version_fields(version) | {
            "code": error.code.value,
            "message": error.message,
            "advice": error.advice,
        }
        kept = _OF_LAST_GOOD | {"attempts", "sent_again", "last_error", "supersedes", "looked_up"}
        if not _permits(seen, revision, Status.FAILED):
            return False
        return self._update(self._transition(version.uri, revision, Status.FAILED, fields, kept, seen=seen)) is not None

    def note_error(self, uri: str, revision: Revision, error: BaseException) -> bool:
        """Store a failure that will be retried, if the object is still PROCESSING at this revision."""
        text = shortened(f"{type(error).__name__}: {error}", LAST_ERROR_LENGTH)
        update = {
            **self._key(uri, STATE),
            "UpdateExpression": "SET last_error = :error",
            "ConditionExpression": "revision = :revision AND #status = :processing",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {
                ":error": to_value(text),
                ":revision": to_value(str(revision)),
                ":processing": to_value(Status.PROCESSING),
            },
        }
        return self._update(update) is not None

    def note_sent_again(self, state: State) -> bool:
        """Count that a stalled object was sent again, unless its state has changed since `state` was read."""
        update = {
            **self._key(state.uri, STATE),
            "UpdateExpression": "SET updated_at = :now ADD sent_again :one",
            "ConditionExpression": "revision = :revision AND #status = :status AND updated_at = :seen",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {
                ":now": to_value(now()),
                ":one": to_value(1),
                ":revision": to_value(str(state.revision)),
                ":status": to_value(state.status.value),
                ":seen": to_value(state.updated_at),
            },
        }
        return self._update(update) is not None

    def put_summary(self, summary: Summary) -> bool:
        """Set SUMMARIZED: put the index rows, then state and Summary in one transaction, then remove older index rows.

        If this is interrupted, readers still see only the index rows of the Summary that exists.
        """
        source, plan = summary.source, plan_of(summary)
        fields = {"version_id": source.version_id, "uploaded_at": source.uploaded_at, "index_id": plan.index_id}
        kept = frozenset({"attempts", "supersedes", "looked_up"})
        condition = allows(plan.revision, Status.SUMMARIZED, fields)
        check = self._key(source.uri, STATE) | condition.parameters()
        written = self._index_rows.put(plan, {"ConditionCheck": check}) and transact(
            self._dynamodb,
            {"Update": self._transition(source.uri, plan.revision, Status.SUMMARIZED, fields, kept)},
            {"Put": {"TableName": self.name, "Item": self._summary_item(summary)}},
        )
        self._index_rows.sweep(source.uri)
        return written

    def delete(self, uri: str, revision: Revision, *, seen: Seen | None = None) -> bool:
        """Set DELETED and remove Summary and index rows. A tombstone remains until no older message can arrive.

        With `seen`, a lookup found that the object ended: write only if the state has not changed since.
        """
        fields: dict[str, Any] = {"expires_at": int(time.time()) + self._tombstone_days * _DAY_SECONDS}
        if seen is not None:
            fields["looked_up"] = True
        written = _permits(seen, revision, Status.DELETED) and transact(
            self._dynamodb,
            {"Update": self._transition(uri, revision, Status.DELETED, fields, seen=seen)},
            {"Delete": self._key(uri, SUMMARY)},
        )
        # Sweep even if nothing was written: an earlier deletion may have been interrupted before its sweep.
        self._index_rows.sweep(uri)
        return written

    def sweep(self, uri: str) -> None:
        """Remove index rows of an object that an interrupted write left. Readers skip them."""
        self._index_rows.sweep(uri)

    def _count_attempt(self, version: ObjectVersion, revision: Revision) -> dict[str, Any] | None:
        guard = not_looked_up_or(version.version_id)
        return self._update(
            {
                **self._key(version.uri, STATE),
                "UpdateExpression": "ADD attempts :one",
                "ConditionExpression": f"revision = :revision AND #status = :processing AND {guard.expression}",
                "ExpressionAttributeNames": guard.names | {"#status": "status"},
                "ExpressionAttributeValues": guard.values
                | {
                    ":one": to_value(1),
                    ":revision": to_value(str(revision)),
                    ":processing": to_value(Status.PROCESSING),
                },
            }
        )

    def _summary_item(self, summary: Summary) -> dict[str, Any]:
        source = summary.source
        return to_item(
            summary.model_dump(mode="json", exclude_none=True)
            | {
                "pk": source.uri,
                "sk": SUMMARY,
                "uri": source.uri,
                "revision": str(source.revision),
                "day_key": self._global_indexes.shard_of(f"day#{source.uploaded_at[:10]}", source.uri),
                "uploaded_at": source.uploaded_at,
                "sha256": source.sha256,
                "short_summary": shortened(summary.summary.text, SHORT_SUMMARY_LENGTH),
            }
        )

    def _transition(
        self,
        uri: str,
        revision: Revision,
        status: Status,
        fields: dict[str, Any],
        kept: frozenset[str] = frozenset(),
        *,
        supersedes: bool = False,
        seen: Seen | None = None,
    ) -> dict[str, Any]:
        key = None if status is Status.SUMMARIZED else self._global_indexes.shard_of(f"status#{status}", uri)
        change = transition(uri, revision, status, fields, kept, status_key=key, supersedes=supersedes, seen=seen)
        return self._key(uri, STATE) | change

    def _update(self, update: dict[str, Any]) -> dict[str, Any] | None:
        """Execute an update and return the whole row after it, or None if its condition was not met."""
        try:
            return self._dynamodb.update_item(**update, ReturnValues="ALL_NEW")["Attributes"]
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return None


def _version_fields(version: ObjectVersion) -> dict[str, Any]:
    return {"version_id": version.version_id, "uploaded_at": version.uploaded_at}


def _permits(seen: Seen | None, revision: Revision, status: Status) -> bool:
    """Whether the ordering rule permits a write over the state before a lookup; without `seen`, DynamoDB decides."""
    state = seen.state if seen else None
    return state is None or may_write((state.revision, state.status), revision, status)
