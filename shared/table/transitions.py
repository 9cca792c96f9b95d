"""How the row of a state may change: updates of DynamoDB with the ordering rule as their condition."""

from typing import Any, NamedTuple

from shared.instants import now
from shared.revision import PREDECESSORS, Revision, Status
from shared.state import State
from shared.table.items import to_item, to_value

_OPTIONAL = frozenset(
    "version_id uploaded_at supersedes index_id attempts sent_again code message advice last_error expires_at "
    "looked_up".split()
)


class Seen(NamedTuple):
    """What the state was before somebody looked into the bucket; None where there was none."""

    state: State | None


def transition(
    uri: str,
    revision: Revision,
    status: Status,
    fields: dict[str, Any],
    kept: frozenset[str],
    *,
    status_key: str | None,
    supersedes: bool,
    seen: Seen | None,
) -> dict[str, Any]:
    """An update of the state row to `status` under the ordering rule; optional attributes not named are removed.

    Returns the parameters of the update but for the table and the key. `status_key`: of the index by status, if any.
    With `supersedes`, the version that the row had before this very update is kept under that name. With `seen`,
    the caller has held the ordering rule against that state, and the row must still be as it was.
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
    removed = sorted((_OPTIONAL | {"status_key"}) - written.keys() - kept)
    settings = [f"#{name} = :{name}" for name in written]
    condition = unchanged(seen.state) if seen else allows(revision, status, fields)
    names = {f"#{name}": name for name in [*written, *removed]} | condition["ExpressionAttributeNames"]
    values = {f":{name}": value for name, value in written.items()} | condition["ExpressionAttributeValues"]
    if supersedes:
        removed.remove("supersedes")
        settings.insert(0, "#supersedes = if_not_exists(#version_id, :null)")
        names |= {"#supersedes": "supersedes", "#version_id": "version_id"}
        values |= {":null": to_value(None)}
    return {
        "UpdateExpression": f"SET {', '.join(settings)} REMOVE {', '.join(f'#{name}' for name in removed)}",
        "ConditionExpression": condition["ConditionExpression"],
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }


def allows(revision: Revision, status: Status, fields: dict[str, Any]) -> dict[str, Any]:
    """The ordering rule as a condition on the state row, and that a version found by looking is not replaced."""
    ordered = "#revision < :revision"
    names, values = {"#revision": "revision"}, {":revision": to_value(str(revision))}
    if allowed := sorted(PREDECESSORS[status]):
        choices = ", ".join(f":from{i}" for i in range(len(allowed)))
        ordered += f" OR (#revision = :revision AND #status IN ({choices}))"
        names["#status"] = "status"
        values |= {f":from{i}": to_value(before.value) for i, before in enumerate(allowed)}
    if "version_id" in fields:  # DELETED has none
        guard, more_names, more_values = not_looked_up_or(fields["version_id"])
        ordered, names, values = f"({ordered}) AND {guard}", names | more_names, values | more_values
    return {
        "ConditionExpression": f"attribute_not_exists(pk) OR ({ordered})",
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }


def not_looked_up_or(version_id: str | None) -> tuple[str, dict[str, str], dict[str, Any]]:
    """The condition that no other version than this one was found by looking, its names and its values."""
    names = {"#looked_up": "looked_up", "#version_id": "version_id"}
    if version_id is None:
        return "(attribute_not_exists(#looked_up) OR attribute_not_exists(#version_id))", names, {}
    condition = "(attribute_not_exists(#looked_up) OR #version_id = :version_id)"
    return condition, names, {":version_id": to_value(version_id)}


def unchanged(state: State | None) -> dict[str, Any]:
    """That the state row is as it was seen: no claim, no other version, no other status."""
    if state is None:
        return {
            "ConditionExpression": "attribute_not_exists(pk)",
            "ExpressionAttributeNames": {},
            "ExpressionAttributeValues": {},
        }
    expression = "#revision = :seen_revision AND #status = :seen_status"
    names = {"#revision": "revision", "#status": "status"}
    values = {":seen_revision": to_value(str(state.revision)), ":seen_status": to_value(state.status.value)}
    optional = {"version_id": state.version_id, "attempts": state.attempts or None}
    for name, value in optional.items():
        names[f"#{name}"] = name
        if value is None:
            expression += f" AND attribute_not_exists(#{name})"
        else:
            expression += f" AND #{name} = :seen_{name}"
            values[f":seen_{name}"] = to_value(value)
    return {
        "ConditionExpression": expression,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }
