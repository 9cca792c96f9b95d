"""Every change of a state or a Summary in the table, in the order of the writes."""

from collections.abc import Iterator
from dataclasses import dataclass

from moto.backends import get_backend

from infra.local.clients import ACCOUNT, REGION
from shared.table.index_rows import STATE
from shared.table.items import from_item
from shared.table.objects import SUMMARY


@dataclass(frozen=True, slots=True)
class Change:
    """The new content of a row. A removed Summary has neither revision nor version."""

    row: str
    uri: str
    revision: str | None
    version: str | None
    status: str | None = None
    code: str | None = None


class Changes:
    """Reads the stream of a moto table in this process from its beginning."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._seen = 0

    def new(self) -> Iterator[Change]:
        """Yield the changes since the last call, oldest first. moto streams the bare key before a new item."""
        shard = get_backend("dynamodb")[ACCOUNT][REGION].get_table(self._table).stream_shard
        assert shard is not None
        records = shard.items[self._seen :]
        self._seen += len(records)
        for record in records:
            data = record.record["dynamodb"]
            key = from_item(data["Keys"])
            image = from_item(data.get("NewImage", {}))
            if key["sk"] == STATE and "status" in image:
                version = None if image["status"] == "DELETED" else image.get("version_id")
                yield Change(STATE, key["pk"], image["revision"], version, image["status"], image.get("code"))
            elif key["sk"] == SUMMARY and (not image or "source" in image):
                version = image["source"].get("version_id") if image else None
                yield Change(SUMMARY, key["pk"], image.get("revision"), version)
