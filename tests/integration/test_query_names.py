"""`query --entity` and `query --speaker`, with output for people and for programs."""

import json

import pytest
from typer.testing import CliRunner, Result

from infra.cli.app import app
from infra.local.clients import REGION
from infra.local.in_process import InProcessStack
from shared.table.table import SummaryTable
from tests.support.summaries import URI, a_summary, an_entity, said

MISSPELLED = "s3://uploads/aleppo.txt"


@pytest.fixture(autouse=True)
def documents(pipeline_stack: InProcessStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    table = SummaryTable(pipeline_stack.name("SummariesTable"), pipeline_stack.clients.dynamodb)
    obama = an_entity("Barrack Obama", "President Obama", "Obama")
    quote = said("Barrack Obama", "I am not optimistic.", outlet="Al Jazeera")
    table.put_summary(a_summary(MISSPELLED, entities=[obama], attributions=[quote], title="Aleppo"))
    michelle = an_entity("Michelle Obama", "Obama")
    later = "2026-11-23T00:00:00.000Z"
    quote = said("Michelle Obama", "They go low.")
    table.put_summary(a_summary(URI, uploaded_at=later, entities=[michelle], attributions=[quote]))


def ask(stack: InProcessStack, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["query", "--aws", "--table", stack.name("SummariesTable"), *arguments])


def test_a_name_that_no_document_spells_so_finds_what_its_bearer_said(pipeline_stack: InProcessStack) -> None:
    result = ask(pipeline_stack, "--speaker", "Barack Obama")
    assert result.exit_code == 0
    assert "“I am not optimistic.”  (he said, via Al Jazeera)" in result.stdout
    assert "Aleppo" in result.stdout and MISSPELLED in result.stdout and "Michelle" not in result.stdout


def test_a_family_name_finds_all_who_bear_it_newest_first(pipeline_stack: InProcessStack) -> None:
    result = ask(pipeline_stack, "--speaker", "obama").stdout
    assert result.index("They go low.") < result.index("I am not optimistic.")
    result = ask(pipeline_stack, "--entity", "obama").stdout
    assert "Michelle Obama" in result and "also as President Obama, Obama" in result


def test_programs_read_one_object_a_line(pipeline_stack: InProcessStack) -> None:
    (row,) = map(json.loads, ask(pipeline_stack, "--speaker", "Barack Obama", "--json").stdout.splitlines())
    assert (row["quote"], row["uri"], row["agreement"]) == ("I am not optimistic.", MISSPELLED, "CLOSE")
    (row,) = map(json.loads, ask(pipeline_stack, "--entity", "Barack Obama", "--json").stdout.splitlines())
    assert (row["name"], row["aliases"]) == ("Barrack Obama", ["President Obama", "Obama"])


@pytest.mark.parametrize("name", ["Nobody", "Malia Obama", "#", "\x1b[31m"])
def test_for_an_unknown_name_the_output_suggests_what_to_try(pipeline_stack: InProcessStack, name: str) -> None:
    for option, verb in (("--entity", "mentions"), ("--speaker", "quotes")):
        result = ask(pipeline_stack, option, name)
        assert result.exit_code == 1
        assert f"No document {verb}" in result.stderr and "family name" in result.stderr
        assert "\x1b[31m" not in result.stderr.replace("\x1b[31mNo", "")


def test_one_question_at_a_time(pipeline_stack: InProcessStack) -> None:
    assert ask(pipeline_stack, "--entity", "Obama", "--speaker", "Obama").exit_code == 2
