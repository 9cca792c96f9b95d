"""operations.yaml: the alarms and the dashboard use existing metrics, and every alarm has a runbook."""

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any

import botocore.session
import jmespath
import pytest
import typer
from botocore import xform_name
from cfnlint.api import lint

from infra.cli.app import app
from infra.local.clients import ACCOUNT, LOCAL_STACK, REGION
from infra.local.in_process import InProcessStack
from infra.local.template import ROOT
from shared.errors import Code
from shared.table.reader import BY_DAY, BY_SHA256, BY_STATUS
from tests.support.operations_stack import ALARM, ALARMS, CRITICAL, SOURCE, TEMPLATE, OperationsStack

RUNBOOKS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

# Maximum template size in bytes of `aws cloudformation deploy` without an S3 bucket.
LARGEST_TEMPLATE = 51_200
A_DAY = 86_400

# Metrics of AWS that the template uses, with the sets of dimensions under which AWS publishes them.
AWS_METRICS = {
    # Amazon SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS"
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): [{"QueueName"}],
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): [{"QueueName"}],
    ("AWS/SQS", "NumberOfMessagesReceived"): [{"QueueName"}],
    # AWS Lambda Developer Guide, "Types of metrics for Lambda functions"
    ("AWS/Lambda", "Invocations"): [{"FunctionName"}],
    ("AWS/Lambda", "Errors"): [{"FunctionName"}],
    ("AWS/Lambda", "Throttles"): [{"FunctionName"}],
    ("AWS/Lambda", "ConcurrentExecutions"): [{"FunctionName"}],
    # Amazon DynamoDB Developer Guide, "DynamoDB metrics and dimensions"
    ("AWS/DynamoDB", "TransactionConflict"): [{"TableName"}],
    ("AWS/DynamoDB", "ReadThrottleEvents"): [{"TableName"}, {"TableName", "GlobalSecondaryIndexName"}],
    ("AWS/DynamoDB", "WriteThrottleEvents"): [{"TableName"}, {"TableName", "GlobalSecondaryIndexName"}],
    ("AWS/DynamoDB", "ConsumedReadCapacityUnits"): [{"TableName"}, {"TableName", "GlobalSecondaryIndexName"}],
    ("AWS/DynamoDB", "ConsumedWriteCapacityUnits"): [{"TableName"}, {"TableName", "GlobalSecondaryIndexName"}],
    # Amazon EventBridge User Guide, "Logging and monitoring Amazon EventBridge Pipes"
    ("AWS/EventBridge/Pipes", "ExecutionFailed"): [{"PipeName"}],
    ("AWS/EventBridge/Pipes", "ExecutionPartiallyFailed"): [{"PipeName"}],
    ("AWS/EventBridge/Pipes", "ExecutionTimeout"): [{"PipeName"}],
    ("AWS/EventBridge/Pipes", "EventCount"): [{"PipeName"}],
}

# Alarms that fire when data is missing. For all others, missing data means that nothing happened.
MISSING_MEANS_STOPPED = {"SweepStopped"}


@pytest.fixture(scope="module")
def core() -> Iterator[InProcessStack]:
    with InProcessStack() as stack:
        yield stack


@pytest.fixture(scope="module")
def operations(core: InProcessStack) -> OperationsStack:
    return OperationsStack(core)


def aws_metrics(operations: OperationsStack) -> set[Any]:
    asked = {read.metric for alarm in ALARMS for read in operations.metrics_of(alarm)}
    return {metric for metric in asked | set(operations.dashboard_metrics()) if metric.namespace != "Nutgraf"}


def test_cfn_lint_finds_nothing() -> None:
    assert [str(match) for match in lint(TEMPLATE.read_text(encoding="utf-8"))] == []


def test_the_template_stays_short_and_is_plain_cloudformation() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 650
    assert max(map(len, text.splitlines())) <= 120
    assert len(text.encode()) < LARGEST_TEMPLATE
    assert "Transform" not in SOURCE
    assert not re.search(r"[:\[,] *[&*][a-z]|<<:", text), "CloudFormation does not support aliases"


