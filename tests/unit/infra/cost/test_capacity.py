"""Limits: the load on each by hand, which comes first, what to raise, and how an outage is drained."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from infra.cli.app import app
from infra.cost.capacity import capacity_limits, overloads, partitions
from infra.cost.measured import Writes
from infra.cost.model import Model
from infra.cost.tables import walls
from tests.support.costs import MEASURED, PARSE, SMALL, STACK, SUMMARIZE


def test_the_load_on_a_limit_by_hand() -> None:
    found = {limit.name: limit for limit in capacity_limits(SMALL, 8_640_000)}  # 100 a second, 400 at the peak
    assert found["parse: batches at a time"].load == pytest.approx(400 * 0.24)
    assert found["parse: batches at a time"].limit == 10
    assert found["parse: batches at a time"].raised_by == "ParseConcurrency, 96 at least"
    assert found["Lambda: executions of the account"].load == pytest.approx(400 * (PARSE + SUMMARIZE))
    assert found["by-status: one key"].load == pytest.approx(400 * 2)
    assert found["table: writes"].load == pytest.approx(400 * 15)
    assert found["parse: messages in flight"].load == pytest.approx(10 * 2 + 400 * 0.01 * 1800)
    assert found["entity rows: the most frequent name"].load == pytest.approx(400 * 0.2)
    assert partitions(SMALL, 8_640_000) == 6
    assert found["pipe: events of a shard"].load == pytest.approx(400 / 6)


def test_the_load_on_the_rows_of_a_name_counts_their_units_and_transactions() -> None:
    puts = (
        Writes("summarize", "PutRequest", "entity", False, (), (), 2, 3),
        Writes("summarize", "Put", "speaker", True, (), (), 1, 1),
    )
    found = {limit.name: limit for limit in capacity_limits(Model(STACK, replace(MEASURED, writes=puts)), 8_640_000)}
    assert found["entity rows: the most frequent name"].load == pytest.approx(400 * 0.2 * 1.5)
    assert found["speaker rows: the most frequent name"].load == pytest.approx(400 * 0.15 * 2)


@given(st.floats(1e4, 1e9))
def test_the_nearest_limit_comes_first_and_is_reached_where_it_says(documents_a_day: float) -> None:
    found = capacity_limits(SMALL, documents_a_day)
    assert [limit.share for limit in found] == sorted((limit.share for limit in found), reverse=True)
    first = next(limit for limit in found if limit.name.endswith("at a time"))
    there = first.documents_a_day(documents_a_day)
    again = next(limit for limit in capacity_limits(SMALL, there) if limit.name == first.name)
    assert again.share == pytest.approx(1)


def test_an_outage_is_drained_by_what_a_stage_can_do_beyond_what_comes() -> None:
    parse, summarize = overloads(SMALL, 864_000)  # 10 a second
    assert parse.capacity == pytest.approx(10 / 0.24)
    assert parse.backlog == 36_000
    assert parse.drain_minutes == pytest.approx(36_000 / (10 / 0.24 - 10) / 60)
    assert summarize.ramp_minutes == pytest.approx((10 * 4 * SUMMARIZE - 5) / 300)
    assert overloads(SMALL, 86_400_000)[0].drain_minutes is None


def test_what_to_raise_has_the_first_limit_of_each_way() -> None:
    assert walls(SMALL, 1000)[2:] == ["| nothing |  |  |  |"]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in walls(SMALL, 1e9)[2:]]
    exceeded = [limit for limit in capacity_limits(SMALL, 1e9) if limit.share > 1]
    assert next(row[1] for row in rows) == exceeded[0].name
    assert {"ParseConcurrency", "quota request", "several stacks"} <= {row[0] for row in rows}
    assert len({row[0] for row in rows}) == len(rows)
    assert [float(row[3].replace(",", "")) for row in rows] == pytest.approx(
        [limit.share for limit in exceeded if limit.name in {row[1] for row in rows}], rel=0.05
    )


def test_a_limit_without_any_load_is_never_reached() -> None:
    result = CliRunner().invoke(app, ["cost", "--docs", "1000000", "--per-day", "--assume", "frequent_name=0"])
    assert result.exit_code == 0
    (row,) = [line for line in result.stdout.splitlines() if line.startswith("| entity rows: the most frequent name")]
    assert row.split(" | ")[4] == "never"
