"""`nutgraf teardown` leaves nothing of a stack, and touches nothing else."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from moto import mock_aws
from moto.backends import get_backend
from samtranslator.yaml_helper import yaml_parse
from typer.testing import CliRunner, Result

from infra.cli.app import app
from infra.local.clients import ACCOUNT, LOCAL_STACK
from infra.local.deployment import Deployment
from infra.local.in_process import InProcessStack
from infra.local.template import READ_TEMPLATE, ROOT, SEARCH_TEMPLATE, TEMPLATE, translate
from infra.operations import installation as names
from tests.support.deployer_policy import denied, record_calls
from tests.support.operations_stack import OperationsStack

OPERATOR = {
    "COLUMNS": "500",
    "AWS_ACCESS_KEY_ID": "me",
    "AWS_SECRET_ACCESS_KEY": "me",
    "AWS_DEFAULT_REGION": "us-east-1",
}
KEY_TEMPLATE = ROOT / "infra" / "key.yaml"


def teardown(*arguments: str, stack_name: str = LOCAL_STACK, code: int = 0) -> Result:
    """Run the command for the local stack through AWS's endpoints, which are moto's."""
    result = CliRunner().invoke(app, ["teardown", "--aws", "--stack-name", stack_name, *arguments], env=OPERATOR)
    assert result.exit_code == code, result.output
    return result


def used(stack: InProcessStack) -> None:
    """Fill the buckets with versions, delete markers, an incomplete upload and a Document, and the table with rows."""
    s3, bucket = stack.clients.s3, stack.name("UploadsBucket")
    for key in ("a.txt", "a.txt", "b.txt"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"The council of Ardale closed the old bridge. It reopens in May.")
    s3.delete_object(Bucket=bucket, Key="b.txt")
    s3.create_multipart_upload(Bucket=bucket, Key="large.pdf")
    s3.put_object(Bucket=stack.name("DocumentsBucket"), Key="0000/1.json.gz", Body=b"a Document")
    row = {"pk": {"S": f"s3://{bucket}/a.txt"}, "sk": {"S": "state"}}
    stack.clients.dynamodb.put_item(TableName=stack.name("SummariesTable"), Item=row)


def left(stack: InProcessStack) -> dict[str, Any]:
    """Return what exists in the account, apart from managed policies, which moto 5.2.5 never deletes with a stack."""
    of = stack.clients.of
    return {
        "stacks": [found["StackName"] for found in of("cloudformation").describe_stacks()["Stacks"]],
        "buckets": [bucket["Name"] for bucket in stack.clients.s3.list_buckets()["Buckets"]],
        "tables": stack.clients.dynamodb.list_tables()["TableNames"],
        "queues": stack.clients.sqs.list_queues().get("QueueUrls", []),
        "functions": [found["FunctionName"] for found in of("lambda").list_functions()["Functions"]],
        "roles": [role["RoleName"] for role in of("iam").list_roles()["Roles"]],
        "log groups": [group["logGroupName"] for group in of("logs").describe_log_groups()["logGroups"]],
        "topics": of("sns").list_topics()["Topics"],
    }


def assert_nothing_is_left(stack: InProcessStack) -> None:
    assert {name: found for name, found in left(stack).items() if found} == {}


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[InProcessStack]:
    """A stack whose table is protected, and whose data remains except when a creation fails."""
    template = tmp_path / "template.yaml"
    text = TEMPLATE.read_text(encoding="utf-8").replace(
        "DeletionPolicy: Retain\n", "DeletionPolicy: RetainExceptOnCreate\n"
    )
    if "DeletionProtectionEnabled" not in text:
        text = text.replace("      BillingMode:", "      DeletionProtectionEnabled: true\n      BillingMode:")
    template.write_text(text, encoding="utf-8")
    with InProcessStack(template=template) as running:
        yield running


@contextmanager
def hooked(hook: Callable[[str], None]) -> Iterator[None]:
    """Call a function with the name of each operation before an operator's command calls it."""
    session = boto3.Session()
    session.events.register_first("before-call", lambda model, **_: hook(model.name))
    with patch("boto3.DEFAULT_SESSION", session):
        yield


@contextmanager
def recording(calls: list[tuple[str, str, Any]]) -> Iterator[None]:
    """Record service, name and parameters of each call of an operator's command."""
    session = boto3.Session()
    record_calls(session, calls)
    with patch("boto3.DEFAULT_SESSION", session):
        yield


