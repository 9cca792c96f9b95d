"""SummaryTable: with the index modules the only code that knows the keys and indexes of the summaries table."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from shared.errors import NutgrafError, PermanentError, TransientError
from shared.instants import now
from shared.names.names import EntityType
from shared.revision import Revision, Status, may_write
from shared.state import State
from shared.summary import SUMMARY_SCHEMA_VERSION, Summary
from shared.table.global_indexes import GlobalIndexes
from shared.table.index_entries import MentionEntry, QuoteEntry, mentions, quotes
from shared.table.index_plan import plan_of
from shared.table.index_rows import STATE, IndexRows
from shared.table.items import from_item, to_item, to_value
from shared.table.transactions import transact
from shared.table.transitions import Seen, allows, not_looked_up_or, transition
from shared.text import shortened

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BY_DAY, BY_STATUS, BY_SHA256 = "by-day", "by-status", "by-sha256"
SUMMARY = "summary"
SHORT_SUMMARY_LENGTH = 280
LAST_ERROR_LENGTH = 500

# What a state keeps of the last good Summary as long as that stands.
_OF_LAST_GOOD = frozenset({"index_id"})
_KEY_ATTRIBUTES = ("pk", "sk", "uri", "revision", "day_key", "uploaded_at", "sha256", "short_summary")
_DAY_SECONDS = 86_400


class DayEntry(NamedTuple):
    """A summary as the index by day has it."""

    uri: str
    uploaded_at: str
    title: str | None
    short_summary: str


class StatusEntry(NamedTuple):
    """A state as the index by status has it."""

    uri: str
    updated_at: str
    code: str | None
    message: str | None


class UnknownSchemaError(NutgrafError):
    """A row was written by a newer Nutgraf than the one that reads it."""


class SummaryTable:
    """States and Summaries in one DynamoDB table.

    What is written because of an upload's own event is ordered by revisions alone. What is written because somebody
    looked for the current version may be newer than its revision says: such a state is marked `looked_up`. An event
    of another version does not replace it before somebody has looked again, and a look counts only if nobody has
    written since it began (`Seen`).

    Writers return whether the ordering rule let them; throttling and other faults of DynamoDB pass through as
    botocore's errors once its retries are used up.
    """

    def __init__(self, name: str, dynamodb: "DynamoDBClient", *, shards: int = 1, tombstone_days: int = 30) -> None:
        self.name = name
        self._dynamodb = dynamodb
        self._indexes = GlobalIndexes(name, dynamodb, shards=shards)
        self._tombstone_days = tombstone_days
        self._index = IndexRows(name, dynamodb)

    # --- write side ---

    def claim(self, uri: str, revision: Revision, *, version_id: str | None, uploaded_at: str) -> State | None:
        """Begin with a version: PROCESSING. Returns the state, or None when a newer or finished one stands there.

        A claim of what is under way already (its event came again) is granted, with one attempt more.
        """
        # `supersedes` comes first: it takes over the version_id that the row had before this very update.
        fields = {"version_id": version_id, "uploaded_at": uploaded_at, "attempts": 1}
        update = self._transition(
            uri,
            revision,
            Status.PROCESSING,
            fields,
            _OF_LAST_GOOD,
            supersedes=True,
        )
        guard, names, values = not_looked_up_or(version_id)
        granted = self._update(update) or self._update(
            {
                **self._key(uri, STATE),
                "UpdateExpression": "ADD attempts :one",
                "ConditionExpression": f"revision = :revision AND #status = :processing AND {guard}",
                "ExpressionAttributeNames": names | {"#status": "status"},
                "ExpressionAttributeValues": values
                | {
                    ":one": to_value(1),
                    ":revision": to_value(str(revision)),
                    ":processing": to_value(Status.PROCESSING),
                },
            }
        )
        return _state(granted) if granted else None

    def adopt(
        self, uri: str, revision: Revision, seen: Seen, *, version_id: str | None, uploaded_at: str
    ) -> State | None:
        """Claim a version that was found by looking. None when a newer or finished one stood there before the look.

        Raises TransientError when the state has changed since it was seen: then the look may be out of date.
        """
        state = seen.state
        if state and (state.revision, state.status) == (revision, Status.PROCESSING) and state.version_id == version_id:
            return self.claim(uri, revision, version_id=version_id, uploaded_at=uploaded_at)
        if not may_write((state.revision, state.status) if state else None, revision, Status.PROCESSING):
            return None
        fields = {"version_id": version_id, "uploaded_at": uploaded_at, "attempts": 1, "looked_up": True}
        update = self._transition(uri, revision, Status.PROCESSING, fields, _OF_LAST_GOOD, supersedes=True, seen=seen)
        granted = self._update(update)
        if granted is None:
            raise TransientError(f"The state of {uri} has changed while its current version was looked up.")
        return _state(granted)

    def fail(
        self,
        uri: str,
        revision: Revision,
        error: PermanentError,
        *,
        version_id: str | None,
        uploaded_at: str,
        seen: Seen | None = None,
    ) -> bool:
        """FAILED, with the error's code, message and advice. Its last good summary, if any, stays.

        With `seen`, nothing may have been written since.
        """
        fields = {
            "version_id": version_id,
            "uploaded_at": uploaded_at,
            "code": error.code.value,
            "message": error.message,
            "advice": error.advice,
        }
        kept = _OF_LAST_GOOD | {"attempts", "sent_again", "last_error", "supersedes", "looked_up"}
        state = seen.state if seen else None
        if state and not may_write((state.revision, state.status), revision, Status.FAILED):
            return False
        return self._update(self._transition(uri, revision, Status.FAILED, fields, kept, seen=seen)) is not None

    def note_error(self, uri: str, revision: Revision, error: BaseException) -> bool:
        """Write down a failure that will be tried again, if the object is still being processed at this revision."""
        text = shortened(f"{type(error).__name__}: {error}", LAST_ERROR_LENGTH)
        return bool(
            self._update(
                {
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
            )
        )

    def note_sent_again(self, state: State) -> bool:
        """Count that a stalled object was sent again, unless its state has changed since `state` was read."""
        return bool(
            self._update(
                {
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
            )
        )

    def put_summary(self, summary: Summary) -> bool:
        """SUMMARIZED: index rows first, then state and Summary in one transaction, at last older index rows go.

        Whatever stops it half way, readers see the index rows of the Summary that stands, and of no other.
        """
        source, plan = summary.source, plan_of(summary)
        revision = plan.revision
        fields = {"version_id": source.version_id, "uploaded_at": source.uploaded_at, "index_id": plan.index_id}
        kept = frozenset({"attempts", "supersedes", "looked_up"})
        item = to_item(
            summary.model_dump(mode="json", exclude_none=True)
            | {
                "pk": source.uri,
                "sk": SUMMARY,
                "uri": source.uri,
                "revision": str(revision),
                "day_key": self._indexes.shard_of(f"day#{source.uploaded_at[:10]}", source.uri),
                "uploaded_at": source.uploaded_at,
                "sha256": source.sha256,
                "short_summary": shortened(summary.summary.text, SHORT_SUMMARY_LENGTH),
            }
        )
        check = self._key(source.uri, STATE) | allows(revision, Status.SUMMARIZED, fields)
        written = self._index.put(plan, {"ConditionCheck": check}) and transact(
            self._dynamodb,
            {"Update": self._transition(source.uri, revision, Status.SUMMARIZED, fields, kept)},
            {"Put": {"TableName": self.name, "Item": item}},
        )
        self._index.sweep(source.uri)
        return written

    def delete(self, uri: str, revision: Revision, *, seen: Seen | None = None) -> bool:
        """DELETED: Summary and index rows go; a tombstone stays until no message can be older than it.

        With `seen`, the end was found by looking, and nothing may have been written since.
        """
        fields: dict[str, Any] = {"expires_at": int(time.time()) + self._tombstone_days * _DAY_SECONDS}
        state = seen.state if seen else None
        if seen is not None:
            fields["looked_up"] = True
        # Index rows go also where nothing is written: that end may have stopped half way.
        written = (not state or may_write((state.revision, state.status), revision, Status.DELETED)) and transact(
            self._dynamodb,
            {"Update": self._transition(uri, revision, Status.DELETED, fields, seen=seen)},
            {"Delete": self._key(uri, SUMMARY)},
        )
        self._index.sweep(uri)
        return written

    def sweep(self, uri: str) -> None:
        """Remove what a write that stopped half way left of an object's index rows. Readers never saw them."""
        self._index.sweep(uri)

    def has_left_over(self, uri: str) -> bool:
        """Whether there is anything to sweep."""
        return bool(self._index.left_over(uri))

    # --- read side ---

    def state(self, uri: str) -> State | None:
        """The state of an object, or None when it has none."""
        item = self._dynamodb.get_item(**self._key(uri, STATE), ConsistentRead=True).get("Item")
        return _state(item) if item else None

    def get(self, uri: str) -> Summary | None:
        """The last good Summary of an object; raises UnknownSchemaError when a newer Nutgraf wrote it."""
        item = self._dynamodb.get_item(**self._key(uri, SUMMARY), ConsistentRead=True).get("Item")
        return _summary(item) if item else None

    def document_of(self, uri: str) -> str | None:
        """The key of the Document that the last good Summary of an object rests on, whichever Nutgraf wrote it."""
        found = self._dynamodb.get_item(
            **self._key(uri, SUMMARY),
            ConsistentRead=True,
            ProjectionExpression="#document.#key",
            ExpressionAttributeNames={"#document": "document", "#key": "key"},
        ).get("Item")
        return str(from_item(found)["document"]["key"]) if found else None

    def by_day(self, day: str) -> Iterator[DayEntry]:
        """Summaries of what was uploaded on `day` (YYYY-MM-DD, UTC), newest first."""
        rows = self._indexes.of_shards(BY_DAY, "day_key", f"day#{day}", "uploaded_at")
        return (DayEntry(r["uri"], r["uploaded_at"], r.get("title"), r["short_summary"]) for r in rows)

    def by_status(
        self, status: Status, *, since: str | None = None, until: str | None = None, oldest_first: bool = False
    ) -> Iterator[StatusEntry]:
        """Objects that are PROCESSING, FAILED or DELETED, newest first or `oldest_first`.

        From `since` up to `until`: instants, or the beginnings of some.

        Raises ValueError for SUMMARIZED, which is not indexed: ask by day.
        """
        if status is Status.SUMMARIZED:
            raise ValueError("SUMMARIZED is not in the index by status: ask by day")
        rows = self._indexes.of_shards(
            BY_STATUS, "status_key", f"status#{status}", "updated_at", (since, until), not oldest_first
        )
        return (StatusEntry(r["uri"], r["updated_at"], r.get("code"), r.get("message")) for r in rows)

    def by_sha256(self, sha256: str) -> Iterator[str]:
        """The URIs of summarized objects whose content has this SHA-256 (hexadecimal)."""
        return (row["uri"] for row in self._indexes.query(BY_SHA256, "sha256", sha256))

    def by_entity(self, name: str, kind: EntityType | None = None) -> Iterator[MentionEntry]:
        """Documents that mention a person, an organization or a place, newest first, read a page at a time.

        A person is asked for by family name (`obama`), or with given names too, in any order of `Barack Obama`,
        `President Obama` and `Obama, Barack`: then those whose given names contradict are left out, and `agreement`
        says how well the others agree (shared.table.index_entries.best_first ranks by it). Organizations and places are
        asked for by the name in full. Spellings that a document has of the name are found, three family names at most.
        """
        return mentions(self._index, name, kind)

    def by_speaker(self, name: str, kind: EntityType | None = None) -> Iterator[QuoteEntry]:
        """What somebody said, the newest document first; who is meant by `name` is decided as in `by_entity`."""
        return quotes(self._index, name, kind)

    # --- keys, conditions, conversions ---

    def _key(self, uri: str, row: str) -> dict[str, Any]:
        return {"TableName": self.name, "Key": to_item({"pk": uri, "sk": row})}

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
        key = None if status is Status.SUMMARIZED else self._indexes.shard_of(f"status#{status}", uri)
        change = transition(uri, revision, status, fields, kept, status_key=key, supersedes=supersedes, seen=seen)
        return self._key(uri, STATE) | change

    def _update(self, update: dict[str, Any]) -> dict[str, Any] | None:
        """The whole row after the update, or None when its condition did not hold."""
        try:
            return self._dynamodb.update_item(**update, ReturnValues="ALL_NEW")["Attributes"]
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return None


def _state(item: dict[str, Any]) -> State:
    values = from_item(item)
    return State.model_validate({name: values[name] for name in State.model_fields if name in values})


def _summary(item: dict[str, Any]) -> Summary:
    values = from_item(item)
    if values["schema_version"] > SUMMARY_SCHEMA_VERSION:
        raise UnknownSchemaError(
            f"The summary of {values['uri']} has schema version {values['schema_version']}; this Nutgraf reads up to "
            f"{SUMMARY_SCHEMA_VERSION}. Update it."
        )
    return Summary.model_validate({name: value for name, value in values.items() if name not in _KEY_ATTRIBUTES})
