"""Reads changes of the states of objects from the stream of the local stack's table."""

from collections.abc import Iterator
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from infra.local.moto.table_stream import TableStream
from shared.state import State
from shared.table.keys import STATE


class StateChanges:
    """Reads the states from the stream of a table of moto in this process, from its beginning."""

    def __init__(self, table: str) -> None:
        self._stream = TableStream(table)

    def new(self) -> Iterator[State]:
        """Yield the states since the last call, oldest first."""
        for record in self._stream.new():
            image = record["dynamodb"].get("NewImage", {})
            # before a new item, moto adds a record with only its key
            if image.get("sk") == {"S": STATE} and "status" in image:
                yield _state(image)


def _state(image: dict[str, Any]) -> State:
    values = {name: TypeDeserializer().deserialize(value) for name, value in image.items()}
    return State.model_validate({name: values[name] for name in State.model_fields if name in values})
