"""How the commands start and end a local stack."""

import os
import subprocess
import sys

import pytest

from infra.cli.local_stack import Functions, default_jobs
from infra.local.template import ROOT


@pytest.mark.parametrize(("processors", "jobs"), [(1, 2), (2, 2), (3, 3), (4, 4), (64, 4), (None, 2)])
def test_there_are_as_many_processes_as_processors_and_two_to_four(
    processors: int | None, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert default_jobs(Functions("", None, None)) == jobs
    assert default_jobs(Functions("a-model-of-gigabytes", None, None)) == 1
    assert default_jobs(Functions("bedrock:a-model", None, None)) == jobs


@pytest.mark.parametrize(("end", "status"), [("sys.exit(3)", 3), ("sys.exit()", 0), ("pass", 0)])
@pytest.mark.parametrize("started", ["import moto", "pass"])
def test_a_command_keeps_its_exit_status_and_its_output(started: str, end: str, status: int) -> None:
    program = f"""
import sys
from infra.cli.errors import fast_end
with fast_end():
    {started}
    print("printed")
    {end}
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (status, "printed\n", "")


def test_a_command_with_a_stack_ends_without_freeing_its_objects() -> None:
    program = """
import sys
from infra.cli.errors import fast_end
class Data:
    def __del__(self):
        print("freed")
data = Data()
with fast_end():
    import moto
    sys.exit(0)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
