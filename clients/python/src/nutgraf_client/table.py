"""Read the summaries table itself, without the API. Needs `nutgraf-client[table]` and permission to read the table.

table = open_table("nutgraf-SummariesTable-…")
print(table.get("s3://bucket/report.pdf").title)
for statement in table.by_speaker("Edda Lorne"):
    print(statement.quote)
"""

from typing import Any

import boto3

from shared.table.reader import TableReader

__all__ = ["TableReader", "open_table"]


def open_table(name: str, *, shards: int = 1, session: boto3.Session | None = None, **options: Any) -> TableReader:
    """Return a reader of a table. `shards` is the stack's parameter IndexShards.

    `options` are those of boto3's client, for example `endpoint_url` or `region_name`.
    """
    return TableReader(name, (session or boto3.Session()).client("dynamodb", **options), shards=shards)
