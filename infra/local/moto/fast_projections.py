"""Makes moto's projections of DynamoDB fast: of items in an index, and by a projection expression.

For each attribute of a projection, moto converts the whole item with all that is nested in it (moto 5.2.5). A list of
12 documents took 5 million function calls. Here only the attributes of the projection are converted, once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.utils import merge_dicts
from moto.dynamodb.models.dynamo_type import Item, deserializer, serializer
from moto.dynamodb.models.utilities import find_nested_key


@contextmanager
def fast_projections() -> Iterator[None]:
    """Convert only the attributes of the projection, inside this context."""

    def project(self: Any, projection_expressions: list[list[str]]) -> Item:
        names = {path[0].partition("[")[0] for path in projection_expressions}
        present = {
            name: deserializer.deserialize(self.attrs[name].to_regular_json()) for name in names if name in self.attrs
        }
        result: dict[str, Any] = {}
        for path in projection_expressions:
            merge_dicts(result, find_nested_key(path, present))
        return Item(self.hash_key, self.range_key, dict(serializer.serialize(result)["M"]))

    with patch.object(Item, "project", project):
        yield
