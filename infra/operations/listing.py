"""The current version of each object in a bucket, from a listing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from infra.operations.resume import Page
from shared.instants import instant
from shared.messages.internal_messages import Check
from shared.object_version import is_folder_mark, uri_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Version id of an object that was written while its bucket had no versioning.
UNVERSIONED = "null"


class CurrentVersion(NamedTuple):
    """The current version of an object, or its delete marker if `deleted`. `at` is when it was written."""

    bucket: str
    key: str
    version_id: str | None
    at: str
    deleted: bool = False

    @property
    def uri(self) -> str:
        """The URI of the object."""
        return uri_of(self.bucket, self.key)

    def check(self) -> Check:
        """Return the message by which ParseFunction checks the object."""
        return Check(bucket=self.bucket, key=self.key, version_id=self.version_id, uploaded_at=self.at)


def listed_pages(s3: "S3Client", bucket: str, prefix: str, place: Any) -> Iterator[Page[CurrentVersion]]:
    """Return pages of the current versions and delete markers, in the order of keys, without the console's folders."""
    request: dict[str, Any] = {"Bucket": bucket, "Prefix": prefix}
    while True:
        page = s3.list_object_versions(**request, **(place or {}))
        versions = [
            CurrentVersion(bucket, entry["Key"], known_version(entry["VersionId"]), instant(entry["LastModified"]))
            for entry in page.get("Versions", [])
            if entry["IsLatest"] and not is_folder_mark(entry["Key"], entry["Size"])
        ]
        markers = [
            CurrentVersion(bucket, entry["Key"], entry["VersionId"], instant(entry["LastModified"]), deleted=True)
            for entry in page.get("DeleteMarkers", [])
            if entry["IsLatest"]
        ]
        truncated = page.get("IsTruncated", False)
        place = (
            {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]} if truncated else None
        )
        yield Page(sorted(versions + markers), place, len(versions))
        if not truncated:
            return


def known_version(version_id: str | None) -> str | None:
    """Return a version id as events and GetObject report it: None for an object from before versioning."""
    return None if version_id in (None, "", UNVERSIONED) else version_id
