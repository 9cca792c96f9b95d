"""What the routes read from: the table and the Documents, and the uploads and the vectors if they are configured."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING

from functions.read.encoder import Meaning
from functions.read.problems import ProblemError
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
    # None: the search by meaning is off.
    create_meaning: Callable[[], Meaning] | None = None

    @cached_property
    def s3(self) -> "S3Client":
        """The client of S3, which signs with version 4."""
        return self.create_s3()

    @cached_property
    def meaning(self) -> Meaning:
        """The search by meaning; raises ProblemError if it is off."""
        if self.create_meaning is None:
            detail = (
                "This deployment has no search by meaning. Deploy search.yaml, and read.yaml with VectorBucketName and "
                "SearchFunctionName."
            )
            raise ProblemError(HTTPStatus.FORBIDDEN, "meaning_off", detail)
        return self.create_meaning()

    @cached_property
    def documents(self) -> DocumentStore:
        """The Documents."""
        return DocumentStore(self.settings.documents_bucket, self.s3)
