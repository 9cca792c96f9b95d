"""The command line: `python -m infra.cost --docs 1000000` prints what they cost, with --per-day what limits them."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path

from infra.cost import tables
from infra.cost.measured import MEASURED, read_measured
from infra.cost.model import Assumptions, Model
from infra.cost.stack import Stack, stack_of
from infra.local.template import TEMPLATE, TemplateError

Section = tuple[str, Callable[[Model], tables.Table]]

# Assumptions that something is divided by.
_DIVIDING = frozenset({"put_events_milliseconds"})


def main(arguments: Sequence[str] | None = None, write: Callable[[str], None] = print) -> int:
    """Print the tables that are asked for; returns the exit status: 2 for what can't be."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.docs <= 0:
        parser.error("--docs needs a number above 0")
    try:
        model = Model(
            _stack(tuple(_pairs(chosen.parameter)), chosen.template),
            read_measured(chosen.measured),
            _assumptions(chosen.assume),
        )
    except (TemplateError, FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    for number, (heading, table) in enumerate(_sections(chosen)):
        write(f"{'' if number == 0 else chr(10)}{heading}\n")
        write("\n".join(table(model)))
    return 0


def _sections(chosen: argparse.Namespace) -> Iterable[Section]:
    docs: float = chosen.docs
    if chosen.idle:
        yield "A month in which nothing comes:", tables.idle
    elif chosen.figures:
        yield "What is assumed:", tables.assumptions
        yield "Limits and prices, us-east-1:", lambda _: tables.sources()
    elif chosen.per_day:
        yield f"{docs:,.0f} documents a day:", lambda model: tables.months(model, docs)
        yield "Limits, the nearest first:", lambda model: tables.walls_table(model, docs)
        yield "An hour's outage:", lambda model: tables.overload_table(model, docs)
    else:
        yield f"{docs:,.0f} documents in a month:", lambda model: tables.bill(model, docs)
        yield "Beside others:", lambda model: tables.comparison(model, docs)
        yield "The time of a document:", tables.times
        yield "The write units of a document:", tables.units


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.cost", description="What documents cost, and where the stack's limits are."
    )
    parser.add_argument("--docs", type=float, default=1_000_000, metavar="N", help="documents (a million)")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--per-day", action="store_true", help="each day: a month's cost, and the limits")
    shown.add_argument("--idle", action="store_true", help="what a month costs in which nothing comes")
    shown.add_argument(
        "--figures", action="store_true", help="the assumptions, and AWS's limits and prices with sources"
    )
    parser.add_argument(
        "--parameter", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the stack (repeat it)"
    )
    names = ", ".join(field.name for field in fields(Assumptions))
    parser.add_argument("--assume", action="append", default=[], metavar="NAME=NUMBER", help=f"one of {names}")
    parser.add_argument("--template", type=Path, default=TEMPLATE, metavar="FILE")
    parser.add_argument(
        "--measured", type=Path, default=MEASURED, metavar="FILE", help="what tests.benchmarks.cost_inputs printed"
    )
    return parser


@cache
def _stack(parameters: tuple[tuple[str, str], ...], template: Path) -> Stack:
    return stack_of(dict(parameters), template)


def _pairs(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    for text in texts:
        name, mark, value = text.partition("=")
        if not mark:
            raise ValueError(f"{text!r} is not of the form NAME=VALUE.")
        yield name, value


def _assumptions(texts: Iterable[str]) -> Assumptions:
    known = [field.name for field in fields(Assumptions)]
    given: dict[str, float] = {}
    for name, value in _pairs(texts):
        if name not in known:
            raise ValueError(f"There is no assumption {name!r}; there are {', '.join(known)}.")
        given[name] = float(value)
        if given[name] < 0 or (given[name] == 0 and name in _DIVIDING):
            raise ValueError(f"{name} must be above 0." if name in _DIVIDING else f"{name} can't be below 0.")
    return Assumptions(**given)


if __name__ == "__main__":
    sys.exit(main())
