"""The model of costs and limits: its arithmetic, its use of the template, and its tables in the documents."""

import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from infra.build.cost_tables import DOCUMENT, commands, renewed
from infra.cli.app import app
from infra.cost import prices, quotas
from infra.cost.assumptions import Assumptions
from infra.cost.capacity import capacity_limits, capacity_of, overloads, partitions, peak_rate
from infra.cost.figures import FROM_MEMORY, Price, flat
from infra.cost.measured import Measured, Reads, Row, Stage, Writes, read_measured
from infra.cost.model import Line, Model, Phases, dollars
from infra.cost.stack_properties import Function, Index, Stack, stack_of
from infra.cost.tables import comparison, sources, walls
from infra.local.template import TEMPLATE

TIERS = Price("things", ((10, 3.0), (30, 2.0), (math.inf, 1.0)), "a source")
MILLION = 1_000_000.0

STACK = Stack(
    parse=Function("ParseFunction", 2048, "x86_64", batch_size=2, concurrency=10, visibility=1800),
    summarize=Function("SummarizeFunction", 1769, "arm64", batch_size=8, concurrency=40, visibility=600),
    sweep=Function("SweepFunction", 256, "x86_64"),
    mappings=4,
    sweeps=1000,
    indexes=(Index("by-status", ("status_key", "updated_at"), ("uri",)), Index("by-sha256", ("sha256",), ("uri",))),
    index_shards=1,
    pipe_batch=10,
    backed_up=True,
    log_days=30,
)
STATE = Row(1, 300, {"pk": 40, "sk": 7, "uri": 40, "status_key": 30, "updated_at": 30})
MEASURED = Measured(
    command="",
    date="",
    processor="",
    documents=1,
    upload_bytes=1000,
    document_bytes=500,
    words=100,
    characters=600,
    events=1,
    event_bytes=200,
    stages={
        "parse": Stage(30, {"s3.GetObject": 1, "s3.PutObject": 1, "dynamodb.UpdateItem": 1}, 1, 800, 500, 300, ("a",)),
        "summarize": Stage(
            200,
            {"s3.GetObject": 1, "dynamodb.GetItem": 1, "dynamodb.TransactWriteItems": 2},
            1,
            70_000,
            500,
            300,
            ("b",),
        ),
        "sweep": Stage(2, {"dynamodb.Query": 1}, 0, 0, 0, 200, ("c",)),
    },
    rows={"state": STATE, "summary": Row(1, 5000, {"pk": 40, "sk": 9, "uri": 40, "sha256": 1500})},
    writes=(
        Writes("parse", "UpdateItem", "state", False, (), ("status_key", "updated_at"), 1, 1),
        Writes("summarize", "Update", "state", True, ("status_key", "updated_at"), ("updated_at",), 1, 1),
        Writes("summarize", "ConditionCheck", "state", True, ("status_key",), ("status_key",), 1, 1),
        Writes("summarize", "Put", "summary", True, (), ("sha256",), 1, 5),
    ),
    reads=(Reads("summarize", "GetItem", 1, 1), Reads("sweep", "Query", 1, 0.5)),
)
SMALL = Model(STACK, MEASURED)

# Mean seconds of a document of SMALL. Of four messages in a batch, three are fetched at once, and the last one is
# fetched while the second one is summarized.
PARSE, SUMMARIZE = 0.24, (0.100 + 0.010 + 4 * 0.200 + 2 * 0.020) / 4


def test_the_rows_of_the_search_are_a_line_of_their_own_and_absent_without_it() -> None:
    rows = {**MEASURED.rows, "keyword": Row(5, 600, {}), "search": Row(1, 600, {})}
    writes = (
        *MEASURED.writes,
        *(Writes("summarize", "Put", row, False, (), (), n, n) for row, n in (("keyword", 5), ("search", 1))),
    )
    with_rows = replace(MEASURED, rows=rows, writes=writes)
    on, off = Model(STACK, with_rows), Model(replace(STACK, keyword_search=False), with_rows)
    assert [line.quantity for line in on.per_document() if line.service == "DynamoDB, search"] == [6]
    assert on.table_write_units() == SMALL.table_write_units() + 6
    assert sum(line.quantity for line in on.per_document() if line.price is prices.DYNAMODB_WRITE) == pytest.approx(
        sum(line.quantity for line in SMALL.per_document() if line.price is prices.DYNAMODB_WRITE) + 6
    )
    assert off.per_document() == SMALL.per_document()
    assert not deployed(KeywordSearch="false").search_write_units("summarize")


