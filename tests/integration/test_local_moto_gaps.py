"""The local stack fills the gaps of moto, and a test fails when moto closes a gap itself."""

import copy
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws
from moto.backends import get_backend
from moto.bedrockruntime.responses import BedrockRuntimeResponse
from moto.cloudformation import parsing
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table
from moto.sqs.models import Queue

from infra.local.clients import ACCOUNT, REGION, Clients
from infra.local.deployment import Deployment
from infra.local.in_process import InProcessStack
from infra.local.moto import gaps as moto_gaps
from infra.local.moto.atomicity import WRITES, atomic_writes
from infra.local.moto.converse import ValidationError, answer_to, complete_converse, lifted
from infra.local.moto.deleted_stacks import complete_deletions, is_deleted
from infra.local.moto.resources import nothing_for_no_value
from infra.local.template import Template, TemplateError, UnknownResourceError, translate

TEMPLATE = Path(__file__).parent / "local_template.yaml"
Look = Callable[[Clients, Callable[[str], str]], Any]


def versioning(clients: Clients, name: Callable[[str], str]) -> Any:
    return clients.s3.get_bucket_versioning(Bucket=name("Inbox")).get("Status")


def notifications(clients: Clients, name: Callable[[str], str]) -> Any:
    answer = clients.s3.get_bucket_notification_configuration(Bucket=name("Inbox"))
    return [sorted(entry["Events"]) for entry in answer.get("QueueConfigurations", [])]


def lifecycle(clients: Clients, name: Callable[[str], str]) -> Any:
    try:
        rules = clients.s3.get_bucket_lifecycle_configuration(Bucket=name("Inbox"))["Rules"]
    except clients.s3.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return sorted(rule["ID"] for rule in rules)


def public_access(clients: Clients, name: Callable[[str], str]) -> Any:
    try:
        answer = clients.s3.get_public_access_block(Bucket=name("Inbox"))
    except clients.s3.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return set(answer["PublicAccessBlockConfiguration"].values())


