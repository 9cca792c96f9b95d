"""`nutgraf parse`: what was read of a file, for people and for programs."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from infra.cli.app import app
from infra.cli.parsed_document import MAX_BLOCKS, MAX_ROWS, document_record
from infra.cli.terminal import steers
from infra.local.files import SAMPLES
from infra.local.template import ROOT
from shared.documents.document import Block, BlockKind, Metadata, ParsedDocument, Part, PipelineWarning
from tests.unit.infra.cli.test_render import HOSTILE, rendered

DATA = ROOT / "tests" / "data"


def parse(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["parse", *map(str, arguments)])


def test_files_are_read_and_shown_one_after_another() -> None:
    result = parse(SAMPLES / "groundwater-bulletin.pdf", SAMPLES / "fire-station.zip")
    assert result.exit_code == 0, result.output
    for shown in (
        "✔ groundwater-bulletin.pdf  application/pdf",
        "p. 1  heading 1  Groundwater bulletin for the Lower Sarn",
        "✔ fire-station.zip  application/zip",
        "Repairs of the roof, pounds │ -41000 │ 0",
        "council/letters.txt",
        "433 characters",
    ):
        assert shown in result.stdout


def test_an_unreadable_file_has_an_error_and_the_others_are_read() -> None:
    result = parse(DATA / "encrypted.pdf", SAMPLES / "bus-lanes.md")
    assert result.exit_code == 1
    assert "✘ encrypted.pdf  encrypted" in result.stdout and "What to do:" in result.stdout
    assert "✔ bus-lanes.md" in result.stdout


def test_programs_read_one_object_for_each_file() -> None:
    result = parse("--json", DATA / "encrypted.pdf", SAMPLES / "bus-lanes.md")
    assert result.exit_code == 1
    failure, document = map(json.loads, result.stdout.splitlines())
    assert failure.keys() == {"code", "message", "advice"} and failure["code"] == "encrypted"
    assert ParsedDocument.model_validate(document).media_type == "text/markdown"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    result = parse(tmp_path / "missing.pdf")
    assert result.exit_code == 2
    assert "missing.pdf" in result.stderr


@pytest.mark.parametrize("terminal", [True, False])
def test_a_document_steers_no_terminal(terminal: bool) -> None:
    document = ParsedDocument(
        media_type="text/plain",
        text=HOSTILE,
        blocks=[Block(kind=BlockKind.TABLE, start=0, end=len(HOSTILE), rows=[[HOSTILE]])],
        parts=[Part(name=HOSTILE, start=0, end=0, code="corrupt", message=HOSTILE)],
        metadata=Metadata(title=HOSTILE),
        warnings=[PipelineWarning(code="cut", message=HOSTILE)],
        parser=HOSTILE,
    )
    shown = rendered(document_record(HOSTILE, document), width=200, terminal=terminal)
    for character in ("\x07", "\u202e", "\x9b"):
        assert character not in shown
    assert "[bold]" in shown and ":smile:" in shown
    if not terminal:
        assert not [character for line in shown.splitlines() for character in line if steers(character)]


def test_long_documents_and_tables_are_shortened() -> None:
    rows = [[str(number)] for number in range(MAX_ROWS + 3)]
    blocks = [Block(kind=BlockKind.TABLE, start=0, end=1, rows=rows)]
    blocks += [Block(kind=BlockKind.PARAGRAPH, start=1, end=1) for _ in range(MAX_BLOCKS)]
    document = ParsedDocument(media_type="text/plain", text="a", blocks=blocks, parser="test")
    shown = rendered(document_record("a.txt", document))
    assert "… 3 more rows" in shown and "… 1 more blocks" in shown
