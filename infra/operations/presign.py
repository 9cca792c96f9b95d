"""A form by which somebody without credentials uploads one file: S3's presigned POST, with limits that S3 enforces.

Any service may call `presigned_upload` with an S3 client of its own, made with `Config(signature_version="s3v4")`; it
calls nothing and needs no stack.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from infra.operations.target import OperationError
from shared.summary_length import METADATA_KEY, words_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MAX_KEY_BYTES = 1024

# A form is as good as a permission for whoever holds it. It also ends with the credentials that signed it.
MAX_SECONDS = 3600

# What S3 replaces in a form's key by the name that the file has with its uploader.
FILENAME = "${filename}"


class PresignedUpload(NamedTuple):
    """Where the form is posted to, and its fields, which come before the one named `file`."""

    url: str
    fields: dict[str, str]


def presigned_upload(
    s3: "S3Client",
    bucket: str,
    *,
    key: str | None = None,
    prefix: str | None = None,
    content_type: str,
    max_bytes: int,
    summary_length: str | None = None,
    seconds: int = 300,
) -> PresignedUpload:
    """A form that puts one object of 1 to `max_bytes` bytes and of `content_type` into the bucket, for `seconds`.

    `key` is the object's own. With `prefix` in its place the uploader names the file, and can replace whatever lies
    under that prefix. `content_type` may end in `/*`, as in `image/*`; the form then needs a field Content-Type more.
    Who signs needs s3:PutObject on the key, and kms:GenerateDataKey where the bucket has a key of one's own.
    Raises OperationError for values that S3 would refuse.
    Source: Amazon S3 API Reference, "Browser-based uploads using POST", "POST policy".
    """
    if (key is None) == (prefix is None):
        raise OperationError("Give a key or a prefix.")
    named = key if key is not None else f"{prefix}{FILENAME}"
    if not named or FILENAME in (key if key is not None else prefix or "") or len(named.encode()) > MAX_KEY_BYTES:
        raise OperationError(f"A key has 1 to {MAX_KEY_BYTES} bytes, and not {FILENAME} in it.")
    if not 1 <= seconds <= MAX_SECONDS:
        raise OperationError(f"A form is good for 1 to {MAX_SECONDS} seconds.")
    if max_bytes < 1:
        raise OperationError("A file has 1 byte at least.")
    fields: dict[str, str] = {}
    conditions: list[Any] = [["content-length-range", 1, max_bytes]]
    if content_type.endswith("/*"):
        conditions.append(["starts-with", "$Content-Type", content_type.removesuffix("*")])
    else:
        fields["Content-Type"] = content_type
    if summary_length is not None:
        try:
            words_of(summary_length)
        except ValueError as error:
            raise OperationError(f"A summary's length is {error}.") from error
        fields[f"x-amz-meta-{METADATA_KEY}"] = summary_length
    conditions += [{name: value} for name, value in fields.items()]
    signed = s3.generate_presigned_post(bucket, named, Fields=fields, Conditions=conditions, ExpiresIn=seconds)
    if "x-amz-algorithm" not in signed["fields"]:
        raise OperationError("Make the client with Config(signature_version='s3v4'): S3 may refuse what others sign.")
    return PresignedUpload(signed["url"], signed["fields"])