def test_the_descriptions_by_which_stacks_are_recognized_are_those_of_the_templates() -> None:
    for path, begins in (
        (TEMPLATE, names.CORE),
        (ROOT / "operations.yaml", names.OPERATIONS),
        (READ_TEMPLATE, names.READ),
        (SEARCH_TEMPLATE, names.SEARCH),
        (KEY_TEMPLATE, names.KEY),
    ):
        described = yaml_parse(path.read_text(encoding="utf-8"))["Description"]
        assert described.startswith(begins), path


def test_without_yes_nothing_is_deleted_and_everything_is_counted(stack: InProcessStack) -> None:
    used(stack)
    before = left(stack)
    printed = teardown().stdout
    assert "3 versions, 1 delete markers, 1 incomplete uploads" in printed
    assert f"stack      {LOCAL_STACK} (CREATE_COMPLETE)" in printed
    assert stack.name("SummariesTable") in printed
    assert "Nothing was deleted" in printed
    assert left(stack) == before


def test_nothing_is_left_after_a_teardown(stack: InProcessStack) -> None:
    used(stack)
    OperationsStack(stack)
    calls: list[tuple[str, str, Any]] = []
    core = stack.deployment.outputs
    parameters = {name: core[name] for name in ("TableName", "DocumentsBucket", "UploadsBucket")}
    read = Deployment(translate(parameters, READ_TEMPLATE), parameters, stack.clients, stack_name="nutgraf-local-read")
    assert read.functions()
    vectors = {name: core[name] for name in ("TableName", "DocumentsBucket")}
    search = Deployment(translate(vectors, SEARCH_TEMPLATE), vectors, stack.clients, stack_name="nutgraf-local-search")
    assert search.functions()
    with recording(calls):
        printed = teardown("--yes").stdout
    assert_nothing_is_left(stack)
    assert {"cloudformation:DeleteStack", "s3:DeleteObjects"} < {f"{service}:{name}" for service, name, _ in calls}
    assert denied(iter(calls)) == set(), "examples/deploy/deployer-policy.json"
    steps = [line.split()[2].rpartition("-")[0] for line in printed.splitlines() if line.startswith("Deleting stack")]
    assert steps == [f"{LOCAL_STACK}-operations", *[LOCAL_STACK] * 2, "nutgraf"], "the core stack comes last"
    assert "Nothing is left" in teardown("--yes").stdout


def test_a_protected_table_and_data_that_remains_except_on_creation_are_deleted_too(guarded: InProcessStack) -> None:
    used(guarded)
    table = guarded.clients.dynamodb.describe_table(TableName=guarded.name("SummariesTable"))["Table"]
    assert table["DeletionProtectionEnabled"]
    teardown("--yes")
    assert_nothing_is_left(guarded)


def test_a_teardown_that_is_interrupted_after_each_of_its_changes_continues(guarded: InProcessStack) -> None:
    used(guarded)
    reading = ("Describe", "List", "Get", "Head")
    changes: list[str] = []
    budget = 0

    def interrupt(operation: str) -> None:
        nonlocal budget
        if operation.startswith(reading):
            return
        if budget == 0:
            raise KeyboardInterrupt
        budget -= 1
        changes.append(operation)

    for _ in range(40):
        budget = 1
        with hooked(interrupt):
            result = CliRunner().invoke(app, ["teardown", "--aws", "--stack", LOCAL_STACK, "--yes"], env=OPERATOR)
        if result.exit_code == 0:
            break
        assert "Run the same command again" in result.stderr
    assert_nothing_is_left(guarded)
    assert changes[:2] == ["UpdateTable", "DeleteStack"]
    assert {"AbortMultipartUpload", "DeleteObjects", "DeleteBucket", "DeleteTable"} < set(changes)


def test_data_of_a_stack_that_was_deleted_in_the_console_is_deleted_too(stack: InProcessStack) -> None:
    used(stack)
    stack.clients.of("cloudformation").delete_stack(StackName=LOCAL_STACK)
    assert len(left(stack)["buckets"]) == 2 and left(stack)["tables"]
    assert f"{LOCAL_STACK} (deleted, 2 buckets left)" in teardown().stdout
    teardown("--yes")
    assert_nothing_is_left(stack)


