"""Upload forms: the policy contains what S3 must enforce, and an HTTP POST with the form stores an object."""

import base64
import json
import re
import shlex
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import requests
from botocore.config import Config
from typer.testing import CliRunner

from infra.cli.app import app
from infra.local.clients import CREDENTIALS, REGION, Clients
from infra.local.in_process import InProcessStack
from infra.local.moto.server import MotoServer
from shared.upload_form import PresignedUpload, UploadFormError, presigned_upload
from tests.integration.pipeline import BRIDGE

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

A_FORM: dict[str, Any] = {"key": "a.txt", "content_type": "text/plain", "max_bytes": 1000}


@pytest.fixture(scope="module")
def s3() -> Iterator["S3Client"]:
    """S3 on a port, as a browser uses it."""
    server = MotoServer()
    client = Clients(server.url).s3
    yield client
    server.close()


@pytest.fixture
def bucket(s3: "S3Client") -> str:
    name = f"uploads-{uuid.uuid4()}"
    s3.create_bucket(Bucket=name)
    return name


def policy_of(form: PresignedUpload) -> dict[str, Any]:
    """Return the policy that S3 enforces. moto does not enforce it, so the tests check the policy itself."""
    policy: dict[str, Any] = json.loads(base64.b64decode(form.fields["policy"]))
    return policy


def post(form: PresignedUpload, name: str, content: bytes) -> int:
    return requests.post(form.url, data=form.fields, files={"file": (name, content)}, timeout=10).status_code


def test_a_form_puts_one_file_under_its_key_with_type_and_length_of_summary(s3: "S3Client", bucket: str) -> None:
    key = "inbox/ü + 100% 👩‍👩‍👧.txt"
    form = presigned_upload(s3, bucket, **A_FORM | {"key": key}, summary_length="long")
    assert post(form, "../other.txt", BRIDGE.encode()) == 204
    found = s3.get_object(Bucket=bucket, Key=key)
    assert found["Body"].read() == BRIDGE.encode()
    assert (found["ContentType"], found["Metadata"]) == ("text/plain", {"summary-length": "long"})


def test_the_policy_fixes_bucket_key_type_size_and_metadata_and_ends_soon(s3: "S3Client", bucket: str) -> None:
    form = presigned_upload(s3, bucket, **A_FORM, summary_length="75", seconds=60)
    policy = policy_of(form)
    for condition in (
        {"bucket": bucket},
        {"key": "a.txt"},
        {"Content-Type": "text/plain"},
        {"x-amz-meta-summary-length": "75"},
        ["content-length-range", 1, 1000],
    ):
        assert condition in policy["conditions"]
    seconds = (datetime.fromisoformat(policy["expiration"]) - datetime.now(UTC)).total_seconds()
    assert 50 < seconds <= 60
    signed = set(form.fields) - {"policy", "x-amz-signature"}
    named = {name for condition in policy["conditions"] if isinstance(condition, dict) for name in condition}
    assert signed <= named, "S3 refuses a field that the policy does not name"


def test_a_form_is_signed_by_version_4(s3: "S3Client", bucket: str) -> None:
    assert presigned_upload(s3, bucket, **A_FORM).fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    old = boto3.client(
        "s3",
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(signature_version="s3"),
    )
    with pytest.raises(UploadFormError, match="s3v4"):
        presigned_upload(old, bucket, **A_FORM)


def test_with_a_prefix_the_uploader_names_the_file_and_nothing_outside(s3: "S3Client", bucket: str) -> None:
    form = presigned_upload(s3, bucket, prefix="inbox/", content_type="image/*", max_bytes=10)
    assert ["starts-with", "$key", "inbox/"] in policy_of(form)["conditions"]
    assert ["starts-with", "$Content-Type", "image/"] in policy_of(form)["conditions"]
    assert form.fields["key"] == "inbox/${filename}"
    assert "Content-Type" not in form.fields  # the form has a field for it


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"key": None}, "a key or a prefix"),
        ({"prefix": "b"}, "a key or a prefix"),
        ({"key": ""}, "1 to 1024 bytes"),
        ({"key": "é" * 513}, "1 to 1024 bytes"),
        ({"key": "${filename}"}, "filename"),
        ({"key": None, "prefix": "a/${filename}/"}, "filename"),
        ({"seconds": 0}, "1 to 3600 seconds"),
        ({"seconds": 7 * 86_400}, "1 to 3600 seconds"),
        ({"max_bytes": 0}, "at least 1 byte"),
        ({"summary_length": "endless"}, "short, medium, long"),
    ],
)
def test_what_s3_or_the_stack_would_refuse_is_refused_at_once(
    s3: "S3Client", bucket: str, wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(UploadFormError, match=re.escape(message)):
        presigned_upload(s3, bucket, **A_FORM | wrong)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, code: int = 0) -> str:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    result = CliRunner().invoke(app, ["presign", *arguments, "--aws", "--stack-name", "nutgraf-local"])
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_takes_bucket_limit_and_prefix_from_the_stack(
    stack_with: Callable[..., InProcessStack], monkeypatch: pytest.MonkeyPatch
) -> None:
    stack = stack_with(UploadsPrefix="inbox/", MaxBytes="1000")
    arguments = ("--key", "inbox/it's @home.txt", "--content-type", "text/plain")
    form = PresignedUpload(**json.loads(run(monkeypatch, *arguments, "--json")))
    assert {"bucket": stack.name("UploadsBucket")} in policy_of(form)["conditions"]
    assert ["content-length-range", 1, 1000] in policy_of(form)["conditions"]
    line = shlex.split(run(monkeypatch, *arguments))
    fields = [line[place + 1] for place, word in enumerate(line) if word == "--form-string"]
    assert "key=inbox/it's @home.txt" in fields and "Content-Type=text/plain" in fields
    assert line[-3:] == ["--form", "file=@FILE", form.url]
    of_any_type = run(monkeypatch, "--key", "inbox/a.png", "--content-type", "image/*")
    assert "--form-string Content-Type=image/TYPE --form file=@FILE" in of_any_type
    assert "begins with inbox/" in run(monkeypatch, "--key", "a.txt", "--content-type", "text/plain", code=1)
    assert "begins with inbox/" in run(monkeypatch, "--content-type", "text/plain", code=1)
