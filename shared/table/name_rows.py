"""Rows of names: which names occur in documents, so that names can be listed by how they begin.

There is one row for each type and key, `names#<type>#<beginning of the key>` and the key. It is written once, without
counts, because a message that is delivered twice would count twice. It stays when the last document with the name is
deleted: another document with the name can be written at that moment. Readers check that a document remains.
"""

import time
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from shared.names.names import EntityType, full_key, key_of
from shared.search.body import NameKey
from shared.search.terms import is_unspaced
from shared.table.batches import get_rows
from shared.table.items import from_item, to_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# The kind of these rows, as a prefix of their partition keys.
NAMES = "names"

# Number of letters of a key in the partition key, and the number in scripts that have thousands of characters.
LETTERS = 2
LETTERS_OF_UNSPACED = 1

# Maximum number of names that a process remembers as written, about 200 bytes each, and the time in seconds after which
# it forgets them: if an operator removes the row of a name, the next document with the name writes it again.
MOST_REMEMBERED = 20_000
REMEMBERED_SECONDS = 3_600


class PrefixError(ValueError):
    """The beginning of a name is too short."""


class NameEntry(NamedTuple):
    """A name that occurs in documents."""

    type: EntityType
    # The key of the index rows of the name.
    key: str
    # The name as written in the first document with this key.
    name: str


class NameRows:
    """Writes and reads the rows of names of one table."""

    def __init__(self, table: str, dynamodb: "DynamoDBClient") -> None:
        self._table = table
        self._dynamodb = dynamodb
        self._remembered: set[NameKey] = set()
        self._since = time.monotonic()

    def missing(self, names: Iterable[NameEntry]) -> list[dict[str, str]]:
        """Return the rows of names that have none. This reads them, because a read costs a tenth of a write."""
        if len(self._remembered) > MOST_REMEMBERED or time.monotonic() - self._since > REMEMBERED_SECONDS:
            self._remembered, self._since = set(), time.monotonic()
        unknown = {(each.type, each.key): each for each in names if (each.type, each.key) not in self._remembered}
        existing = self.existing(unknown)
        return [
            {"pk": _partition_of(*key), "sk": each.key, "name": each.name}
            for key, each in unknown.items()
            if key not in existing
        ]

    def remember(self, names: Iterable[NameEntry]) -> None:
        """Remember that the rows of names exist."""
        self._remembered.update((each.type, each.key) for each in names)

    def existing(self, keys: Collection[NameKey]) -> set[NameKey]:
        """Return those of the names that have rows."""
        by_row = {(_partition_of(kind, key), key): (kind, key) for kind, key in keys}
        rows = get_rows(self._dynamodb, self._table, list(by_row), "pk, sk", consistent=False)
        return {by_row[row["pk"], row["sk"]] for row in rows}

    def beginning(self, prefix: str, kind: EntityType, after: str | None = None) -> Iterator[NameEntry]:
        """Yield the names of a type that begin with `prefix`, in the order of their keys, those after the key `after`.

        A person begins with the family name. Raises PrefixError if the prefix has fewer letters than partition keys.
        """
        beginning = key_of(prefix, kind) if kind == "PERSON" else full_key(prefix)
        partition = _partition_of(kind, beginning)
        if len(beginning) < _letters_of(beginning):
            raise PrefixError(f"Give the first {LETTERS} letters of a name; {prefix!r} has fewer.")
        last = beginning + chr(0x10FFFF)
        if after is not None and after > last:
            return  # DynamoDB refuses a range that ends before it begins
        condition, values = "pk = :pk AND begins_with(sk, :prefix)", {":prefix": to_value(beginning)}
        if after is not None and after >= beginning:
            condition = "pk = :pk AND sk BETWEEN :after AND :last"
            values = {":after": to_value(after), ":last": to_value(last)}
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression=condition,
            ExpressionAttributeValues={":pk": to_value(partition)} | values,
        )
        for page in pages:
            for row in map(from_item, page["Items"]):
                if row["sk"] != after:
                    yield NameEntry(kind, row["sk"], row["name"])


def _partition_of(kind: EntityType, key: str) -> str:
    return f"{NAMES}#{kind}#{key[: _letters_of(key)]}"


def _letters_of(key: str) -> int:
    return LETTERS_OF_UNSPACED if is_unspaced(key) else LETTERS
