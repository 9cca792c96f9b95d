"""The commands of docs/deploy.md run in order against the local stack, apart from those that need AWS or a network."""

import os
import re
import shlex
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.clients import LOCAL_STACK
from infra.local.template import ROOT
from tests.end_to_end.served import NUTGRAF, Served, introduction, start
from tests.end_to_end.test_examples import MISSING, environment
from tests.support.console_blocks import blocks

PAGE = ROOT / "docs" / "deploy.md"

# How lines begin that are not run: they ask questions, need a profile, or build and deploy packages.
NOT_RUN = ("aws configure sso", "export AWS_PROFILE", "make ", ".sam-venv/bin/sam ", "git ")


@pytest.fixture
def served() -> Iterator[Served]:
    """A stack of its own, which the page deletes."""
    process = start()
    yield introduction(process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0


def script() -> str:
    """Return the commands of the page for the local stack, whose name differs, and wait where the page says so."""
    lines = [line for block in blocks(PAGE) for line in [*block.splitlines(), ""] if not line.startswith(NOT_RUN)]
    text = "\n".join(lines)
    text = re.sub(r"--stack-name nutgraf(?=\s)", f"--stack-name {LOCAL_STACK}", text)
    text = re.sub(r"--aws\b", f"--aws --stack-name {LOCAL_STACK}", text)
    text = re.sub(r"^(\.venv/bin/nutgraf query .*)$", r"until \1; do sleep 1; done", text, flags=re.MULTILINE)
    return "set -euo pipefail\n" + text.replace(".venv/bin/nutgraf", shlex.join(NUTGRAF))


def test_every_command_of_the_page_runs_and_at_the_end_the_stack_is_gone(served: Served, tmp_path: Path) -> None:
    programs = ROOT / ".awscli-venv" / "bin"
    if not (programs / "aws").exists():
        pytest.skip(MISSING)
    for name in ("examples", "infra", "README.md"):
        (tmp_path / name).symlink_to(ROOT / name)
    variables = environment(served)
    variables["PATH"] = f"{programs}{os.pathsep}{variables['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script()], cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    for expected in (
        "SUMMARIZED after",
        "smoke: 9 ok, 0 failed",
        "README.md",
        "Nothing was deleted.",
        "Deleting bucket nutgraf-uploads",
        "arn:aws:iam::123456789012:role/deploy-nutgraf",
        "oidc-provider/token.actions.githubusercontent.com",
    ):
        assert expected in done.stdout, done.stdout[-4000:]
    assert served.client("s3").list_buckets()["Buckets"] == []
