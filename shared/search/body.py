"""The searchable content of a document: its title, the names in it and its keywords, as they are written."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from shared.names.names import EntityType, key_of

# A name's type and key, as in the partition keys of index rows.
NameKey = tuple[EntityType, str]


class Field(IntEnum):
    """Where a word occurs. The value is its weight in the order of results."""

    KEYWORD = 1
    NAME = 2
    TITLE = 3


class Body(NamedTuple):
    """What a row of the index has of a document."""

    title: str | None
    # By type, the most salient first.
    names: Mapping[EntityType, Sequence[str]]
    # The best first.
    keywords: Sequence[str]

    def name_keys(self) -> frozenset[NameKey]:
        """Return the keys of the names."""
        return frozenset((kind, name_key(name, kind)) for kind, names in self.names.items() for name in names)


@lru_cache(20_000)
def name_key(name: str, kind: EntityType) -> str:
    """Return the key of a name (shared.names.names.key_of). Rows of one partition repeat the same names."""
    return key_of(name, kind)
