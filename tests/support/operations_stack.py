"""The alarms and the dashboard of operations.yaml for a core stack on moto, created through the CloudWatch API."""

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from moto.backends import get_backend
from moto.cloudformation.parsing import clean_json
from samtranslator.yaml_helper import yaml_parse

from infra.local.clients import ACCOUNT, LOCAL_STACK, REGION
from infra.local.in_process import InProcessStack
from infra.local.template import ROOT

TEMPLATE = ROOT / "operations.yaml"
SOURCE: dict[str, Any] = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
ALARM, DASHBOARD = "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard"
ALARMS = sorted(name for name, resource in SOURCE["Resources"].items() if resource["Type"] == ALARM)

# Alarms for which an operator is called at any time: nothing is processed, or events are lost after 24 hours.
CRITICAL = {"UndeliveredStateChanges", "UnreadQueues", "FunctionErrors", "PipeFailures", "MissingEvents"}


class Metric(NamedTuple):
    """The identity of a CloudWatch metric."""

    namespace: str
    name: str
    dimensions: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> "Metric":
        """Parse the properties of an alarm, or of a metric of an alarm."""
        dimensions = frozenset((entry["Name"], entry["Value"]) for entry in properties["Dimensions"])
        return cls(properties["Namespace"], properties["MetricName"], dimensions)

    def dimension(self, name: str) -> str:
        """Return the value of a dimension."""
        return dict(self.dimensions)[name]


class AlarmMetric(NamedTuple):
    """A metric that an alarm reads, with its id in the expression."""

    id: str
    metric: Metric
    statistic: str
    period: int


class OperationsStack:
    """The operations stack of a running core stack.

    moto does not create alarms and dashboards from templates, so this class creates them through the API, which
    validates them.
    """

    def __init__(self, core: InProcessStack, **parameters: str) -> None:
        """Create the stack with the outputs of the core stack and additional `parameters`."""
        outputs = {name: value for name, value in core.deployment.outputs.items() if name in SOURCE["Parameters"]}
        given = outputs | {"CoreStackName": LOCAL_STACK} | parameters
        name = f"{LOCAL_STACK}-operations-{uuid.uuid4().hex}"
        cloudformation = core.clients.of("cloudformation")
        topics = ("AlarmTopic", "CriticalTopic")
        for_moto = SOURCE | {"Resources": {topic: SOURCE["Resources"][topic] for topic in topics}}
        for_moto["Outputs"] = {f"{topic}Arn": SOURCE["Outputs"][f"{topic}Arn"] for topic in topics}
        cloudformation.create_stack(
            StackName=name,
            TemplateBody=json.dumps(for_moto),
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
        )
        resources = get_backend("cloudformation")[ACCOUNT][REGION].get_stack(name).resource_map
        cloudwatch = core.clients.of("cloudwatch")
        self.alarms: dict[str, dict[str, Any]] = {}
        arns = {}
        for logical_id in ALARMS:
            alarm = clean_json(SOURCE["Resources"][logical_id]["Properties"], resources)
            alarm["Threshold"] = float(alarm["Threshold"])
            cloudwatch.put_metric_alarm(**alarm)
            self.alarms[logical_id] = alarm
            (described,) = cloudwatch.describe_alarms(AlarmNames=[alarm["AlarmName"]])["MetricAlarms"]
            arns[logical_id] = described["AlarmArn"]
        text, values = SOURCE["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
        for logical_id, arn in arns.items():
            text = text.replace(f"${{{logical_id}.Arn}}", arn)
        body = clean_json({"Fn::Sub": [text.replace("${!", "$<!"), values]}, resources).replace("$<!", "${")
        self.dashboard: dict[str, Any] = json.loads(body)
        cloudwatch.put_dashboard(DashboardName=given["CoreStackName"], DashboardBody=body)
        self.topics = core.clients.of("sns").list_topics()["Topics"]
        self.subscriptions = core.clients.of("sns").list_subscriptions()["Subscriptions"]

    def metrics_of(self, alarm: str) -> list[AlarmMetric]:
        """Return the metrics that an alarm (logical id) reads."""
        properties = self.alarms[alarm]
        if "Metrics" not in properties:
            statistic = properties.get("Statistic") or properties["ExtendedStatistic"]
            return [AlarmMetric("result", Metric.of(properties), statistic, int(properties["Period"]))]
        return [
            AlarmMetric(entry["Id"], Metric.of(stat["Metric"]), stat["Stat"], int(stat["Period"]))
            for entry in properties["Metrics"]
            if (stat := entry.get("MetricStat"))
        ]

    def expression_of(self, alarm: str) -> str:
        """Return the expression of an alarm (logical id), with the ids of its metrics."""
        expressions = [entry["Expression"] for entry in self.alarms[alarm].get("Metrics", []) if "Expression" in entry]
        return expressions[0] if expressions else "result"

    def dashboard_metrics(self) -> Iterator[Metric]:
        """Yield every metric of the dashboard, except the results of searches."""
        for widget in self.dashboard["widgets"]:
            for namespace, name, *rest in (row for row in widget["properties"].get("metrics", []) if len(row) > 1):
                pairs = [part for part in rest if isinstance(part, str)]
                yield Metric(namespace, name, frozenset(zip(pairs[::2], pairs[1::2], strict=True)))

    def dashboard_expressions(self) -> list[str]:
        """Return the expressions of the dashboard."""
        rows = [row for widget in self.dashboard["widgets"] for row in widget["properties"].get("metrics", [])]
        return [row[0]["expression"] for row in rows if len(row) == 1]
