"""The model of costs, by hand: the time of functions, the units of rows, the bill of a document and of a month."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.cost import prices
from infra.cost.assumptions import Assumptions
from infra.cost.measured import Row, Writes
from infra.cost.model import Model, Phases, dollars
from infra.cost.stack_properties import stack_of
from tests.support.costs import MEASURED, MILLION, SMALL, STACK, SUMMARIZE, deployed


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
