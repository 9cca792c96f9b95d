"""`nutgraf smoke` and `nutgraf teardown` against a running local stack, as docs/deploy.md has them."""

import signal
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest

from infra.local.clients import LOCAL_STACK
from infra.operations.operated_stack import open_stack
from infra.operations.smoke.check import Result
from infra.operations.smoke.smoke import SmokeTest
from tests.end_to_end.served import Served, introduction, start
from tests.support.deployer_policy import denied, record_calls


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A stack of its own, because the last test deletes it. It ends cleanly although its stack is gone."""
    process = start()
    yield introduction(process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0


def rows(served: Served) -> list[dict[str, Any]]:
    """Return all rows of the table."""
    pages = served.client("dynamodb").get_paginator("scan").paginate(TableName=served.table)
    return [item for page in pages for item in page["Items"]]


def test_a_smoke_test_sees_the_row_the_events_and_the_deletion_and_leaves_only_a_tombstone(served: Served) -> None:
    printed = served.operate("smoke", "--timeout", "60")
    found = {
        line[8:25].strip(): line[:8].strip() for line in printed.splitlines() if line[:8].strip() in ("ok", "failed")
    }
    expected = [
        "stack",
        "functions",
        "upload",
        "row",
        "event SUMMARIZED",
        "deletion",
        "event DELETED",
        "removal",
        "queues",
    ]
    assert found == dict.fromkeys(expected, "ok"), printed
    assert "by 0." in printed and "parameters:" in printed
    left = rows(served)
    assert [row["status"] for row in left if "status" in row] == [{"S": "DELETED"}]
    assert {str(row["pk"]["S"])[:6] for row in left} <= {"s3://n", "index#"}, "a tombstone, and what the sweep removes"
    assert "Versions" not in served.client("s3").list_object_versions(Bucket=served.bucket)
    assert served.client("events").list_rules(NamePrefix="nutgraf-smoke-")["Rules"] == []
    assert "QueueUrls" not in served.client("sqs").list_queues(QueueNamePrefix="nutgraf-smoke-")


def test_the_deployers_policy_allows_every_call_of_a_smoke_test(served: Served) -> None:
    calls: list[tuple[str, str, Mapping[str, Any]]] = []
    session = boto3.Session("local", "local", region_name="us-east-1")
    record_calls(session, calls)

    def client(service: str) -> Any:
        return session.client(service, endpoint_url=served.endpoint_url)  # type: ignore[call-overload]  # by name

    checks = list(SmokeTest(client, open_stack(client, LOCAL_STACK, local=True), "reports/", 60).checks())
    assert [check for check in checks if check.result is Result.FAILED] == []
    assert any("/reports/nutgraf-smoke/" in check.detail for check in checks)
    assert {"events:PutRule", "s3:PutObject", "lambda:GetFunctionConfiguration"} < {
        f"{s}:{name}" for s, name, _ in calls
    }
    assert denied(iter(calls)) == set(), "examples/deploy/deployer-policy.json"


def test_a_stack_that_does_not_summarize_fails_the_test_and_keeps_nothing(served: Served) -> None:
    sqs, outputs = served.client("sqs"), served.client("cloudformation").describe_stacks()["Stacks"]
    urls = {each["OutputKey"]: each["OutputValue"] for stack in outputs for each in stack["Outputs"]}
    arn = f"arn:aws:sqs:us-east-1:123456789012:{urls['ParkingQueueUrl'].rpartition('/')[2]}"
    before = served.client("s3").get_bucket_notification_configuration(Bucket=served.bucket)
    configuration = {"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
    served.client("s3").put_bucket_notification_configuration(
        Bucket=served.bucket, NotificationConfiguration=configuration
    )
    done = served.ask("smoke", "--timeout", "3")
    before.pop("ResponseMetadata")
    served.client("s3").put_bucket_notification_configuration(Bucket=served.bucket, NotificationConfiguration=before)
    assert done.returncode == 1
    assert "failed  row" in done.stdout and "it has no row" in done.stdout
    assert "failed  queues" in done.stdout and "See the runbooks of ParkingQueue" in done.stdout
    assert "aws logs tail /aws/lambda/nutgraf-local-parse" in done.stdout
    assert "Versions" not in served.client("s3").list_object_versions(Bucket=served.bucket)
    sqs.purge_queue(QueueUrl=urls["ParkingQueueUrl"])


def test_a_teardown_leaves_nothing_of_the_running_stack(served: Served) -> None:
    s3 = served.client("s3")
    s3.put_object(Bucket=served.bucket, Key="a.txt", Body=b"An upload that nobody deleted.")
    assert f"bucket     {served.bucket}: 1 versions" in served.operate("teardown")
    assert s3.list_objects_v2(Bucket=served.bucket)["KeyCount"] == 1
    served.operate("teardown", "--yes")
    assert s3.list_buckets()["Buckets"] == []
    assert served.client("dynamodb").list_tables()["TableNames"] == []
    assert "QueueUrls" not in served.client("sqs").list_queues()
    assert served.client("lambda").list_functions()["Functions"] == []
    assert "Nothing is left of nutgraf-local." in served.operate("teardown", "--yes")