@cache
def deployed(**parameters: str) -> Model:
    """Return the model of the template's stack, with the committed measurement."""
    return Model(stack_of(parameters), read_measured())


# --- prices ---


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


# --- resources per document ---


def test_a_function_works_and_waits() -> None:
    assert SMALL.seconds("parse") == pytest.approx(0.030 + 2 * 0.100 + 0.010)
    alone = replace(SMALL, assumptions=Assumptions(overlap=0))
    assert alone.seconds("summarize") == pytest.approx(0.200 + 0.100 + 0.010 + 2 * 0.020)
    assert SMALL.seconds("sweep") == pytest.approx(0.002 * 1769 / 256 + 0.010), "a small function is slow"


def test_the_messages_of_a_batch_wait_at_the_same_time() -> None:
    assert SMALL.seconds("summarize") == pytest.approx(SUMMARIZE)
    half = replace(SMALL, assumptions=Assumptions(overlap=0.5))
    assert half.seconds("summarize") == pytest.approx((SUMMARIZE + 0.35) / 2)
    three = replace(SMALL, stack=replace(STACK, parse=replace(STACK.parse, batch_size=3)))
    assert three.seconds("parse") == pytest.approx((0.24 + (0.11 + 2 * 0.03 + 0.1)) / 3), "one message, or two"


def test_a_batch_waits_when_all_places_are_taken() -> None:
    # three fetch until 5 and end at 16, 17 and 18; the next three are ready at 21, 22 and 23
    assert Phases(5, 1, 10).seconds(6) == pytest.approx(16 + 5 + 1 + 10 + 2)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(1, 12))
def test_overlap_hides_waits_but_no_work(before: float, work: float, after: float, messages: int) -> None:
    phases = Phases(before, work, after)
    together = phases.seconds(messages)
    assert together >= before + messages * work + after - 1e-6
    assert together <= messages * phases.seconds(1) + 1e-6
    assert phases.seconds(messages + 1) >= together - 1e-6, "seconds are rounded"
    assert phases.seconds(1) == pytest.approx(before + work + after)


def test_transactions_take_twice_their_units_and_indexes_what_changes_in_them() -> None:
    assert SMALL.table_write_units("parse") == 1
    assert SMALL.table_write_units("summarize") == 2 * (1 + 1 + 5)
    by_status, by_sha256 = STACK.indexes
    assert SMALL.index_write_units(by_status, "parse") == 1, "PROCESSING is put"
    assert SMALL.index_write_units(by_status, "summarize") == 1, "and removed; a check writes nothing"
    assert SMALL.index_write_units(by_sha256) == 2, "an entry above a kilobyte"
    assert SMALL.read_units("summarize") == 1


def test_an_index_entry_whose_place_changes_is_removed_and_put() -> None:
    keys = ("status_key", "updated_at")
    again = replace(MEASURED, writes=(Writes("parse", "UpdateItem", "state", False, keys, keys, 1, 1),))
    assert Model(STACK, again).index_write_units(STACK.indexes[0]) == 2


def test_what_is_stored_is_rows_and_entries_with_their_overhead() -> None:
    entry = 40 + 9 + 40 + 1500
    assert SMALL.stored_table_bytes() == 300 + 100 + 5000 + 100 + entry + 100


def test_the_bill_of_a_document_by_hand() -> None:
    bill: dict[tuple[str, str], float] = {}
    lines = SMALL.per_document()
    for line, cost in zip(lines, dollars(lines, MILLION), strict=True):
        bill[line.stage, line.service] = bill.get((line.stage, line.service), 0) + cost
    assert bill["upload", "S3"] == pytest.approx(5)
    assert bill["parse", "Lambda"] == pytest.approx(0.20 + 0.24 * 2 * 16.6667, rel=1e-6)
    assert bill["summarize", "Lambda"] == pytest.approx(0.20 / 4 + SUMMARIZE * 1769 / 1024 * 13.3334, rel=1e-6)
    assert bill["parse", "S3"] == pytest.approx(0.4 + 5)
    assert bill["parse", "SQS"] == pytest.approx(0.4 * 3), "sent, received, deleted"
    assert bill["summarize", "SQS"] == pytest.approx(0.4 * 2 * (1 + 2 / 4)), "two chunks of 64 KB, four in a batch"
    assert bill["summarize", "DynamoDB"] == pytest.approx(14 * 0.625 + 0.125)
    assert bill["summarize", "DynamoDB indexes"] == pytest.approx(3 * 0.625)
    assert bill["announce", "EventBridge"] == pytest.approx(1.4)
    assert bill["keep a month", "S3, Documents"] == pytest.approx(500 * MILLION / 1024**3 * 0.023)
    assert bill["keep a month", "DynamoDB"] == pytest.approx(SMALL.stored_table_bytes() * MILLION / 1024**3 * 0.45)


