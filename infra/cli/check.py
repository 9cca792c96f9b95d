"""The command `check`: whether an AWS account allows the concurrent executions of a stack."""

from collections.abc import Mapping
from typing import Annotated

import typer

from infra.cli.errors import FAILURE, WRONG_ARGUMENTS, fail, reported
from infra.cli.options import LOCAL_ENDPOINT, EndpointUrl, OnAws, StackName, target_of
from infra.cli.terminal import console

Parameters = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        help="ParseConcurrency or SummarizeConcurrency; repeatable. Default: of the deployed stack, or the template.",
        show_default=False,
        metavar="NAME=NUMBER",
    ),
]


def check(
    parameter: Parameters = None,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Check the quota of an account before a deployment.

    Compares the concurrent executions that the account has free with those that the stack uses at most. If they do not
    suffice, prints the parameters to set and exits with status 1. Changes nothing.
    """
    # The template is translated with the SAM translator, whose import takes a second.
    from infra.local.template import TemplateError
    from infra.operations.concurrency import account_of, demand_of, deployed_parameters, fitting

    if not aws:
        fail("check compares a stack with the quota of an AWS account. Add --aws.", code=WRONG_ARGUMENTS)
    target = target_of(aws, endpoint_url, stack_name)
    given = _given(parameter or [])
    with reported(target):
        account = account_of(target.client("lambda"))
        try:
            demand = demand_of({**deployed_parameters(target), **given})
        except TemplateError as error:
            fail(str(error), code=WRONG_ARGUMENTS)
    stages = ", ".join(f"{name} {number}" for name, number in demand.stages.items())
    console().print(
        f"The account has {account.unreserved:,} of {account.limit:,} concurrent executions free of reservations in "
        f"this region. The stack uses at most {demand.total:,}: {stages}, other functions {demand.others}.",
        soft_wrap=True,
    )
    if demand.total > account.unreserved:
        fail(_advice(fitting(demand, account)), code=FAILURE)
    console().print("The quota suffices, unless other functions of the account use it.", soft_wrap=True)


def _advice(fitted: Mapping[str, int] | None) -> str:
    """Return what to do about a quota that does not suffice, with the parameters that fit, if any do."""
    setting = "No parameters fit. Request"
    if fitted is not None:
        setting = f"Deploy with {' '.join(f'{name}={number}' for name, number in fitted.items())}, or request"
    return (
        f"The quota does not suffice: Lambda would reject batches, and after five rejections files fail. {setting} a "
        "higher quota in Service Quotas (AWS Lambda, Concurrent executions)."
    )


def _given(texts: list[str]) -> dict[str, str]:
    """Return the parameters in texts NAME=NUMBER."""
    given = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not value.isdecimal():
            fail(f"--parameter {text!r} is not of the form NAME=NUMBER.", code=WRONG_ARGUMENTS)
        given[name] = value
    return given