def test_the_bucket_of_a_user_stays_as_it_is(stack_with: Callable[..., InProcessStack]) -> None:
    stack = stack_with(ExistingUploadsBucket="their-bucket")
    s3 = stack.clients.s3
    s3.create_bucket(Bucket="their-bucket")
    s3.put_bucket_versioning(Bucket="their-bucket", VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket="their-bucket", Key="a.txt", Body=b"theirs")["VersionId"]
    touched: list[str] = []
    s3_calls = ("DeleteObjects", "DeleteBucket", "AbortMultipartUpload")

    def record(operation: str) -> None:
        touched.extend([operation] if operation in s3_calls else [])

    with hooked(record):
        printed = teardown("--yes").stdout
    assert "The bucket their-bucket is not a part of the stack." in printed
    assert touched == ["DeleteBucket"], "only the bucket of the Documents, which is empty"
    assert left(stack)["buckets"] == ["their-bucket"]
    assert s3.get_object(Bucket="their-bucket", Key="a.txt", VersionId=version)["Body"].read() == b"theirs"


def test_a_bucket_that_another_stack_uses_or_created_stays(stack: InProcessStack) -> None:
    used(stack)
    uploads, documents = stack.name("UploadsBucket"), stack.name("DocumentsBucket")
    template = {"Parameters": {"Bucket": {"Type": "String"}}, "Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}
    stack.clients.of("cloudformation").create_stack(
        StackName="reader",
        TemplateBody=json.dumps(template),
        Parameters=[{"ParameterKey": "Bucket", "ParameterValue": uploads}],
    )
    of_others = {"aws:cloudformation:stack-id": "arn:aws:cloudformation:us-east-1:123456789012:stack/theirs/1"}
    get_backend("s3")[ACCOUNT]["aws"].put_bucket_tagging(documents, of_others)
    printed = teardown("--yes").stdout
    assert f"The bucket {uploads} stays: the stack reader uses it." in printed
    assert f"The bucket {documents} stays: its tag aws:cloudformation:stack-id is arn:" in printed
    assert sorted(left(stack)["buckets"]) == sorted([uploads, documents])
    assert left(stack)["tables"] == [] and left(stack)["stacks"] == ["reader"]
    assert len(stack.clients.s3.list_object_versions(Bucket=uploads)["Versions"]) == 3


def test_uploads_during_a_teardown_end_it_with_a_sentence(stack: InProcessStack) -> None:
    bucket = stack.name("UploadsBucket")

    def upload(operation: str) -> None:
        if operation == "DeleteBucket":
            stack.clients.s3.put_object(Bucket=bucket, Key="late.txt", Body=b"late")

    with hooked(upload):
        refused = teardown("--yes", code=1)
    assert f"Uploads to {bucket} continue. Stop them" in refused.stderr
    teardown("--yes")
    assert_nothing_is_left(stack)


def test_the_key_goes_last_and_its_deletion_can_be_cancelled() -> None:
    template = yaml_parse(KEY_TEMPLATE.read_text(encoding="utf-8"))
    policy = json.dumps(template["Resources"]["Key"]["Properties"]["KeyPolicy"])
    with mock_aws():
        cloudformation, kms = boto3.client("cloudformation", "us-east-1"), boto3.client("kms", "us-east-1")
        cloudformation.create_stack(StackName="nutgraf-key", TemplateBody=json.dumps(template))
        (output,) = cloudformation.describe_stacks(StackName="nutgraf-key")["Stacks"][0]["Outputs"]
        arn = output["OutputValue"]
        kms.put_key_policy(KeyId=arn, PolicyName="default", Policy=policy)  # moto 5.2.5 reads only the text of one
        with InProcessStack({"KmsKeyArn": arn}) as stack:
            assert f"The key {arn} stays because of --keep-key" in teardown("--keep-key").stdout
            printed = teardown("--yes").stdout
            assert printed.index("Deleting key") > printed.index("Deleting table")
            assert kms.describe_key(KeyId=arn)["KeyMetadata"]["KeyState"] == "PendingDeletion"
            assert_nothing_is_left(stack)


def test_a_protected_stack_another_stack_and_a_missing_stack_are_refused(stack: InProcessStack) -> None:
    cloudformation = stack.clients.of("cloudformation")
    template = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}
    cloudformation.create_stack(StackName="shop", TemplateBody=json.dumps(template))
    template = {"Description": yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Description"], **template}
    cloudformation.create_stack(
        StackName="protected", TemplateBody=json.dumps(template), EnableTerminationProtection=True
    )
    before = left(stack)
    for name, reason in (
        ("shop", "is not made from Nutgraf's template.yaml"),
        ("gone", "There is no stack gone"),
        ("protected", "Termination protection is on for protected. Switch it off: aws cloudformation"),
    ):
        assert reason in teardown("--yes", stack_name=name, code=1).stderr
    assert left(stack) == before
