"""`nutgraf serve`: the stack in one process, any AWS client in another."""

import json
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.end_to_end.served import FERRY, LIBRARY, Served, command, introduction, start

KEY = "reports/2024 Q3+final (ü).txt"


def test_a_file_becomes_a_row_is_overwritten_and_deleted(served: Served) -> None:
    s3 = served.client("s3")
    s3.put_object(Bucket=served.bucket, Key=KEY, Body=FERRY)
    served.wait_for(lambda: served.has_summary(KEY), "the first summary")
    first = served.row(KEY, "summary")
    assert first["title"]["S"] == "The ferry to Sandholm sails again"
    assert served.row(KEY, "state")["status"]["S"] == "SUMMARIZED"

    s3.put_object(Bucket=served.bucket, Key=KEY, Body=LIBRARY)
    served.wait_for(lambda: served.row(KEY, "summary") != first, "the second summary")
    second = served.row(KEY, "summary")
    assert "library" in second["summary"]["M"]["text"]["S"]
    assert second["source"]["M"]["supersedes"] == first["source"]["M"]["version_id"]

    s3.delete_object(Bucket=served.bucket, Key=KEY)
    served.wait_for(lambda: served.row(KEY, "summary") == {}, "the deletion")
    tombstone = served.row(KEY, "state")
    assert tombstone["status"]["S"] == "DELETED" and int(tombstone["expires_at"]["N"]) > time.time()
    document = second["document"]["M"]
    folder = {"Bucket": document["bucket"]["S"], "Prefix": document["key"]["S"].partition("/")[0]}
    served.wait_for(lambda: "Contents" not in s3.list_objects_v2(**folder), "the removal of its Documents")


def test_a_warm_stack_summarizes_within_a_second_or_so(served: Served) -> None:
    s3 = served.client("s3")
    for key in ("warm/first.txt", "warm/second.txt"):
        s3.put_object(Bucket=served.bucket, Key=key, Body=FERRY)
        seconds = served.wait_for(lambda key=key: served.has_summary(key), key)  # type: ignore[misc]
    assert seconds < 5  # a wide limit: it shows that nothing waits for a poll or a timeout


def test_a_queue_behind_a_rule_gets_one_event_for_each_summary_failure_and_deletion(served: Served) -> None:
    s3, sqs, events = served.client("s3"), served.client("sqs"), served.client("events")
    url = sqs.create_queue(QueueName="watched")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    uris = {"S": [{"prefix": f"s3://{served.bucket}/watched/"}]}
    pattern = {"source": ["nutgraf"], "detail-type": ["State Change"], "detail": {"uri": uris}}
    events.put_rule(Name="watched", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="watched", Targets=[{"Id": "queue", "Arn": arn}])
    bodies: list[str] = []

    def changes() -> list[tuple[str, str, str]]:
        received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600)
        bodies.extend(message["Body"] for message in received.get("Messages", []))
        details = [json.loads(body)["detail"] for body in bodies]
        return sorted((detail["uri"]["S"].rpartition("/")[2], detail["status"], detail["code"]) for detail in details)

    s3.put_object(Bucket=served.bucket, Key="watched/ferry.txt", Body=FERRY)
    s3.put_object(Bucket=served.bucket, Key="watched/empty.txt", Body=b"")
    upload = [("empty.txt", "FAILED", "empty"), ("ferry.txt", "SUMMARIZED", "")]
    served.wait_for(lambda: changes() == upload, "the events of the uploads")
    s3.delete_object(Bucket=served.bucket, Key="watched/ferry.txt")
    served.wait_for(lambda: len(changes()) > len(upload), "the event of the deletion")
    assert changes() == sorted([*upload, ("ferry.txt", "DELETED", "")])
    assert not any(word in "".join(bodies) for word in ("Sandholm", "shipyard", "Check that"))


def test_the_command_line_answers_from_another_process(served: Served) -> None:
    s3, uri = served.client("s3"), f"s3://{served.bucket}/queried/ferry.txt"
    s3.put_object(Bucket=served.bucket, Key="queried/ferry.txt", Body=FERRY)
    s3.put_object(Bucket=served.bucket, Key="queried/empty.txt", Body=b"")
    served.wait_for(lambda: served.has_summary("queried/ferry.txt"), "the summary")
    served.wait_for(lambda: served.row("queried/empty.txt", "state").get("status") == {"S": "FAILED"}, "the failure")

    result = served.ask("query", uri)
    assert result.returncode == 0 and "The ferry to Sandholm sails again" in result.stdout
    (row,) = map(json.loads, served.ask("query", "queried/ferry.txt", "--json").stdout.splitlines())
    assert (row["uri"], row["status"], row["source"]["size"]) == (uri, "SUMMARIZED", len(FERRY))

    days = served.ask("query", "--day", row["source"]["uploaded_at"][:10], "--json").stdout.splitlines()
    assert uri in {json.loads(line)["uri"] for line in days}
    failed = served.ask("query", "--status", "failed", "--since", row["source"]["uploaded_at"][:10], "--json").stdout
    assert "queried/empty.txt" in failed and '"code": "empty"' in failed
    assert uri in served.ask("query", "--sha256", row["source"]["sha256"]).stdout

    reason = served.ask("why", "queried/empty.txt")
    assert reason.returncode == 0 and "what to do" in reason.stdout and "empty" in reason.stdout
    assert served.ask("query", "queried/empty.txt").returncode == 1
    nothing = served.ask("why", "queried/nothing.txt")
    assert nothing.returncode == 1 and "has no row for" in nothing.stderr


def test_it_prints_its_progress_and_ends_cleanly_at_ctrl_c(tmp_path: Path) -> None:
    file = tmp_path / "odd name+ü.txt"
    file.write_bytes(FERRY)
    process = start(str(file))
    served = introduction(process)
    served.wait_for(lambda: served.has_summary(file.name), "the summary")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    workers = [int(pid) for pid in children.read_text(encoding="utf-8").split()] if children.exists() else []
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert "SUMMARIZED" in out and file.name in out and "has stopped" in out
    assert err == ""
    for pid in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_taken_port_is_said(served: Served) -> None:
    port = served.endpoint_url.rpartition(":")[2]
    second = command("serve", "--port", port)
    assert second.returncode == 1
    assert f"Port {port} is not available" in second.stderr and "Traceback" not in second.stderr


def test_that_nothing_answers_is_said() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    result = command("query", "a.txt", "--endpoint-url", f"http://127.0.0.1:{port}")
    assert result.returncode == 1
    assert "No response at" in result.stderr and "nutgraf serve" in result.stderr and "Traceback" not in result.stderr
