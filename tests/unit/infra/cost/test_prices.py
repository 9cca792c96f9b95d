"""Prices: their tiers, and the source and the day of every figure."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.cost import prices
from infra.cost.assumptions import Assumptions
from infra.cost.figures import FROM_MEMORY, Price, flat
from infra.cost.model import Line, Model, dollars
from infra.cost.tables import comparison, sources
from tests.support.costs import MEASURED, MILLION, STACK

TIERS = Price("things", ((10, 3.0), (30, 2.0), (math.inf, 1.0)), "a source")


@pytest.mark.parametrize(("quantity", "cost"), [(0, 0), (4, 12), (10, 30), (11, 32), (30, 70), (31, 71), (1030, 1070)])
def test_each_tier_of_a_price_is_paid_for_what_is_in_it(quantity: float, cost: float) -> None:
    assert TIERS.cost(quantity) == cost


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_costs_more_and_never_more_for_each(one: float, more: float) -> None:
    assert TIERS.cost(one + more) >= TIERS.cost(one)
    assert TIERS.cost(one + more) <= TIERS.cost(one) + TIERS.cost(more) + 1e-6


def test_less_than_nothing_has_no_price() -> None:
    with pytest.raises(ValueError, match="no -1 units of things"):
        TIERS.cost(-1)


def test_lines_of_one_price_share_its_tiers() -> None:
    lines = [Line("a", "x", 5, TIERS), Line("b", "x", 15, TIERS), Line("c", "y", 1, flat("others", 0.5, "a source"))]
    assert dollars(lines, 2) == [pytest.approx(80 / 4), pytest.approx(80 * 3 / 4), 1.0]


def test_prices_fall_with_the_quantity_and_every_figure_has_a_source_and_a_day() -> None:
    rows = sources()[2:]
    assert len(rows) > 40
    for row in rows:
        *_, source, known = (cell.strip() for cell in row.strip("|").split("|"))
        assert len(source) > 8, row
        assert known.startswith("20") and len(known) == 10, row
    tiered = [price for price in vars(prices).values() if isinstance(price, Price)]
    assert any(FROM_MEMORY in price.source for price in tiered), "prices that were not looked up are marked"
    for price in tiered:
        each = [dollars for _, dollars in price.tiers]
        assert price is prices.STREAM_READ or each == sorted(each, reverse=True)
        assert price.tiers[-1][0] == math.inf


def test_comprehend_bills_units_of_a_hundred_characters_and_three_at_least() -> None:
    def cost_of(characters: int) -> float:
        rows = comparison(Model(STACK, replace(MEASURED, characters=characters)), 1000)
        row = next(row for row in rows if "Comprehend" in row)
        return float(row.strip("|").split("|")[-1])

    assert cost_of(10) == pytest.approx(2 * 3 * 0.0001 * 1000)
    assert cost_of(301) == pytest.approx(2 * 4 * 0.0001 * 1000)


def test_the_assumed_prices_of_tokens_are_those_of_nova_micro() -> None:
    read, written = prices.LANGUAGE_MODELS["Amazon Nova Micro"]
    assert Assumptions().million_tokens_read == pytest.approx(read.cost(MILLION))
    assert Assumptions().million_tokens_written == pytest.approx(written.cost(MILLION))
