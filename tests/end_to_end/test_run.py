"""`nutgraf run`: files in, records out."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from infra.local.template import ROOT
from tests.end_to_end.served import NUTGRAF

BROKEN = ROOT / "tests" / "data"
HOSTILE = (
    "The red tower [bold red]falls[/bold red]\n\n"
    "The red tower \x1b]0;owned\x07\x1b[31mfalls\x1b[0m on Friday, said the council of Ardale. "
    "\u202etxet desrever\u202c\n"
    "Nobody lives near it any more. The stones will be used for the new harbour wall, which needs them soon.\n"
)


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `nutgraf run`; return its standard output and standard error separately."""
    return subprocess.run(
        [*NUTGRAF, "run", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_samples_are_summarized(tmp_path: Path) -> None:
    done = run("--json", tmp_path / "rows.jsonl")
    assert done.returncode == 0, done.stderr
    samples = sorted(path.name for path in (ROOT / "infra" / "samples" / "documents").iterdir())
    found = rows(tmp_path / "rows.jsonl")
    assert [row["source"]["key"] for row in found] == samples
    assert {row["status"] for row in found} == {"SUMMARIZED"}
    for row in found:
        assert row.get("title") or len(row["parts"]) > 1  # an archive of several files has no title of its own
        assert row["summary"]["text"] and row["key_points"]
        assert row["provenance"]["milliseconds"]
        assert f"✔ {row['source']['key']}" in done.stdout
    assert f"{len(samples)} files: {len(samples)} summarized, 0 failed." in done.stdout


def test_failed_files_have_rows_too_in_order_and_the_exit_status_tells(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for name in ("first", "second"):
        (folder / name).mkdir(parents=True)
        (folder / name / "same name+ü.txt").write_text(
            f"The {name} text.\n\nIt is about {name} things.", encoding="utf-8"
        )
    shutil.copy(BROKEN / "encrypted.pdf", folder / "a.pdf")
    done = run("--json", tmp_path / "rows.jsonl", folder, BROKEN / "empty.txt")
    found = rows(tmp_path / "rows.jsonl")
    assert done.returncode == 1
    bucket = found[0]["uri"].removesuffix("/in/a.pdf")
    assert [(row["uri"].removeprefix(bucket), row["status"], row.get("code")) for row in found] == [
        ("/in/a.pdf", "FAILED", "encrypted"),
        ("/in/first/same name+ü.txt", "SUMMARIZED", None),
        ("/in/second/same name+ü.txt", "SUMMARIZED", None),
        ("/empty.txt", "FAILED", "empty"),
    ]
    assert all(row["message"] and row["advice"] for row in found if row["status"] == "FAILED")
    assert "✘ in/a.pdf  FAILED encrypted" in done.stdout and "What to do:" in done.stdout


def test_hostile_text_and_a_narrow_output_of_plain_ascii_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "tower[red].txt"
    file.write_text(HOSTILE, encoding="utf-8")
    elsewhere = {"AWS_PROFILE": "nobody's", "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}  # must have no effect
    done = run(file, COLUMNS="30", LC_ALL="C", PYTHONIOENCODING="ascii", **elsewhere)
    assert done.returncode == 0, done.stderr
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)
    assert "[/bold" in done.stdout and "tower[red].txt" in done.stdout
    assert all(line == line.rstrip() for line in done.stdout.splitlines())


def test_what_can_not_be_read_is_named_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "empty folder").mkdir()
    done = run(tmp_path / "missing.pdf", tmp_path / "empty folder", "--json", tmp_path / "out.jsonl")
    assert done.returncode == 2
    assert "missing.pdf: there is no such file" in done.stderr and "there is no file in this folder" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()
