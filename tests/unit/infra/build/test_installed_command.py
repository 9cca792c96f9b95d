"""`pip install .`: the command works without a clone, in an environment of its own."""

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from infra.local.template import ROOT
from shared.version import PIPELINE_VERSION

# Prints where the modules and the templates are that the installed command uses.
PROGRAM = """
from infra.local.template import READ_TEMPLATE, TEMPLATE, translate
from infra.operations.smoke.smoke import SAMPLE
import infra.cli.app
assert translate() and translate({"TableName": "t", "DocumentsBucket": "bucket"}, READ_TEMPLATE)
print(infra.cli.app.__file__, TEMPLATE, sep="\\n")
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with Nutgraf as pip installs it. Its dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("installed").resolve()
    source = folder / "source"
    source.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("functions", "shared", "infra"):
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", "template.yaml", "read.yaml", "search.yaml"):
        shutil.copy(ROOT / name, source)
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", str(folder), str(source)],
        check=True,
        cwd=folder,
    )
    (wheel,) = folder.glob("*.whl")
    target = folder / "environment"
    venv.create(target, with_pip=False)
    python = target / "bin" / "python"
    paths = {"base": str(target), "platbase": str(target)}
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet"]
    subprocess.run([*pip, str(wheel)], check=True, cwd=folder)
    return target


def test_the_installed_command_works_outside_of_a_clone(environment: Path, tmp_path: Path) -> None:
    def run(*command: str) -> str:
        program = [str(environment / "bin" / command[0]), *command[1:]]
        return subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert run("nutgraf", "--version") == f"nutgraf {PIPELINE_VERSION}\n"
    module, template = run("python", "-c", PROGRAM).splitlines()
    assert module.startswith(str(environment)), "the module of this environment, not of the clone"
    assert template == str(environment / "share" / "nutgraf" / "template.yaml")
