"""The local stack evaluates permissions as IAM does."""

from collections.abc import Mapping

import pytest

from infra.local.iam_roles import Permission, Role, UnknownPermissionError
from infra.local.required_permissions import Keys, needed_for

TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/summaries"


def role(*statements: Mapping[str, object], **properties: object) -> Role:
    return Role.of("ARole", {"Policies": [{"PolicyDocument": {"Statement": list(statements)}}], **properties})


def allow(action: str, resource: str = "*") -> dict[str, object]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def test_what_nothing_allows_is_denied() -> None:
    assert not role().allowances(Permission("s3:GetObject", "arn:aws:s3:::bucket/key"))
    assert not role(allow("s3:PutObject")).allowances(Permission("s3:GetObject", "arn:aws:s3:::bucket/key"))


def test_actions_are_compared_without_case_and_resources_with_it() -> None:
    may = role(allow("S3:getobject", "arn:aws:s3:::bucket/*"))
    assert may.allowances(Permission("s3:GetObject", "arn:aws:s3:::bucket/a/b\nc"))
    assert not may.allowances(Permission("s3:GetObject", "arn:aws:s3:::Bucket/key"))


def test_a_denial_wins() -> None:
    denial = {"Effect": "Deny", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::bucket/secret/*"]}
    may = role(allow("s3:GetObject"), denial)
    assert may.allowances(Permission("s3:GetObject", "arn:aws:s3:::bucket/key"))
    assert not may.allowances(Permission("s3:GetObject", "arn:aws:s3:::bucket/secret/key"))


def test_a_denial_to_the_code_of_functions_leaves_lambda_its_calls() -> None:
    to_code: dict[str, object] = {"Condition": {"Null": {"lambda:SourceFunctionArn": "false"}}}
    may = role(allow("ec2:*"), {"Effect": "Deny", "Action": "ec2:*", "Resource": "*"} | to_code)
    needed = Permission("ec2:CreateNetworkInterface", "arn:aws:ec2:us-east-1:123456789012:network-interface/*")
    assert not may.allowances(needed)
    assert may.allowances(needed, by_lambda=True)
    with pytest.raises(UnknownPermissionError, match="SourceFunctionArn"):
        role(allow("ec2:*") | to_code)


def test_brackets_are_no_wildcards() -> None:
    assert not role(allow("s3:GetObject", "arn:aws:s3:::bucket/[ab]")).allowances(
        Permission("s3:GetObject", "arn:aws:s3:::bucket/a")
    )


def test_an_index_is_a_resource_of_its_own() -> None:
    (needed,) = needed_for("dynamodb", "Query", {"TableName": "summaries", "IndexName": "by-day"})
    assert needed == Permission("dynamodb:Query", f"{TABLE}/index/by-day")
    assert not role(allow("dynamodb:Query", TABLE)).allowances(needed)


def test_a_version_needs_a_permission_of_its_own() -> None:
    (plain,) = needed_for("s3", "GetObject", {"Bucket": "b", "Key": "k"})
    (versioned,) = needed_for("s3", "HeadObject", {"Bucket": "b", "Key": "k", "VersionId": "1"})
    assert (plain.action, versioned.action) == ("s3:GetObject", "s3:GetObjectVersion")
    entries = {"Objects": [{"Key": "a"}, {"Key": "b", "VersionId": "1"}]}
    actions = [needed.action for needed in needed_for("s3", "DeleteObjects", {"Bucket": "b", "Delete": entries})]
    assert actions == ["s3:DeleteObject", "s3:DeleteObjectVersion"]


def test_a_transaction_needs_what_each_of_its_writes_needs() -> None:
    item = {"TableName": "summaries"}
    writes = [{"Put": item}, {"Update": item}, {"Delete": item}, {"ConditionCheck": item}]
    found = [needed.action for needed in needed_for("dynamodb", "TransactWriteItems", {"TransactItems": writes})]
    assert found == [f"dynamodb:{kind}Item" for kind in ("Put", "Update", "Delete", "ConditionCheck")]


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(UnknownPermissionError, match="s3:SelectObjectContent"):
        list(needed_for("s3", "SelectObjectContent", {"Bucket": "b", "Key": "k"}))
    with pytest.raises(UnknownPermissionError, match="Bool"):
        role(allow("s3:GetObject") | {"Condition": {"Bool": {}}})
    with pytest.raises(UnknownPermissionError, match="aws:SourceIp"):
        role(allow("s3:GetObject") | {"Condition": {"StringEquals": {"kms:ViaService": "s3", "aws:SourceIp": "::1"}}})
    with pytest.raises(UnknownPermissionError, match="AdministratorAccess"):
        role(ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"])


KEY = "arn:aws:kms:us-east-1:123456789012:key/a"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:work"
KEYS = Keys({"arn:aws:s3:::bucket": KEY, TABLE: KEY, QUEUE: KEY})


@pytest.mark.parametrize(
    ("action", "resource", "uses"),
    [
        ("s3:GetObject", "arn:aws:s3:::bucket/a/b", ["Decrypt"]),
        ("s3:GetObjectVersion", "arn:aws:s3:::bucket/a", ["Decrypt"]),
        ("s3:PutObject", "arn:aws:s3:::bucket/a", ["GenerateDataKey"]),
        ("s3:DeleteObject", "arn:aws:s3:::bucket/a", []),
        ("s3:ListBucket", "arn:aws:s3:::bucket", []),
        ("s3:GetObject", "arn:aws:s3:::another/a", []),
        ("sqs:SendMessage", QUEUE, ["GenerateDataKey", "Decrypt"]),
        ("sqs:ReceiveMessage", QUEUE, ["Decrypt"]),
        ("sqs:DeleteMessage", QUEUE, []),
        ("dynamodb:Query", f"{TABLE}/index/by-day", ["Decrypt"]),
        ("dynamodb:PutItem", TABLE, ["Decrypt"]),
        ("dynamodb:PutItem", f"{TABLE}2", []),
    ],
)
def test_what_lies_under_a_key_needs_that_key_through_its_service(action: str, resource: str, uses: list[str]) -> None:
    needed = list(KEYS.needed_for(Permission(action, resource)))
    via = f"{action.partition(':')[0]}.us-east-1.amazonaws.com"
    assert needed == [Permission(f"kms:{use}", KEY, via) for use in uses]


def test_a_key_that_one_service_may_use_is_closed_to_others() -> None:
    may = role(allow("kms:Decrypt", KEY) | {"Condition": {"StringEquals": {"kms:ViaService": ["s3.a", "sqs.a"]}}})
    assert may.allowances(Permission("kms:Decrypt", KEY, "s3.a")) and may.allowances(
        Permission("kms:Decrypt", KEY, "sqs.a")
    )
    assert not may.allowances(Permission("kms:Decrypt", KEY, "dynamodb.a"))
    assert not may.allowances(Permission("kms:Decrypt", KEY))
    assert role(allow("kms:Decrypt", KEY)).allowances(Permission("kms:Decrypt", KEY, "s3.a"))