def test_every_parameter_is_described_and_used() -> None:
    used = repr(SOURCE["Resources"]) + repr(SOURCE["Conditions"])
    for name, parameter in SOURCE["Parameters"].items():
        assert parameter["Description"], name
        assert f"{{'Ref': '{name}'}}" in used or f"${{{name}}}" in used, f"{name} is not used"


def test_the_command_of_the_docs_fills_every_parameter_in(core: InProcessStack) -> None:
    (query,) = re.findall(r'--query "(Stacks\[0\]\.Outputs\[\]\..*?)" --output text\)', RUNBOOKS)
    described = core.clients.of("cloudformation").describe_stacks(StackName=LOCAL_STACK)
    words = shlex.split("\t".join(jmespath.search(query, described)))  # as a shell does
    given = dict(word.split("=", 1) for word in words)
    needed = {name for name, parameter in SOURCE["Parameters"].items() if "Default" not in parameter}
    assert needed <= given.keys()
    assert {name: given[name] for name in needed} == {name: core.deployment.outputs[name] for name in needed}


def test_the_output_functions_has_the_order_that_the_dashboard_expects(core: InProcessStack) -> None:
    functions = ("ParseFunction", "SummarizeFunction", "DeadLettersFunction", "SweepFunction")
    assert core.deployment.outputs["Functions"].split(",") == [core.name(function) for function in functions]
    picks = SOURCE["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"][1]
    assert [picks[function] for function in functions] == [{"Fn::Select": [n, {"Ref": "Functions"}]} for n in range(4)]


# --- alarms ---


def test_every_alarm_has_a_runbook_and_every_runbook_an_alarm() -> None:
    runbooks = RUNBOOKS.partition("\n## Runbooks\n")[2]
    headings = re.findall(r"^### (\w+)$", runbooks, re.MULTILINE)
    assert sorted(headings) == ALARMS
    for heading, paragraph in zip(headings, re.split(r"^### \w+$", runbooks, flags=re.MULTILINE)[1:], strict=True):
        for part in ("Means", "Look", "Over"):
            assert f"**{part}" in paragraph, f"{heading} has no part {part}"
        assert "**Do:**" in paragraph or "**Look and do:**" in paragraph, heading


def test_every_alarm_names_its_runbook_and_notifies_the_topics_of_its_severity_when_it_begins_and_ends(
    operations: OperationsStack,
) -> None:
    """A critical alarm also notifies the topic of all alarms, whose subscribers see everything."""
    every, critical = sorted((entry["TopicArn"] for entry in operations.topics), key=len)
    for name, alarm in operations.alarms.items():
        assert alarm["AlarmDescription"].endswith(f"(docs/operations.md, {name})")
        expected = [every, critical] if name in CRITICAL else [every]
        assert (alarm["AlarmActions"], alarm["OKActions"]) == (expected, expected), name
        assert alarm["AlarmDescription"].startswith("Critical: ") == (name in CRITICAL)


def test_the_page_lists_the_critical_alarms() -> None:
    (listed,) = re.findall(r"^\| critical \| (.*?) \|", RUNBOOKS, re.MULTILINE)
    assert set(listed.split(", ")) == CRITICAL


def test_names_begin_with_the_core_stacks_so_that_two_live_in_one_account(operations: OperationsStack) -> None:
    names = [alarm["AlarmName"] for alarm in operations.alarms.values()]
    assert len(set(names)) == len(names)
    assert all(name.startswith(f"{LOCAL_STACK}-") for name in names)
    topics = {entry["TopicArn"] for entry in operations.topics}
    names = [f"{LOCAL_STACK}-alarms", f"{LOCAL_STACK}-critical-alarms"]
    assert topics == {f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}" for name in names}
    assert SOURCE["Resources"]["Dashboard"]["Properties"]["DashboardName"] == {"Ref": "CoreStackName"}


