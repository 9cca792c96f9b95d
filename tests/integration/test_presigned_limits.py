"""The local stack refuses presigned forms and URLs as S3 does: outside their limits, expired, or changed."""

import base64
import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import requests
from botocore.config import Config

from infra.local.clients import REGION, Clients
from infra.local.moto.presigned_limits import RefusedError, check_form, check_url, presigned_limits
from infra.local.moto.server import MotoServer
from shared.upload_form import PresignedUpload, presigned_upload

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FORM: dict[str, Any] = {"key": "in/a.txt", "content_type": "text/plain", "max_bytes": 10}


@pytest.fixture(scope="module")
def s3() -> Iterator["S3Client"]:
    """S3 of the local stack."""
    with presigned_limits():
        server = MotoServer()
        yield Clients(server.url).s3
        server.close()


@pytest.fixture
def bucket(s3: "S3Client") -> str:
    """A new bucket."""
    name = f"uploads-{uuid.uuid4()}"
    s3.create_bucket(Bucket=name)
    return name


def post(
    form: PresignedUpload, content: bytes = b"content", changed: Mapping[str, str | None] | None = None
) -> tuple[int, str]:
    """Post a form, with changed or removed fields. Returns the status and the code of the error."""
    fields = {name: value for name, value in (form.fields | dict(changed or {})).items() if value is not None}
    answer = requests.post(form.url, data=fields, files={"file": ("a.txt", content)}, timeout=10)
    return answer.status_code, code_of(answer.text)


def code_of(text: str) -> str:
    """Return the code of an error of S3."""
    return text.partition("<Code>")[2].partition("</Code>")[0]


def keys_in(s3: "S3Client", bucket: str) -> list[str]:
    """Return the keys of a bucket."""
    return [each["Key"] for each in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]


def test_a_form_within_its_limits_is_accepted(s3: "S3Client", bucket: str) -> None:
    form = presigned_upload(s3, bucket, **FORM, summary_length="short")
    assert post(form, b"x" * 10) == (204, "")
    assert keys_in(s3, bucket) == ["in/a.txt"]
    images = presigned_upload(s3, bucket, prefix="in/", content_type="image/*", max_bytes=10)
    assert post(images, b"x", {"key": "in/b.png", "Content-Type": "image/png"}) == (204, "")


@pytest.mark.parametrize(
    ("content", "changed", "expected"),
    [
        (b"x" * 11, {}, (400, "EntityTooLarge")),
        (b"", {}, (400, "EntityTooSmall")),
        (b"x", {"key": "in/b.txt"}, (403, "AccessDenied")),
        (b"x", {"key": "other"}, (403, "AccessDenied")),
        (b"x", {"Content-Type": "text/html"}, (403, "AccessDenied")),
        (b"x", {"Content-Type": None}, (403, "AccessDenied")),
        (b"x", {"x-amz-meta-summary-length": "long"}, (403, "AccessDenied")),
        (b"x", {"x-amz-signature": "0" * 64}, (403, "SignatureDoesNotMatch")),
        (b"x", {"policy": "no policy"}, (400, "InvalidPolicyDocument")),
    ],
)
def test_a_form_outside_its_limits_is_refused_and_stores_nothing(
    s3: "S3Client", bucket: str, content: bytes, changed: dict[str, str | None], expected: tuple[int, str]
) -> None:
    assert post(presigned_upload(s3, bucket, **FORM), content, changed) == expected
    assert keys_in(s3, bucket) == []


def test_a_policy_that_was_changed_is_refused(s3: "S3Client", bucket: str) -> None:
    form = presigned_upload(s3, bucket, **FORM)
    policy = base64.b64decode(form.fields["policy"]).replace(b"1, 10]", b"1, 99]")
    assert post(form, b"x" * 50, {"policy": base64.b64encode(policy).decode()}) == (403, "SignatureDoesNotMatch")


def test_a_form_for_another_bucket_is_refused(s3: "S3Client", bucket: str) -> None:
    form = presigned_upload(s3, bucket, **FORM)
    other = f"other-{uuid.uuid4()}"
    s3.create_bucket(Bucket=other)
    assert post(form._replace(url=form.url.replace(bucket, other))) == (403, "AccessDenied")


def test_a_form_expires(s3: "S3Client", bucket: str) -> None:
    fields = presigned_upload(s3, bucket, **FORM, seconds=60).fields | {"bucket": bucket}
    check_form(fields, 5, datetime.now(UTC) + timedelta(seconds=58))
    with pytest.raises(RefusedError, match="Policy expired"):
        check_form(fields, 5, datetime.now(UTC) + timedelta(seconds=61))


