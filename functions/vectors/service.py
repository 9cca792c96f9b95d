"""VectorsService: writes the vectors of objects whose state has changed to their index."""

import json
from collections.abc import Mapping, Sequence

from aws_lambda_powertools.metrics import MetricUnit
from botocore.exceptions import ClientError

from shared.errors import TransientError
from shared.messages.state_change import StateChange
from shared.observability import add_metric, error_fields, logger
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

    def handle_messages(self, messages: Mapping[str, str]) -> set[str]:
        """Write the vectors of the objects whose state changes are in messages, which are bodies by id.

        Returns the ids of the messages without a state change, and of those whose vectors S3 Vectors rejects. Raises
        the errors of `store`.
        """
        uris: dict[str, str] = {}
        for message_id, body in messages.items():
            try:
                uris[message_id] = _uri_in(body)
            except (KeyError, TypeError, ValueError) as error:
                logger.error("not a state change", extra={"message_id": message_id, **error_fields(error)})
        rejected = set(self.store(list(dict.fromkeys(uris.values()))))
        add_metric("vectors.changes", MetricUnit.Count, len(messages))
        return {message_id for message_id in messages if message_id not in uris or uris[message_id] in rejected}

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


def _uri_in(body: str) -> str:
    """Return the URI of the object in an event of EventBridge; raise ValueError, KeyError or TypeError without one."""
    return StateChange.model_validate(json.loads(body)["detail"]).uri.S
