"""Updates of state rows, with the ordering rule as DynamoDB conditions."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from shared.instants import now
from shared.revision import PREDECESSORS, Revision, Status, may_write
from shared.state import State
from shared.table.items import to_item, to_value

_OPTIONAL = frozenset(
    "version_id uploaded_at supersedes replaces index_id attempts sent_again code message advice last_error expires_at "
    "looked_up entities vector vector_graph".split()
)

# Attributes that store what the row had before a claim, and where it had it.
_PREVIOUS = {"supersedes": "version_id", "replaces": "revision"}


class ExpectedState(NamedTuple):
    """The state that a write expects, as its caller has read it; None if the object had no state."""

    state: State | None


class Condition(NamedTuple):
    """A condition of a write, with the names and values of its placeholders."""

    expression: str
    names: dict[str, str]
    values: dict[str, Any]

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of a ConditionCheck, without the table and the key."""
        return {
            "ConditionExpression": self.expression,
            "ExpressionAttributeNames": self.names,
            "ExpressionAttributeValues": self.values,
        }


def transition(
    uri: str,
    revision: Revision,
    status: Status,
    fields: dict[str, Any],
    kept: frozenset[str],
    *,
    status_key: str | None,
    supersedes: bool,
    expected: ExpectedState | None,
) -> dict[str, Any]:
    """Return an update of a state row to `status`; it removes optional attributes that are not in `fields` or `kept`.

    The result has the parameters of the update, without the table and the key. `status_key` is the key of the index by
    status, if the row is in it. With `supersedes`, the update stores the previous version id under that name, and the
    previous revision as `replaces`. The condition is the ordering rule. With `expected`, the caller has applied the
    ordering rule to that state, and the condition is that the row has not changed since.
    """
    written = to_item(
        {
            "uri": uri,
            "status": status.value,
            "revision": str(revision),
            "sequencer": revision.sequencer,
            "generation": revision.generation,
            "updated_at": now(),
            "status_key": status_key,
        }
        | fields
    )
    removed = (_OPTIONAL | {"status_key"}) - written.keys() - kept
    condition = unchanged(expected.state) if expected else allows(revision, status, fields)
    return _update(written, sorted(removed), condition, supersedes=supersedes)


def _update(
    written: dict[str, Any], removed: Iterable[str], condition: Condition, *, supersedes: bool
) -> dict[str, Any]:
    assignments = [f"#{name} = :{name}" for name in written]
    names = {f"#{name}": name for name in [*written, *removed]} | condition.names
    values = {f":{name}": value for name, value in written.items()} | condition.values
    if supersedes:
        removed = [name for name in removed if name not in _PREVIOUS]
        for name, previous in _PREVIOUS.items():
            assignments.insert(0, f"#{name} = if_not_exists(#{previous}, :null)")
            names |= {f"#{name}": name, f"#{previous}": previous}
        values |= {":null": to_value(None)}
    return {
        "UpdateExpression": f"SET {', '.join(assignments)} REMOVE {', '.join(f'#{name}' for name in removed)}",
        **Condition(condition.expression, names, values).parameters(),
    }


def allows(revision: Revision, status: Status, fields: dict[str, Any]) -> Condition:
    """Return the ordering rule as a condition on the state row, which also protects a version found by a lookup."""
    ordered = "#revision < :revision"
    names, values = {"#revision": "revision"}, {":revision": to_value(str(revision))}
    if allowed := sorted(PREDECESSORS[status]):
        choices = ", ".join(f":from{i}" for i in range(len(allowed)))
        ordered += f" OR (#revision = :revision AND #status IN ({choices}))"
        names["#status"] = "status"
        values |= {f":from{i}": to_value(before.value) for i, before in enumerate(allowed)}
    if "version_id" in fields:  # DELETED has none
        guard = not_looked_up_or(fields["version_id"])
        ordered, names, values = f"({ordered}) AND {guard.expression}", names | guard.names, values | guard.values
    return Condition(f"attribute_not_exists(pk) OR ({ordered})", names, values)


def permits(expected: ExpectedState | None, revision: Revision, status: Status) -> bool:
    """Whether the ordering rule permits a write over the expected state; without `expected`, DynamoDB decides."""
    state = expected.state if expected else None
    return state is None or may_write((state.revision, state.status), revision, status)


def not_looked_up_or(version_id: str | None) -> Condition:
    """Return the condition that no lookup has found a version other than this one."""
    names = {"#looked_up": "looked_up", "#version_id": "version_id"}
    if version_id is None:
        return Condition("(attribute_not_exists(#looked_up) OR attribute_not_exists(#version_id))", names, {})
    return Condition(
        "(attribute_not_exists(#looked_up) OR #version_id = :version_id)", names, {":version_id": to_value(version_id)}
    )


def unchanged(state: State | None) -> Condition:
    """Return the condition that the state row is still as read: no new claim, version or status."""
    if state is None:
        return Condition("attribute_not_exists(pk)", {}, {})
    expression = "#revision = :expected_revision AND #status = :expected_status"
    names = {"#revision": "revision", "#status": "status"}
    values = {":expected_revision": to_value(str(state.revision)), ":expected_status": to_value(state.status.value)}
    optional = {"version_id": state.version_id, "attempts": state.attempts or None}
    for name, value in optional.items():
        names[f"#{name}"] = name
        if value is None:
            expression += f" AND attribute_not_exists(#{name})"
        else:
            expression += f" AND #{name} = :expected_{name}"
            values[f":expected_{name}"] = to_value(value)
    return Condition(expression, names, values)
