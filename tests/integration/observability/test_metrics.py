"""Metrics of real runs: those in operations.yaml with exactly these names, their values, and the runs of the sweep."""

import re
from unittest.mock import patch

import pytest

from infra.local.in_process import InProcessStack
from shared.messages.internal_messages import Check, Reprocess
from shared.object_version import bucket_and_key
from shared.revision import Status
from tests.integration.faults import DENIED, THROTTLED, UNAVAILABLE, Faults
from tests.integration.pipeline import BRIDGE, Pipeline
from tests.integration.poisoned_child import MARK
from tests.support.log_lines import LogLines, recorded
from tests.support.operations_stack import ALARMS, Metric, OperationsStack
from tests.support.rendered import encoded, rendered


def stall(pipeline: Pipeline, key: str, sent_again: int) -> None:
    """Upload an object that has been PROCESSING since 2020 and was sent again this number of times."""
    pipeline.upload(key)
    pipeline.stack.pump("ParseFunction")
    pipeline.stack.take("SummarizeQueue")
    pipeline.stack.clients.dynamodb.update_item(
        TableName=pipeline.table.name,
        Key={"pk": {"S": pipeline.uri(key)}, "sk": {"S": "state"}},
        UpdateExpression="SET updated_at = :then, sent_again = :times",
        ExpressionAttributeValues={":then": {"S": "2020-01-01T00:00:00.000Z"}, ":times": {"N": str(sent_again)}},
    )


def do_everything(pipeline: Pipeline, faults: Faults) -> None:
    """Every metric of Nutgraf, at least once."""
    pipeline.upload("a.txt")
    pipeline.upload("empty.txt", b"")
    pipeline.upload("scan.png", encoded(rendered()))
    pipeline.stack.pump()
    pipeline.delete("a.txt")
    faults.plan("s3", "GetObject", UNAVAILABLE, times=6)
    pipeline.upload("b.txt")
    pipeline.stack.pump("ParseFunction")
    faults.plan("s3", "GetObject", UNAVAILABLE, times=6)
    pipeline.stack.pump()
    faults.plan("s3", "GetObject", DENIED, times=1)
    pipeline.upload("denied.txt")
    pipeline.stack.pump()
    with patch("functions.parse.worker.process.hide_this_process", side_effect=OSError("refused")):
        for key, content in (("crash.bin", MARK + b"abort"), ("read-by-the-next-process.txt", BRIDGE.encode())):
            pipeline.upload(key, content)
            pipeline.stack.pump()
    pipeline.upload("dead.txt")
    pipeline.stack.send("ParseDeadLetterQueue", *pipeline.stack.take("ParseQueue"))
    pipeline.stack.pump()
    stall(pipeline, "stalled.txt", sent_again=0)
    stall(pipeline, "given-up.txt", sent_again=3)
    pipeline.stack.invoke("SweepFunction", {})
    pipeline.stack.pump()


@pytest.fixture(scope="module")
def emitted(pipeline_stack: InProcessStack, all_faults: Faults) -> dict[Metric, list[float]]:
    """Return the metrics of a run with every kind of event."""
    with pytest.MonkeyPatch.context() as patched, recorded() as lines:
        patched.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
        do_everything(Pipeline(pipeline_stack), all_faults)
        return lines.metrics()


@pytest.fixture(scope="module")
def operations(pipeline_stack: InProcessStack) -> OperationsStack:
    return OperationsStack(pipeline_stack)


def test_alarms_and_dashboard_ask_for_metrics_that_are_emitted(
    operations: OperationsStack, emitted: dict[Metric, list[float]]
) -> None:
    displayed = {read.metric for alarm in ALARMS for read in operations.metrics_of(alarm)}
    displayed |= set(operations.dashboard_metrics())
    ours = {metric for metric in displayed if metric.namespace == "Nutgraf"}
    assert len(ours) > 10
    assert ours - emitted.keys() == set()


def test_the_dashboard_searches_failures_by_the_dimensions_that_they_have(
    pipeline_stack: InProcessStack, operations: OperationsStack, emitted: dict[Metric, list[float]]
) -> None:
    failures = [metric for metric in emitted if metric.name == "failures"]
    codes = {metric.dimension("code") for metric in failures}
    assert codes == {"empty", "crashed", "ocr_unavailable", "access_denied", "retries_exhausted", "stalled"}
    (search,) = (text for text in operations.dashboard_expressions() if text.startswith("SEARCH"))
    schema = re.search(r"\{(.*?)\} MetricName=\"(.*?)\" table=\"(.*?)\"", search)
    assert schema is not None
    assert schema[1].split(",") == ["Nutgraf", "code", "service", "table"]
    assert (schema[2], schema[3]) == ("failures", pipeline_stack.name("SummariesTable"))
    assert {frozenset(dict(metric.dimensions)) for metric in failures} == {frozenset({"code", "service", "table"})}


