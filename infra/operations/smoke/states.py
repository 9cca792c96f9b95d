"""The states of the resources of a stack: functions, mappings, pipe, schedule, queues and alarms."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.operations.installation import Resource, Stack
from infra.operations.smoke.check import Check, Result
from infra.operations.target import ClientOf

# States of a stack in which it is complete. After a rollback of an update, the stack is as it was before.
_COMPLETE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE")

# How the codes of AWS begin if the caller lacks a permission.
_DENIED = ("AccessDenied", "UnauthorizedOperation", "AuthorizationError")

_FUNCTION, _MAPPING = "AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping"
_PIPE, _QUEUE = "AWS::Pipes::Pipe", "AWS::SQS::Queue"


def check_stack(stack: Stack) -> Check:
    """Return whether CloudFormation completed the last deployment."""
    result = Result.OK if stack.status in _COMPLETE else Result.FAILED
    return Check("stack", result, f"{stack.name}, {stack.status}")


def check_resources(client: ClientOf, found: Iterable[Resource]) -> Iterator[Check]:
    """Yield a check for the functions, the mappings and the pipe, with the states that AWS reports."""
    resources = list(found)
    for kind, name, state_of, expected in (
        (_FUNCTION, "functions", _function_state, "Active"),
        (_MAPPING, "mappings", _mapping_state, "Enabled"),
        (_PIPE, "pipe", _pipe_state, "RUNNING"),
    ):
        names = {resource.logical_id: resource.name for resource in resources if resource.type == kind}
        if not names:
            yield Check(name, Result.SKIPPED, "CloudFormation lists none; the local stack runs its own")
            continue
        yield guarded(name, partial(_compared, name, names, partial(state_of, client), expected))


def check_queues(client: ClientOf, found: Iterable[Resource]) -> Check:
    """Return the numbers of messages in the queues. It fails if messages wait for an operator."""
    sqs = client("sqs")
    numbers = {}
    for resource in found:
        if resource.type == _QUEUE:
            wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
            attributes = sqs.get_queue_attributes(QueueUrl=resource.name, AttributeNames=wanted)["Attributes"]
            numbers[resource.logical_id] = sum(map(int, attributes.values()))
    waiting = [name for name in ("ParkingQueue", "StateChangesDeadLetterQueue") if numbers.get(name)]
    listed = ", ".join(f"{name} {number}" for name, number in numbers.items())
    if waiting:
        return Check("queues", Result.FAILED, f"{listed}. See the runbooks of {' and '.join(waiting)}.")
    return Check("queues", Result.OK, listed)


def check_alarms(client: ClientOf, names: Iterable[str]) -> Check:
    """Return the states of all alarms on metrics of these resources: functions, queues, the table."""
    own = set(names)
    pages = client("cloudwatch").get_paginator("describe_alarms").paginate(AlarmTypes=["MetricAlarm"])
    alarms = [alarm for page in pages for alarm in page["MetricAlarms"] if own & set(_dimensions(alarm))]
    if not alarms:
        return Check("alarms", Result.SKIPPED, "there are none; operations.yaml creates them (docs/operations.md)")
    states = Counter(alarm["StateValue"] for alarm in alarms)
    counted = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
    firing = sorted(alarm["AlarmName"] for alarm in alarms if alarm["StateValue"] == "ALARM")
    if firing:
        return Check("alarms", Result.FAILED, f"{counted}: {', '.join(firing)}")
    return Check("alarms", Result.OK, counted)


def guarded(name: str, check: Callable[[], Check]) -> Check:
    """Return a check, also if a call of it fails."""
    try:
        return check()
    except (BotoCoreError, ClientError) as error:
        return not_checked(name, error)


def not_checked(name: str, error: BotoCoreError | ClientError) -> Check:
    """Return the check whose call failed: skipped if the caller lacks a permission, otherwise failed."""
    denied = isinstance(error, ClientError) and error.response["Error"]["Code"].startswith(_DENIED)
    return Check(name, Result.SKIPPED if denied else Result.FAILED, f"not checked: {error}")


def _compared(name: str, names: Mapping[str, str], state_of: Callable[[str], str], expected: str) -> Check:
    states = {logical_id: state_of(physical) for logical_id, physical in names.items()}
    listed = ", ".join(f"{logical_id} {state}" for logical_id, state in states.items())
    ok = all(state.split()[0] == expected for state in states.values())
    return Check(name, Result.OK if ok else Result.FAILED, listed)


def _function_state(client: ClientOf, name: str) -> str:
    found = client("lambda").get_function_configuration(FunctionName=name)
    parts = [found.get("State", "Active"), found.get("StateReason", ""), found.get("Runtime", "image")]
    if found.get("LastUpdateStatus") == "Failed":
        parts.insert(0, f"update failed: {found.get('LastUpdateStatusReason')}")
    return " ".join(filter(None, [*parts, f"{found['MemorySize']} MB", f"code {found['CodeSha256'][:8]}"]))


def _mapping_state(client: ClientOf, uuid: str) -> str:
    found = client("lambda").get_event_source_mapping(UUID=uuid)
    reason = found.get("StateTransitionReason", "")
    return str(found["State"]) + (f" ({reason})" if found["State"] != "Enabled" and reason else "")


def _pipe_state(client: ClientOf, name: str) -> str:
    found = client("pipes").describe_pipe(Name=name)
    reason = found.get("StateReason", "")
    return str(found["CurrentState"]) + (f" ({reason})" if reason else "")


def _dimensions(alarm: Mapping[str, Any]) -> Iterator[str]:
    """Yield the values of the dimensions of an alarm's metrics."""
    stats = [entry["MetricStat"]["Metric"] for entry in alarm.get("Metrics", []) if "MetricStat" in entry]
    for metric in (alarm, *stats):
        yield from (dimension["Value"] for dimension in metric.get("Dimensions", []))
