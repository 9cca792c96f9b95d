"""`serve`, as people use it: the stack in a process of its own, any AWS client in another."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.local.template import ROOT

KEY = "reports/2024 Q3+final (ü).txt"
FERRY = b"""The ferry to Sandholm sails again

The ferry to Sandholm sails again from Monday after four months in the dock. The shipyard replaced both engines.
Passengers had to take the bus over the northern bridge, which took two hours longer. The island's school reopens too.
"""
LIBRARY = b"""The library of Sandholm stays open at night

The library of Sandholm will stay open until midnight. Two hundred islanders had signed a petition for it.
The council voted for it on Friday by nine votes to four. Volunteers keep watch after eight in the evening.
"""


@dataclass
class Served:
    """A running `serve`, seen from outside."""

    process: subprocess.Popen[str]
    endpoint_url: str
    bucket: str
    table: str

    def client(self, service: str) -> Any:
        """A plain client, set up with nothing but the endpoint."""
        return boto3.client(
            service,  # type: ignore[call-overload]  # any service, by name
            endpoint_url=self.endpoint_url,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    def row(self, key: str, row: str) -> dict[str, Any]:
        """A row as it lies in the table, by its documented key; empty when there is none."""
        keys = {"pk": {"S": f"s3://{self.bucket}/{key}"}, "sk": {"S": row}}
        item: dict[str, Any] = self.client("dynamodb").get_item(TableName=self.table, Key=keys).get("Item", {})
        return item

    def wait_for(self, condition: Callable[[], bool], what: str, seconds: float = 30) -> float:
        """Seconds until the condition held."""
        began = time.monotonic()
        while not condition():
            assert self.process.poll() is None, "serve has ended"
            assert time.monotonic() - began < seconds, f"{what}: not within {seconds} s"
            time.sleep(0.02)
        return time.monotonic() - began

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m infra.local` against this endpoint."""
        return command(*arguments, "--endpoint-url", self.endpoint_url)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m infra.local`."""
    program = [sys.executable, "-m", "infra.local", *arguments]
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def start(*arguments: str) -> subprocess.Popen[str]:
    """Start `serve` on a free port."""
    program = [sys.executable, "-m", "infra.local", "serve", "--port", "0", *arguments]
    return subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def introduction(process: subprocess.Popen[str]) -> Served:
    """What `serve` says of itself, as soon as it is up."""
    assert process.stdout is not None
    text = ""
    while "table" not in text or not text.endswith("\n\n"):
        line = process.stdout.readline()
        assert line, f"serve ended: {process.stderr.read() if process.stderr else ''}"
        text += line
    found = [re.search(pattern, text) for pattern in (r"up at (\S+)", r"bucket +(\S+)", r"table +(\S+)")]
    assert all(found), text
    url, bucket, table = (match[1] for match in found if match)
    return Served(process, url, bucket, table)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """One `serve` for the tests of this module, each with keys of its own."""
    process = start()
    yield introduction(process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0


def test_a_file_becomes_a_row_is_overwritten_and_deleted(served: Served) -> None:
    s3 = served.client("s3")
    s3.put_object(Bucket=served.bucket, Key=KEY, Body=FERRY)
    served.wait_for(lambda: served.row(KEY, "summary") != {}, "the first summary")
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
        seconds = served.wait_for(lambda key=key: served.row(key, "summary") != {}, key)  # type: ignore[misc]
    assert seconds < 5  # a wide bound: it shows that no poll or time-out is waited for


def test_a_queue_behind_a_rule_is_told_of_a_summary_a_failure_and_a_deletion_once_each(served: Served) -> None:
    s3, sqs, events = served.client("s3"), served.client("sqs"), served.client("events")
    url = sqs.create_queue(QueueName="told")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    uris = {"S": [{"prefix": f"s3://{served.bucket}/told/"}]}
    pattern = {"source": ["nutgraf"], "detail-type": ["State Change"], "detail": {"uri": uris}}
    events.put_rule(Name="told", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="told", Targets=[{"Id": "queue", "Arn": arn}])
    bodies: list[str] = []

    def told() -> list[tuple[str, str, str]]:
        received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600)
        bodies.extend(message["Body"] for message in received.get("Messages", []))
        details = [json.loads(body)["detail"] for body in bodies]
        return sorted((detail["uri"]["S"].rpartition("/")[2], detail["status"], detail["code"]) for detail in details)

    s3.put_object(Bucket=served.bucket, Key="told/ferry.txt", Body=FERRY)
    s3.put_object(Bucket=served.bucket, Key="told/empty.txt", Body=b"")
    upload = [("empty.txt", "FAILED", "empty"), ("ferry.txt", "SUMMARIZED", "")]
    served.wait_for(lambda: told() == upload, "the events of the uploads")
    s3.delete_object(Bucket=served.bucket, Key="told/ferry.txt")
    served.wait_for(lambda: len(told()) > len(upload), "the event of the deletion")
    assert told() == sorted([*upload, ("ferry.txt", "DELETED", "")])
    assert not any(word in "".join(bodies) for word in ("Sandholm", "shipyard", "Check that"))


def test_the_command_line_answers_from_another_process(served: Served) -> None:
    s3, uri = served.client("s3"), f"s3://{served.bucket}/asked/ferry.txt"
    s3.put_object(Bucket=served.bucket, Key="asked/ferry.txt", Body=FERRY)
    s3.put_object(Bucket=served.bucket, Key="asked/empty.txt", Body=b"")
    served.wait_for(lambda: served.row("asked/ferry.txt", "summary") != {}, "the summary")
    served.wait_for(lambda: served.row("asked/empty.txt", "state").get("status") == {"S": "FAILED"}, "the failure")

    asked = served.ask("query", uri)
    assert asked.returncode == 0 and "The ferry to Sandholm sails again" in asked.stdout
    (row,) = map(json.loads, served.ask("query", "asked/ferry.txt", "--json").stdout.splitlines())
    assert (row["uri"], row["status"], row["source"]["size"]) == (uri, "SUMMARIZED", len(FERRY))

    days = served.ask("query", "--day", row["source"]["uploaded_at"][:10], "--json").stdout.splitlines()
    assert uri in {json.loads(line)["uri"] for line in days}
    failed = served.ask("query", "--status", "failed", "--since", row["source"]["uploaded_at"][:10], "--json").stdout
    assert "asked/empty.txt" in failed and '"code": "empty"' in failed
    assert uri in served.ask("query", "--sha256", row["source"]["sha256"]).stdout

    reason = served.ask("why", "asked/empty.txt")
    assert reason.returncode == 0 and "what to do" in reason.stdout and "empty" in reason.stdout
    assert served.ask("query", "asked/empty.txt").returncode == 1
    nothing = served.ask("why", "asked/nothing.txt")
    assert nothing.returncode == 1 and "knows nothing of" in nothing.stderr


def test_it_says_what_happens_and_ends_cleanly_at_ctrl_c(tmp_path: Path) -> None:
    file = tmp_path / "odd name+ü.txt"
    file.write_bytes(FERRY)
    process = start(str(file))
    served = introduction(process)
    served.wait_for(lambda: served.row(file.name, "summary") != {}, "the summary")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    workers = [int(pid) for pid in children.read_text(encoding="utf-8").split()] if children.exists() else []
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert "SUMMARIZED" in out and file.name in out and "has ended" in out
    assert err == ""
    for pid in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_taken_port_is_said(served: Served) -> None:
    port = served.endpoint_url.rpartition(":")[2]
    second = command("serve", "--port", port)
    assert second.returncode == 1
    assert f"Port {port} can't be had" in second.stderr and "Traceback" not in second.stderr


def test_that_nothing_answers_is_said() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    asked = command("query", "a.txt", "--endpoint-url", f"http://127.0.0.1:{port}")
    assert asked.returncode == 1
    assert "Nothing answers at" in asked.stderr and "make serve" in asked.stderr and "Traceback" not in asked.stderr
