"""What the routes read from: the table, the Documents, and the bucket of the uploads, if links to it are signed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from shared.documents.document_store import DocumentStore
from shared.settings import ReadSettings
from shared.table.reader import TableReader

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class Sources:
    """The sources of one deployment. The client of S3 is created on first use, because most requests need none."""

    settings: ReadSettings
    table: TableReader
    create_s3: "Callable[[], S3Client]"

    @cached_property
    def s3(self) -> "S3Client":
        """The client of S3, which signs with version 4."""
        return self.create_s3()

    @cached_property
    def documents(self) -> DocumentStore:
        """The Documents."""
        return DocumentStore(self.settings.documents_bucket, self.s3)
