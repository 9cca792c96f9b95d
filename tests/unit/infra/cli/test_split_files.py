"""The parsing of FILES of `make run`."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.cli.split_files import split
from infra.local.template import ROOT

NAMES = ["a.pdf", "odd name+ü.txt", "report (final); $HOME & `id`.txt", "[draft].txt", "it's.txt"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in NAMES:
        (tmp_path / name).touch()
    (tmp_path / "dir").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("files", "paths"),
    [
        ("", []),
        ("a.pdf dir/ 'odd name+ü.txt'", ["a.pdf", "dir", "odd name+ü.txt"]),
        (r"odd\ name+ü.txt", ["odd name+ü.txt"]),
        ("odd name+ü.txt", ["odd name+ü.txt"]),
        ("it's.txt", ["it's.txt"]),
        ("'[draft].txt'", ["[draft].txt"]),
        ("*.pdf missing.txt", ["a.pdf", "missing.txt"]),
        ("report*", ["report (final); $HOME & `id`.txt"]),
    ],
)
def test_words_quotes_and_wildcards_name_files(files: str, paths: list[str]) -> None:
    assert split(files) == paths


@given(
    st.lists(st.text(st.characters(exclude_characters="\0/~*?[", exclude_categories=["Cs"]), min_size=1, max_size=20))
)
def test_what_a_shell_would_quote_comes_back_as_it_was(names: list[str]) -> None:
    paths = [str(Path("nowhere-at-all", name)) for name in names]
    assert split(shlex.join(paths)) == paths


def test_an_open_quote_is_an_error() -> None:
    with pytest.raises(ValueError, match="quot"):
        split("a.pdf 'b")


@pytest.mark.parametrize("name", NAMES)
def test_make_hands_a_name_on_as_it_is(folder: Path, name: str) -> None:
    makefile = folder / "Makefile"
    first_lines = [
        line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith("export NUTGRAF_FILES")
    ]
    makefile.write_text("\n".join([*first_lines, "show:", '\t@printf %s "$$NUTGRAF_FILES"', ""]))
    shown = subprocess.run(
        ["make", "-f", str(makefile), "show", f"FILES={shlex.quote(name)}"],
        capture_output=True,
        text=True,
        check=True,
        # Without these variables, this make does not take `make test` for its parent.
        env={variable: value for variable, value in os.environ.items() if not variable.startswith(("MAKE", "MFLAGS"))},
    )
    assert split(shown.stdout) == [name]


@pytest.mark.parametrize(("files", "given"), [("--json=rows.jsonl", "-- --json=rows.jsonl"), ("", "")])
def test_a_name_that_begins_like_an_option_is_none(files: str, given: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "infra.cli.split_files", "echo"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "NUTGRAF_FILES": files},
    )
    assert shown.stdout == f"{given}\n"
