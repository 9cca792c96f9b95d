"""The progress of an export: a bar on a terminal, elsewhere a line from time to time."""

import io

import pytest
from rich.console import Console

from infra.cli import export as export_command
from infra.operations.export.export import Days, progress_of
from tests.support.exports import Export


def test_progress_is_the_share_of_the_period() -> None:
    days = Days(["2026-11-20", "2026-11-21"], "2026-11-22T00:00:00.000Z")
    shares = [progress_of(days, f"2026-11-{time}.000Z") for time in ("20T00:00:00", "21T00:00:00", "22T00:00:00")]
    assert shares == [0.0, 0.5, 1.0]
    assert progress_of(Days([], days.before), days.before) == 1.0


def test_on_a_terminal_progress_is_a_bar_with_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    terminal = Console(file=screen, force_terminal=True, width=160)
    monkeypatch.setattr(export_command, "console", lambda **_: terminal)
    days = Days(["2026-11-20", "2026-11-21"], "2026-11-22T00:00:00.000Z")
    with export_command._progress(days) as on_progress:
        on_progress({"documents": 1, "names": 7}, "2026-11-21T12:00:00.000Z")
    assert "75%" in screen.getvalue() and "1 document, 7 names, up to 2026-11-21T12:00" in screen.getvalue()


def test_without_a_terminal_progress_is_a_line_from_time_to_time(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_command, "_LINE_SECONDS", 0.0)
    lines = export("out", "--documents-per-file", "4").stderr.splitlines()
    assert "export: 4 documents, 4 statements, 4 names, up to 2026-11-20T12:00:00.000Z" in lines
    monkeypatch.setattr(export_command, "_LINE_SECONDS", 60.0)
    assert export("out").stderr == ""
