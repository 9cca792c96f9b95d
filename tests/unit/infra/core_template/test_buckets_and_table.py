"""The buckets and the table: privacy, retention, events, indexes, and what outlives the stack."""

import pytest

from infra.local.clients import LOCAL_STACK, Clients
from infra.local.deployment import Deployment
from infra.local.deployment import deployed as local_deployed
from shared.table.reader import BY_DAY, BY_SHA256, BY_STATUS
from tests.support.core_template import SOURCE, arn_of, deployed, is_true, statements


def test_buckets_are_private_encrypted_tls_only_and_outlive_the_stack(deployment: Deployment) -> None:
    policies = deployment.resources("AWS::S3::BucketPolicy").values()
    for logical_id, bucket in deployment.resources("AWS::S3::Bucket").items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) <= {True, "true"}
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
        (policy,) = (p for p in policies if p["Bucket"] == deployment.name(logical_id))
        (denied,) = statements(policy["PolicyDocument"])
        arn = f"arn:aws:s3:::{deployment.name(logical_id)}"
        assert (denied["Effect"], denied["Principal"], denied["Action"]) == ("Deny", "*", ["s3:*"])
        assert denied["Resource"] == [arn, f"{arn}/*"]
        assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize(
    ("logical_id", "deletion"),
    [
        ("UploadsBucket", "RetainExceptOnCreate"),
        ("DocumentsBucket", "RetainExceptOnCreate"),
        # CloudFormation cannot delete a protected table, so the rollback of a first deployment would fail.
        ("SummariesTable", "Retain"),
    ],
)
def test_what_holds_data_is_never_deleted_with_the_stack(logical_id: str, deletion: str) -> None:
    resource = SOURCE["Resources"][logical_id]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == (deletion, "Retain")


def test_what_a_failed_first_deployment_leaves_does_not_block_the_next_one() -> None:
    """Only what has a fixed name blocks the next deployment."""
    for logical_id, resource in SOURCE["Resources"].items():
        if resource.get("DeletionPolicy") == "Retain":
            assert not {"BucketName", "TableName"} & resource["Properties"].keys(), logical_id


def test_the_table_is_protected_from_deletion() -> None:
    with local_deployed() as stack:
        clients = Clients(None)
        (table,) = stack.resources("AWS::DynamoDB::Table").values()
        assert is_true(table["DeletionProtectionEnabled"])
        with pytest.raises(clients.dynamodb.exceptions.ClientError, match="DeletionProtectionEnabled"):
            clients.dynamodb.delete_table(TableName=stack.name("SummariesTable"))


def test_buckets_outlive_the_local_stack_too_and_its_pipe_has_a_name() -> None:
    with local_deployed() as stack:
        assert stack.outputs["StateChangesPipe"] == "StateChangesPipe"
        clients = Clients(None)
        clients.of("cloudformation").delete_stack(StackName=LOCAL_STACK)
        kept = {bucket["Name"] for bucket in clients.s3.list_buckets()["Buckets"]}
        assert kept == {stack.outputs["UploadsBucket"], stack.outputs["DocumentsBucket"]}


def test_old_uploads_expire_and_deleted_documents_have_no_versions(deployment: Deployment) -> None:
    buckets = deployment.resources("AWS::S3::Bucket")
    uploads, documents = buckets["UploadsBucket"], buckets["DocumentsBucket"]
    assert uploads["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "VersioningConfiguration" not in documents
    rules = {rule["Id"]: rule for rule in uploads["LifecycleConfiguration"]["Rules"]}
    assert int(rules["noncurrent-versions"]["NoncurrentVersionExpiration"]["NoncurrentDays"]) == 30
    assert rules["delete-markers"]["ExpiredObjectDeleteMarker"]
    for bucket in (uploads, documents):
        parts = [r for r in bucket["LifecycleConfiguration"]["Rules"] if "AbortIncompleteMultipartUpload" in r]
        assert len(parts) == 1
        assert all(rule["Status"] == "Enabled" for rule in bucket["LifecycleConfiguration"]["Rules"])


@pytest.mark.parametrize("prefix", ["", "inbox/"])
def test_events_of_uploads_go_to_the_parse_queue_of_documents_to_the_summarize_queue(prefix: str) -> None:
    stack = deployed(UploadsPrefix=prefix)
    configured = [
        (bucket, entry["Event"], entry["Queue"], entry.get("Filter"))
        for bucket, properties in stack.resources("AWS::S3::Bucket").items()
        for entry in properties["NotificationConfiguration"]["QueueConfigurations"]
    ]
    parse, summarize = arn_of(stack, "ParseQueue"), arn_of(stack, "SummarizeQueue")
    of_prefix = {"S3Key": {"Rules": [{"Name": "prefix", "Value": prefix}]}} if prefix else None
    events = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"]
    expected = [("UploadsBucket", event, parse, of_prefix) for event in events]
    assert configured == [*expected, ("DocumentsBucket", "s3:ObjectCreated:*", summarize, None)]


@pytest.mark.parametrize(
    ("bucket", "policy"), [("UploadsBucket", "ParseQueuePolicy"), ("DocumentsBucket", "SummarizeQueuePolicy")]
)
def test_a_bucket_waits_for_the_policy_that_lets_it_send(bucket: str, policy: str) -> None:
    assert SOURCE["Resources"][bucket]["DependsOn"] == policy


def test_the_table_is_on_demand_has_recovery_and_a_stream(deployment: Deployment) -> None:
    (table,) = deployment.resources("AWS::DynamoDB::Table").values()
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] in (True, "true")
    assert table["TimeToLiveSpecification"]["AttributeName"] == "expires_at"
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    keys = {
        index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]]
        for index in table["GlobalSecondaryIndexes"]
    }
    assert keys == {
        BY_DAY: ["day_key", "uploaded_at"],
        BY_STATUS: ["status_key", "updated_at"],
        BY_SHA256: ["sha256"],  # a URI can be longer than a sort key
    }
