"""The contents of a function's package, and its processor architecture."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.build.package import compile_all, package, package_name, platforms
from infra.local.template import ROOT, translate


def test_every_function_of_the_template_has_a_folder_with_its_pinned_requirements() -> None:
    resources = translate({})["Resources"]
    zipped = [
        logical_id
        for logical_id, resource in resources.items()
        if resource["Type"] == "AWS::Lambda::Function" and resource["Properties"].get("PackageType", "Zip") == "Zip"
    ]
    assert sorted(zipped) == ["DeadLettersFunction", "ParseFunction", "SummarizeFunction", "SweepFunction"]
    for logical_id in zipped:
        lines = (ROOT / "functions" / package_name(logical_id) / "requirements.txt").read_text().splitlines()
        wanted = [line for line in lines if line and not line.startswith("#")]
        assert wanted and all("==" in line for line in wanted)
        assert not [line for line in wanted if line.startswith("torch")]
        assert {line.split("==")[0] for line in wanted} >= {"boto3", "botocore", "s3transfer"}


@pytest.mark.parametrize(("architecture", "machine"), [("x86_64", "x86_64"), ("arm64", "aarch64")])
def test_wheels_are_those_that_lambdas_glibc_can_load(architecture: str, machine: str) -> None:
    tags = platforms(architecture)
    assert tags[0] == f"manylinux_2_34_{machine}"
    assert {f"manylinux_2_28_{machine}", f"manylinux2014_{machine}"} <= set(tags)
    assert all(tag.endswith(machine) for tag in tags)


def test_a_package_has_the_code_of_its_function_and_of_no_other(tmp_path: Path) -> None:
    root, target = tmp_path / "clone", tmp_path / "package"
    for name in (
        "functions/dead_letters/app.py",
        "functions/parse/app.py",
        "functions/__init__.py",
        "shared/table/table.py",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    (root / "functions/dead_letters/requirements.lock").write_text("# none\n")
    (root / "functions/dead_letters/__pycache__").mkdir()
    (root / "functions/dead_letters/__pycache__/old.cpython-311.pyc").write_bytes(b"")
    package("DeadLettersFunction", target, "x86_64", root)
    files = {str(file.relative_to(target)) for file in target.rglob("*") if file.is_file() and file.suffix != ".pyc"}
    assert files == {"functions/__init__.py", "functions/dead_letters/app.py", "shared/table/table.py"}
    assert not list(target.rglob("old.*"))


def test_a_function_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="SpeakFunction"):
        package("SpeakFunction", tmp_path, "x86_64")


def test_compiled_code_is_used_even_when_its_source_got_another_time(tmp_path: Path) -> None:
    module = tmp_path / "once.py"
    module.write_text("VALUE = 'compiled'\n")
    compile_all(tmp_path)
    module.write_text("VALUE = 'read again'\n")
    os.utime(module, (1, 1))
    shown = subprocess.run(
        [sys.executable, "-c", "import once; print(once.VALUE)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == "compiled\n"
    assert str(tmp_path) not in Path(importlib.util.cache_from_source(str(module))).read_bytes().decode("latin-1")