def recovery(clients: Clients, name: Callable[[str], str]) -> Any:
    answer = clients.dynamodb.describe_continuous_backups(TableName=name("Rows"))["ContinuousBackupsDescription"]
    return answer["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]


def time_to_live(clients: Clients, name: Callable[[str], str]) -> Any:
    return clients.dynamodb.describe_time_to_live(TableName=name("Rows"))["TimeToLiveDescription"].get("AttributeName")


def queue_policy(clients: Clients, name: Callable[[str], str]) -> Any:
    answer = clients.sqs.get_queue_attributes(QueueUrl=name("Work"), AttributeNames=["Policy"])
    return json.loads(answer.get("Attributes", {}).get("Policy", "{}")).get("Statement", [{}])[0].get("Action")


GAPS: list[tuple[Look, Any, Any]] = [
    (versioning, None, "Enabled"),
    (notifications, [], [["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]]),
    (lifecycle, "NoSuchLifecycleConfiguration", ["markers", "old", "parts"]),
    (public_access, "NoSuchPublicAccessBlockConfiguration", {True}),
    (recovery, "DISABLED", "ENABLED"),
    (time_to_live, None, "expires_at"),
    (queue_policy, None, "sqs:SendMessage"),
]


@pytest.mark.parametrize(("look", "by_moto", "wanted"), GAPS)
def test_the_gap_is_filled(look: Look, by_moto: Any, wanted: Any) -> None:
    with InProcessStack(template=TEMPLATE) as stack:
        assert look(stack.clients, stack.name) == wanted


@pytest.mark.parametrize(("look", "by_moto", "wanted"), GAPS)
def test_moto_alone_still_has_the_gap(monkeypatch: pytest.MonkeyPatch, look: Look, by_moto: Any, wanted: Any) -> None:
    monkeypatch.setattr(moto_gaps, "apply", lambda deployment, clients: None)
    with InProcessStack(template=TEMPLATE) as stack:
        assert look(stack.clients, stack.name) == by_moto, "moto has closed this gap: remove it from gaps.py"


@pytest.mark.parametrize(
    "kind",
    sorted(
        {
            "AWS::S3::BucketPolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::CloudWatch::Alarm",
            "AWS::Lambda::EventInvokeConfig",
            "AWS::Pipes::Pipe",
            "AWS::Scheduler::Schedule",
        }
    ),
)
def test_moto_still_skips_the_type(kind: str) -> None:
    body = json.dumps({"Resources": {"Thing": {"Type": kind, "Properties": {}}}})
    with mock_aws(), pytest.warns(UserWarning, match="not supported by moto"):
        Clients(None).of("cloudformation").create_stack(StackName="s", TemplateBody=body)


def test_every_skipped_type_has_a_test() -> None:
    watched = {
        "AWS::S3::BucketPolicy",
        "AWS::SQS::QueuePolicy",
        "AWS::CloudWatch::Alarm",
        "AWS::Lambda::EventInvokeConfig",
        "AWS::Pipes::Pipe",
        "AWS::Scheduler::Schedule",
    }
    # tests/unit/infra/test_search_template.py tests these, tests/integration/test_meaning.py what they do.
    served = {"AWS::S3Vectors::VectorBucket", "AWS::S3Vectors::Index"}
    # The local read API replaces these; tests/end_to_end/test_read_api.py tests it.
    served |= {"AWS::Lambda::Permission"} | {
        f"AWS::ApiGatewayV2::{kind}" for kind in ("Api", "Authorizer", "Integration", "Route", "Stage")
    }
    assert moto_gaps.NOT_CREATED - {"AWS::Lambda::EventSourceMapping", "AWS::Lambda::Version"} - served == watched


def test_moto_still_overlooks_the_condition_of_a_bucket_policy() -> None:
    with InProcessStack(template=TEMPLATE) as stack:
        (policy,) = stack.deployment.resources("AWS::S3::BucketPolicy").values()
        s3, bucket = stack.clients.s3, stack.name("Inbox")
        s3.put_object(Bucket=bucket, Key="a", Body=b"")
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy["PolicyDocument"]))
        with pytest.raises(s3.exceptions.ClientError, match="403"):  # although the client uses TLS
            s3.put_object(Bucket=bucket, Key="b", Body=b"")


def test_no_value_is_removed_from_a_list_and_moto_alone_still_leaves_none() -> None:
    listed = {"Tags": [{"Ref": "AWS::NoValue"}, "a"]}
    with InProcessStack(template=TEMPLATE) as stack:
        resources = stack.deployment._resource_map
        with nothing_for_no_value():
            assert parsing.clean_json(listed, resources) == {"Tags": ["a"]}
        assert parsing.clean_json(listed, resources) == {"Tags": [None, "a"]}, "moto has closed this gap"


@pytest.fixture
def template() -> Template:
    """The small template, translated."""
    return translate(path=TEMPLATE)


def test_an_unsupported_type_is_an_error(template: Template) -> None:
    template["Resources"]["Topic"] = {"Type": "AWS::SNS::Topic"}
    with pytest.raises(UnknownResourceError, match=r"Topic \(AWS::SNS::Topic\).*gaps\.py"):
        moto_gaps.check(template)


def test_an_unsupported_property_is_an_error(template: Template) -> None:
    template["Resources"]["Inbox"]["Properties"]["ReplicationConfiguration"] = {}
    with pytest.raises(UnknownResourceError, match=r"Inbox\.ReplicationConfiguration \(AWS::S3::Bucket\)"):
        moto_gaps.check(template)


def test_parameters_and_conditions_reach_the_stack() -> None:
    with InProcessStack({"Word": "other", "WithExtra": "yes"}, template=TEMPLATE) as stack:
        (function,) = stack.deployment.functions().values()
        assert function.environment["WORD"] == "other"
        assert function.environment["TABLE"] == stack.name("Rows")
        assert (function.timeout, function.memory) == (2, 256)
        assert "Extra" in stack.deployment.resources("AWS::SQS::Queue")
        assert stack.deployment.outputs["Bucket"] == stack.name("Inbox") == "nutgraf-local-inbox-123456789012"
    with InProcessStack(template=TEMPLATE) as stack:
        assert "Extra" not in stack.deployment.resources("AWS::SQS::Queue")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"Wrod": "x"}, "no parameter Wrod; it has Word, Batch"),
        ({"WithExtra": "maybe"}, "WithExtra='maybe' is not one"),
    ],
)
def test_a_wrong_parameter_is_named(parameters: dict[str, str], message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        translate(parameters, TEMPLATE)


def test_a_mapping_is_read_as_the_template_has_it() -> None:
    with InProcessStack({"Batch": "7"}, template=TEMPLATE) as stack:
        (mapping,) = stack.deployment.mappings()
        assert (mapping.batch_size, mapping.batching_window, mapping.maximum_concurrency) == (7, 0, 2)
        assert mapping.reports_item_failures


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


def of_a_deleted_stack() -> list[str]:
    """Return the types of the resources that remain of a deleted stack, and of those that its listing creates."""
    kinds = {"Kept": "AWS::SNS::Topic", "Gone": "AWS::SQS::Queue"}
    resources = {name: {"Type": kind, "Properties": {}} for name, kind in kinds.items()}
    resources["Kept"]["DeletionPolicy"] = "RetainExceptOnCreate"
    with mock_aws():
        clients = Clients(None)
        cloudformation = clients.of("cloudformation")
        stack_id = cloudformation.create_stack(StackName="s", TemplateBody=json.dumps({"Resources": resources}))[
            "StackId"
        ]
        assert not is_deleted("s")
        cloudformation.delete_stack(StackName="s")
        assert is_deleted("s")
        cloudformation.list_stack_resources(StackName=stack_id)
        found = {"Kept": clients.of("sns").list_topics()["Topics"], "Gone": clients.sqs.list_queues().get("QueueUrls")}
        return [name for name, left in found.items() if left]


def test_of_a_deleted_stack_only_that_remains_which_its_policy_retains() -> None:
    with complete_deletions():
        assert of_a_deleted_stack() == ["Kept"]


def test_moto_alone_still_creates_the_resources_of_a_deleted_stack_again() -> None:
    assert "Gone" in of_a_deleted_stack(), "moto has closed this gap"


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
    assert deletes_while_another_thread_sends(queue_url), "moto has closed this gap: take it out of moto_atomicity.py"


def test_the_translated_template_is_left_as_it_is(template: Template) -> None:
    before = copy.deepcopy(template)
    with mock_aws():
        Deployment(template, {}, Clients(None))
    assert template == before


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
    assert copies.number >= 50, "moto has closed this gap: take it out of moto_atomicity.py"


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
    assert items_looked_at(monkeypatch, fifty_rows) == 50, "moto has closed this gap: take it out of moto_atomicity.py"


def test_moto_alone_does_not_answer_converse() -> None:
    """When this fails, infra/local/moto/converse.py can build on moto's own operation."""
    assert not hasattr(BedrockRuntimeResponse, "converse")
    with complete_converse():
        assert hasattr(BedrockRuntimeResponse, "converse")


@pytest.mark.parametrize(
    "request_",
    [
        {"messages": [{"role": "user", "content": [{"text": "It rained."}]}]},
        {"modelId": "m", "messages": [{"role": "user", "content": "It rained."}]},
        {"modelId": "m", "messages": [{"role": "user", "content": [{"text": "It rained."}]}], "temperature": 0},
    ],
)
def test_the_stand_in_rejects_requests_that_amazon_bedrock_rejects(request_: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        answer_to(request_)


def test_the_stand_in_lifts_the_first_sentence_of_each_section_first() -> None:
    message = "<d-1>\nThe fair\nIt opened. It rained.\nIt ended.\n\nThe pier\nIt closed.\n</d-1>"
    assert lifted(message, 5) == ["It opened. It rained."]
    assert lifted(message, 6) == ["It opened. It rained.", "It closed."]
    assert lifted(message, 60) == ["It opened. It rained.", "It ended.", "It closed."]
