"""An upload form for a person without credentials: a presigned POST of S3, with limits that S3 enforces.

Any service can call `presigned_upload` with an S3 client that has `Config(signature_version="s3v4")`. The function
signs locally: it sends no request and needs no stack.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from shared.errors import NutgrafError
from shared.summary_length import METADATA_KEY, words_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Limit of S3, in UTF-8.
MAX_KEY_BYTES = 1024

# Maximum validity. Everyone who has the form can upload. It also becomes invalid with the credentials that signed it.
MAX_SECONDS = 3600

# Placeholder in the key of a form. S3 replaces it by the name of the uploader's file.
FILENAME = "${filename}"


class UploadFormError(NutgrafError):
    """A form would be rejected by S3 or by the stack. The message states what to do."""


class PresignedUpload(NamedTuple):
    """The URL that receives the form, and the fields of the form, which must precede the field `file`."""

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
    """Return a form that uploads one object of 1 to `max_bytes` bytes, valid for `seconds`.

    Give either `key`, or `prefix`: then the uploader names the file and can replace every object with that prefix.
    `content_type` can end in `/*`, as in `image/*`; the form then needs an additional field Content-Type. The signer
    needs s3:PutObject on the key, and kms:GenerateDataKey if the bucket has a customer managed key.
    Raises UploadFormError for values that S3 or the stack would reject.
    Source: Amazon S3 API Reference, "Browser-based uploads using POST", "POST policy".
    """
    name = _key_of(key, prefix)
    if not 1 <= seconds <= MAX_SECONDS:
        raise UploadFormError(f"A form can be valid for 1 to {MAX_SECONDS} seconds.")
    if max_bytes < 1:
        raise UploadFormError("The maximum size must be at least 1 byte.")
    fields = {} if content_type.endswith("/*") else {"Content-Type": content_type}
    if summary_length is not None:
        fields[f"x-amz-meta-{METADATA_KEY}"] = _checked_length(summary_length)
    conditions: list[Any] = [["content-length-range", 1, max_bytes]]
    if content_type.endswith("/*"):
        conditions.append(["starts-with", "$Content-Type", content_type.removesuffix("*")])
    conditions += [{field: value} for field, value in fields.items()]
    signed = s3.generate_presigned_post(bucket, name, Fields=fields, Conditions=conditions, ExpiresIn=seconds)
    if "x-amz-algorithm" not in signed["fields"]:
        raise UploadFormError(
            "Create the client with Config(signature_version='s3v4'). S3 can reject other signatures."
        )
    return PresignedUpload(signed["url"], signed["fields"])


def _key_of(key: str | None, prefix: str | None) -> str:
    """Return the key for the form: `key`, or `prefix` with the placeholder of the file's name."""
    if (key is None) == (prefix is None):
        raise UploadFormError("Give either a key or a prefix.")
    given = key if key is not None else prefix or ""
    name = given if key is not None else f"{given}{FILENAME}"
    if not name or FILENAME in given or len(name.encode()) > MAX_KEY_BYTES:
        raise UploadFormError(f"A key must have 1 to {MAX_KEY_BYTES} bytes and must not contain {FILENAME}.")
    return name


def _checked_length(summary_length: str) -> str:
    try:
        words_of(summary_length)
    except ValueError as error:
        raise UploadFormError(f"The summary length must be {error}.") from error
    return summary_length
