"""SummaryTable: read and write the summaries table. Only this package uses the table's keys and indexes."""

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from shared.errors import PermanentError, TransientError
from shared.instants import now
from shared.object_version import ObjectVersion
from shared.revision import Revision, Status, may_write
from shared.search.vectors import DocumentVector
from shared.state import State
from shared.summary import Summary
from shared.table.batches import put_rows
from shared.table.index_plan import IndexPlan, Options, plan_of
from shared.table.items import from_item, to_value
from shared.table.keys import STATE, SUMMARY
from shared.table.reader import TableReader, state_from
from shared.table.retries import retried
from shared.table.summary_row import summary_item
from shared.table.transactions import transact
from shared.table.transitions import ExpectedState, not_looked_up_or, permits, transition
from shared.text import shortened

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Maximum length in code points.
LAST_ERROR_LENGTH = 500

# Attributes of the last good Summary that a state keeps while that Summary exists.
_OF_LAST_GOOD = frozenset({"index_id", "vector", "vector_graph"})
_DAY_SECONDS = 86_400


class SummaryTable(TableReader):
    """States and Summaries in one DynamoDB table.

    Writes for an upload's own event are ordered by revision only. Writes for a lookup of the current version may be
    newer than their revision: such a state is marked `looked_up`. An event of another version does not replace it until
    another lookup, and the result of a lookup is written only over the state before the lookup (`ExpectedState`).

    Writers return whether the ordering rule permitted the write. Throttling and other errors of DynamoDB pass through
    as botocore's errors after its retries.
    """

    def __init__(
        self,
        name: str,
        dynamodb: "DynamoDBClient",
        *,
        shards: int = 1,
        tombstone_days: int = 30,
        options: Options = Options(),
    ) -> None:
        super().__init__(name, dynamodb, shards=shards)
        self._tombstone_days = tombstone_days
        self._options = options

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
            # The event of a version that a lookup found may be older than events of versions that are deleted by now.
            _OF_LAST_GOOD | {"looked_up"},
            supersedes=True,
        )
        granted = self._update(update) or self._count_attempt(version, revision)
        return state_from(granted) if granted else None

    def adopt(self, version: ObjectVersion, revision: Revision, expected: ExpectedState) -> State | None:
        """Claim a version found by a lookup. Return None if a newer or finished state existed before the lookup.

        Raises TransientError if the state changed after it was read, because the lookup may be outdated.
        """
        state = expected.state
        current = (state.revision, state.status) if state else None
        if state and current == (revision, Status.PROCESSING) and state.version_id == version.version_id:
            return self.claim(version, revision)
        if not may_write(current, revision, Status.PROCESSING):
            return None
        fields = _version_fields(version) | {"attempts": 1, "looked_up": True}
        update = self._transition(
            version.uri, revision, Status.PROCESSING, fields, _OF_LAST_GOOD, supersedes=True, expected=expected
        )
        granted = self._update(update)
        if granted is None:
            raise TransientError(f"The state of {version.uri} has changed during the lookup of its current version.")
        return state_from(granted)

    def fail(
        self, version: ObjectVersion, revision: Revision, error: PermanentError, expected: ExpectedState | None = None
    ) -> bool:
        """Set FAILED with the error's code, message and advice. The last good Summary, if any, remains.

        With `expected`, write only if the state has not changed since.
        """
        reason = {"code": error.code.value, "message": error.message, "advice": error.advice}
        fields = _version_fields(version) | reason
        kept = _OF_LAST_GOOD | {"attempts", "sent_again", "last_error", "supersedes", "replaces", "looked_up"}
        if not permits(expected, revision, Status.FAILED):
            return False
        update = self._transition(version.uri, revision, Status.FAILED, fields, kept, expected=expected)
        return self._update(update) is not None

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
            "ConditionExpression": "revision = :revision AND #status = :status AND updated_at = :expected",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {
                ":now": to_value(now()),
                ":one": to_value(1),
                ":revision": to_value(str(state.revision)),
                ":status": to_value(state.status.value),
                ":expected": to_value(state.updated_at),
            },
        }
        return self._update(update) is not None

    def put_summary(
        self, summary: Summary, *, expected: ExpectedState | None = None, vector: DocumentVector | None = None
    ) -> bool:
        """Set SUMMARIZED: put a manifest, the index rows and the Summary, then update the state.

        Readers see none of them before the state is updated, wherever this is interrupted. Then remove what is left
        over, unless there can't be anything. `expected` is the state as the caller has read it; by default, it is read.
        The state gets the vector of the document if the options say so.

        Raises TransientError if the state has changed in a way that permits another attempt.
        """
        source = summary.source
        state = expected.state if expected else self.state(source.uri)
        permitted = permits(ExpectedState(state), source.revision, Status.SUMMARIZED)
        written = permitted and self._put_all(summary, vector, state)
        if not (written and state is not None and state.replaces_nothing):
            self.remove_left_overs(source.uri)
        return written

    def delete(self, uri: str, revision: Revision, *, expected: ExpectedState | None = None) -> bool:
        """Set DELETED and remove Summary and index rows. A tombstone remains until no older message can arrive.

        With `expected`, a lookup found that the object ended: write only if the state has not changed since.
        """
        fields: dict[str, Any] = {"expires_at": int(time.time()) + self._tombstone_days * _DAY_SECONDS}
        if expected is not None:
            fields["looked_up"] = True
        written = permits(expected, revision, Status.DELETED) and transact(
            self._dynamodb,
            {"Update": self._transition(uri, revision, Status.DELETED, fields, expected=expected)},
            {"Delete": self._key(uri, SUMMARY)},
        )
        # Even if nothing was written: an earlier deletion may have been interrupted before this.
        self.remove_left_overs(uri)
        return written

    def remove_left_overs(self, uri: str) -> None:
        """Remove the Summary and index rows of an object that an interrupted write left. Readers skip them."""
        self._left_overs.remove(uri)

    def remove_left_overs_beside(self, document_key: str) -> None:
        """Remove what is left over of the object whose Document has or had this key."""
        self._left_overs.remove_beside(document_key)

    def _put_all(self, summary: Summary, vector: DocumentVector | None, state: State | None) -> bool:
        shard = self._global_indexes.shard_number(summary.source.uri) if self._options.keyword_search else None
        plan = plan_of(summary, search_shard=shard)
        self._manifests.put(plan)
        put_rows(self._dynamodb, self.name, [*plan.rows, *self._name_rows.missing(plan.names)])
        self._name_rows.remember(plan.names)
        if state is None or state.index_id is None:
            return self._put_first(summary, vector, plan)
        # Readers see the row of the Summary as long as the state has an `index_id`: replace both at once.
        return transact(
            self._dynamodb,
            {"Update": self._summarized(summary, vector, plan.index_id)},
            {"Put": {"TableName": self.name, "Item": self._summary_item(summary, plan)}},
        )

    def _put_first(self, summary: Summary, vector: DocumentVector | None, plan: IndexPlan) -> bool:
        """Put a Summary that replaces none. It is valid when the state has its `index_id`."""
        index_id = plan.index_id if self._put_unless_newer(summary, plan) else self._index_id_at(plan)
        if index_id is None:
            return False
        update = self._summarized(summary, vector, index_id)
        update["ConditionExpression"] = f"({update['ConditionExpression']}) AND attribute_not_exists(#index_id)"
        if self._update(update) is not None:
            return True
        state = self.state(plan.uri)
        if state is None or may_write((state.revision, state.status), plan.revision, Status.SUMMARIZED):
            raise TransientError(f"The state of {plan.uri} has changed while its summary was stored.")
        # A repeated call meets its own result.
        return (state.revision, state.status, state.index_id) == (plan.revision, Status.SUMMARIZED, index_id)

    def _put_unless_newer(self, summary: Summary, plan: IndexPlan) -> bool:
        """Put the row of a Summary, unless it has one of a later revision, or another one of this revision."""
        put = partial(
            self._dynamodb.put_item,
            TableName=self.name,
            Item=self._summary_item(summary, plan),
            ConditionExpression="attribute_not_exists(pk) OR revision < :revision OR index_id = :index_id",
            ExpressionAttributeValues={":revision": to_value(str(plan.revision)), ":index_id": to_value(plan.index_id)},
        )
        try:
            retried(put)
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _index_id_at(self, plan: IndexPlan) -> str | None:
        """Return the index id of the Summary that another version of Nutgraf has put at the same revision, if any.

        It is complete, because its index rows were put before it. So it is finished instead of replaced.
        """
        row = from_item(self._dynamodb.get_item(**self._key(plan.uri, SUMMARY), ConsistentRead=True).get("Item", {}))
        return row["index_id"] if row.get("revision") == str(plan.revision) else None

    def _summarized(self, summary: Summary, vector: DocumentVector | None, index_id: str) -> dict[str, Any]:
        source = summary.source
        fields = {"version_id": source.version_id, "uploaded_at": source.uploaded_at, "index_id": index_id}
        fields |= self._options.state_fields(summary, vector)
        kept = frozenset({"attempts", "supersedes", "looked_up"})
        return self._transition(source.uri, source.revision, Status.SUMMARIZED, fields, kept)

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

    def _summary_item(self, summary: Summary, plan: IndexPlan) -> dict[str, Any]:
        day = f"day#{summary.source.uploaded_at[:10]}"
        return summary_item(summary, plan.index_id, self._global_indexes.shard_of(day, plan.uri))

    def _transition(
        self,
        uri: str,
        revision: Revision,
        status: Status,
        fields: dict[str, Any],
        kept: frozenset[str] = frozenset(),
        *,
        supersedes: bool = False,
        expected: ExpectedState | None = None,
    ) -> dict[str, Any]:
        key = None if status is Status.SUMMARIZED else self._global_indexes.shard_of(f"status#{status}", uri)
        change = transition(
            uri, revision, status, fields, kept, status_key=key, supersedes=supersedes, expected=expected
        )
        return self._key(uri, STATE) | change

    def _update(self, update: dict[str, Any]) -> dict[str, Any] | None:
        """Execute an update and return the whole row after it, or None if its condition was not met."""
        try:
            return retried(partial(self._dynamodb.update_item, **update, ReturnValues="ALL_NEW"))["Attributes"]
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return None


def _version_fields(version: ObjectVersion) -> dict[str, Any]:
    return {"version_id": version.version_id, "uploaded_at": version.uploaded_at}
