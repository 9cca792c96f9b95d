"""The command `nutgraf`: its help, its version, and the options that select a stack."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from infra.cli.app import GROUPS, app
from infra.local import template
from shared.version import PIPELINE_VERSION

COMMANDS = typer.main.get_group(app).commands
WITHOUT_A_STACK = {"run", "serve", "parse", "cost", "probe"}


def test_the_help_names_every_command_under_its_group() -> None:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    places = [shown.index(f" {group} ") for group in GROUPS]
    assert places == sorted(places)
    for group, commands in GROUPS.items():
        for command in commands:
            assert shown.index(f" {group} ") < shown.index(f" {command.__name__} ")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_a_short_line_and_describes_every_option(name: str) -> None:
    command = COMMANDS[name]
    assert command.help is not None
    assert len(command.help.splitlines()[0]) <= 64, "the help wraps it at 80 columns"
    for parameter in command.params:
        assert getattr(parameter, "help", None), parameter.name
    assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - WITHOUT_A_STACK))
def test_every_command_on_a_stack_uses_this_machine_by_default(name: str) -> None:
    options = {option: parameter for parameter in COMMANDS[name].params for option in parameter.opts}
    assert options["--aws"].default is False
    assert options["--endpoint-url"].default == "http://127.0.0.1:5055"
    assert {"--stack-name", "--stack"} <= options.keys()


def test_an_empty_endpoint_does_not_mean_aws() -> None:
    result = CliRunner().invoke(app, ["erase", "s3://bucket/key", "--yes", "--endpoint-url", ""])
    assert result.exit_code == 2
    assert "--aws" in result.stderr


def test_the_version_is_in_one_place() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == f"nutgraf {PIPELINE_VERSION}\n"
    project = tomllib.loads((template.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "shared.version.PIPELINE_VERSION"}


def test_files_that_the_installed_command_needs_are_in_the_package() -> None:
    project = tomllib.loads((template.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    packaged = {
        path
        for package, patterns in project["package-data"].items()
        for pattern in patterns
        for path in Path(template.ROOT, *package.split(".")).glob(pattern)
    }
    for needed in (
        "functions/summarize/model/annotator.int8.onnx",
        "infra/cost/measured.json",
        "infra/samples/documents/tidal-barrier.txt",
    ):
        assert template.ROOT / needed in packaged
    assert project["data-files"] == {"share/nutgraf": ["template.yaml", "read.yaml", "search.yaml"]}


def test_it_runs_as_a_module_and_does_not_import_moto_for_a_question() -> None:
    code = "import sys, infra.cli.app; print([name for name in ('moto', 'samtranslator') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=template.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
