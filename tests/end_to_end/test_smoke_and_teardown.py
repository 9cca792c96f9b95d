"""`nutgraf smoke` and `nutgraf teardown` against a running local stack, as docs/deploy.md has them."""

import signal
from collections.abc import Iterator

import pytest

from tests.end_to_end.served import Served, introduction, start


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A stack of its own, because the last test deletes it. It ends cleanly although its stack is gone."""
    process = start()
    yield introduction(process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0


def rows(served: Served) -> list[dict[str, object]]:
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
