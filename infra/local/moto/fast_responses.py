"""Makes moto's responses of DynamoDB fast.

moto looks up all ten members of an attribute value under several names each, although only one is present. A sixth of
the time of an integration test went into these lookups (moto 5.2.5).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.core.serialize import BaseJSONSerializer


@contextmanager
def fast_responses() -> Iterator[None]:
    """Serialize only the members of an attribute value that are present, inside this context."""
    serialize_structure = BaseJSONSerializer._serialize_type_structure

    def serialize_present_members(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name != "AttributeValue" or not isinstance(value, dict) or not value.keys() <= shape.members.keys():
            serialize_structure(self, serialized, value, shape, key)
            return
        wrapper = self.MAP_TYPE() if key else serialized
        for name in value:
            member = shape.members[name]
            member.parent = shape
            self._serialize_structure_member(wrapper, value, member, name)
        if key:
            self._default_serialize(serialized, wrapper, shape, key)

    with patch.object(BaseJSONSerializer, "_serialize_type_structure", serialize_present_members):
        yield
