"""Read the uploads bucket, version by version."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.errors import Code, NutgrafError, PermanentError
from shared.instants import instant
from shared.object_version import ObjectVersion, is_folder_mark, uri_of
from shared.summary_length import METADATA_KEY
from shared.text import shortened

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import GetObjectRequestTypeDef

# S3's error codes: names in responses to GET, status codes in responses to HEAD, which have no body.
_GONE = {"NoSuchKey", "NoSuchVersion", "404", "405", "MethodNotAllowed"}
_DENIED = {"AccessDenied", "403", "KMS.DisabledException", "KMS.NotFoundException", "KMS.KMSInvalidStateException"}

# Maximum length in code points of a value in the object's metadata. All known values are shorter.
LONGEST_METADATA = 50


class VersionGoneError(NutgrafError):
    """The version no longer exists: it was removed after the event was sent."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a version, and the attributes that S3 stores with them."""

    body: bytes
    etag: str
    declared_type: str
    # From the object's metadata, as set by the uploader.
    summary_length: str | None = None


class Uploads:
    """Reads versions of objects up to a maximum size."""

    def __init__(self, s3: "S3Client", *, max_bytes: int) -> None:
        self._s3 = s3
        self._max_bytes = max_bytes

    def read(self, version: ObjectVersion) -> Content:
        """Return the content of a version.

        Raises VersionGoneError, PermanentError (archived, access denied, too large), or botocore's errors for faults
        that may be temporary.
        """
        request: GetObjectRequestTypeDef = {"Bucket": version.bucket, "Key": version.key}
        if version.version_id:
            request["VersionId"] = version.version_id
        try:
            response = self._s3.get_object(**request)
        except ClientError as error:
            raise _own_error(error, version.uri) from error
        if response["ContentLength"] > self._max_bytes:
            response["Body"].close()
            raise PermanentError(
                Code.TOO_LARGE,
                f"The file has {response['ContentLength']:,} bytes; the limit is {self._max_bytes:,}.",
            )
        return Content(
            response["Body"].read(),
            response["ETag"].strip('"'),
            response.get("ContentType", ""),
            shortened(response.get("Metadata", {}).get(METADATA_KEY), LONGEST_METADATA),
        )

    def current(self, bucket: str, key: str) -> ObjectVersion | None:
        """Return the current version, or None if the object no longer exists or is only a folder mark."""
        try:
            response = self._s3.head_object(Bucket=bucket, Key=key)
        except ClientError as error:
            own_error = _own_error(error, uri_of(bucket, key))
            if isinstance(own_error, VersionGoneError):
                return None
            raise own_error from error
        if is_folder_mark(key, response["ContentLength"]):
            return None
        return ObjectVersion(bucket, key, response.get("VersionId"), instant(response["LastModified"]))

    def had_content(self, bucket: str, key: str) -> bool:
        """Whether any version that S3 still keeps is not a folder mark."""
        for page in self._s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key):
            for version in page.get("Versions", []):
                if version["Key"] != key:
                    return False  # S3 lists the keys in a folder after the key of the folder
                if not is_folder_mark(key, version["Size"]):
                    return True
        return False


def _own_error(error: ClientError, uri: str) -> Exception:
    """Return Nutgraf's error for an error response of S3, or the error itself if it may be temporary."""
    code = error.response["Error"]["Code"]
    if code in _GONE:
        return VersionGoneError(f"This version of {uri} no longer exists.")
    if code in _DENIED:
        return PermanentError(Code.ACCESS_DENIED, f"S3 denies access to the file ({code}).")
    if code == "InvalidObjectState":
        return PermanentError(Code.ARCHIVED, "The file is in an archive storage class and can't be read from there.")
    return error
