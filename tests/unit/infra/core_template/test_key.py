"""Encryption under a key of yours: what uses it, and which services may; also infra/key.yaml."""

from collections.abc import Mapping
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from infra.local.clients import REGION
from infra.local.deployment import Deployment
from infra.local.template import TEMPLATE
from tests.support.core_template import FUNCTION, KEY, ROLE, SOURCE, deployed, is_true, statements

KEY_OF_OURS = TEMPLATE.parent / "infra" / "key.yaml"


def test_all_that_is_kept_is_encrypted_under_the_key_that_is_given() -> None:
    stack = deployed(KmsKeyArn=KEY)
    for bucket in stack.resources("AWS::S3::Bucket").values():
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}
        assert is_true(rule["BucketKeyEnabled"])
    for queue in stack.resources("AWS::SQS::Queue").values():
        assert queue["KmsMasterKeyId"] == KEY
        assert not is_true(queue["SqsManagedSseEnabled"])  # SQS accepts only one of them
    (table,) = stack.resources("AWS::DynamoDB::Table").values()
    assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}
    assert {group["KmsKeyId"] for group in stack.resources("AWS::Logs::LogGroup").values()} == {KEY}


def test_without_a_key_none_is_named_anywhere(deployment: Deployment) -> None:
    kinds = {resource["Type"] for resource in SOURCE["Resources"].values()} - {"AWS::Serverless::Function"}
    assert "kms:" not in repr([deployment.resources(kind) for kind in sorted(kinds | {FUNCTION})])


def test_the_key_serves_each_role_through_the_services_that_it_calls() -> None:
    stack = deployed(KmsKeyArn=KEY)
    policies = {name: role["Policies"][0]["PolicyDocument"] for name, role in stack.resources(ROLE).items()}
    (readers,) = stack.resources("AWS::IAM::ManagedPolicy").values()
    services: dict[str, dict[str, set[str]]] = {}
    for name, policy in {**policies, "Readers": readers["PolicyDocument"]}.items():
        for statement in statements(policy):
            if "kms:ViaService" in repr(statement.get("Condition")):
                (action,) = statement["Action"]
                assert statement["Resource"] == [KEY]
                via = statement["Condition"]["StringEquals"]["kms:ViaService"]
                services.setdefault(name, {})[action] = {host.partition(".")[0] for host in via}
                assert all(host.endswith(f".{REGION}.amazonaws.com") for host in via)
    all_three, sends = {"s3", "sqs", "dynamodb"}, {"sqs"}
    assert services == {
        "ParseRole": {"kms:Decrypt": all_three, "kms:GenerateDataKey": {"s3", "sqs"}},
        "SummarizeRole": {"kms:Decrypt": all_three, "kms:GenerateDataKey": sends},
        "DeadLettersRole": {"kms:Decrypt": all_three, "kms:GenerateDataKey": sends},
        "SweepRole": {"kms:Decrypt": {"sqs", "dynamodb"}, "kms:GenerateDataKey": sends},
        "StateChangesRole": {"kms:Decrypt": {"sqs", "dynamodb"}, "kms:GenerateDataKey": sends},
        "Readers": {"kms:Decrypt": {"s3", "dynamodb"}},
    }


def test_the_policy_of_our_own_key_admits_services_only_for_this_account() -> None:
    key = yaml_parse(KEY_OF_OURS.read_text(encoding="utf-8"))["Resources"]["Key"]
    assert (key["DeletionPolicy"], key["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert key["Properties"]["EnableKeyRotation"] is True
    account, notifications, vectors, logs = key["Properties"]["KeyPolicy"]["Statement"]
    assert account["Principal"] == {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
    assert notifications["Principal"] == {"Service": "s3.amazonaws.com"}
    assert set(notifications["Action"]) == {"kms:GenerateDataKey", "kms:Decrypt"}
    assert notifications["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    assert vectors["Principal"] == {"Service": {"Fn::Sub": "indexing.s3vectors.${AWS::URLSuffix}"}}
    assert vectors["Action"] == "kms:Decrypt" and vectors["Condition"].keys() == {"StringEquals", "ArnLike"}
    assert vectors["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert logs["Principal"] == {"Service": {"Fn::Sub": "logs.${AWS::Region}.${AWS::URLSuffix}"}}
    arns = [arn["Fn::Sub"] for arn in logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]]
    prefixes = tuple(arn.rpartition("log-group:")[2].removesuffix("*") for arn in arns)
    groups = [group["LogGroupName"]["Fn::Sub"] for group in properties_of("AWS::Logs::LogGroup")]
    assert groups and all(group.startswith(prefixes) for group in groups)


def properties_of(kind: str) -> list[Mapping[str, Any]]:
    """Return the unresolved properties of all resources of a type."""
    return [resource["Properties"] for resource in SOURCE["Resources"].values() if resource["Type"] == kind]
