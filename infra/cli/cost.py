"""The command `cost`: the costs and the limits of a stack, from a model."""

from pathlib import Path
from typing import Annotated

import typer

from infra.cli.errors import WRONG_ARGUMENTS, fail
from infra.cli.options import flag

Docs = Annotated[float, typer.Option(help="Number of documents in a month.", show_default="1000000", metavar="N")]
PerDay = Annotated[bool, flag("--per-day", "Number of documents each day: the cost of a month, and limits.")]
Idle = Annotated[bool, flag("--idle", "The cost of a month without documents.")]
Figures = Annotated[bool, flag("--figures", "The assumptions, and AWS's limits and prices with sources.")]
Parameters = Annotated[
    list[str] | None,
    typer.Option("--parameter", help="A parameter of the stack; repeatable.", show_default=False, metavar="NAME=VALUE"),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(help="An assumption, as --figures lists them; repeatable.", show_default=False, metavar="NAME=NUMBER"),
]
Template = Annotated[
    Path | None, typer.Option(help="Template of the stack.", show_default="template.yaml", metavar="FILE")
]
Measured = Annotated[
    Path | None,
    typer.Option(
        help="What `python -m tests.benchmarks.cost_inputs` measured.",
        show_default="infra/cost/measured.json",
        metavar="FILE",
    ),
]


def cost(
    docs: Docs = 1_000_000,
    per_day: PerDay = False,
    idle: Idle = False,
    figures: Figures = False,
    parameter: Parameters = None,
    assume: Assume = None,
    template: Template = None,
    measured: Measured = None,
) -> None:
    """Print what documents cost on AWS, and the limits.

    Also prints where the time and the write units of a document go. The figures come from a model.
    """
    # The template is translated with moto, whose import takes seconds.
    from infra.cost.report import View, model_of, report
    from infra.local.template import TemplateError

    if docs <= 0:
        fail("--docs must be above 0.", code=WRONG_ARGUMENTS)
    if per_day + idle + figures > 1:
        fail("Give only one of --per-day, --idle and --figures.", code=WRONG_ARGUMENTS)
    view = View.PER_DAY if per_day else View.IDLE if idle else View.FIGURES if figures else View.MONTH
    try:
        model = model_of(parameter or (), assume or (), template, measured)
    except (TemplateError, FileNotFoundError, ValueError) as error:
        fail(str(error), code=WRONG_ARGUMENTS)
    for text in report(model, view, docs):
        print(text)
