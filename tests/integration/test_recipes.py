"""The queries of docs/table.md and of the examples return all rows, also of a day with more than 1 MB."""

import importlib.util
import re
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from boto3.dynamodb.conditions import Attr, Key

from infra.local.in_process import InProcessStack
from infra.local.template import ROOT
from shared.table.table import SummaryTable

PAGE = (ROOT / "docs" / "table.md").read_text(encoding="utf-8")
DAY, ROWS = "2026-11-22", 1_300
# Bytes of a summary in a row. All rows together have more than the 1 MB that a query returns at once.
SUMMARY = "x" * 1_000
RECIPE = re.compile(r"^\| [^|]*\? \| `(?P<code>[^`]+)`", re.MULTILINE)


@pytest.fixture(scope="module")
def busy_table(pipeline_stack: InProcessStack) -> Iterator[Any]:
    """The summaries table as a resource of boto3, after a day with more than 1 MB."""
    name = pipeline_stack.name("SummariesTable")
    table = boto3.resource("dynamodb", region_name="us-east-1").Table(name)
    rows = [
        {
            "pk": f"s3://bucket/{number}.txt",
            "sk": "summary",
            "uri": f"s3://bucket/{number}.txt",
            "day_key": f"day#{DAY}#0",
            "uploaded_at": f"{DAY}T10:{number // 60:02}:{number % 60:02}.000Z",
            "short_summary": SUMMARY,
        }
        for number in range(ROWS)
    ]
    with table.batch_writer() as batch:
        for row in rows:
            batch.put_item(row)
    yield table
    with table.batch_writer() as batch:
        for row in rows:
            batch.delete_item({"pk": row["pk"], "sk": row["sk"]})


def documented() -> dict[str, Any]:
    """Return the names that the page's code for queries defines."""
    (code,) = re.findall(r"```python\n(def query_all.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {"Key": Key, "Attr": Attr}
    exec(code, names)
    return names


def test_one_call_of_query_loses_rows(busy_table: Any) -> None:
    page = busy_table.query(IndexName="by-day", KeyConditionExpression=Key("day_key").eq(f"day#{DAY}#0"))
    assert 0 < len(page["Items"]) < ROWS
    assert "LastEvaluatedKey" in page


def test_every_query_of_the_page_reads_all_pages() -> None:
    codes = [match["code"] for match in RECIPE.finditer(PAGE)]
    assert len(codes) >= 9
    assert all(code.startswith(("query_all(table, ", "table.get_item(")) for code in codes)
    assert "table.query(" not in PAGE.replace("page = table.query(**request)", "")


def test_the_documented_query_of_a_day_returns_all_of_more_than_1_mb(busy_table: Any) -> None:
    code = next(match["code"] for match in RECIPE.finditer(PAGE) if "by-day" in match["code"])
    found = list(eval(code, documented() | {"table": busy_table}))
    assert len({row["uri"] for row in found}) == len(found) == ROWS
    assert [row["uploaded_at"] for row in found] == sorted((row["uploaded_at"] for row in found), reverse=True)


def test_the_paginator_of_the_client_returns_all_of_more_than_1_mb(busy_table: Any) -> None:
    pages = busy_table.meta.client.get_paginator("query").paginate(
        TableName=busy_table.name, IndexName="by-day", KeyConditionExpression=Key("day_key").eq(f"day#{DAY}#0")
    )
    assert sum(len(page["Items"]) for page in pages) == ROWS


def test_the_example_returns_all_of_more_than_1_mb(busy_table: Any) -> None:
    path = ROOT / "examples" / "python" / "query.py"
    spec = importlib.util.spec_from_file_location("example_query", path)
    assert spec is not None and spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    assert len(list(example.uploaded_on(busy_table, DAY))) == ROWS


def test_the_class_returns_all_of_more_than_1_mb(busy_table: Any, pipeline_stack: InProcessStack) -> None:
    table = SummaryTable(busy_table.name, pipeline_stack.clients.dynamodb)
    assert len(list(table.by_day(DAY))) == ROWS
    assert len(list(table.by_day(DAY, page_size=100))) == ROWS
    assert table.count_of_day(DAY, ROWS * 2) == (ROWS, True)
