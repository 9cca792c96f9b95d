"""Versions of objects in S3, and the URIs of objects."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ObjectVersion:
    """One version of an object. `version_id` is None in a bucket that has never been versioned."""

    bucket: str
    # Not URL-encoded.
    key: str
    version_id: str | None
    # The time of the upload as an instant (see shared.instants).
    uploaded_at: str

    @property
    def uri(self) -> str:
        """The URI of the object."""
        return uri_of(self.bucket, self.key)

    @classmethod
    def of_uri(cls, uri: str, version_id: str | None, uploaded_at: str) -> "ObjectVersion":
        """Return a version of the object at `uri`; raise ValueError if `uri` is not the URI of an object."""
        return cls(*bucket_and_key(uri), version_id, uploaded_at)


def uri_of(bucket: str, key: str) -> str:
    """Return the URI under which other services find an object's rows; the key is not encoded."""
    return f"s3://{bucket}/{key}"


def bucket_and_key(uri: str) -> tuple[str, str]:
    """Return the bucket and the key in a URI; raise ValueError if `uri` is not the URI of an object."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    if not uri.startswith("s3://") or not bucket or not key:
        raise ValueError(f"{uri!r} does not have the form s3://bucket/key")
    return bucket, key


def is_folder_mark(key: str, size: int) -> bool:
    """Whether an object is an empty one that the S3 console creates for a folder. Nutgraf does not process these."""
    return size == 0 and key.endswith("/")
