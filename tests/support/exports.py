"""Documents to export, and what the files of an export have of them."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from typer.testing import Result

from infra.local.in_process import InProcessStack
from shared.revision import Revision
from shared.table.table import SummaryTable
from tests.support.summaries import a_summary, an_entity, said

# The times of upload of the documents. Two days have none; five uploads have one time, more than a part has.
TIMES = [
    "2026-11-20T00:00:00.000Z",
    *["2026-11-20T12:00:00.000Z"] * 5,
    *[f"2026-11-20T23:59:59.99{n}Z" for n in range(3)],
    "2026-11-23T09:00:00.000Z",
    "2026-11-24T00:00:00.000Z",
]


def uri(number: int) -> str:
    return f"s3://uploads/{number:02}.txt"


def put(table: SummaryTable, number: int, uploaded_at: str, revision: Revision = Revision("0A"), **fields: Any) -> None:
    """Store the Summary of a document, with one name and one statement."""
    name = an_entity(f"Person {number}")
    statement = said(name.name, f"I am number {number}.")
    summary = a_summary(
        uri(number), revision, uploaded_at=uploaded_at, entities=[name], attributions=[statement], **fields
    )
    assert table.put_summary(summary)


# Runs `nutgraf export` with arguments in the folder of the test.
Export = Callable[..., Result]


def files_of(folder: Path) -> dict[str, str]:
    """Return the contents of all files below a folder, by their paths in it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8-sig") for path in paths}


def objects_of(stack: InProcessStack, bucket: str) -> dict[str, str]:
    """Return the contents of all objects of a bucket, by their keys."""
    s3 = stack.clients.s3
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode() for key in keys}


def rows_of(files: Mapping[str, str], table: str) -> list[dict[str, Any]]:
    """Return the rows of a table in files of JSON Lines."""
    return [
        json.loads(line)
        for path, content in sorted(files.items())
        if f"{table}/" in path
        for line in content.splitlines()
    ]


def numbers_in(files: Mapping[str, str], table: str) -> Counter[str]:
    """Return how often each document is in a table."""
    return Counter(row["uri"] for row in rows_of(files, table))


def days_since(year: int, month: int, day: int) -> int:
    return (datetime.now(UTC) - datetime(year, month, day, tzinfo=UTC)).days


def all_once(*numbers: int) -> Counter[str]:
    return Counter(uri(number) for number in numbers or range(len(TIMES)))
