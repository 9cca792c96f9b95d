"""What the local stack keeps in memory: moto's data, and nothing that was delivered or deleted."""

import copy
import gc
import os
import resource
import weakref
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws
from moto.backends import get_backend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import StreamShard
from moto.s3.models import FakeKey

from infra.local.clients import ACCOUNT, REGION, Clients
from infra.local.moto import bounded_memory as bounds
from infra.local.moto.atomicity import atomic_writes
from infra.local.moto.bounded_memory import bounded_memory
from infra.local.moto.object_files import object_files
from infra.local.moto.shared_values import shared_values
from infra.local.moto.table_stream import TableStream


@pytest.fixture
def clients(tmp_path: Path) -> Iterator[Clients]:
    """Clients of moto as the local stack has it, with a bucket, a versioned bucket, a queue and a table."""
    with ExitStack() as contexts:
        contexts.enter_context(mock_aws())
        for context in (atomic_writes(), bounded_memory(), shared_values(), object_files(tmp_path)):
            contexts.enter_context(context)
        made = Clients(None)
        for bucket in ("plain", "versioned"):
            made.s3.create_bucket(Bucket=bucket)
        made.s3.put_bucket_versioning(Bucket="versioned", VersioningConfiguration={"Status": "Enabled"})
        made.sqs.create_queue(QueueName="queue")
        made.dynamodb.create_table(
            TableName="rows",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        yield made


def put(clients: Clients, *keys: str, size: int = 10) -> None:
    """Put rows with a text of this size."""
    for key in keys:
        clients.dynamodb.put_item(TableName="rows", Item={"pk": {"S": key}, "text": {"S": "x" * size}})


def shard() -> StreamShard:
    """moto's list of the records of the table."""
    found: StreamShard | None = get_backend("dynamodb")[ACCOUNT][REGION].get_table("rows").stream_shard
    assert found is not None
    return found


def keys_of(records: Any) -> list[str]:
    """Return the keys of the rows of records, each once, in order."""
    return list(dict.fromkeys(record["dynamodb"]["Keys"]["pk"]["S"] for record in records))


def test_what_is_deleted_is_freed(clients: Clients) -> None:
    clients.s3.put_object(Bucket="plain", Key="a", Body=b"content")
    put(clients, "a")
    backend, table = get_backend("s3")[ACCOUNT]["aws"], get_backend("dynamodb")[ACCOUNT][REGION].get_table("rows")
    content = weakref.ref(backend.buckets["plain"].keys["a"])
    row = weakref.ref(table.items[DynamoType({"S": "a"})])
    assert content() is not None and row() is not None
    clients.s3.delete_object(Bucket="plain", Key="a")
    clients.dynamodb.delete_item(TableName="rows", Key={"pk": {"S": "a"}})
    gc.collect()
    assert content() is None and row() is None


def test_moto_alone_still_keeps_what_is_deleted() -> None:
    with mock_aws():
        s3 = Clients(None).s3
        s3.create_bucket(Bucket="plain")
        s3.put_object(Bucket="plain", Key="a", Body=b"content")
        s3.delete_object(Bucket="plain", Key="a")
        tracked: list[FakeKey] = FakeKey.instances_tracked  # type: ignore[attr-defined]
        assert any(key.name == "a" for key in tracked), "moto has closed this gap: take it out of bounded_memory.py"


def test_records_that_all_readers_have_read_are_dropped_and_others_are_not(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_STREAM_BYTES", 20_000)
    fast, slow = TableStream("rows"), TableStream("rows")
    names = [f"row {number}" for number in range(200)]
    put(clients, *names[:100], size=1_000)
    assert keys_of(fast.new()) == names[:100]
    assert slow.pending == fast.position - slow.position >= 100
    put(clients, *names[100:], size=1_000)
    assert keys_of(slow.new()) == names, "a record was dropped before this reader had read it"
    assert keys_of(fast.new()) == names[100:]
    put(clients, *("more",) * 100, size=1_000)
    list(fast.new()), list(slow.new())
    put(clients, *("more",) * 100, size=1_000)
    assert len(shard().items) < 200
    assert slow.pending == fast.pending == 100
    numbers = [int(record["dynamodb"]["SequenceNumber"]) for record in fast.new()]
    assert numbers == list(range(numbers[0], numbers[0] + 100)), "the numbers continue"


def test_a_reader_that_is_no_longer_used_keeps_nothing(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_STREAM_BYTES", 20_000)
    reader = TableStream("rows")
    put(clients, *(f"row {number}" for number in range(100)), size=1_000)
    assert len(shard().items) >= 100
    del reader
    gc.collect()
    put(clients, *("last",) * 100, size=1_000)
    assert len(shard().items) < 100
    assert keys_of(TableStream("rows").new()) == ["last"]


def test_a_client_reads_the_newest_records_and_gets_the_error_of_aws_for_older_ones(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_STREAM_BYTES", 20_000)
    streams = clients.of("dynamodbstreams")
    arn = streams.list_streams(TableName="rows")["Streams"][0]["StreamArn"]
    (found,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]

    def iterator(kind: str, **at: str) -> str:
        asked = streams.get_shard_iterator(StreamArn=arn, ShardId=found["ShardId"], ShardIteratorType=kind, **at)
        return str(asked["ShardIterator"])

    first = iterator("TRIM_HORIZON")
    put(clients, *(f"row {number}" for number in range(200)), size=1_000)
    with pytest.raises(ClientError) as error:
        streams.get_records(ShardIterator=first)
    assert error.value.response["Error"]["Code"] == "TrimmedDataAccessException"
    newest = streams.get_records(ShardIterator=iterator("TRIM_HORIZON"))["Records"]
    assert keys_of(newest)[-1] == "row 199" and 5 < len(newest) < 100


def test_iterators_of_a_client_that_polls_all_day_are_bounded(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_ITERATORS", 10)
    streams = clients.of("dynamodbstreams")
    arn = streams.list_streams(TableName="rows")["Streams"][0]["StreamArn"]
    (found,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=found["ShardId"], ShardIteratorType="LATEST")[
        "ShardIterator"
    ]
    for number in range(30):
        put(clients, f"row {number}")
        answer = streams.get_records(ShardIterator=iterator)
        assert f"row {number}" in keys_of(answer["Records"])
        iterator = answer["NextShardIterator"]
    assert len(get_backend("dynamodbstreams")[ACCOUNT][REGION].shard_iterators) == 10


def test_a_transaction_that_fails_after_records_were_dropped_removes_only_its_own(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_STREAM_BYTES", 0)
    monkeypatch.setattr(bounds, "_TRIM_EVERY", 1)
    reader = TableStream("rows")
    put(clients, "first")
    assert keys_of(reader.new()) == ["first"]
    put(clients, "second")
    fails = {
        "Put": {"TableName": "rows", "Item": {"pk": {"S": "first"}}, "ConditionExpression": "attribute_not_exists(pk)"}
    }
    with pytest.raises(ClientError):
        clients.dynamodb.transact_write_items(
            TransactItems=[{"Put": {"TableName": "rows", "Item": {"pk": {"S": "third"}}}}, fails]  # type: ignore[list-item]
        )
    put(clients, "fourth")
    assert keys_of(reader.new()) == ["second", "fourth"]


def test_handles_of_deleted_messages_are_bounded_and_a_second_deletion_succeeds(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_DELETED", 10)
    url = clients.sqs.get_queue_url(QueueName="queue")["QueueUrl"]
    for number in range(20):
        clients.sqs.send_message(QueueUrl=url, MessageBody=str(number))
        (message,) = clients.sqs.receive_message(QueueUrl=url)["Messages"]
        for _ in range(2):
            clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert len(get_backend("sqs")[ACCOUNT][REGION].queues["queue"].deleted_messages) <= 10


def test_contents_of_objects_are_files_that_are_not_open(clients: Clients, tmp_path: Path) -> None:
    s3, before = clients.s3, len(os.listdir("/proc/self/fd"))
    for number in range(50):
        s3.put_object(Bucket="plain", Key=str(number), Body=b"x" * number)
    assert len(os.listdir("/proc/self/fd")) <= before + 5
    assert sorted(file.stat().st_size for file in tmp_path.iterdir()) == list(range(50))
    assert s3.get_object(Bucket="plain", Key="49")["Body"].read() == b"x" * 49
    assert s3.get_object(Bucket="plain", Key="49", Range="bytes=0-1")["Body"].read() == b"xx"
    s3.copy_object(Bucket="plain", Key="copy", CopySource={"Bucket": "plain", "Key": "49"})
    assert s3.get_object(Bucket="plain", Key="copy")["Body"].read() == b"x" * 49
    for number in range(50):
        s3.delete_object(Bucket="plain", Key=str(number))
    gc.collect()
    assert [file.stat().st_size for file in tmp_path.iterdir()] == [49]


def test_a_version_keeps_its_content_until_it_is_deleted(clients: Clients, tmp_path: Path) -> None:
    s3 = clients.s3
    first = s3.put_object(Bucket="versioned", Key="a", Body=b"first")["VersionId"]
    s3.put_object(Bucket="versioned", Key="a", Body=b"second")
    s3.delete_object(Bucket="versioned", Key="a")
    assert s3.get_object(Bucket="versioned", Key="a", VersionId=first)["Body"].read() == b"first"
    for version in s3.list_object_versions(Bucket="versioned")["Versions"]:
        s3.delete_object(Bucket="versioned", Key="a", VersionId=version["VersionId"])
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_the_parts_of_an_upload_are_deleted_with_the_object(clients: Clients, tmp_path: Path) -> None:
    s3, parts = clients.s3, [b"a" * 5 * 2**20, b"end"]
    upload = s3.create_multipart_upload(Bucket="plain", Key="a")["UploadId"]
    etags = [
        s3.upload_part(Bucket="plain", Key="a", UploadId=upload, PartNumber=number, Body=part)["ETag"]
        for number, part in enumerate(parts, start=1)
    ]
    done: Any = {"Parts": [{"PartNumber": number, "ETag": etag} for number, etag in enumerate(etags, start=1)]}
    s3.complete_multipart_upload(Bucket="plain", Key="a", UploadId=upload, MultipartUpload=done)
    assert s3.get_object(Bucket="plain", Key="a")["Body"].read() == b"".join(parts)
    s3.delete_object(Bucket="plain", Key="a")
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_the_end_deletes_all_files(tmp_path: Path) -> None:
    with mock_aws():
        with object_files(tmp_path):
            s3 = Clients(None).s3
            s3.create_bucket(Bucket="plain")
            s3.put_object(Bucket="plain", Key="a", Body=b"content")
            s3.create_multipart_upload(Bucket="plain", Key="b")
            assert len(list(tmp_path.iterdir())) == 1
        assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_error_of_the_upload_and_the_next_one_succeeds(
    clients: Clients, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # a write above it fails as on a full disk
    try:
        with pytest.raises(ClientError, match=r"cannot store the object: .*Free space") as error:
            clients.s3.put_object(Bucket="plain", Key="a", Body=b"x" * 200_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert error.value.response["Error"]["Code"] == "InsufficientStorage"
    assert error.value.response["ResponseMetadata"]["RetryAttempts"] == 0
    assert len(caplog.messages) == 1 and "\n" not in caplog.messages[0]
    assert "Contents" not in clients.s3.list_objects_v2(Bucket="plain") and list(tmp_path.iterdir()) == []
    clients.s3.put_object(Bucket="plain", Key="a", Body=b"x" * 200_000)
    assert clients.s3.head_object(Bucket="plain", Key="a")["ContentLength"] == 200_000


leaf = st.one_of(
    st.text(max_size=4).map(lambda value: {"S": value}),
    st.integers(-2, 2).map(lambda value: {"N": str(value)}),
    st.booleans().map(lambda value: {"BOOL": value}),
    st.just({"NULL": True}),
    st.lists(st.sampled_from(["a", "b"]), min_size=1, unique=True).map(lambda values: {"SS": sorted(values)}),
)
attribute = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda values: {"L": values}),
        st.dictionaries(st.sampled_from("kl"), inner, max_size=2).map(lambda values: {"M": values}),
    ),
    max_leaves=6,
)


@given(st.lists(attribute, min_size=1, max_size=6))
def test_shared_values_equal_what_was_given(given_values: list[dict[str, Any]]) -> None:
    with shared_values():
        made = [DynamoType(value) for value in given_values]
        again = [DynamoType(value) for value in made]
        assert [value.to_regular_json() for value in made] == given_values
        assert [value.to_regular_json() for value in again] == given_values


def test_equal_values_are_one_object_and_collections_are_not() -> None:
    with shared_values():
        assert DynamoType({"S": "a"}) is DynamoType({"S": "a"})
        assert DynamoType({"S": "1"}) is not DynamoType({"N": "1"})
        assert DynamoType({"BOOL": True}) is not DynamoType({"NULL": True})
        for collection in ({"L": [{"S": "a"}]}, {"M": {"a": {"S": "a"}}}, {"SS": ["a"]}):
            assert DynamoType(collection) is not DynamoType(collection)
        one, other = (Item(DynamoType({"S": "a"}), None, {"n": {"N": "1"}}) for _ in range(2))
        assert one.attrs["n"] is other.attrs["n"]


def test_after_the_context_values_are_made_as_before() -> None:
    with shared_values():
        shared = DynamoType({"S": "a"})
    assert DynamoType({"S": "a"}) is not DynamoType({"S": "a"})
    assert DynamoType(shared) is not shared and DynamoType(shared) == shared
    assert copy.deepcopy(shared) is not shared
    with shared_values():
        assert DynamoType({"S": "a"}) is DynamoType({"S": "a"}) is not shared


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 3)), max_size=6))
def test_an_update_of_a_row_changes_no_other(updates: list[tuple[str, int]]) -> None:
    with mock_aws(), shared_values():
        dynamodb = Clients(None).dynamodb
        dynamodb.create_table(
            TableName="rows",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        expected = dict.fromkeys("ab", 0)
        for key in expected:
            dynamodb.put_item(TableName="rows", Item={"pk": {"S": key}, "n": {"N": "0"}, "m": {"M": {"n": {"N": "0"}}}})
        for key, number in updates:
            expected[key] += number
            dynamodb.update_item(
                TableName="rows",
                Key={"pk": {"S": key}},
                UpdateExpression="SET m.n = m.n + :n ADD n :n",
                ExpressionAttributeValues={":n": {"N": str(number)}},
            )
        found = {item["pk"]["S"]: item for item in dynamodb.scan(TableName="rows")["Items"]}
        assert {key: int(item["n"]["N"]) for key, item in found.items()} == expected
        assert {key: int(item["m"]["M"]["n"]["N"]) for key, item in found.items()} == expected
