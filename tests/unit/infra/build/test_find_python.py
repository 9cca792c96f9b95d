"""The choice of a Python for a virtual environment."""

import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.template import ROOT

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


def find(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script with only this environment."""
    return subprocess.run(
        [ROOT / "infra/build/find-python", *arguments], env=environment, capture_output=True, text=True, check=False
    )


def command(folder: Path, name: str, script: str) -> None:
    """Write a program to a folder."""
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def path(tmp_path: Path) -> str:
    command(tmp_path, "python3.13", "echo 'shim: python3.13 is not switched on' >&2; exit 127")
    command(tmp_path, "python3", f'exec "{sys.executable}" "$@"')
    return f"{tmp_path}:/usr/bin:/bin"


def test_a_shim_that_does_not_run_is_passed_over(path: str) -> None:
    found = find(HERE, HERE, "PYTHON=…", PATH=path, HOME="/nonexistent")
    assert found.returncode == 0, found.stderr
    version = subprocess.run([found.stdout.strip(), "-V"], capture_output=True, text=True, check=True).stdout
    assert version.startswith(f"Python {HERE}.")


def test_without_one_it_prints_what_was_tried_and_what_to_do(path: str) -> None:
    found = find("3.99", "3.99", "make build LAMBDA_PYTHON=/path/to/python", PATH=path, HOME="/nonexistent")
    assert found.returncode == 1 and not found.stdout
    assert "Python 3.99 with its venv module was not found" in found.stderr
    assert "make build LAMBDA_PYTHON=/path/to/python" in found.stderr
    assert "python3.13: shim: python3.13 is not switched on" in found.stderr


def test_the_one_that_is_named_is_the_only_one(path: str) -> None:
    found = find("3.11", "", "PYTHON=…", PATH=path, HOME="/nonexistent", NUTGRAF_PYTHON="python3.13")
    assert found.returncode == 1
    assert "Python 3.11 or newer with its venv module was not found" in found.stderr


def test_one_that_cannot_make_virtual_environments_is_refused(tmp_path: Path) -> None:
    (tmp_path / "venv.py").write_text("raise ImportError")
    command(tmp_path, "without-venv", f'PYTHONPATH="{tmp_path}" exec "{sys.executable}" "$@"')
    found = find("3.11", "", "PYTHON=…", PATH="/usr/bin:/bin", HOME="/", NUTGRAF_PYTHON=str(tmp_path / "without-venv"))
    assert found.returncode == 1
    assert "has no venv module" in found.stderr
