"""The stack reads an existing bucket instead of a new one, with the set-up of docs/existing-bucket.md."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from infra.local.in_process import InProcessStack
from infra.local.template import ROOT
from shared.revision import Status
from shared.table.table import SummaryTable
from tests.integration.pipeline import BRIDGE, MARKET

BUCKET = "my-bucket"


def notifications_of_the_docs(stack: InProcessStack) -> dict[str, Any]:
    """Return the notifications.json of docs/existing-bucket.md, with the queue of the stack."""
    text = (ROOT / "docs" / "existing-bucket.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    configuration: dict[str, Any] = json.loads(block)
    (entry,) = configuration["QueueConfigurations"]
    answer = stack.clients.sqs.get_queue_attributes(QueueUrl=stack.name("ParseQueue"), AttributeNames=["QueueArn"])
    entry["QueueArn"] = answer["Attributes"]["QueueArn"]
    return configuration


@pytest.mark.parametrize("versioned", [True, False], ids=["versioned", "unversioned"])
def test_an_existing_bucket_is_read(stack_with: Callable[..., InProcessStack], versioned: bool) -> None:
    stack = stack_with(ExistingUploadsBucket=BUCKET)
    s3, table = stack.clients.s3, SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb)
    s3.create_bucket(Bucket=BUCKET)
    if versioned:
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=BUCKET, Key="inbox/before.txt", Body=MARKET.encode())
    configuration: Any = notifications_of_the_docs(stack)
    s3.put_bucket_notification_configuration(Bucket=BUCKET, NotificationConfiguration=configuration)

    key = "inbox/a bridge+ü.txt"
    uri = f"s3://{BUCKET}/{key}"
    for body in (MARKET, BRIDGE):
        s3.put_object(Bucket=BUCKET, Key=key, Body=body.encode())
    s3.put_object(Bucket=BUCKET, Key="elsewhere/b.txt", Body=BRIDGE.encode())
    stack.pump()
    state, summary = table.state(uri), table.get(uri)
    assert state is not None and state.status is Status.SUMMARIZED
    assert bool(state.version_id) is versioned
    assert summary is not None and summary.title == BRIDGE.partition("\n")[0]
    assert table.state(f"s3://{BUCKET}/inbox/before.txt") is None
    assert table.state(f"s3://{BUCKET}/elsewhere/b.txt") is None

    s3.delete_object(Bucket=BUCKET, Key=key)
    stack.pump()
    state = table.state(uri)
    assert state is not None and state.status is Status.DELETED
    assert table.get(uri) is None
    assert stack.take("ParkingQueue") == []


def test_the_stack_then_has_no_uploads_bucket_and_allows_only_that_one(
    stack_with: Callable[..., InProcessStack],
) -> None:
    stack = stack_with(ExistingUploadsBucket=BUCKET)
    deployment = stack.deployment
    assert set(deployment.resources("AWS::S3::Bucket")) == {"DocumentsBucket"}
    assert len(deployment.resources("AWS::S3::BucketPolicy")) == 1
    assert deployment.outputs["UploadsBucket"] == BUCKET
    assert {function.environment["UPLOADS_BUCKET"] for function in deployment.functions().values()} == {BUCKET}
    policy = deployment.resources("AWS::SQS::QueuePolicy")["ParseQueuePolicy"]["PolicyDocument"]
    (allowed,) = (statement for statement in policy["Statement"] if statement["Effect"] == "Allow")
    assert allowed["Condition"]["ArnEquals"] == {"aws:SourceArn": f"arn:aws:s3:::{BUCKET}"}
    reading = [str(p) for p in stack.permissions.role("ParseFunction").allowed if p.action.startswith("s3:GetObject")]
    assert reading == [f"s3:{action} on arn:aws:s3:::{BUCKET}/*" for action in ("GetObject", "GetObjectVersion")]
