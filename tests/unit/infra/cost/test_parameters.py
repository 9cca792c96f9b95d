"""The parameters of template.yaml and the assumptions move the model and its limits."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from infra.cli.app import app
from infra.cost import quotas
from infra.cost.assumptions import Assumptions
from infra.cost.capacity import capacity_limits, capacity_of, peak_rate
from infra.cost.measured import read_measured
from infra.cost.model import Model
from infra.cost.stack_properties import stack_of
from infra.local.template import TEMPLATE
from tests.support.costs import MILLION, deployed


def test_the_template_moves_the_model(tmp_path: Path) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    for old, new in {
        "MemorySize: 1769  # one": "MemorySize: 884  # half of one",
        "BatchSize: 4\n": "BatchSize: 8\n",
        "SummarizeConcurrency: {Type: Number, Default: 20": "SummarizeConcurrency: {Type: Number, Default: 99",
        "rate(15 minutes)": "rate(30 minutes)",
        "        - IndexName: by-sha256\n": "        - IndexName: by-content\n",
        "NonKeyAttributes: [uri, title, short_summary]": "NonKeyAttributes: [uri, title, short_summary, entities]",
    }.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    changed = tmp_path / "template.yaml"
    changed.write_text(text, encoding="utf-8")
    before, after = deployed(), Model(stack_of({"Architecture": "arm64"}, changed), read_measured())
    assert after.seconds("summarize") > before.seconds("summarize")
    assert after.messages_of_batch("parse") == 4
    assert after.stack.summarize.concurrency == 99
    assert after.stack.sweeps == before.stack.sweeps / 2
    assert [index.name for index in after.stack.indexes] == ["by-day", "by-status", "by-content"]
    assert after.index_write_units(after.stack.indexes[0]) > before.index_write_units(before.stack.indexes[0])
    assert after.stack.parse.architecture == "arm64"


def test_parameters_move_the_limits_that_name_them() -> None:
    few = {limit.name: limit for limit in capacity_limits(deployed(), 1e8)}
    more = deployed(IndexShards="10", ParseConcurrency="1000", SummarizeConcurrency="1000")
    many = {limit.name: limit for limit in capacity_limits(more, 1e8)}
    moved = {name for name in few if many[name].limit != few[name].limit}
    assert moved == {
        "by-day: one key",
        "by-status: one key",
        "parse: batches at a time",
        "search rows: one key",
        "summarize: batches at a time",
    }
    assert many["by-status: one key"].share < 1 < few["by-status: one key"].share


def test_the_defaults_take_a_million_documents_a_day_and_no_more_than_a_new_table_can() -> None:
    model = deployed()
    parse, summarize = capacity_of(model, "parse"), capacity_of(model, "summarize")
    assert parse >= peak_rate(model, MILLION)
    assert summarize >= parse, "what is read must not wait for its summary until the sweep takes it for lost"
    assert summarize * model.table_write_units() <= quotas.TABLE_AT_FIRST.value
    assert all(limit.share < 1 for limit in capacity_limits(model, MILLION))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--assume", "tea=1"], "no assumption 'tea'"),
        (["--assume", "peak_factor"], "NAME=VALUE"),
        (["--assume", "peak_factor=-1"], "below 0"),
        (["--docs", "0"], "above 0"),
        (["--idle", "--figures"], "only one"),
        (["--assume", "put_events_milliseconds=0"], "above 0"),
        (["--parameter", "Tea=1"], "no parameter Tea"),
        (["--parameter", "SummaryModel=someone/a-model"], "leave SummaryModel out"),
        (["--measured", "/nowhere.json"], "nowhere.json"),
    ],
)
def test_what_is_not_understood_is_named(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["cost", *arguments])
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


def test_assumptions_are_taken_from_the_command_line() -> None:
    result = CliRunner().invoke(app, ["cost", "--figures", "--assume", "peak_factor=7"])
    assert result.exit_code == 0
    assert "| `peak_factor` | 7 |" in result.stdout
    assert Assumptions().peak_factor != 7
