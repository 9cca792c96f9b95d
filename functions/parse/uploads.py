"""The uploads bucket, read version by version."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.errors import Code, NutgrafError, PermanentError
from shared.instants import instant
from shared.messages.upload_events import Upload, is_folder_mark, uri_of
from shared.state import State
from shared.summary_length import METADATA_KEY
from shared.text import shortened

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import GetObjectRequestTypeDef

_GONE = {"NoSuchKey", "NoSuchVersion", "404", "405", "MethodNotAllowed"}

# S3's error codes, in the words of GET and in the bare numbers of HEAD, whose answers have no body.
_DENIED = {"AccessDenied", "403", "KMS.DisabledException", "KMS.NotFoundException", "KMS.KMSInvalidStateException"}


# Code points of what an uploader may ask for. Nothing that is known is longer.
LONGEST_METADATA = 50


class VersionGoneError(NutgrafError):
    """The version is there no more: removed since the event was sent."""


@dataclass(frozen=True, slots=True)
class ObjectVersion:
    """One version of an object. `version_id` is None in a bucket that has never been versioned."""

    bucket: str
    key: str
    version_id: str | None
    uploaded_at: str

    @property
    def uri(self) -> str:
        """The object's own URI."""
        return uri_of(self.bucket, self.key)

    @classmethod
    def of(cls, upload: Upload) -> "ObjectVersion":
        """The version that an event tells of."""
        return cls(upload.bucket, upload.key, upload.version_id, upload.at)

    def known_as(self, state: State | None) -> "ObjectVersion":
        """This version with the time of upload that its state has: S3's event and S3's answers differ in it."""
        if state is None or state.uploaded_at is None or state.version_id != self.version_id:
            return self
        return replace(self, uploaded_at=state.uploaded_at)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a version, and what S3 knows about them."""

    body: bytes
    etag: str
    declared_type: str
    # What the uploader asks for in the object's metadata.
    summary_length: str | None = None


class Uploads:
    """Reads versions of objects, up to a number of bytes."""

    def __init__(self, s3: "S3Client", *, max_bytes: int) -> None:
        self._s3 = s3
        self._max_bytes = max_bytes

    def read(self, version: ObjectVersion) -> Content:
        """The content of a version.

        Raises VersionGoneError, PermanentError (archived, access denied, too large) or botocore's errors for faults
        that may pass.
        """
        request: GetObjectRequestTypeDef = {"Bucket": version.bucket, "Key": version.key}
        if version.version_id:
            request["VersionId"] = version.version_id
        try:
            response = self._s3.get_object(**request)
        except ClientError as error:
            raise _named(error, version.uri) from error
        if response["ContentLength"] > self._max_bytes:
            response["Body"].close()
            raise PermanentError(
                Code.TOO_LARGE,
                f"The file has {response['ContentLength']:,} bytes; up to {self._max_bytes:,} are read.",
            )
        return Content(
            response["Body"].read(),
            response["ETag"].strip('"'),
            response.get("ContentType", ""),
            shortened(response.get("Metadata", {}).get(METADATA_KEY), LONGEST_METADATA),
        )

    def current(self, bucket: str, key: str) -> ObjectVersion | None:
        """The version that is current now, or None when the object has ended or is only the mark of a folder."""
        try:
            response = self._s3.head_object(Bucket=bucket, Key=key)
        except ClientError as error:
            named = _named(error, uri_of(bucket, key))
            if isinstance(named, VersionGoneError):
                return None
            raise named from error
        if is_folder_mark(key, response["ContentLength"]):
            return None
        return ObjectVersion(bucket, key, response.get("VersionId"), instant(response["LastModified"]))

    def had_content(self, bucket: str, key: str) -> bool:
        """Whether one of the versions that S3 still keeps is more than the mark of a folder."""
        for page in self._s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key):
            for version in page.get("Versions", []):
                if version["Key"] != key:
                    return False  # what lies in the folder comes after the folder itself
                if not is_folder_mark(key, version["Size"]):
                    return True
        return False


def _named(error: ClientError, uri: str) -> Exception:
    """The error of ours that S3's answer means, or the error itself when it may pass."""
    code = error.response["Error"]["Code"]
    if code in _GONE:
        return VersionGoneError(f"{uri} has no such version any more")
    if code in _DENIED:
        return PermanentError(Code.ACCESS_DENIED, f"S3 refuses to hand over the file ({code}).")
    if code == "InvalidObjectState":
        return PermanentError(Code.ARCHIVED, "The file lies in an archive storage class and can't be read from there.")
    return error
