"""VectorsService: writes the vectors of objects whose state has changed to their index."""

from collections.abc import Sequence

from botocore.exceptions import ClientError

from shared.errors import TransientError
from shared.observability import error_fields, logger
from shared.table.reader import TableReader
from shared.table.vectors import CurrentVector
from shared.vector_index import VectorIndex

# Number of times that the vectors of a batch are written while their states keep changing.
ROUNDS = 5

# The code of S3 Vectors for a request with a vector that it does not accept.
_REJECTED = "ValidationException"


class VectorsService:
    """Makes the index equal to the table for some objects. All methods are idempotent.

    What is written comes from the table, never from the event, so that events may arrive twice and in any order. After
    a write, the table is read again: if another invocation wrote a newer vector in between, this one corrects it.
    """

    def __init__(self, table: TableReader, index: VectorIndex) -> None:
        self._table = table
        self._index = index

    def store(self, uris: Sequence[str]) -> list[str]:
        """Write the vectors of objects. Return the URIs of those that S3 Vectors rejects.

        Raises TransientError if their states keep changing, and botocore's errors.
        """
        pending, rejected = list(uris), set[str]()
        for _ in range(ROUNDS):
            current = self._table.vectors(pending)
            rejected |= set(self._write(pending, current))
            after = self._table.vectors(pending)
            pending = [uri for uri in pending if after[uri] != current[uri]]
            if not pending:
                return [uri for uri in uris if uri in rejected]
        raise TransientError(f"The states of {len(pending)} objects keep changing.")

    def _write(self, uris: Sequence[str], current: dict[str, CurrentVector | None]) -> list[str]:
        """Write the vectors; if S3 Vectors rejects a request, find the objects that it rejects, by halves."""
        try:
            self._index.write({uri: current[uri] for uri in uris})
        except ClientError as error:
            if error.response["Error"]["Code"] != _REJECTED:
                raise
            if len(uris) == 1:
                logger.error("a vector was rejected", extra={"uri": uris[0], **error_fields(error)})
                return list(uris)
            middle = len(uris) // 2
            return [*self._write(uris[:middle], current), *self._write(uris[middle:], current)]
        return []
