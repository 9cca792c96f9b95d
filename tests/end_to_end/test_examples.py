"""The programs in examples/ run as they are against the local stack, and print what their readers expect."""

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nutgraf_client import Client, ConflictError

from infra.local.template import ROOT
from tests.end_to_end.served import FERRY, Served

EXAMPLES = ROOT / "examples"
SAMPLE = ROOT / "infra" / "samples" / "documents" / "tidal-barrier.txt"
MISSING = "run `make examples` to install what this example needs"


def environment(served: Served) -> dict[str, str]:
    """The variables that `make serve` prints, and nothing else of this machine's AWS configuration."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return plain | {
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": served.endpoint_url,
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "clients" / "python" / "src", ROOT))),
    }


def run(served: Served, *command: str, cwd: Path | None = None, code: int = 0) -> str:
    """Run a program to its end; return what it printed."""
    done = subprocess.run(
        command, cwd=cwd, env=environment(served), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def python(served: Served, example: str, *arguments: str, code: int = 0) -> str:
    """Run one of the Python examples."""
    path = str(EXAMPLES / "python" / example)
    return run(served, sys.executable, path, *arguments, code=code)


@pytest.fixture(scope="module")
def sample_uri(served: Served) -> str:
    """The URI of a sample that upload_and_wait.py has uploaded."""
    printed = python(served, "upload_and_wait.py", str(SAMPLE), "--bucket", served.bucket, "--table", served.table)
    uri = f"s3://{served.bucket}/{SAMPLE.name}"
    assert f"Uploaded {uri}" in printed and "Kesterport votes to build tidal barrier" in printed
    return uri


def test_upload_and_wait_prints_the_reason_of_a_failure(served: Served, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    printed = python(
        served, "upload_and_wait.py", str(empty), "--bucket", served.bucket, "--table", served.table, code=1
    )
    assert "FAILED empty" in printed


def test_query_answers_each_question(served: Served, sample_uri: str) -> None:
    uploaded_at = served.row(SAMPLE.name, "summary")["source"]["M"]["uploaded_at"]["S"]
    assert sample_uri in python(served, "query.py", "--table", served.table, "day", uploaded_at[:10])
    said = python(served, "query.py", "--table", served.table, "statements", "PERSON", "halvorsen")
    assert "Ingrid Halvorsen" in said and "We have run out of mild options" in said
    mentioned = python(served, "query.py", "--table", served.table, "mentions", "PERSON", "halvorsen")
    assert sample_uri in mentioned
    served.client("s3").put_object(Bucket=served.bucket, Key="nothing.txt", Body=b"")
    served.has_ended("nothing.txt", "FAILED")
    assert "nothing.txt  empty" in python(
        served, "query.py", "--table", served.table, "failed", "--since", "2020-01-01"
    )


def test_consume_events_prints_each_change_once(served: Served) -> None:
    sqs, events = served.client("sqs"), served.client("events")
    url = sqs.create_queue(QueueName="example")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="example", EventPattern=json.dumps({"source": ["nutgraf"], "detail-type": ["State Change"]}))
    events.put_targets(Rule="example", Targets=[{"Id": "queue", "Arn": arn}])
    served.client("s3").put_object(Bucket=served.bucket, Key="events/ferry.txt", Body=FERRY)
    served.has_ended("events/ferry.txt", "SUMMARIZED")

    def waiting() -> int:
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
        return int(attributes["Attributes"]["ApproximateNumberOfMessages"])

    served.wait_for(lambda: waiting() > 0, "the event")
    (message,) = sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]
    sqs.send_message(QueueUrl=url, MessageBody=message["Body"])  # events come at least once
    printed = python(served, "consume_events.py", "--queue-url", url, "--until-empty")
    assert printed == f"SUMMARIZED  -  s3://{served.bucket}/events/ferry.txt\n"
    assert waiting() == 0


class Fields(HTMLParser):
    """The action and the hidden fields of a form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form":
            self.action = values["action"] or ""
        if values.get("type") == "hidden":
            self.fields[values["name"] or ""] = values["value"] or ""


