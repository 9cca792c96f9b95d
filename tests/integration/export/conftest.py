"""The fixtures of these tests: the table with documents of three days, an empty bucket, and the command."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from infra.cli.app import app
from infra.local.clients import REGION
from infra.local.in_process import InProcessStack
from shared.table.table import SummaryTable
from tests.support.exports import TIMES, Export, put


@pytest.fixture
def table(pipeline_stack: InProcessStack) -> SummaryTable:
    """The table with the documents, and nothing else."""
    dynamodb, name = pipeline_stack.clients.dynamodb, pipeline_stack.name("SummariesTable")
    for item in dynamodb.scan(TableName=name)["Items"]:
        dynamodb.delete_item(TableName=name, Key={"pk": item["pk"], "sk": item["sk"]})
    table = SummaryTable(name, dynamodb)
    for number, uploaded_at in enumerate(TIMES):
        put(table, number, uploaded_at, title=f"Number {number}")
    return table


@pytest.fixture
def bucket(pipeline_stack: InProcessStack) -> Iterator[str]:
    """An empty bucket that is none of the stack."""
    s3 = pipeline_stack.clients.s3
    s3.create_bucket(Bucket="exports")
    yield "exports"
    for entry in s3.list_objects_v2(Bucket="exports").get("Contents", []):
        s3.delete_object(Bucket="exports", Key=entry["Key"])
    s3.delete_bucket(Bucket="exports")


@pytest.fixture
def export(table: SummaryTable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Export:
    for name, value in (("ACCESS_KEY_ID", "me"), ("SECRET_ACCESS_KEY", "me"), ("DEFAULT_REGION", REGION)):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, code: int = 0) -> Result:
        command = ["export", *arguments, "--aws", "--stack-name", "nutgraf-local"]
        result = CliRunner().invoke(app, command)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    return run
