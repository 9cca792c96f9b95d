"""Projections of the local stack are those of moto, of which it converts only what is needed."""

from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.local.moto.fast_projections import fast_projections

ITEM: dict[str, Any] = {
    "pk": {"S": "a"},
    "text": {"S": "ü"},
    "entries": {"L": [{"M": {"n": {"N": "1.50"}}}, {"S": "x"}]},
    "tree": {"M": {"deep": {"M": {"flag": {"BOOL": True}, "none": {"NULL": True}}}, "other": {"S": "y"}}},
    "set": {"SS": ["a", "b"]},
}


@pytest.mark.parametrize(
    "expression",
    [
        "pk",
        "pk, #text",
        "tree.deep.flag, tree.other",
        "entries[0].n, entries[1]",
        "absent, pk",
        "tree.absent",
        "#set, tree",
    ],
)
def test_a_projection_is_that_of_moto(expression: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "local")
    names = {name: name[1:] for name in ("#text", "#set") if name in expression}
    options: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
    with mock_aws():
        dynamodb = boto3.client("dynamodb", region_name="us-east-1")
        dynamodb.create_table(
            TableName="t",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        dynamodb.put_item(TableName="t", Item=ITEM)
        request: dict[str, Any] = {"TableName": "t", "Key": {"pk": ITEM["pk"]}, "ProjectionExpression": expression}
        expected = dynamodb.get_item(**request, **options)["Item"]
        with fast_projections():
            assert dynamodb.get_item(**request, **options)["Item"] == expected
