"""The pipe of the template sends each terminal state once to a queue behind a rule, without text of the document."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.events.models import EventPattern
from samtranslator.yaml_helper import yaml_parse

from infra.local.deployment import Deployment
from infra.local.eventbridge.input_template import TemplateVariableError
from infra.local.eventbridge.pipes import PipeConfiguration
from infra.local.in_process import InProcessStack
from infra.local.template import ROOT, UnknownResourceError
from shared.errors import Code, PermanentError
from shared.messages.state_change import DETAIL_TYPE, SOURCE, StateChange
from shared.object_version import ObjectVersion
from shared.revision import Revision, Status, may_write
from tests.integration.faults import Refusals
from tests.integration.pipeline import BRIDGE, MARKET, Pipeline

DOCS = (ROOT / "docs" / "state-change.md").read_text(encoding="utf-8")
PIPE = "AWS::Pipes::Pipe"
REVISION = Revision("0055AED6DCD90281E5")
AT = "2026-05-04T10:00:00.000Z"


def code_block(language: str, number: int = 0) -> str:
    """Return the code block with this number in a language in docs/state-change.md."""
    return str(re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)[number])


@pytest.fixture(scope="module")
def stack() -> Iterator[InProcessStack]:
    """A stack with the queue `received` behind a rule for all state changes on the default bus."""
    with InProcessStack() as stack:
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        listen(stack, "received", {"source": [SOURCE], "detail-type": [DETAIL_TYPE]})
        yield stack


@pytest.fixture
def pipeline(stack: InProcessStack) -> Pipeline:
    """The pipeline without pending messages and events."""
    stack.pump()
    messages(stack, "received")
    stack.take("StateChangesDeadLetterQueue")
    return Pipeline(stack)


def listen(stack: InProcessStack, name: str, pattern: Any) -> None:
    """Create a queue behind a rule on the default bus, both with this name."""
    sqs, events = stack.clients.sqs, stack.clients.of("events")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name=name, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": arn}])


def messages(stack: InProcessStack, queue: str) -> list[str]:
    """Receive and delete the messages of a queue that `listen` created."""
    sqs, found = stack.clients.sqs, []
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    while received := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in received:
            found.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def received_changes(pipeline: Pipeline) -> list[StateChange]:
    """Return the changes in the queue since the last call."""
    return [StateChange.model_validate(json.loads(body)["detail"]) for body in messages(pipeline.stack, "received")]


def test_a_summary_a_failure_and_a_deletion_are_sent_once_each_and_without_text(pipeline: Pipeline) -> None:
    version = pipeline.upload('a "quoted" \\ name.txt', BRIDGE)
    pipeline.upload("broken.docx", b"PK\x03\x04 and no archive")
    pipeline.stack.pump()
    pipeline.delete('a "quoted" \\ name.txt')
    pipeline.stack.pump()
    bodies = messages(pipeline.stack, "received")
    changes = [StateChange.model_validate(json.loads(body)["detail"]) for body in bodies]
    uri, broken = pipeline.uri('a "quoted" \\ name.txt'), pipeline.state("broken.docx")
    assert {(change.uri.S, change.status, change.code, change.version_id) for change in changes} == {
        (uri, "SUMMARIZED", "", version),
        (broken.uri, "FAILED", broken.code, broken.version_id),
        (uri, "DELETED", "", ""),
    }
    assert len(changes) == 3
    assert {change.revision for change in changes} >= {broken.revision}
    assert (
        next(change for change in changes if change.status == "DELETED").revision
        == pipeline.state('a "quoted" \\ name.txt').revision
    )
    assert broken.message
    text = "".join(bodies)
    assert not any(words in text for words in ("Ardale", "bridge", "Ines Holt", broken.message))
    assert pipeline.stack.take("StateChangesDeadLetterQueue") == []


def test_a_new_version_and_a_failure_that_was_fixed_are_sent(pipeline: Pipeline) -> None:
    pipeline.upload("a.txt", MARKET)
    pipeline.stack.pump("ParseFunction")
    revision = pipeline.state("a.txt").revision
    version = ObjectVersion.of_uri(pipeline.uri("a.txt"), "v", AT)
    pipeline.table.fail(version, revision, PermanentError(Code.RETRIES_EXHAUSTED, "Too often."))
    pipeline.stack.pump()
    pipeline.upload("a.txt", BRIDGE)
    pipeline.stack.pump()
    changes = received_changes(pipeline)
    assert [change.status for change in changes if change.revision == revision] == ["FAILED", "SUMMARIZED"]
    assert [change.status for change in changes if change.revision > revision] == ["SUMMARIZED"]
    assert len(changes) == 3


def test_what_is_under_way_and_a_tombstone_that_expires_are_not_sent(pipeline: Pipeline) -> None:
    uri = pipeline.uri("a.txt")
    pipeline.table.claim(ObjectVersion.of_uri(uri, "v", AT), REVISION)
    pipeline.table.note_error(uri, REVISION, TimeoutError("once more"))
    pipeline.stack.pump()
    assert received_changes(pipeline) == []
    pipeline.table.delete(uri, REVISION)
    pipeline.table.delete(uri, REVISION)  # a repeated deletion changes nothing
    pipeline.stack.pump()
    assert [change.status for change in received_changes(pipeline)] == ["DELETED"]
    key = {"pk": {"S": uri}, "sk": {"S": "state"}}
    pipeline.stack.clients.dynamodb.delete_item(TableName=pipeline.table.name, Key=key)  # as its TTL does
    pipeline.stack.pump()
    assert received_changes(pipeline) == []


def test_events_that_the_bus_does_not_take_are_sent_again_and_not_those_that_it_took(pipeline: Pipeline) -> None:
    failing = Refusals(pipeline.stack.clients.of("events"), times=3)
    for number in range(12):
        pipeline.table.delete(pipeline.uri(f"{number}.txt"), REVISION)
    with failing:
        pipeline.stack.pump()
    assert failing.refused == 3
    assert sorted(change.uri.S for change in received_changes(pipeline)) == sorted(
        pipeline.uri(f"{n}.txt") for n in range(12)
    )
    assert pipeline.stack.take("StateChangesDeadLetterQueue") == []


def test_what_the_bus_never_takes_is_written_to_the_queue_for_it(pipeline: Pipeline) -> None:
    pipeline.table.delete(pipeline.uri("a.txt"), REVISION)
    with Refusals(pipeline.stack.clients.of("events"), times=1000) as failing:
        pipeline.stack.pump()
    (configuration,) = pipeline.stack.deployment.pipes()
    assert failing.refused == 1 + configuration.retries == 21
    assert received_changes(pipeline) == []
    (message,) = map(json.loads, pipeline.stack.take("StateChangesDeadLetterQueue"))
    assert message["context"]["condition"] == "RetryAttemptsExhausted"
    place = message["DDBStreamBatchInfo"]
    assert place["streamArn"] == configuration.stream_arn
    streams = pipeline.stack.clients.of("dynamodbstreams")
    (shard,) = streams.describe_stream(StreamArn=place["streamArn"])["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(
        StreamArn=place["streamArn"],
        ShardId=shard["ShardId"],
        ShardIteratorType="TRIM_HORIZON",
    )["ShardIterator"]
    records = streams.get_records(ShardIterator=iterator)["Records"]
    (record,) = (r for r in records if r["dynamodb"]["SequenceNumber"] == place["startSequenceNumber"])
    assert record["dynamodb"]["Keys"]["pk"]["S"] == pipeline.uri("a.txt")
    pipeline.table.delete(pipeline.uri("b.txt"), REVISION)
    pipeline.stack.pump()
    assert [change.uri.S for change in received_changes(pipeline)] == [pipeline.uri("b.txt")]


# --- examples in the docs ---


def test_the_rule_of_the_docs_gets_summaries_of_its_prefix_alone(pipeline: Pipeline) -> None:
    resources = yaml_parse(code_block("yaml"))["Resources"]
    pattern = resources["NewReportsRule"]["Properties"]["EventPattern"]
    prefixes = pattern["detail"]["uri"]["S"]
    assert prefixes == [{"prefix": f"s3://{pipeline.bucket}/reports/"}]
    prefixes[0]["prefix"] = pipeline.uri("reports/")
    listen(pipeline.stack, "reports", pattern)
    for key, body in (("reports/a.txt", BRIDGE), ("reports/empty.txt", ""), ("other/a.txt", BRIDGE)):
        pipeline.upload(key, body)
    pipeline.stack.pump()
    details = [json.loads(body)["detail"] for body in messages(pipeline.stack, "reports")]
    assert [detail["uri"] for detail in details] == [{"S": pipeline.uri("reports/a.txt")}]


def test_the_webhook_of_the_docs_can_be_created_and_gets_the_summaries_that_name_its_person(
    pipeline: Pipeline,
) -> None:
    resources = yaml_parse(code_block("yaml", 1))["Resources"]
    properties = {name: resource.get("Properties", {}) for name, resource in resources.items()}
    events = pipeline.stack.clients.of("events")
    # botocore validates the names and types of the properties, which CloudFormation passes to the same calls.
    connection = events.create_connection(Name="webhook", **properties["WebhookConnection"])["ConnectionArn"]
    destination = events.create_api_destination(
        Name="webhook", **properties["Webhook"] | {"ConnectionArn": connection}
    )["ApiDestinationArn"]
    rule, (target,) = properties["WebhookRule"], properties["WebhookRule"]["Targets"]
    events.put_rule(Name="webhook", EventPattern=json.dumps(rule["EventPattern"]))
    role = "arn:aws:iam::123456789012:role/webhook"
    queue = "arn:aws:sqs:us-east-1:123456789012:webhook"
    named = {"Arn": destination, "RoleArn": role, "DeadLetterConfig": {"Arn": queue}}
    assert named.keys() <= target.keys()
    answer = events.put_targets(Rule="webhook", Targets=[target | named])
    assert answer["FailedEntryCount"] == 0
    events.remove_targets(Rule="webhook", Ids=[target["Id"]])
    (statement,) = properties["WebhookRole"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert statement["Action"] == "events:InvokeApiDestination"
    details = {"status": "SUMMARIZED", "entities": ["LOCATION#ardale", "PERSON#holt", "", ""]}
    event = {"id": "1", "account": "1", "time": AT, "region": "us-east-1", "resources": [], "source": SOURCE}
    for changed, expected in (({}, True), ({"status": "FAILED"}, False), ({"entities": ["", ""]}, False)):
        tested: Any = event | {"detail-type": DETAIL_TYPE, "detail": details | changed}
        pattern = EventPattern.load(json.dumps(rule["EventPattern"]))
        assert pattern.matches_event(tested) is expected


def test_the_event_of_the_docs_is_one() -> None:
    event = json.loads(DOCS[DOCS.index("    {") : DOCS.index("\n\n[state-change.schema.json]")])
    assert (event["source"], event["detail-type"]) == (SOURCE, DETAIL_TYPE)
    StateChange.model_validate(event["detail"])


CHANGES = st.builds(
    lambda sequencer, generation, status: {"sequencer": sequencer, "generation": str(generation), "status": status},
    st.sampled_from(["", "0055", "00551", "0056", "00AB", "00ab0"]),
    st.integers(0, 12),
    st.sampled_from(["SUMMARIZED", "FAILED", "DELETED"]),
)


@given(st.none() | CHANGES, CHANGES)
def test_the_reader_of_the_docs_takes_what_the_table_would(seen: dict[str, str] | None, change: dict[str, str]) -> None:
    names: dict[str, Any] = {}
    exec(code_block("python"), names)

    def placed(of: dict[str, str]) -> tuple[Revision, Status]:
        return Revision(of["sequencer"], int(of["generation"])), Status(of["status"])

    assert names["is_news"](seen, change) == may_write(placed(seen) if seen else None, *placed(change))


# --- limits of the local pipe ---


@pytest.fixture
def properties(stack: InProcessStack) -> dict[str, Any]:
    """Return the pipe of the template with resolved references."""
    deployment: Deployment = stack.deployment
    (found,) = deployment.resources(PIPE).values()
    return copy.deepcopy(found)


def test_the_pipe_of_the_template_is_understood(properties: dict[str, Any]) -> None:
    configuration = PipeConfiguration.of("Pipe", properties)
    assert (configuration.source, configuration.detail_type) == (SOURCE, DETAIL_TYPE)
    assert configuration.bus.endswith(":event-bus/default")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("Enrichment", "arn"),
        ("SourceParameters.SqsQueueParameters", {}),
        ("SourceParameters.DynamoDBStreamParameters.ParallelizationFactor", 2),
        ("SourceParameters.DynamoDBStreamParameters.StartingPosition", "LATEST"),
        ("SourceParameters.DynamoDBStreamParameters.MaximumRetryAttempts", -1),
        ("SourceParameters.FilterCriteria.Filters", [{"Pattern": '{"a": [{"cidr": "10.0.0.0/8"}]}'}]),
        ("SourceParameters.FilterCriteria.Filters", [{"Pattern": '{"$or": [{"a": ["b"]}]}'}]),
        ("TargetParameters.EventBridgeEventBusParameters.Time", "$.x"),
        ("TargetParameters.EventBridgeEventBusParameters.Source", "$.x"),
        ("TargetParameters.InputTemplate", '{"a": <aws.pipes.event.json>}'),
    ],
)
def test_what_a_pipe_can_not_do_here_is_refused(properties: dict[str, Any], path: str, value: Any) -> None:
    *parents, name = path.split(".")
    within = properties
    for parent in parents:
        within = within[parent]
    within[name] = value
    with pytest.raises((UnknownResourceError, TemplateVariableError)):
        PipeConfiguration.of("Pipe", properties)


def test_the_docs_name_the_schema_that_is_published() -> None:
    assert (Path(ROOT) / "docs" / "state-change.schema.json").is_file()
    assert "(state-change.schema.json)" in DOCS
