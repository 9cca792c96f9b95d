"""Open the table that `query` and `why` read. Nothing here imports moto."""

from dataclasses import dataclass

from infra.cli.object_names import full_uri
from infra.operations.target import ClientOf, OperationError, Target
from shared.table.table import SummaryTable


@dataclass(frozen=True, slots=True)
class OpenTable:
    """The table of a stack, and its uploads bucket; `bucket` is None if only the table is known.

    `client` returns clients of other services.
    """

    rows: SummaryTable
    bucket: str | None
    client: ClientOf

    def uri(self, name: str) -> str:
        """Return the URI of an object from its URI or its key in the uploads bucket.

        Raises OperationError for a key if the bucket is unknown.
        """
        if name.startswith("s3://"):
            return name
        if self.bucket is None:
            raise OperationError(f"{name} is not a URI. With --table and no --stack-name, give s3://bucket/key.")
        return full_uri(self.bucket, name)


def open_table(target: Target, table: str | None) -> OpenTable:
    """Return the table of the target's stack, or the one named `table`; raises OperationError and what boto3 raises."""
    dynamodb = target.client("dynamodb")
    if table is not None and target.stack_name is None:
        return OpenTable(SummaryTable(table, dynamodb), None, target.client)
    stack = target.describe()
    name = table or stack.outputs.get("TableName")
    if name is None:
        raise OperationError(f"The stack {stack.name} has no output TableName. Name the table with --table.")
    shards = int(stack.parameters.get("IndexShards", 1))
    rows = SummaryTable(name, dynamodb, shards=shards)
    return OpenTable(rows, stack.outputs.get("UploadsBucket"), target.client)
