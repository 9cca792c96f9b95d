"""The local stack reads a template: parameters, conditions and mappings; what it does not support is an error."""

import copy

import pytest
from moto import mock_aws

from infra.local.clients import Clients
from infra.local.deployment import Deployment
from infra.local.in_process import InProcessStack
from infra.local.moto import gaps as moto_gaps
from infra.local.template import Template, TemplateError, UnknownResourceError, translate
from tests.integration.local_template import TEMPLATE


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


def test_the_translated_template_is_left_as_it_is(template: Template) -> None:
    before = copy.deepcopy(template)
    with mock_aws():
        Deployment(template, {}, Clients(None))
    assert template == before
