"""Documents in S3, where the put of a Document is the event that starts Summarize."""

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
    """The prefix of all Documents of an object: a hash, because the key of an upload may have 1,024 bytes itself."""
    return hashlib.sha256(uri.encode()).hexdigest() + "/"


def key_of(uri: str, revision: Revision) -> str:
    """The key of one Document, for ever the same, so that writing it again does no harm."""
    return f"{folder_of(uri)}{revision}{SUFFIX}"


def revision_of(key: str) -> Revision:
    """The revision that a Document's key names; raises ValueError when the key is no Document's."""
    folder, _, name = key.rpartition("/")
    if not folder or not name.endswith(SUFFIX):
        raise ValueError(f"{key!r} is not the key of a Document")
    return Revision.parse(name.removesuffix(SUFFIX))


class UnreadableDocumentError(NutgrafError):
    """What lies in the documents bucket is no Document, or one that a newer Nutgraf wrote."""


class DocumentStore:
    """The documents bucket. Errors of botocore pass through, but for a Document that isn't there."""

    def __init__(self, bucket: str, s3: "S3Client") -> None:
        self.bucket = bucket
        self._s3 = s3

    def put(self, document: Document) -> str:
        """Store a Document and return its key. S3 then tells Summarize of it."""
        source = document.source
        key = key_of(source.uri, Revision(source.sequencer, source.generation))
        body = gzip.compress(document.model_dump_json().encode(), compresslevel=6, mtime=0)
        self._s3.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType="application/gzip")
        return key

    def get(self, key: str) -> Document | None:
        """The Document at `key`, or None when it has been removed. Raises UnreadableDocumentError."""
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
                f"The object {key} of the documents bucket is no Document of this version of Nutgraf "
                f"({type(error).__name__})."
            ) from error

    def remove(self, key: str) -> None:
        """Remove one Document, if it is there."""
        self._s3.delete_object(Bucket=self.bucket, Key=key)

    def up_to(self, uri: str, revision: Revision, *, inclusive: bool, but: str | None = None) -> Iterator[str]:
        """The keys of the Documents of an object that are older than `revision`, or as old, without `but`."""
        for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=folder_of(uri)):
            for key in (entry["Key"] for entry in page.get("Contents", [])):
                found = revision_of(key)
                if key != but and (found < revision or (inclusive and found == revision)):
                    yield key

    def remove_up_to(self, uri: str, revision: Revision, *, inclusive: bool, but: str | None = None) -> int:
        """Remove the Documents that `up_to` finds; return how many there were."""
        removed = 0
        for key in self.up_to(uri, revision, inclusive=inclusive, but=but):
            self.remove(key)
            removed += 1
        return removed
