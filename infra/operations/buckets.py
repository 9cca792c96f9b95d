"""Empty and delete whole buckets: versions, delete markers and incomplete uploads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra.operations.target import OperationError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# The tag with the id of the stack that CloudFormation adds to the resources that it creates.
STACK_TAG = "aws:cloudformation:stack-id"

# Attempts while someone else puts objects into the bucket.
_ATTEMPTS = 5

# Codes of S3 for a bucket that does not exist, in the answers to HEAD and to other requests.
_ABSENT = ("404", "NoSuchBucket")

OnCount = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class BucketContents:
    """The versions of a bucket, its delete markers, and its incomplete multipart uploads."""

    versions: int
    markers: int
    uploads: int


def stack_of(s3: "S3Client", bucket: str) -> str | None:
    """Return the id of the stack that created a bucket; empty if no stack did, None if the bucket does not exist."""
    try:
        tags = s3.get_bucket_tagging(Bucket=bucket)["TagSet"]
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _ABSENT:
            return None
        if code == "NoSuchTagSet":
            return ""
        raise
    return next((tag["Value"] for tag in tags if tag["Key"] == STACK_TAG), "")


def contents(s3: "S3Client", bucket: str, on_count: OnCount) -> BucketContents:
    """Count what a bucket contains. `on_count` takes the versions and delete markers that were counted so far."""
    versions = markers = 0
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        versions += len(page.get("Versions", []))
        markers += len(page.get("DeleteMarkers", []))
        on_count(versions + markers)
    uploads = s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket)
    return BucketContents(versions, markers, sum(len(page.get("Uploads", [])) for page in uploads))


def delete_bucket(s3: "S3Client", bucket: str, on_count: OnCount) -> None:
    """Empty a bucket and delete it. Can be repeated. `on_count` takes what was deleted in it so far.

    Raises OperationError if uploads to the bucket continue, or if S3 refuses to delete an object.
    """
    deleted = 0
    for _ in range(_ATTEMPTS):
        deleted = _empty(s3, bucket, deleted, on_count)
        try:
            s3.delete_bucket(Bucket=bucket)
            return
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return
            if error.response["Error"]["Code"] != "BucketNotEmpty":
                raise
    raise OperationError(f"Uploads to {bucket} continue. Stop them, then run the same command again.")


def _empty(s3: "S3Client", bucket: str, deleted: int, on_count: OnCount) -> int:
    """Delete everything in a bucket; return `deleted` plus the number of versions and delete markers."""
    try:
        for uploads in s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket):
            for upload in uploads.get("Uploads", []):
                s3.abort_multipart_upload(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
            _delete(s3, bucket, [{"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in found])
            deleted += len(found)
            on_count(deleted)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _ABSENT:
            raise
    return deleted


def _delete(s3: "S3Client", bucket: str, versions: list[Any]) -> None:
    """Delete at most 1,000 versions, which is a page of a listing and the limit of one call."""
    if not versions:
        return
    response = s3.delete_objects(Bucket=bucket, Delete={"Objects": versions, "Quiet": True})
    if errors := response.get("Errors"):
        raise OperationError(
            f"S3 did not delete {len(errors)} versions in {bucket}: {errors[0].get('Code')}, {errors[0].get('Message')}"
        )
