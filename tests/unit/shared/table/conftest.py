"""A summaries table on moto, with the indexes of the template."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from shared.table.items import from_item
from shared.table.table import SummaryTable
from tests.chaos.clock import Clock
from tests.support.key_conditions import refuse_reversed_bounds

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass
class Setup:
    client: "DynamoDBClient"

    def table(self, shards: int = 1) -> SummaryTable:
        return SummaryTable("summaries", self.client, shards=shards)

    def rows(self) -> list[dict[str, object]]:
        return [from_item(item) for item in self.client.scan(TableName="summaries")["Items"]]


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The clock of Nutgraf's code, which a test can move forward."""
    clock = Clock()
    with clock.installed():
        yield clock


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Setup]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        client = boto3.client("dynamodb", "us-east-1")
        refuse_reversed_bounds(client)
        keys = {
            "by-day": ["day_key", "uploaded_at"],
            "by-status": ["status_key", "updated_at"],
            "by-sha256": ["sha256"],
        }
        names = {"pk", "sk"} | {name for parts in keys.values() for name in parts}
        client.create_table(
            TableName="summaries",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in sorted(names)],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": index,
                    "KeySchema": [
                        {"AttributeName": name, "KeyType": "RANGE" if position else "HASH"}
                        for position, name in enumerate(parts)
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
                for index, parts in keys.items()
            ],
        )
        yield Setup(client)