def test_a_month_without_documents_by_hand() -> None:
    month = 730 * 3600
    idle = {(line.service, line.price.what): line.quantity for line in SMALL.fixed(idle=True)}
    assert idle["SQS", prices.SQS_REQUEST.what] == 4 * 5 * month / 20
    assert idle["DynamoDB Streams", prices.STREAM_READ.what] == 4 * 4 * month
    assert idle["CloudWatch", prices.CUSTOM_METRIC.what] == 1
    assert idle["Lambda", prices.LAMBDA_REQUEST.what] == 1000
    busy = {line.price.what: line.quantity for line in SMALL.fixed(9, idle=False)}
    assert busy[prices.CUSTOM_METRIC.what] == 3
    assert busy[prices.STREAM_READ.what] == 9 * 4 * month


# --- limits ---


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


def test_comprehend_bills_units_of_a_hundred_characters_and_three_at_least() -> None:
    def cost_of(characters: int) -> float:
        rows = comparison(Model(STACK, replace(MEASURED, characters=characters)), 1000)
        row = next(row for row in rows if "Comprehend" in row)
        return float(row.strip("|").split("|")[-1])

    assert cost_of(10) == pytest.approx(2 * 3 * 0.0001 * 1000)
    assert cost_of(301) == pytest.approx(2 * 4 * 0.0001 * 1000)


# --- the template ---


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


def test_a_hosted_model_costs_its_tokens_and_the_time_of_its_answer() -> None:
    plain = replace(STACK, hosted_model="")
    hosted = replace(STACK, hosted_model="a-model")
    measured = MEASURED
    assumed = Assumptions(million_tokens_read=1, million_tokens_written=10, summary_milliseconds=500, overlap=0)
    without, with_model = (Model(stack, measured, assumed) for stack in (plain, hosted))
    assert with_model.seconds("summarize") == pytest.approx(without.seconds("summarize") + 0.5)
    assert with_model.seconds("parse") == without.seconds("parse")
    lines = [line for line in with_model.per_document() if line.service == "Bedrock"]
    read = measured.characters / assumed.characters_per_token + assumed.summary_prompt_tokens
    expected = (read * 1 + assumed.summary_answer_tokens * 10) / MILLION
    assert sum(dollars(lines, 1)) == pytest.approx(expected)
    assert not [line for line in without.per_document() if line.service == "Bedrock"]
    assert stack_of({"SummaryModel": "bedrock:a-model"}).hosted_model == "a-model"


def test_the_assumed_prices_of_tokens_are_those_of_nova_micro() -> None:
    read, written = prices.LANGUAGE_MODELS["Amazon Nova Micro"]
    assert Assumptions().million_tokens_read == pytest.approx(read.cost(MILLION))
    assert Assumptions().million_tokens_written == pytest.approx(written.cost(MILLION))


# --- output ---


def test_the_document_has_the_output_of_its_commands() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert renewed(text) == text, "run `python -m infra.build.cost_tables` and commit it"


def test_the_document_has_a_million_documents_a_hundred_million_a_day_the_idle_stack_and_the_figures() -> None:
    expected = {"--docs 1000000", "--docs 1000000 --per-day", "--docs 100000000 --per-day", "--idle", "--figures"}
    assert expected <= set(commands(DOCUMENT.read_text(encoding="utf-8")))


def test_a_document_whose_command_fails_is_not_written() -> None:
    with pytest.raises(ValueError, match="fails"):
        renewed("<!-- nutgraf cost --assume nothing=1 -->\n<!-- end -->")


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


def test_a_limit_without_any_load_is_never_reached() -> None:
    result = CliRunner().invoke(app, ["cost", "--docs", "1000000", "--per-day", "--assume", "frequent_name=0"])
    assert result.exit_code == 0
    (row,) = [line for line in result.stdout.splitlines() if line.startswith("| entity rows: the most frequent name")]
    assert row.split(" | ")[4] == "never"