def test_a_form_without_a_policy_is_left_to_moto(s3: "S3Client", bucket: str) -> None:
    url = presigned_upload(s3, bucket, **FORM).url
    answer = requests.post(url, data={"key": "open.txt"}, files={"file": ("a.txt", b"content")}, timeout=10)
    assert answer.status_code == 204


@pytest.mark.parametrize(
    "conditions", [[["less-than", "$key", "a"]], ["key"], [{"a": "b", "c": "d"}], [["eq", "$key"]], 5, None]
)
def test_an_unknown_condition_is_an_error(conditions: Any) -> None:
    policy = {"expiration": "2999-01-01T00:00:00Z", "conditions": conditions}
    with pytest.raises(RefusedError) as error:
        check_form({"key": "a", "policy": base64.b64encode(json.dumps(policy).encode()).decode()}, 1, datetime.now(UTC))
    assert (error.value.status, error.value.code) == (400, "InvalidPolicyDocument")


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_a_presigned_put_and_get_work_until_they_expire(s3: "S3Client", bucket: str, version: str) -> None:
    client = signing_client(s3, version)
    url = client.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a ü.txt"}, ExpiresIn=60)
    assert requests.put(url, data=b"content", timeout=10).status_code == 200
    get = client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a ü.txt"}, ExpiresIn=60)
    assert requests.get(get, timeout=10).content == b"content"
    host = {"host": url.split("/")[2]}
    check_url("PUT", url, host, datetime.now(UTC) + timedelta(seconds=58))
    with pytest.raises(RefusedError, match="Request has expired"):
        check_url("PUT", url, host, datetime.now(UTC) + timedelta(seconds=62))


def test_an_expired_url_is_refused_and_stores_nothing(s3: "S3Client", bucket: str) -> None:
    url = signing_client(s3, "s3").generate_presigned_url(
        "put_object", Params={"Bucket": bucket, "Key": "a"}, ExpiresIn=-5
    )
    answer = requests.put(url, data=b"content", timeout=10)
    assert (answer.status_code, code_of(answer.text)) == (403, "AccessDenied")
    assert keys_in(s3, bucket) == []


def test_a_presigned_put_fixes_its_key_its_method_and_its_signed_headers(s3: "S3Client", bucket: str) -> None:
    params = {"Bucket": bucket, "Key": "a", "ContentType": "text/plain", "ContentLength": 4}
    url = signing_client(s3, "s3v4").generate_presigned_url("put_object", Params=params, ExpiresIn=60)
    plain = {"Content-Type": "text/plain"}
    assert requests.put(url, data=b"four", headers=plain, timeout=10).status_code == 200
    for changed in (
        requests.put(url, data=b"longer", headers=plain, timeout=10),
        requests.put(url, data=b"four", headers={"Content-Type": "text/html"}, timeout=10),
        requests.put(url.replace(f"{bucket}/a?", f"{bucket}/b?"), data=b"four", headers=plain, timeout=10),
        requests.put(url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"), data=b"four", headers=plain, timeout=10),
        requests.get(url, headers=plain, timeout=10),
    ):
        assert (changed.status_code, code_of(changed.text)) == (403, "SignatureDoesNotMatch")
    assert keys_in(s3, bucket) == ["a"]


@pytest.mark.parametrize("seconds", ["0", "604801", "soon", ""])
def test_a_validity_that_s3_does_not_accept_is_refused(s3: "S3Client", bucket: str, seconds: str) -> None:
    url = signing_client(s3, "s3v4").generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": "a"}, ExpiresIn=60
    )
    with pytest.raises(RefusedError) as error:
        check_url("GET", url.replace("X-Amz-Expires=60", f"X-Amz-Expires={seconds}"), {}, datetime.now(UTC))
    assert (error.value.status, error.value.code) == (400, "AuthorizationQueryParametersError")


def test_a_url_of_other_credentials_expires_and_is_otherwise_accepted(s3: "S3Client", bucket: str) -> None:
    client = signing_client(s3, "s3v4", "somebody")
    url = client.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a"}, ExpiresIn=60)
    assert requests.put(url, data=b"content", timeout=10).status_code == 200
    with pytest.raises(RefusedError, match="Request has expired"):
        check_url("PUT", url, {}, datetime.now(UTC) + timedelta(seconds=62))


def signing_client(s3: "S3Client", version: str, access_key: str = "local") -> "S3Client":
    """Return a client that signs with a version of the signature."""
    client: S3Client = boto3.client(
        "s3",
        endpoint_url=s3.meta.endpoint_url,
        region_name=REGION,
        aws_access_key_id=access_key,
        aws_secret_access_key="local",
        config=Config(signature_version=version, s3={"addressing_style": "path"}),
    )
    return client