def test_dimensions_are_few_and_never_a_documents(
    pipeline_stack: InProcessStack, emitted: dict[Metric, list[float]]
) -> None:
    for metric in emitted:
        assert metric.namespace == "Nutgraf"
        assert dict(metric.dimensions).keys() - {"code"} == {"service", "table"}
        assert metric.dimension("table") == pipeline_stack.name("SummariesTable")
        assert metric.dimension("service") in ("parse", "summarize", "dead_letters", "sweep")


def metric_of(pipeline: Pipeline, name: str, service: str) -> Metric:
    return Metric("Nutgraf", name, frozenset({("service", service), ("table", pipeline.table.name)}))


def test_each_summary_of_an_upload_counts_its_milliseconds_as_a_value_of_its_own(
    pipeline: Pipeline, lines: LogLines
) -> None:
    """Percentiles need raw values; CloudWatch takes up to 100 of a metric in one line ("Specification: Embedded metric
    format", Amazon CloudWatch User Guide)."""
    for number in range(4):  # one batch of Summarize
        pipeline.upload(f"{number}.txt")
    pipeline.stack.pump()
    name = "upload_to_summary.milliseconds"
    values = lines.metrics()[metric_of(pipeline, name, "summarize")]
    assert len(values) == 4
    assert all(0 <= value < 60_000 for value in values)
    emitted = [line for line in lines.lines if name in line]
    assert all(isinstance(line[name], list) and len(line[name]) <= 100 for line in emitted)
    assert max(len(line[name]) for line in emitted) > 1
    units = [
        metric["Unit"]
        for line in emitted
        for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]
        if metric["Name"] == name
    ]
    assert set(units) == {"Milliseconds"}


def test_what_is_read_anew_or_found_by_looking_counts_for_no_upload(pipeline: Pipeline, lines: LogLines) -> None:
    """Its upload may be years old, which would distort the metric for present uploads."""
    time, size = (
        metric_of(pipeline, *of) for of in (("upload_to_summary.milliseconds", "summarize"), ("upload.bytes", "parse"))
    )
    pipeline.upload()
    pipeline.stack.pump()
    assert (len(lines.metrics()[time]), lines.metrics()[size]) == (1, [len(BRIDGE.encode())])
    pipeline.stack.send("ParseQueue", Reprocess.of(pipeline.state()).model_dump_json())
    pipeline.stack.pump()
    marker = pipeline.delete()
    pipeline.stack.pump()
    pipeline.delete(version_id=marker)
    pipeline.stack.pump()
    old = pipeline.upload("old.txt")
    pipeline.stack.take("ParseQueue")
    check = Check(
        bucket=pipeline.bucket,
        key=bucket_and_key(pipeline.uri("old.txt"))[1],
        version_id=old,
        uploaded_at="2020-01-01T00:00:00.000Z",
    )
    pipeline.stack.send("ParseQueue", check.model_dump_json())
    pipeline.stack.pump()
    statuses = [line["status"] for line in lines.documents("summarize")]
    assert statuses == ["summarized"] * 4
    assert (len(lines.metrics()[time]), len(lines.metrics()[size])) == (1, 1)


def test_a_run_of_the_sweep_that_finds_nothing_writes_nothing_that_is_paid_for(
    pipeline: Pipeline, lines: LogLines
) -> None:
    for entry in pipeline.table.by_status(Status.PROCESSING):
        pipeline.s3.delete_object(Bucket=pipeline.bucket, Key=bucket_and_key(entry.uri)[1])
    pipeline.stack.pump()
    before = lines.text
    assert pipeline.stack.invoke("SweepFunction", {}) == {}
    assert lines.text == before


def test_a_failed_run_of_the_sweep_is_logged_and_is_an_error_of_the_function(
    pipeline: Pipeline, faults: Faults, lines: LogLines
) -> None:
    stall(pipeline, "a.txt", sent_again=0)
    faults.plan("dynamodb", "GetItem", THROTTLED, times=6)
    with pytest.raises(ExceptionGroup):
        pipeline.stack.invoke("SweepFunction", {})
    (line,) = lines.documents("sweep")
    assert (line["status"], line["reason"], line["uri"]) == ("error", "ThrottlingException", pipeline.uri("a.txt"))
    pipeline.stack.invoke("SweepFunction", {})
    pipeline.stack.pump()
