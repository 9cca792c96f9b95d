"""`--sandbox` of the commands that parse on this machine, also where the kernel refuses a layer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.template import ROOT
from tests.unit.parse.worker.test_weak_kernels import TRIED

NEWS = "The council of Ardale approved the bridge on Monday. Work begins in March, the mayor said.\n"


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "news.txt"
    path.write_text(NEWS)
    return str(path)


def nutgraf(*arguments: str, refused: str | None = None) -> "subprocess.CompletedProcess[str]":
    """Run the command, on a kernel that refuses `refused`."""
    command = [sys.executable, "-m", "infra.cli", *arguments]
    if refused is not None:
        command = [sys.executable, "-m", "tests.support.refusing_kernel", refused, *command]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)


@pytest.mark.skipif(TRIED.returncode != 0, reason="this kernel has no seccomp filters to imitate others")
@pytest.mark.parametrize("command", ["run", "serve", "parse"])
def test_a_required_sandbox_that_the_kernel_lacks_ends_a_command_with_one_sentence(command: str, file: str) -> None:
    done = nutgraf(command, file, "--sandbox", "required", refused="landlock")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("ParseSandbox is `required`, but the parser process is not fully confined here: ")
    assert "files are not confined" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "nutgraf probe" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(TRIED.returncode != 0, reason="this kernel has no seccomp filters to imitate others")
def test_by_default_the_local_stack_reads_files_where_the_kernel_lacks_layers(file: str) -> None:
    done = nutgraf("run", file, "--json", "-", refused="landlock,filters")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "SUMMARIZED"


def test_the_sandbox_can_be_off_on_the_local_stack(file: str) -> None:
    done = nutgraf("run", file, "--json", "-", "--sandbox", "off")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "SUMMARIZED"