def test_a_file_posted_with_the_presigned_form_becomes_a_row(served: Served, tmp_path: Path) -> None:
    target, key = tmp_path / "form.html", "inbox/bulletin.pdf"
    python(served, "presigned_form.py", "--bucket", served.bucket, "--key", key, "--into", str(target))
    form = Fields(target.read_text(encoding="utf-8"))
    pdf = (SAMPLE.parent / "groundwater-bulletin.pdf").read_bytes()
    boundary = "example-boundary"
    body = b""
    for name, value in form.fields.items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'.encode()
    body += head + pdf + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    with urllib.request.urlopen(urllib.request.Request(form.action, body, headers), timeout=30) as response:
        assert response.status in (200, 201, 204)
    served.has_ended(key, "SUMMARIZED")


def test_the_aws_cli_script_prints_status_and_summary(served: Served, sample_uri: str) -> None:
    folder = ROOT / ".awscli-venv" / "bin"
    if not (folder / "aws").exists():
        pytest.skip(MISSING)
    variables = environment(served)
    variables["PATH"] = f"{folder}{os.pathsep}{variables['PATH']}"
    script = EXAMPLES / "aws-cli" / "query.sh"
    done = subprocess.run(
        [script, served.table, sample_uri], env=variables, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "SUMMARIZED" in done.stdout and "The city council voted 31 to 18" in done.stdout
    assert done.stdout.count(sample_uri) == 1  # among the documents of the day


def test_the_javascript_program_prints_status_and_who_said_what(served: Served, sample_uri: str) -> None:
    folder, node = EXAMPLES / "javascript", shutil.which("node")
    if node is None or not (folder / "node_modules").exists():
        pytest.skip(MISSING)
    printed = run(served, node, "query.mjs", served.table, sample_uri, cwd=folder)
    assert printed.startswith("SUMMARIZED") and "Ingrid Halvorsen: " in printed


def test_the_python_client_answers_each_question(served: Served, sample_uri: str) -> None:
    def ask(*question: str, code: int = 0) -> str:
        return python(served, "read_api.py", "--url", served.api, *question, code=code)

    uploaded_at = served.row(SAMPLE.name, "summary")["source"]["M"]["uploaded_at"]["S"]
    assert sample_uri in ask("documents", uploaded_at[:10])
    assert "Kesterport votes to build tidal barrier" in ask("summary", sample_uri)
    said = ask("statements", "Mayor Ingrid Halvorsen")
    assert "Ingrid Halvorsen said: " in said and "We have run out of mild options" in said and sample_uri in said
    served.client("s3").put_object(Bucket=served.bucket, Key="api/nothing.txt", Body=b"")
    served.has_ended("api/nothing.txt", "FAILED")
    assert "api/nothing.txt  empty" in ask("failures")
    assert "404 not_found" in ask("summary", f"s3://{served.bucket}/none.txt", code=1)


def test_the_python_client_uploads_a_file_and_waits_for_its_summary(served: Served) -> None:
    with Client(served.api) as client:
        uploaded = client.upload(FERRY, "api/ferry.txt", content_type="text/plain")
        document = client.wait(uploaded, timeout=60, interval=0.1)
        assert document.summary is not None and document.status == "SUMMARIZED"
        text = "".join(part.text for part in client.text(uploaded.uri))
        (evidence, *_) = document.summary.summary.evidence
        assert text[evidence.start : evidence.end] == evidence.text
        with urllib.request.urlopen(client.original(uploaded.id).url, timeout=30) as response:
            assert response.read() == FERRY
        with pytest.raises(ConflictError):
            client.upload(FERRY, "api/ferry.txt")


def test_the_javascript_client_prints_what_a_person_said(served: Served, sample_uri: str) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    printed = run(served, node, "read_api.mjs", served.api, "Ingrid Halvorsen", cwd=EXAMPLES / "javascript")
    assert "Ingrid Halvorsen said: " in printed and "Kesterport votes to build tidal barrier" in printed
