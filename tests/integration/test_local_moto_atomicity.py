"""The local stack makes moto's writes to tables and queues atomic, and moto alone still does not."""

import copy
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws
from moto.backends import get_backend
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table
from moto.sqs.models import Queue

from infra.local.clients import ACCOUNT, REGION, Clients
from infra.local.moto.atomicity import WRITES, atomic_writes


@pytest.mark.parametrize("name", [*WRITES, "get_item"])
def test_writes_to_a_table_and_reads_of_an_item_run_one_at_a_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most = [], []

    def slow(*_: Any) -> None:
        inside.append(1)
        threading.Event().wait(0.02)
        most.append(len(inside))
        inside.pop()

    monkeypatch.setattr(DynamoDBBackend, name, slow)

    def concurrently() -> int:
        most.clear()
        threads = [threading.Thread(target=lambda: getattr(DynamoDBBackend, name)(None, [])) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return max(most)

    assert concurrently() > 1
    with atomic_writes():
        assert concurrently() == 1


@pytest.fixture
def queue_url() -> Iterator[str]:
    """The URL of a queue with one message in moto."""
    with mock_aws():
        sqs = Clients(None).sqs
        url = sqs.create_queue(QueueName="work")["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="x")
        yield url


def deletes_while_another_thread_sends(url: str) -> bool:
    """Return whether moto deletes a message while the queue is locked, as it is while a message is added."""
    sqs = Clients(None).sqs
    queue = next(iter(_backend().queues.values()))
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    thread = threading.Thread(target=Queue.delete_message, args=(queue, message["ReceiptHandle"]))
    with queue._messages_lock:
        thread.start()
        thread.join(0.2)
        finished = not thread.is_alive()
    thread.join()
    return finished


def _backend() -> Any:
    return get_backend("sqs")[ACCOUNT][REGION]


def test_deleting_a_message_waits_for_one_that_is_being_sent(queue_url: str) -> None:
    with atomic_writes():
        assert not deletes_while_another_thread_sends(queue_url)


def test_moto_alone_still_deletes_without_the_lock(queue_url: str) -> None:
    assert deletes_while_another_thread_sends(queue_url), "moto has closed this gap: take it out of atomicity.py"


class Copies:
    """Count the items of tables that are copied."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number = 0

        def count(item: Item, memo: dict[int, Any]) -> Item:
            self.number += 1
            copied = copy.copy(item)
            copied.attrs = copy.deepcopy(item.attrs, memo)
            return copied

        monkeypatch.setattr(Item, "__deepcopy__", count, raising=False)


def put(key: str, **condition: Any) -> Any:
    """Return a put of a transaction."""
    return {"Put": {"TableName": "rows", "Item": {"pk": {"S": key}, "n": {"N": "1"}}} | condition}


def update(key: str) -> Any:
    """Return an update of a transaction. moto changes the item in place."""
    return {
        "Update": {
            "TableName": "rows",
            "Key": {"pk": {"S": key}},
            "UpdateExpression": "SET n = :n",
            "ExpressionAttributeValues": {":n": {"N": "2"}},
        }
    }


@pytest.fixture
def fifty_rows() -> Iterator[Clients]:
    """A table with a stream and fifty rows in moto."""
    with mock_aws():
        clients = Clients(None)
        clients.dynamodb.create_table(
            TableName="rows",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        for number in range(50):
            clients.dynamodb.put_item(TableName="rows", Item={"pk": {"S": f"row {number}"}, "n": {"N": "1"}})
        yield clients


def test_a_transaction_copies_only_what_it_writes(fifty_rows: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = Copies(monkeypatch)
    with atomic_writes():
        fifty_rows.dynamodb.transact_write_items(TransactItems=[update("row 1"), put("new")])
    assert 0 < copies.number < 10


def test_moto_alone_still_copies_the_whole_table(fifty_rows: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = Copies(monkeypatch)
    fifty_rows.dynamodb.transact_write_items(TransactItems=[update("row 1"), put("new")])
    assert copies.number >= 50, "moto has closed this gap: take it out of atomicity.py"


def test_a_transaction_that_fails_leaves_all_as_it_was(fifty_rows: Clients) -> None:
    def everything() -> Any:
        table = get_backend("dynamodb")[ACCOUNT][REGION].get_table("rows")
        assert table.stream_shard is not None
        items = fifty_rows.dynamodb.scan(TableName="rows")["Items"]
        return sorted(items, key=str), len(table.stream_shard.items)

    before = everything()
    fails = put("row 2", ConditionExpression="attribute_not_exists(pk)")
    with atomic_writes():
        with pytest.raises(fifty_rows.dynamodb.exceptions.TransactionCanceledException):
            fifty_rows.dynamodb.transact_write_items(
                TransactItems=[update("row 1"), update("new"), put("other"), fails]
            )
        assert everything() == before
        fifty_rows.dynamodb.transact_write_items(TransactItems=[update("row 1"), put("other")])
    items, _ = everything()
    assert {"pk": {"S": "row 1"}, "n": {"N": "2"}} in items and {"pk": {"S": "other"}, "n": {"N": "1"}} in items


def items_looked_at(monkeypatch: pytest.MonkeyPatch, clients: Clients) -> int:
    """Return how many of the fifty items moto reads to find one of them by its key."""
    looked: list[int] = []
    all_items = Table.all_items

    def counting(table: Table) -> list[Item]:
        found = all_items(table)
        looked.append(len(found))
        return found

    monkeypatch.setattr(Table, "all_items", counting)
    answer = clients.dynamodb.query(
        TableName="rows", KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": "row 7"}}
    )
    assert answer["Items"] == [{"pk": {"S": "row 7"}, "n": {"N": "1"}}]
    return sum(looked)


def test_a_query_reads_only_its_partition(fifty_rows: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    with atomic_writes():
        assert items_looked_at(monkeypatch, fifty_rows) == 1
        nothing = {":pk": {"S": "no such row"}}
        answer = fifty_rows.dynamodb.query(
            TableName="rows", KeyConditionExpression="pk = :pk", ExpressionAttributeValues=nothing
        )
        assert answer["Items"] == []


def test_moto_alone_still_reads_the_whole_table(fifty_rows: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    assert items_looked_at(monkeypatch, fifty_rows) == 50, "moto has closed this gap: take it out of atomicity.py"
