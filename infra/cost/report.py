"""The report of the command `nutgraf cost`: what documents cost, and where the limits of the stack are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from enum import StrEnum
from functools import cache
from pathlib import Path

from infra.cost import tables
from infra.cost.assumptions import Assumptions
from infra.cost.measured import MEASURED, read_measured
from infra.cost.model import Model
from infra.cost.stack_properties import Stack, stack_of
from infra.local.template import TEMPLATE

Section = tuple[str, Callable[[Model], tables.Table]]

# Assumptions that the model divides by.
_DIVISORS = frozenset({"put_events_milliseconds"})


class View(StrEnum):
    """What a report shows: a month with so many documents, so many documents a day, no documents, or all figures."""

    MONTH = "month"
    PER_DAY = "per_day"
    IDLE = "idle"
    FIGURES = "figures"


def model_of(
    parameters: Iterable[str] = (),
    assumed: Iterable[str] = (),
    template: Path | None = None,
    measured: Path | None = None,
) -> Model:
    """Return the model of a stack. `parameters` are texts NAME=VALUE, `assumed` texts NAME=NUMBER.

    Raises TemplateError, FileNotFoundError and ValueError for arguments that do not describe a stack.
    """
    stack = _stack(tuple(_pairs(parameters)), template or TEMPLATE)
    return Model(stack, read_measured(measured or MEASURED), _assumptions(assumed))


def report(model: Model, view: View, documents: float) -> Iterator[str]:
    """Return the report's lines, or groups of lines."""
    for number, (heading, table) in enumerate(_sections(view, documents)):
        yield f"{'' if number == 0 else chr(10)}{heading}\n"
        yield "\n".join(table(model))


def _sections(view: View, documents: float) -> Sequence[Section]:
    match view:
        case View.IDLE:
            return [("A month without documents:", tables.idle)]
        case View.FIGURES:
            return [
                ("Assumptions:", tables.assumptions),
                ("Limits and prices, us-east-1:", lambda _: tables.sources()),
            ]
        case View.PER_DAY:
            return [
                (f"{documents:,.0f} documents a day:", lambda model: tables.months(model, documents)),
                ("What to raise:", lambda model: tables.walls(model, documents)),
                ("Limits, the nearest first:", lambda model: tables.capacity_table(model, documents)),
                ("After an outage of an hour:", lambda model: tables.overload_table(model, documents)),
            ]
        case View.MONTH:
            return [
                (f"{documents:,.0f} documents in a month:", lambda model: tables.bill(model, documents)),
                ("Comparison with other services:", lambda model: tables.comparison(model, documents)),
                ("Time of a document:", tables.times),
                ("Write units of a document:", tables.units),
            ]


@cache
def _stack(parameters: tuple[tuple[str, str], ...], template: Path) -> Stack:
    return stack_of(dict(parameters), template)


def _pairs(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise ValueError(f"{text!r} is not of the form NAME=VALUE.")
        yield name, value


def _assumptions(texts: Iterable[str]) -> Assumptions:
    known = [field.name for field in fields(Assumptions)]
    given: dict[str, float] = {}
    for name, value in _pairs(texts):
        if name not in known:
            raise ValueError(f"There is no assumption {name!r}. The assumptions are {', '.join(known)}.")
        given[name] = float(value)
        if given[name] < 0 or (given[name] == 0 and name in _DIVISORS):
            raise ValueError(f"{name} must be above 0." if name in _DIVISORS else f"{name} must not be below 0.")
    return Assumptions(**given)
