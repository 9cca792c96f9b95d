"""The local stack fills the gaps of moto, and a test fails when moto closes a gap itself."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from moto import mock_aws
from moto.cloudformation import parsing

from infra.local.clients import Clients
from infra.local.in_process import InProcessStack
from infra.local.moto import gaps as moto_gaps
from infra.local.moto.deleted_stacks import complete_deletions, is_deleted
from infra.local.moto.resources import nothing_for_no_value
from tests.integration.local_template import TEMPLATE

Look = Callable[[Clients, Callable[[str], str]], Any]


def versioning(clients: Clients, name: Callable[[str], str]) -> Any:
    return clients.s3.get_bucket_versioning(Bucket=name("Inbox")).get("Status")


def notifications(clients: Clients, name: Callable[[str], str]) -> Any:
    answer = clients.s3.get_bucket_notification_configuration(Bucket=name("Inbox"))
    return [sorted(entry["Events"]) for entry in answer.get("QueueConfigurations", [])]


def lifecycle(clients: Clients, name: Callable[[str], str]) -> Any:
    try:
        rules = clients.s3.get_bucket_lifecycle_configuration(Bucket=name("Inbox"))["Rules"]
    except clients.s3.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return sorted(rule["ID"] for rule in rules)


def public_access(clients: Clients, name: Callable[[str], str]) -> Any:
    try:
        answer = clients.s3.get_public_access_block(Bucket=name("Inbox"))
    except clients.s3.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return set(answer["PublicAccessBlockConfiguration"].values())


def recovery(clients: Clients, name: Callable[[str], str]) -> Any:
    answer = clients.dynamodb.describe_continuous_backups(TableName=name("Rows"))["ContinuousBackupsDescription"]
    return answer["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]


def time_to_live(clients: Clients, name: Callable[[str], str]) -> Any:
    return clients.dynamodb.describe_time_to_live(TableName=name("Rows"))["TimeToLiveDescription"].get("AttributeName")


def queue_policy(clients: Clients, name: Callable[[str], str]) -> Any:
    answer = clients.sqs.get_queue_attributes(QueueUrl=name("Work"), AttributeNames=["Policy"])
    return json.loads(answer.get("Attributes", {}).get("Policy", "{}")).get("Statement", [{}])[0].get("Action")


GAPS: list[tuple[Look, Any, Any]] = [
    (versioning, None, "Enabled"),
    (notifications, [], [["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]]),
    (lifecycle, "NoSuchLifecycleConfiguration", ["markers", "old", "parts"]),
    (public_access, "NoSuchPublicAccessBlockConfiguration", {True}),
    (recovery, "DISABLED", "ENABLED"),
    (time_to_live, None, "expires_at"),
    (queue_policy, None, "sqs:SendMessage"),
]


@pytest.mark.parametrize(("look", "by_moto", "wanted"), GAPS)
def test_the_gap_is_filled(look: Look, by_moto: Any, wanted: Any) -> None:
    with InProcessStack(template=TEMPLATE) as stack:
        assert look(stack.clients, stack.name) == wanted


@pytest.mark.parametrize(("look", "by_moto", "wanted"), GAPS)
def test_moto_alone_still_has_the_gap(monkeypatch: pytest.MonkeyPatch, look: Look, by_moto: Any, wanted: Any) -> None:
    monkeypatch.setattr(moto_gaps, "apply", lambda deployment, clients: None)
    with InProcessStack(template=TEMPLATE) as stack:
        assert look(stack.clients, stack.name) == by_moto, "moto has closed this gap: remove it from gaps.py"


@pytest.mark.parametrize(
    "kind",
    sorted(
        {
            "AWS::S3::BucketPolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::CloudWatch::Alarm",
            "AWS::Lambda::EventInvokeConfig",
            "AWS::Pipes::Pipe",
            "AWS::Scheduler::Schedule",
        }
    ),
)
def test_moto_still_skips_the_type(kind: str) -> None:
    body = json.dumps({"Resources": {"Thing": {"Type": kind, "Properties": {}}}})
    with mock_aws(), pytest.warns(UserWarning, match="not supported by moto"):
        Clients(None).of("cloudformation").create_stack(StackName="s", TemplateBody=body)


def test_every_skipped_type_has_a_test() -> None:
    watched = {
        "AWS::S3::BucketPolicy",
        "AWS::SQS::QueuePolicy",
        "AWS::CloudWatch::Alarm",
        "AWS::Lambda::EventInvokeConfig",
        "AWS::Pipes::Pipe",
        "AWS::Scheduler::Schedule",
    }
    # tests/unit/infra/test_search_template.py tests these, tests/integration/test_meaning.py what they do.
    served = {"AWS::S3Vectors::VectorBucket", "AWS::S3Vectors::Index"}
    # The local read API replaces these; tests/end_to_end/test_read_api.py tests it.
    served |= {"AWS::Lambda::Permission"} | {
        f"AWS::ApiGatewayV2::{kind}" for kind in ("Api", "Authorizer", "Integration", "Route", "Stage")
    }
    assert moto_gaps.NOT_CREATED - {"AWS::Lambda::EventSourceMapping", "AWS::Lambda::Version"} - served == watched


def test_moto_still_overlooks_the_condition_of_a_bucket_policy() -> None:
    with InProcessStack(template=TEMPLATE) as stack:
        (policy,) = stack.deployment.resources("AWS::S3::BucketPolicy").values()
        s3, bucket = stack.clients.s3, stack.name("Inbox")
        s3.put_object(Bucket=bucket, Key="a", Body=b"")
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy["PolicyDocument"]))
        with pytest.raises(s3.exceptions.ClientError, match="403"):  # although the client uses TLS
            s3.put_object(Bucket=bucket, Key="b", Body=b"")


def test_no_value_is_removed_from_a_list_and_moto_alone_still_leaves_none() -> None:
    listed = {"Tags": [{"Ref": "AWS::NoValue"}, "a"]}
    with InProcessStack(template=TEMPLATE) as stack:
        resources = stack.deployment._resource_map
        with nothing_for_no_value():
            assert parsing.clean_json(listed, resources) == {"Tags": ["a"]}
        assert parsing.clean_json(listed, resources) == {"Tags": [None, "a"]}, "moto has closed this gap"


def of_a_deleted_stack() -> list[str]:
    """Return the types of the resources that remain of a deleted stack, and of those that its listing creates."""
    kinds = {"Kept": "AWS::SNS::Topic", "Gone": "AWS::SQS::Queue"}
    resources = {name: {"Type": kind, "Properties": {}} for name, kind in kinds.items()}
    resources["Kept"]["DeletionPolicy"] = "RetainExceptOnCreate"
    with mock_aws():
        clients = Clients(None)
        cloudformation = clients.of("cloudformation")
        stack_id = cloudformation.create_stack(StackName="s", TemplateBody=json.dumps({"Resources": resources}))[
            "StackId"
        ]
        assert not is_deleted("s")
        cloudformation.delete_stack(StackName="s")
        assert is_deleted("s")
        cloudformation.list_stack_resources(StackName=stack_id)
        found = {"Kept": clients.of("sns").list_topics()["Topics"], "Gone": clients.sqs.list_queues().get("QueueUrls")}
        return [name for name, left in found.items() if left]


def test_of_a_deleted_stack_only_that_remains_which_its_policy_retains() -> None:
    with complete_deletions():
        assert of_a_deleted_stack() == ["Kept"]


def test_moto_alone_still_creates_the_resources_of_a_deleted_stack_again() -> None:
    assert "Gone" in of_a_deleted_stack(), "moto has closed this gap"
