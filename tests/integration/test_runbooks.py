"""The runbooks of docs/operations.md: each test creates the condition of an alarm, and ends it by the runbook."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from infra.cli.app import app
from infra.local.in_process import InProcessStack
from shared.instants import ago
from shared.revision import Status
from tests.integration.faults import CONFLICT, DENIED, THROTTLED, Faults, Refusals
from tests.integration.pipeline import BRIDGE, Command, Pipeline
from tests.integration.test_sandbox_modes import deploy, weak_kernel
from tests.integration.watch import Watch, watched
from tests.support.operations_stack import ALARMS

# Alarms whose condition cannot be created here; their runbooks state it.
WITHOUT_A_TEST = {"FunctionThrottles"}
WIDE = {"COLUMNS": "500"}
Watching = Callable[..., Watch]


@pytest.fixture
def watching(pipeline: Pipeline, faults: Faults) -> Iterator[Watching]:
    """Return a function that watches the stack, with parameters of operations.yaml: `watching(QueueSeconds="0")`."""
    for url in ("ParkingQueue", "StateChangesDeadLetterQueue"):
        pipeline.stack.take(url)
    with ExitStack() as closing:

        def begin(**parameters: str) -> Watch:
            return closing.enter_context(watched(pipeline.stack, faults, **parameters))

        yield begin


@pytest.fixture
def ask(command: Command) -> Callable[..., str]:
    """Run a command that reads the table, with the credentials of an operator; return its output."""

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments, "--aws", "--stack-name", "nutgraf-local"], env=WIDE)
        assert result.exit_code == 0, result.output
        return result.output

    return run


def waiting(stack: InProcessStack, output: str) -> str:
    """Return the number of messages in a queue, as a runbook does by `aws sqs get-queue-attributes`."""
    url = stack.deployment.outputs[output]
    found = stack.clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    return found["Attributes"]["ApproximateNumberOfMessages"]


def purge(stack: InProcessStack, output: str) -> None:
    """Purge a queue, as a runbook does by `aws sqs purge-queue`."""
    stack.clients.sqs.purge_queue(QueueUrl=stack.deployment.outputs[output])


def test_every_alarm_has_a_test_here() -> None:
    tested = {name.removeprefix("test_").replace("_", "") for name in globals() if name.startswith("test_")}
    assert {alarm for alarm in ALARMS if alarm.lower() not in tested} == WITHOUT_A_TEST


def test_parked_messages(pipeline: Pipeline, watching: Watching, command: Command) -> None:
    watch = watching()
    pipeline.upload()
    pipeline.stack.pump()
    assert not watch.fires("ParkedMessages")
    pipeline.delete()
    pipeline.stack.send("ParseDeadLetterQueue", *pipeline.stack.take("ParseQueue"))
    pipeline.stack.send("ParseQueue", "no JSON")
    pipeline.stack.pump()
    assert watch.value("ParkedMessages") == 2
    assert watch.fires("ParkedMessages")
    listed = command("redrive", "--parked", "--dry-run").output
    assert "1 parked messages would be sent back, 1 stay" in listed and "no function accepts it" in listed
    command("redrive", "--parked")
    pipeline.stack.pump()
    pipeline.assert_deleted()
    assert watch.value("ParkedMessages") == 1
    purge(pipeline.stack, "ParkingQueueUrl")
    assert "0 parked messages sent back, 0 stay" in command("redrive", "--parked").output
    assert not watch.fires("ParkedMessages")


def test_undelivered_state_changes(pipeline: Pipeline, watching: Watching, ask: Callable[..., str]) -> None:
    watch = watching()
    pipeline.upload()
    with Refusals(pipeline.stack.clients.of("events"), times=1000):
        pipeline.stack.pump()
    assert watch.fires("UndeliveredStateChanges")
    url = pipeline.stack.deployment.outputs["StateChangesDeadLetterQueueUrl"]
    (message,) = pipeline.stack.clients.sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]
    undelivered = json.loads(message["Body"])
    assert undelivered["context"]["condition"] == "RetryAttemptsExhausted"
    day = undelivered["DDBStreamBatchInfo"]["approximateArrivalOfFirstRecord"][:10]
    assert pipeline.uri("a.txt") in ask("query", "--day", day)
    purge(pipeline.stack, "StateChangesDeadLetterQueueUrl")
    assert not watch.fires("UndeliveredStateChanges")
    pipeline.upload("b.txt")
    pipeline.stack.pump()
    assert not watch.fires("UndeliveredStateChanges")


def test_stalled_files(pipeline: Pipeline, watching: Watching, command: Command, ask: Callable[..., str]) -> None:
    watch = watching()
    version = pipeline.upload()
    pipeline.stack.pump("ParseFunction")
    pipeline.stack.take("SummarizeQueue")  # the message is lost
    pipeline.stack.invoke("SweepFunction", {})
    assert not watch.fires("StalledFiles")
    pipeline.stack.clients.dynamodb.update_item(
        TableName=pipeline.table.name,
        Key={"pk": {"S": pipeline.uri("a.txt")}, "sk": {"S": "state"}},
        UpdateExpression="SET updated_at = :then, sent_again = :times",
        ExpressionAttributeValues={":then": {"S": ago(timedelta(hours=4))}, ":times": {"N": "3"}},
    )
    pipeline.stack.invoke("SweepFunction", {})
    assert watch.fires("StalledFiles")
    assert not watch.fires("FailuresToFix")
    assert pipeline.uri("a.txt") in ask("query", "--status", "FAILED")
    assert "stalled" in ask("why", pipeline.uri("a.txt"))
    command("redrive", "--code", "stalled")
    watch.begin_period()
    pipeline.stack.pump()
    pipeline.stack.invoke("SweepFunction", {})
    pipeline.assert_summarized("a.txt", version)
    assert "0 objects would be sent" in command("redrive", "--code", "stalled", "--dry-run").output
    assert not watch.fires("StalledFiles")


def test_failures_to_fix(
    pipeline: Pipeline, faults: Faults, watching: Watching, command: Command, ask: Callable[..., str]
) -> None:
    watch = watching()
    faults.plan("s3", "GetObject", DENIED, times=1)
    version = pipeline.upload()
    pipeline.upload("empty.txt", b"")
    pipeline.stack.pump()
    assert watch.value("FailuresToFix") == 1
    assert watch.fires("FailuresToFix")
    since = datetime.now(UTC).strftime("%Y-%m-%d")
    assert pipeline.uri("a.txt") in ask("query", "--status", "FAILED", "--since", since)
    assert "access_denied" in ask("why", pipeline.uri("a.txt"))
    faults.clear()
    watch.begin_period()
    command("redrive", "--code", "access_denied")
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)
    assert "0 objects would be sent" in command("redrive", "--code", "access_denied", "--dry-run").output
    assert not watch.fires("FailuresToFix")


def test_sandbox_with_gaps(pipeline: Pipeline, watching: Watching) -> None:
    watch = watching()
    pipeline.upload()
    pipeline.stack.pump()
    assert not watch.fires("SandboxWithGaps")
    with weak_kernel():
        deploy(pipeline.stack, "best-effort")
        pipeline.upload("b.txt")
        pipeline.stack.pump()
    assert watch.value("SandboxWithGaps") == 1
    assert watch.fires("SandboxWithGaps")
    deploy(pipeline.stack, "best-effort")
    watch.begin_period()
    pipeline.upload("c.txt")
    pipeline.stack.pump()
    assert not watch.fires("SandboxWithGaps")


def test_many_failures(pipeline: Pipeline, watching: Watching, command: Command, ask: Callable[..., str]) -> None:
    watch = watching()
    for number in range(5):
        pipeline.upload(f"{number}.txt", b"")
    pipeline.stack.pump("ParseFunction")
    assert not watch.fires("ManyFailures"), "so few uploads are not significant"
    for number in range(5, 20):
        pipeline.upload(f"{number}.txt", f"Number {number} of the ferries sails at noon.")
    pipeline.stack.pump("ParseFunction")
    assert watch.value("ManyFailures") == 25
    assert watch.fires("ManyFailures")
    since = ago(timedelta(hours=1))
    assert ask("query", "--status", "FAILED", "--since", since).count(pipeline.uri("")) == 5
    watch.begin_period()
    for number in range(5):
        pipeline.upload(f"{number}.txt", BRIDGE)
    command("redrive", "--code", "empty", "--since", since)
    pipeline.stack.pump()
    assert not watch.fires("ManyFailures")
    assert {pipeline.state(f"{number}.txt").status for number in range(20)} == {Status.SUMMARIZED}


def test_old_parse_messages(pipeline: Pipeline, watching: Watching) -> None:
    watch = watching(QueueSeconds="0")
    assert not watch.fires("OldParseMessages")
    version = pipeline.upload()
    assert watch.fires("OldParseMessages")
    assert waiting(pipeline.stack, "ParseQueueUrl") == "1"
    pipeline.stack.pump("ParseFunction")
    assert not watch.fires("OldParseMessages")
    assert waiting(pipeline.stack, "ParseQueueUrl") == "0"
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)


def test_old_summarize_messages(pipeline: Pipeline, watching: Watching) -> None:
    watch = watching(QueueSeconds="0")
    version = pipeline.upload()
    assert not watch.fires("OldSummarizeMessages")
    pipeline.stack.pump("ParseFunction")
    assert watch.fires("OldSummarizeMessages")
    assert waiting(pipeline.stack, "SummarizeQueueUrl") == "1"
    pipeline.stack.pump("SummarizeFunction")
    assert not watch.fires("OldSummarizeMessages")
    assert waiting(pipeline.stack, "SummarizeQueueUrl") == "0"
    pipeline.assert_summarized("a.txt", version)


def test_old_dead_letters(pipeline: Pipeline, watching: Watching, command: Command) -> None:
    watch = watching(QueueSeconds="0")
    versions = {name: pipeline.upload(name) for name in ("a.txt", "b.txt")}
    first, second = pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", second)
    pipeline.stack.pump("ParseFunction")
    assert not watch.fires("OldDeadLetters")
    pipeline.stack.send("ParseDeadLetterQueue", first)
    assert watch.fires("OldDeadLetters")
    pipeline.stack.send("SummarizeDeadLetterQueue", *pipeline.stack.take("SummarizeQueue"))
    assert waiting(pipeline.stack, "SummarizeDeadLetterQueueUrl") == "1"
    pipeline.stack.pump("DeadLettersFunction")
    assert not watch.fires("OldDeadLetters")
    assert watch.fires("FailuresToFix")
    command("redrive", "--code", "retries_exhausted")
    pipeline.stack.pump()
    for name, version in versions.items():
        pipeline.assert_summarized(name, version)


def test_slow_summaries(pipeline: Pipeline, watching: Watching) -> None:
    watch = watching()
    pipeline.upload("quick.txt")
    pipeline.stack.pump()
    assert not watch.fires("SlowSummaries")
    pipeline.upload("slow.txt")
    (body,) = pipeline.stack.take("ParseQueue")
    event = json.loads(body)
    event["Records"][0]["eventTime"] = ago(timedelta(hours=1))  # sent an hour ago, received now
    pipeline.stack.send("ParseQueue", json.dumps(event))
    pipeline.stack.pump()
    assert watch.value("SlowSummaries") == pytest.approx(3600, abs=60)
    assert watch.fires("SlowSummaries")
    watch.begin_period()
    assert not watch.fires("SlowSummaries")
    pipeline.upload("quick.txt")
    pipeline.stack.pump()
    assert not watch.fires("SlowSummaries")


def test_many_bytes(pipeline: Pipeline, watching: Watching, ask: Callable[..., str]) -> None:
    watch = watching(GigabytesADay="0.000001")
    pipeline.upload("small.txt", BRIDGE[:200])
    pipeline.stack.pump()
    assert not watch.fires("ManyBytes")
    pipeline.upload("large.txt", BRIDGE * 3)
    pipeline.stack.pump()
    assert watch.value("ManyBytes") == (len(BRIDGE[:200].encode()) + len(BRIDGE.encode()) * 3) / 1e9
    assert watch.fires("ManyBytes")
    day = pipeline.state("large.txt").uploaded_at
    assert day and pipeline.uri("large.txt") in ask("query", "--day", day[:10])
    watch.begin_period()
    assert not watch.fires("ManyBytes")


def test_unread_queues(pipeline: Pipeline, watching: Watching) -> None:
    watch = watching()
    assert not watch.fires("UnreadQueues")
    pipeline.upload()
    assert watch.value("UnreadQueues") == 1
    watch.begin_period()
    pipeline.stack.pump("ParseFunction")
    pipeline.upload("b.txt")
    assert watch.value("UnreadQueues") == 1, "the parse queue is read, the summarize queue is not"
    watch.begin_period()
    pipeline.stack.pump()
    assert not watch.fires("UnreadQueues")
    assert {pipeline.state(name).status for name in ("a.txt", "b.txt")} == {Status.SUMMARIZED}


def test_sweep_stopped(pipeline: Pipeline, watching: Watching) -> None:
    watch = watching()
    pipeline.upload()
    pipeline.stack.pump()
    assert watch.value("SweepStopped") is None
    assert watch.fires("SweepStopped")
    fourth = pipeline.stack.deployment.outputs["Functions"].split(",")[3]  # function_name 4
    assert fourth == pipeline.stack.name("SweepFunction")
    pipeline.stack.invoke("SweepFunction", {})
    assert watch.value("SweepStopped") == 1
    assert not watch.fires("SweepStopped")


def test_function_errors(pipeline: Pipeline, faults: Faults, watching: Watching) -> None:
    watch = watching()
    pipeline.upload("empty.txt", b"")
    pipeline.stack.pump()
    assert not watch.fires("FunctionErrors"), "a file that cannot be read is not an error of the function"
    faults.plan("dynamodb", "Query", THROTTLED, times=100)
    with pytest.raises(Exception, match="ThrottlingException"):
        pipeline.stack.invoke("SweepFunction", {})
    assert watch.fires("FunctionErrors")
    faults.clear()
    watch.begin_period()
    pipeline.stack.invoke("SweepFunction", {})
    assert not watch.fires("FunctionErrors")


def test_transaction_conflicts(pipeline: Pipeline, faults: Faults, watching: Watching) -> None:
    watch = watching(ConflictsAtATime="2")
    pipeline.upload()
    pipeline.stack.pump()
    assert not watch.fires("TransactionConflicts")
    faults.plan("dynamodb", "TransactWriteItems", CONFLICT, times=3)
    pipeline.delete()
    pipeline.stack.pump()
    assert watch.fires("TransactionConflicts")
    assert not watch.fires("TableThrottles")
    pipeline.assert_deleted()
    watch.begin_period()
    assert not watch.fires("TransactionConflicts")


def test_pipe_failures(pipeline: Pipeline, watching: Watching) -> None:
    watch = watching()
    pipeline.upload()
    with Refusals(pipeline.stack.clients.of("events"), times=3):
        pipeline.stack.pump()
    assert watch.fires("PipeFailures")
    assert not watch.fires("MissingEvents")
    watch.begin_period()
    pipeline.upload("b.txt")
    pipeline.stack.pump()
    assert not watch.fires("PipeFailures")


def test_missing_events(pipeline: Pipeline, watching: Watching) -> None:
    watch = watching()
    pipeline.upload()
    pipeline.stack.pump()
    assert not watch.fires("MissingEvents")
    watch.begin_period()
    version = pipeline.upload("b.txt")
    with patch.object(pipeline.stack, "_pipes", []):  # the pipe reads a stream that has ended
        pipeline.stack.pump()
        pipeline.assert_summarized("b.txt", version)
        assert watch.value("MissingEvents") == 1
        assert watch.fires("MissingEvents")
    described = pipeline.stack.clients.dynamodb.describe_table(TableName=pipeline.table.name)["Table"]
    (pipe,) = pipeline.stack.deployment.pipes()
    assert pipe.stream_arn == described["LatestStreamArn"], "otherwise the runbook replaces the pipe"
    pipeline.stack.pump()
    assert not watch.fires("MissingEvents")


def test_table_throttles(pipeline: Pipeline, faults: Faults, watching: Watching) -> None:
    watch = watching()
    faults.plan("dynamodb", "UpdateItem", THROTTLED, times=8)
    version = pipeline.upload()
    pipeline.stack.pump()
    assert watch.fires("TableThrottles")
    pipeline.assert_summarized("a.txt", version)
    watch.begin_period()
    pipeline.upload("b.txt")
    pipeline.stack.pump()
    assert not watch.fires("TableThrottles")