def test_an_alarm_stays_within_the_limits_of_cloudwatch(operations: OperationsStack) -> None:
    """Amazon CloudWatch API Reference, PutMetricAlarm: periods of whole minutes, up to a day for all evaluations;
    metrics of one expression have the period that it has; at most ten metrics."""
    for name, alarm in operations.alarms.items():
        read = operations.metrics_of(name)
        (period,) = {metric.period for metric in read}
        assert period % 60 == 0
        assert period * int(alarm["EvaluationPeriods"]) <= A_DAY
        assert int(alarm.get("DatapointsToAlarm", 1)) <= int(alarm["EvaluationPeriods"])
        assert len(read) <= 10
        used = set(re.findall(r"[a-z]\w*", operations.expression_of(name)))
        assert used == {metric.id for metric in read}


def test_missing_data_is_not_breaching_except_where_it_means_that_a_part_stopped(operations: OperationsStack) -> None:
    for name, alarm in operations.alarms.items():
        expected = "breaching" if name in MISSING_MEANS_STOPPED else "notBreaching"
        assert alarm["TreatMissingData"] == expected, name


@pytest.mark.parametrize(
    ("parameter", "alarms"),
    [
        ("QueueSeconds", {"OldParseMessages", "OldSummarizeMessages", "OldDeadLetters"}),
        ("SummarySeconds", {"SlowSummaries"}),
        ("FailedPercent", {"ManyFailures"}),
        ("GigabytesADay", {"ManyBytes"}),
        ("SandboxGaps", {"SandboxWithGaps"}),
        ("ConflictsAtATime", {"TransactionConflicts"}),
    ],
)
def test_a_threshold_that_operators_move_is_a_parameter(parameter: str, alarms: set[str]) -> None:
    found = {name for name in ALARMS if SOURCE["Resources"][name]["Properties"]["Threshold"] == {"Ref": parameter}}
    assert found == alarms
    assert SOURCE["Parameters"][parameter]["Type"] == "Number"


def test_an_e_mail_address_is_subscribed_if_there_is_one(core: InProcessStack, operations: OperationsStack) -> None:
    assert operations.subscriptions == []
    (subscription,) = OperationsStack(core, AlarmEmail="somebody@example.com").subscriptions
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "somebody@example.com")
    assert subscription["TopicArn"].endswith(":nutgraf-local-alarms")


def test_a_pager_is_subscribed_to_critical_alarms_only(core: InProcessStack) -> None:
    url = "https://events.example.com/nutgraf"
    subscriptions = OperationsStack(core, PagerUrl=url).subscriptions
    (subscription,) = (each for each in subscriptions if each["Endpoint"] == url)
    assert (subscription["Protocol"], subscription["TopicArn"].rpartition(":")[2]) == (
        "https",
        "nutgraf-local-critical-alarms",
    )


COMMANDS = re.findall(r"`((?:operate|ask|aws) [^`]+)`", RUNBOOKS.partition("\n## Runbooks\n")[2])

# Commands of the AWS CLI that are not an operation of a service, with their options.
OF_THE_CLI_ALONE = {("logs", "tail"): {"since", "filter-pattern"}}


@pytest.mark.parametrize("command", sorted({text for text in COMMANDS if not text.startswith("aws ")}))
def test_commands_of_ours_that_runbooks_give_exist_with_these_options(command: str) -> None:
    _, name, *arguments = shlex.split(command)
    commands = typer.main.get_group(app).commands
    options = {option for parameter in commands[name].params for option in parameter.opts}
    assert {argument for argument in arguments if argument.startswith("--")} | {"--aws", "--stack-name"} <= options


@pytest.mark.parametrize("command", sorted({text for text in COMMANDS if text.startswith("aws ")}))
def test_commands_of_the_aws_cli_that_runbooks_give_exist_with_these_options(command: str) -> None:
    """The CLI's commands and options are the operations of a service and their parameters, with hyphens."""
    service, name = command.split()[1:3]
    given = set(re.findall(r"--([a-z-]+)", command)) - {"query"}
    if (service, name) in OF_THE_CLI_ALONE:
        assert given <= OF_THE_CLI_ALONE[service, name]
        return
    model = botocore.session.get_session().get_service_model(service)
    (operation,) = (found for found in model.operation_names if xform_name(found, "-") == name)
    shape = model.operation_model(operation).input_shape
    assert given <= {xform_name(member, "-") for member in (shape.members if shape else ())}


