"""What `nutgraf smoke` finds in a stack that is not in order, check by check."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.moto_api import state_manager

from infra.operations.installation import Resource, Stack
from infra.operations.smoke.check import Check, Result
from infra.operations.smoke.event_watch import EventWatch
from infra.operations.smoke.states import check_alarms, check_queues, check_resources, check_stack, guarded
from infra.operations.target import ClientOf


@pytest.fixture
def client() -> Iterator[ClientOf]:
    """Clients of an empty account."""
    with mock_aws():
        session: Any = boto3.Session("local", "local", region_name="us-east-1")
        yield session.client


def put_alarm(client: ClientOf, name: str, queue: str, state: str) -> None:
    client("cloudwatch").put_metric_alarm(
        AlarmName=name,
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[{"Name": "QueueName", "Value": queue}],
        Statistic="Maximum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
    )
    client("cloudwatch").set_alarm_state(AlarmName=name, StateValue=state, StateReason="test")


def test_an_alarm_that_fires_fails_the_check_and_alarms_of_other_stacks_are_not_counted(client: ClientOf) -> None:
    put_alarm(client, "nutgraf-prod-parked", "nutgraf-prod-ParkingQueue-1", "ALARM")
    assert check_alarms(client, ["nutgraf-ParkingQueue-1"]).result is Result.SKIPPED
    put_alarm(client, "nutgraf-old", "nutgraf-ParseQueue-1", "OK")
    names = ["nutgraf-ParkingQueue-1", "nutgraf-ParseQueue-1"]
    assert check_alarms(client, names) == ("alarms", Result.OK, "1 OK")
    put_alarm(client, "nutgraf-parked", "nutgraf-ParkingQueue-1", "ALARM")
    assert check_alarms(client, names) == ("alarms", Result.FAILED, "1 ALARM, 1 OK: nutgraf-parked")


def test_an_alarm_on_an_expression_is_found_by_its_metrics(client: ClientOf) -> None:
    metric = {"Namespace": "Nutgraf", "MetricName": "failures", "Dimensions": [{"Name": "table", "Value": "t-1"}]}
    client("cloudwatch").put_metric_alarm(
        AlarmName="share",
        Metrics=[
            {"Id": "m", "ReturnData": False, "MetricStat": {"Stat": "Sum", "Period": 300, "Metric": metric}},
            {"Id": "e", "Expression": "m * 2", "ReturnData": True},
        ],
        EvaluationPeriods=1,
        Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
    )
    assert check_alarms(client, ["t-1"]).result is Result.OK
    assert check_alarms(client, ["t-2"]).result is Result.SKIPPED


def test_messages_for_an_operator_fail_the_check_of_the_queues(client: ClientOf) -> None:
    urls = {name: client("sqs").create_queue(QueueName=name)["QueueUrl"] for name in ("ParseQueue", "ParkingQueue")}
    queues = [Resource(name, "AWS::SQS::Queue", url) for name, url in urls.items()]
    client("sqs").send_message(QueueUrl=urls["ParseQueue"], MessageBody="an upload that waits")
    assert check_queues(client, queues) == ("queues", Result.OK, "ParseQueue 1, ParkingQueue 0")
    client("sqs").send_message(QueueUrl=urls["ParkingQueue"], MessageBody="no message of S3")
    found = check_queues(client, queues)
    assert found.result is Result.FAILED and "See the runbooks of ParkingQueue" in found.detail


@pytest.mark.parametrize(
    ("status", "result"),
    [("UPDATE_COMPLETE", Result.OK), ("UPDATE_ROLLBACK_COMPLETE", Result.OK), ("ROLLBACK_COMPLETE", Result.FAILED)],
)
def test_a_stack_that_is_not_complete_fails_its_check(status: str, result: Result) -> None:
    assert check_stack(Stack("nutgraf", "arn", status, "", {}, {}, False)).result is result


def test_a_missing_function_fails_its_check(client: ClientOf) -> None:
    found = list(check_resources(client, [Resource("ParseFunction", "AWS::Lambda::Function", "gone")]))
    assert [(check.name, check.result) for check in found] == [
        ("functions", Result.FAILED),
        ("mappings", Result.SKIPPED),
        ("pipe", Result.SKIPPED),
    ]
    assert "ResourceNotFoundException" in found[0].detail


def test_a_pipe_that_does_not_run_fails_its_check(client: ClientOf) -> None:
    arns = {"RoleArn": "arn:aws:iam::123456789012:role/pipe", "Source": "arn:aws:sqs:us-east-1:123456789012:source"}
    arns["Target"] = "arn:aws:events:us-east-1:123456789012:event-bus/default"
    pipe = [Resource("StateChangesPipe", "AWS::Pipes::Pipe", "changes")]

    def found() -> tuple[Result, str]:
        (check,) = (check for check in check_resources(client, pipe) if check.name == "pipe")
        return check.result, check.detail

    state_manager.set_transition("pipes::pipe", {"progression": "manual", "times": 2})
    try:
        client("pipes").create_pipe(Name="changes", **arns)
        assert found() == (Result.FAILED, "StateChangesPipe CREATING")
        assert found() == (Result.OK, "StateChangesPipe RUNNING")
    finally:
        state_manager.unset_transition("pipes::pipe")


def test_a_caller_who_may_not_create_a_rule_leaves_no_queue_behind(client: ClientOf) -> None:
    events = client("events")

    def refuse(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no events:PutRule"}}, "PutRule")

    events.meta.events.register_first("before-call.events.PutRule", refuse)

    def refused(service: str) -> Any:
        return events if service == "events" else client(service)

    with pytest.raises(ClientError, match=r"no events:PutRule"), EventWatch(refused, "default", "s3://bucket/a.txt"):
        pass
    assert "QueueUrls" not in client("sqs").list_queues()


@pytest.mark.parametrize(("code", "result"), [("AccessDenied", Result.SKIPPED), ("Throttling", Result.FAILED)])
def test_only_a_missing_permission_skips_a_check(code: str, result: Result) -> None:
    def refused() -> Check:
        raise ClientError({"Error": {"Code": code, "Message": "no"}}, "DescribeAlarms")

    found = guarded("alarms", refused)
    assert found.result is result and found.detail.startswith(f"not checked: An error occurred ({code})")
