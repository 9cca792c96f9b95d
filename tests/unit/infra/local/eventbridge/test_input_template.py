"""The events that a pipe's template renders, as EventBridge documents them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.eventbridge.input_template import InputTemplate, MalformedEventError, TemplateVariableError
from tests.support.properties import examples

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@examples(30)
@given(st.dictionaries(st.text(), VALUES))
def test_an_object_comes_out_as_it_went_in(value: dict[str, Any]) -> None:
    rendered = InputTemplate('{"a": <$.x.y>, "b": 1}').render({"x": {"y": value}})
    assert json.loads(rendered) == {"a": value, "b": 1}


@pytest.mark.parametrize("template", ['{"a": "<$.x>"}', '{"a": <$.x>}'])
def test_a_string_needs_no_quotes_and_may_have_them(template: str) -> None:
    assert json.loads(InputTemplate(template).render({"x": "plain"})) == {"a": "plain"}


@pytest.mark.parametrize("template", ['{"a": "<$.x>"}', '{"a": <$.x>}'])
def test_a_string_is_not_escaped(template: str) -> None:
    with pytest.raises(MalformedEventError):
        InputTemplate(template).render({"x": 'has "quotes"'})


def test_what_is_not_there_is_empty_between_quotes_and_no_json_elsewhere() -> None:
    assert json.loads(InputTemplate('{"a": "<$.x.y>", "b": "to <$.z> be"}').render({"x": {}})) == {
        "a": "",
        "b": "to  be",
    }
    with pytest.raises(MalformedEventError):
        InputTemplate('{"a": <$.x.y>}').render({"x": "no object"})


def test_an_object_between_quotes_loses_its_own() -> None:
    assert json.loads(InputTemplate('{"a": "it is <$.x>"}').render({"x": {"b": "c"}})) == {"a": "it is {b: c}"}


def test_an_index_selects_an_element_of_a_list_and_is_empty_beyond_its_end() -> None:
    template = InputTemplate('{"a": "<$.x.L[0].S>", "b": "<$.x.L[1].S>", "c": "<$.x[0]>", "d": "<$.y.L[0].S>"}')
    rendered = json.loads(template.render({"x": {"L": [{"S": "first"}]}}))
    assert rendered == {"a": "first", "b": "", "c": "", "d": ""}


@pytest.mark.parametrize("variable", ["aws.pipes.event.json", "$", "$.a[x]", "$.a[*]", "$.a.*", "x", ""])
def test_a_variable_that_is_not_known_is_named(variable: str) -> None:
    with pytest.raises(TemplateVariableError, match="variable"):
        InputTemplate('{"a": <' + variable + ">}")


@pytest.mark.parametrize("template", ['{"a": <$.x>', '{"a": <$.x> <$.y>}', '"<$.x>'])
def test_a_template_that_can_make_no_json_is_refused(template: str) -> None:
    with pytest.raises(TemplateVariableError, match="not JSON"):
        InputTemplate(template)