# --- metrics ---


def test_metrics_of_aws_are_ones_that_aws_publishes_by_these_dimensions(operations: OperationsStack) -> None:
    asked = aws_metrics(operations)
    assert {(metric.namespace, metric.name) for metric in asked} == AWS_METRICS.keys()
    for metric in asked:
        assert set(dict(metric.dimensions)) in AWS_METRICS[metric.namespace, metric.name], metric


def test_metrics_of_aws_are_of_resources_that_the_core_stack_has(
    core: InProcessStack, operations: OperationsStack
) -> None:
    queues = {core.name(queue).rpartition("/")[2] for queue in core.deployment.resources("AWS::SQS::Queue")}
    resources = {
        "QueueName": queues,
        "FunctionName": set(core.deployment.functions()),
        "TableName": {core.name("SummariesTable")},
        "PipeName": {core.deployment.outputs["StateChangesPipe"]},
        "GlobalSecondaryIndexName": {BY_DAY, BY_STATUS, BY_SHA256},
    }
    seen: dict[str, set[str]] = {name: set() for name in resources}
    for metric in aws_metrics(operations):
        for name, value in metric.dimensions:
            assert value in resources[name], metric
            seen[name].add(value)
    assert seen == resources


def test_codes_of_failures_are_codes(operations: OperationsStack) -> None:
    codes = {
        read.metric.dimension("code")
        for alarm in ALARMS
        for read in operations.metrics_of(alarm)
        if read.metric.name == "failures"
    }
    assert codes and codes <= {code.value for code in Code}


# --- the dashboard ---


def test_the_dashboard_shows_every_alarm_and_widgets_that_do_not_overlap(operations: OperationsStack) -> None:
    widgets = operations.dashboard["widgets"]
    (alarms,) = (widget["properties"]["alarms"] for widget in widgets if widget["type"] == "alarm")
    names = {arn.rpartition(":")[2] for arn in alarms}
    assert names == {alarm["AlarmName"] for alarm in operations.alarms.values()}
    covered: set[tuple[int, int]] = set()
    for widget in widgets:
        cells = {
            (x, y)
            for x in range(widget["x"], widget["x"] + widget["width"])
            for y in range(widget["y"], widget["y"] + widget["height"])
        }
        assert max(x for x, _ in cells) < 24
        assert not cells & covered
        covered |= cells


def test_widgets_have_a_title_a_region_and_options_that_cloudwatch_supports(operations: OperationsStack) -> None:
    """Amazon CloudWatch API Reference, "Dashboard body structure and syntax"."""
    known = {"label", "stat", "period", "id", "visible", "yAxis", "expression"}
    for widget in operations.dashboard["widgets"]:
        properties = widget["properties"]
        assert properties["title"]
        if widget["type"] == "metric":
            assert properties["region"] == REGION
            assert properties["period"] % 60 == 0
            for row in properties["metrics"]:
                assert (row[-1].keys() if isinstance(row[-1], dict) else set()) <= known
    assert "${PROP('Dim.code')}" in json.dumps(operations.dashboard)


def test_expressions_of_the_dashboard_use_metrics_that_are_on_it(operations: OperationsStack) -> None:
    rows = [row for widget in operations.dashboard["widgets"] for row in widget["properties"].get("metrics", [])]
    ids = {row[-1]["id"] for row in rows if isinstance(row[-1], dict) and "id" in row[-1]}
    computed = [text for text in operations.dashboard_expressions() if not text.startswith("SEARCH")]
    assert {name for text in computed for name in re.findall(r"[a-z]\w*", text)} == ids


def test_the_numbers_of_metrics_and_alarms_in_the_docs_are_correct(operations: OperationsStack) -> None:
    metrics = sum(len(operations.metrics_of(alarm)) for alarm in ALARMS)
    assert f"({metrics} of them;" in RUNBOOKS
    assert len([resource for resource in SOURCE["Resources"].values() if resource["Type"] == ALARM]) == 19
    assert "nineteen alarms" in RUNBOOKS
