"""Documents in S3. The event that a Document was put triggers Summarize."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pydantic import ValidationError

from shared.documents.document import Document
from shared.errors import NutgrafError
from shared.revision import Revision

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SUFFIX = ".json.gz"


def folder_of(uri: str) -> str:
    """Return the prefix of all Documents of an object. It is a hash, because an upload's key may have 1,024 bytes."""
    return hashlib.sha256(uri.encode()).hexdigest() + "/"


def key_of(uri: str, revision: Revision) -> str:
    """Return the key of a Document. It is always the same, so that it is safe to write the Document again."""
    return f"{folder_of(uri)}{revision}{SUFFIX}"


def revision_of(key: str) -> Revision:
    """Return the revision in the key of a Document; raise ValueError if it is not the key of a Document."""
    folder, _, name = key.rpartition("/")
    if not folder or not name.endswith(SUFFIX):
        raise ValueError(f"{key!r} is not the key of a Document")
    return Revision.parse(name.removesuffix(SUFFIX))


class UnreadableDocumentError(NutgrafError):
    """An object in the documents bucket is not a Document, or a newer version of Nutgraf wrote it."""


class DocumentStore:
    """The documents bucket. Errors of botocore pass through, except for a missing Document."""

    def __init__(self, bucket: str, s3: "S3Client") -> None:
        self.bucket = bucket
        self._s3 = s3

    def put(self, document: Document) -> str:
        """Store a Document and return its key. S3 then sends an event to Summarize."""
        source = document.source
        key = key_of(source.uri, source.revision)
        body = gzip.compress(document.model_dump_json().encode(), compresslevel=6, mtime=0)
        self._s3.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType="application/gzip")
        return key

    def get(self, key: str) -> Document | None:
        """Return the Document at `key`, or None if it was removed; raise UnreadableDocumentError if it is not valid."""
        try:
            response = self._s3.get_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise
        body = response["Body"].read()
        try:
            return Document.model_validate_json(gzip.decompress(body))
        except (ValidationError, gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise UnreadableDocumentError(
                f"The object {key} in the documents bucket is not a Document that this version of Nutgraf can read "
                f"({type(error).__name__})."
            ) from error

    def remove(self, key: str) -> None:
        """Remove a Document, if it exists."""
        self._s3.delete_object(Bucket=self.bucket, Key=key)

    def up_to(self, uri: str, revision: Revision, *, inclusive: bool, keep: str | None = None) -> Iterator[str]:
        """Yield the keys of an object's Documents before `revision` (or at it, if `inclusive`), except `keep`."""
        for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=folder_of(uri)):
            for key in (entry["Key"] for entry in page.get("Contents", [])):
                found = revision_of(key)
                if key != keep and (found < revision or (inclusive and found == revision)):
                    yield key

    def remove_up_to(self, uri: str, revision: Revision, *, inclusive: bool, keep: str | None = None) -> int:
        """Remove the Documents that `up_to` finds, and return their number."""
        removed = 0
        for key in self.up_to(uri, revision, inclusive=inclusive, keep=keep):
            self.remove(key)
            removed += 1
        return removed
