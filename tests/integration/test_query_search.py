"""`query --search` and `query --names`, with output for people and for programs."""

import json

import pytest
from typer.testing import CliRunner, Result

from infra.cli import search_output
from infra.cli.app import app
from infra.local.clients import REGION
from infra.local.in_process import InProcessStack
from shared.table.table import SummaryTable
from tests.support.summaries import a_summary, an_entity

FERRY, MAYOR = "s3://uploads/ferry.txt", "s3://uploads/mayor.txt"


@pytest.fixture(autouse=True)
def documents(pipeline_stack: InProcessStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    table = SummaryTable(pipeline_stack.name("SummariesTable"), pipeline_stack.clients.dynamodb)
    lorne = an_entity("Edda Lorne", "Lorne")
    table.put_summary(a_summary(FERRY, title="The ferry \x1b[31msails", keywords=["harbour toll"], entities=[lorne]))
    later = "2026-11-23T00:00:00.000Z"
    table.put_summary(a_summary(MAYOR, uploaded_at=later, title="Mayor rides the ferry", entities=[lorne]))


def ask(stack: InProcessStack, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["query", "--aws", "--table", stack.name("SummariesTable"), *arguments])


def test_words_find_documents_the_best_first(pipeline_stack: InProcessStack) -> None:
    result = ask(pipeline_stack, "--search", "Lorne ferries")
    assert result.exit_code == 0
    assert result.stdout.index(MAYOR) < result.stdout.index(FERRY)
    assert "Edda Lorne" in result.stdout and "\x1b[31m" not in result.stdout and "more documents" not in result.stderr


def test_programs_read_one_result_a_line(pipeline_stack: InProcessStack) -> None:
    (row,) = map(json.loads, ask(pipeline_stack, "--search", "toll", "--json").stdout.splitlines())
    assert row["uri"] == FERRY and 0 < row["score"] < 1
    assert row["highlights"] == [{"field": "keyword", "text": "harbour toll", "ranges": [[8, 12]]}]


def test_since_leaves_out_earlier_uploads(pipeline_stack: InProcessStack) -> None:
    result = ask(pipeline_stack, "--search", "ferry", "--since", "2026-11-23")
    assert MAYOR in result.stdout and FERRY not in result.stdout


def test_results_that_are_cut_are_said_to_be(pipeline_stack: InProcessStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_output, "MOST_FOUND", 1)
    result = ask(pipeline_stack, "--search", "ferry")
    assert MAYOR in result.stdout and FERRY not in result.stdout and "There may be more documents" in result.stderr


def test_for_words_that_no_document_has_the_output_suggests_what_to_try(pipeline_stack: InProcessStack) -> None:
    result = ask(pipeline_stack, "--search", "ferry submarine")
    assert result.exit_code == 1 and "Use fewer words" in result.stderr
    result = ask(pipeline_stack, "--search", "?")
    assert result.exit_code == 1 and "no letter or digit" in result.stderr


def test_names_are_listed_by_their_beginning(pipeline_stack: InProcessStack) -> None:
    assert ask(pipeline_stack, "--names", "LOR").stdout == "Edda Lorne  person, key lorne\n"
    (row,) = map(json.loads, ask(pipeline_stack, "--names", "lo", "--json").stdout.splitlines())
    assert row == {"type": "PERSON", "key": "lorne", "name": "Edda Lorne"}
    assert "first 2 letters" in ask(pipeline_stack, "--names", "l").stderr
    result = ask(pipeline_stack, "--names", "xy")
    assert result.exit_code == 1 and "begins with xy" in result.stderr
