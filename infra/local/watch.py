"""Changes of objects' states, as they happen in the local stack: what its table's stream holds."""

from collections.abc import Iterator
from typing import Any

from boto3.dynamodb.types import TypeDeserializer
from moto.backends import get_backend

from infra.local.clients import ACCOUNT, REGION
from shared.index_rows import STATE
from shared.state import State

_AT_A_TIME = 1000


class StateChanges:
    """Reads the stream of a table of moto's in this process, from its beginning.

    The stream is read where it lies: a reader through the API would leave an iterator behind in moto at every look.
    """

    def __init__(self, table: str) -> None:
        self._table = table
        self._seen = 0

    def new(self) -> Iterator[State]:
        """The states that were written since the last look, oldest first."""
        shard = get_backend("dynamodb")[ACCOUNT][REGION].get_table(self._table).stream_shard
        if shard is None:
            raise ValueError(f"the table {self._table} has no stream")
        while records := shard.get(shard.starting_sequence_number + self._seen, _AT_A_TIME):
            self._seen += len(records)
            for record in records:
                image = record["dynamodb"].get("NewImage", {})
                # moto streams the bare key before it streams a new item
                if image.get("sk") == {"S": STATE} and "status" in image:
                    yield _state(image)


def _state(image: dict[str, Any]) -> State:
    values = {name: TypeDeserializer().deserialize(value) for name, value in image.items()}
    return State.model_validate({name: values[name] for name in State.model_fields if name in values})
