"""`nutgraf check`: the quota of an account is compared with the concurrent executions of a stack.

moto does not implement GetAccountSettings, so the tests give its response.
"""

import json

import pytest
from typer.testing import CliRunner

from infra.cli.app import app
from tests.integration.faults import Fault, Faults
from tests.integration.pipeline import Command

NEW_ACCOUNT = 10


def settings(limit: int, unreserved: int | None = None) -> Fault:
    """Return the response of GetAccountSettings."""
    free = limit if unreserved is None else unreserved
    limits = {"ConcurrentExecutions": limit, "UnreservedConcurrentExecutions": free}
    return Fault(200, json.dumps({"AccountLimit": limits, "AccountUsage": {}}).encode())


def test_the_quota_of_a_usual_account_suffices(command: Command, faults: Faults) -> None:
    faults.plan("lambda", "GetAccountSettings", settings(1000), times=1)
    output = command("check").output
    assert "1,000 of 1,000 concurrent executions" in output
    assert "The stack uses at most 37: ParseConcurrency 12, SummarizeConcurrency 20, other functions 5." in output
    assert "The quota suffices" in output


def test_the_quota_of_a_new_account_needs_other_parameters_with_which_it_suffices(
    command: Command, faults: Faults
) -> None:
    faults.plan("lambda", "GetAccountSettings", settings(NEW_ACCOUNT), times=2)
    refused = command("check", code=1).output
    assert "Deploy with ParseConcurrency=2 SummarizeConcurrency=3, or request a higher quota" in refused
    command("check", "--parameter", "ParseConcurrency=2", "--parameter", "SummarizeConcurrency=3")


def test_reserved_executions_are_not_free(command: Command, faults: Faults) -> None:
    faults.plan("lambda", "GetAccountSettings", settings(1000, 8), times=1)
    assert "No parameters fit. Request a higher quota" in command("check", code=1).output


def test_before_the_first_deployment_the_template_is_checked(command: Command, faults: Faults) -> None:
    faults.plan("lambda", "GetAccountSettings", settings(1000), times=1)
    assert "uses at most 37" in command("check", stack="not-yet").output


@pytest.mark.parametrize("parameter", ["ParseConcurrency", "ParseConcurrency=many", "SummarizeConcurrency=-1"])
def test_a_parameter_that_is_no_number_is_refused(command: Command, parameter: str) -> None:
    assert "NAME=NUMBER" in command("check", "--parameter", parameter, code=2).output


def test_an_unknown_parameter_is_refused(command: Command, faults: Faults) -> None:
    faults.plan("lambda", "GetAccountSettings", settings(1000), times=1)
    assert "has no parameter Concurrency" in command("check", "--parameter", "Concurrency=3", code=2).output


def test_the_local_stack_has_no_account() -> None:
    result = CliRunner().invoke(app, ["check"])
    assert (result.exit_code, "Add --aws" in result.stderr) == (2, True)
