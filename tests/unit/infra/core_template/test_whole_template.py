"""The template as a whole: its length, parameters, outputs and tags, and defaults that the settings share."""

import pytest

from infra.local.clients import LOCAL_STACK
from infra.local.deployment import Deployment
from infra.local.template import TEMPLATE
from shared.settings import ParseSettings, ReadingLimits, SandboxMode
from tests.support.core_template import FUNCTION, SOURCE, deployed


def test_the_template_stays_short() -> None:
    lines = TEMPLATE.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 650
    assert max(map(len, lines)) <= 120


def test_every_parameter_is_described_and_used() -> None:
    used = repr([SOURCE[part] for part in ("Conditions", "Globals", "Resources")])
    for name, parameter in SOURCE["Parameters"].items():
        assert parameter.get("Description"), name
        assert f"{{'Ref': '{name}'}}" in used or f"${{{name}}}" in used, f"{name} is not used"


def test_the_outputs_name_the_resources(deployment: Deployment) -> None:
    assert deployment.outputs["UploadsBucket"] == deployment.name("UploadsBucket")
    assert deployment.outputs["DocumentsBucket"] == deployment.name("DocumentsBucket")
    assert deployment.outputs["TableName"] == deployment.name("SummariesTable")
    assert deployment.outputs["TableArn"].endswith(f":table/{deployment.name('SummariesTable')}")
    assert deployment.outputs["StreamArn"].startswith(deployment.outputs["TableArn"] + "/stream/")
    assert ":policy/" in deployment.outputs["ReadSummariesPolicy"]
    for queue in deployment.resources("AWS::SQS::Queue"):
        assert deployment.outputs[f"{queue}Url"] == deployment.name(queue)


def test_the_resolved_template_for_checkov_has_no_references(deployment: Deployment) -> None:
    given = deployment.all_resources()
    assert {"ParseFunction", "UploadsBucket", "StateChangesPipe", "ParseQueuePolicy"} < given.keys()
    assert "Fn::" not in repr(given) and "'Ref'" not in repr(given)


BILLED = (
    *("AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup", "AWS::Pipes::Pipe"),
    FUNCTION,
)


@pytest.mark.parametrize("kind", BILLED)
def test_what_is_billed_has_a_tag_with_the_name_of_the_stack(kind: str, deployment: Deployment) -> None:
    found = deployment.resources(kind)
    assert found
    for logical_id, properties in found.items():
        tags = properties["Tags"]
        values = tags if isinstance(tags, dict) else {tag["Key"]: tag["Value"] for tag in tags}
        assert values["nutgraf"] == LOCAL_STACK, logical_id


def test_the_sandbox_is_a_best_effort_by_default_and_its_values_are_the_settings() -> None:
    parameter = SOURCE["Parameters"]["ParseSandbox"]
    assert parameter["Default"] == SandboxMode.BEST_EFFORT
    assert parameter["AllowedValues"] == [mode.value for mode in SandboxMode]
    for mode in SandboxMode:
        (function,) = (f for f in deployed(ParseSandbox=mode).functions().values() if f.logical_id == "ParseFunction")
        assert ParseSettings.from_environment(function.environment).parse_sandbox is mode


def test_the_limits_of_reading_are_the_settings_own_where_nothing_else_is_asked_for() -> None:
    environment = SOURCE["Resources"]["ParseFunction"]["Properties"]["Environment"]["Variables"]
    for name, setting in ReadingLimits.model_fields.items():
        parameter = environment[name.upper()]["Ref"]
        assert int(SOURCE["Parameters"][parameter]["Default"]) == setting.default, name
