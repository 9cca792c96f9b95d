"""Installed packages match the locks, have reviewed licences, and are listed in bills of materials."""

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from PIL import features

from infra.build import licences
from infra.build.licences import FUNCTIONS, REVIEWED, LicenceError, not_permitted, packaged, requirements_of
from infra.build.lock import BESIDE, COMPLETE, WANTED
from infra.build.package import install
from infra.build.sbom import as_json, bill_of
from infra.local.template import ROOT

PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", re.MULTILINE)


def pins(*files: str) -> set[tuple[str, str]]:
    """Return the packages and versions in requirement files."""
    found = [pin for file in files for pin in PIN.findall((ROOT / file).read_text(encoding="utf-8"))]
    return {(re.sub(r"[._-]+", "-", name).lower(), version) for name, version in found}


def lock_of(wanted: str) -> str:
    return wanted.removesuffix(".txt") + ".lock"


# --- locks ---


@pytest.mark.parametrize("wanted", [*WANTED, *BESIDE, *COMPLETE])
def test_a_lock_has_every_version_that_is_wanted(wanted: str) -> None:
    files = [wanted, *COMPLETE, "infra/requirements.txt"] if wanted == "requirements.txt" else [wanted]
    assert pins(*files) <= pins(lock_of(wanted)), "run `make lock`"


@pytest.mark.parametrize("wanted", COMPLETE)
def test_a_function_is_packaged_with_what_its_requirements_name_and_no_more(wanted: str) -> None:
    assert pins(wanted) == pins(lock_of(wanted))


@pytest.mark.parametrize("wanted", [*WANTED, *BESIDE, *COMPLETE])
def test_every_package_in_a_lock_has_its_hashes_and_no_place_that_it_comes_from(wanted: str) -> None:
    text = (ROOT / lock_of(wanted)).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) == len(PIN.findall(text))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)
    assert not re.search(r"://|--index|--extra-index|--find-links", text)


@pytest.mark.parametrize("wanted", BESIDE)
def test_what_is_installed_beside_the_lock_changes_no_version_of_it(wanted: str) -> None:
    locked, beside = dict(pins("requirements.lock")), dict(pins(lock_of(wanted)))
    assert len(locked.keys() & beside.keys()) > 5
    assert {name: beside[name] for name in locked.keys() & beside.keys() if beside[name] != locked[name]} == {}


def test_torch_is_in_no_lock() -> None:
    assert not {name for wanted in WANTED for name, _ in pins(lock_of(wanted))} & {"torch", "ctranslate2"}


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """Create a wheel with only one module."""
    path = tmp_path / "speck-1.0-py3-none-any.whl"
    metadata = {
        "METADATA": "Metadata-Version: 2.1\nName: speck\nVersion: 1.0\n",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "speck.py,,\nspeck-1.0.dist-info/METADATA,,\nspeck-1.0.dist-info/WHEEL,,\n"
        "speck-1.0.dist-info/RECORD,,\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("speck.py", "")
        for name, text in metadata.items():
            archive.writestr(f"speck-1.0.dist-info/{name}", text)
    return path


def test_a_package_that_is_not_the_one_that_was_locked_is_refused(
    wheel: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    locked, target = tmp_path / "requirements.lock", tmp_path / "package"
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    locked.write_text(f"speck @ {wheel.as_uri()} --hash=sha256:{digest}\n")
    install(locked, target, "x86_64")
    assert (target / "speck.py").is_file()
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("more.py", "")
    with pytest.raises(subprocess.CalledProcessError):
        install(locked, tmp_path / "another", "x86_64")
    assert "HASHES" in capfd.readouterr().err.upper()
    assert not (tmp_path / "another" / "speck.py").exists()


# --- licences ---


def test_all_that_is_packaged_is_listed_with_its_licence() -> None:
    text = licences.LIST.read_text(encoding="utf-8")
    assert text == licences.as_markdown(packaged()), "run `make licences`"
    named = {name for function in FUNCTIONS for name in requirements_of(function)}
    assert len(packaged()) == len(named) > 40


def test_all_that_is_packaged_is_permissive_or_was_reviewed() -> None:
    licences.check(((entry.name, entry.licence) for entry in packaged()), REVIEWED)
    not_permissive = {entry.name for entry in packaged() if not_permitted(entry.licence)}
    assert not_permissive == {"certifi", "tld"}
    with pytest.raises(LicenceError, match=r"certifi \(MPL-2.0\)"):
        licences.check([("certifi", "MPL-2.0")], {})


@pytest.mark.parametrize(
    ("expression", "objections"),
    [
        ("MIT", set()),
        ("MIT OR GPL-3.0-only", set()),
        ("MIT AND GPL-3.0-only", {"GPL-3.0-only"}),
        ("(MIT OR Apache-2.0) AND (MPL-2.0 OR LGPL-2.1-or-later)", {"MPL-2.0"}),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0-only", set()),
    ],
)
def test_a_licence_is_refused_if_there_is_no_way_around_it(expression: str, objections: set[str]) -> None:
    assert not_permitted(expression) == objections


def test_a_licence_without_an_spdx_expression_must_be_reviewed() -> None:
    unknown = Mock(**{"metadata.json": {"name": "speck", "license": "see the website"}})
    with pytest.raises(LicenceError, match="The licence of speck is not an SPDX expression: 'see the website'"):
        licences.licence_of(unknown)


def test_pillow_has_neither_of_the_libraries_that_the_review_excludes() -> None:
    assert not features.check("libimagequant")
    assert not features.check("fribidi") or features.version_feature("fribidi")  # loaded from the system, if at all
    bundled = [str(file) for file in distribution("pillow").files or [] if file.parts[0] == "pillow.libs"]
    assert not [name for name in bundled if "fribidi" in name or "imagequant" in name]


# --- bills of materials ---


def put(package: Path, name: str) -> None:
    """Copy the metadata of an installed package to a folder, as `sam build` does, without its code."""
    for file in distribution(name).files or []:
        if ".dist-info/" in str(file):
            target = package / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(str(file.locate()), target)


def test_a_bill_of_materials_names_packages_what_lies_inside_of_them_and_the_model(tmp_path: Path) -> None:
    package = tmp_path / "SummarizeFunction"
    for name in ("pydantic-core", "numpy"):
        put(package, name)
    model = package / "functions" / "summarize" / "model" / "annotator.int8.onnx"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"weights")
    names_table = package / "shared" / "names" / "usual_names.tsv"
    names_table.parent.mkdir(parents=True)
    names_table.write_bytes(b"names")
    (package / "pypdfium2_raw").mkdir()
    (package / "pypdfium2_raw" / "version.json").write_text('{"major": 1, "minor": 2, "build": 3, "patch": 4}')
    numpy_libs = [file for file in distribution("numpy").files or [] if file.parts[0] == "numpy.libs"]
    for file in numpy_libs:
        (package / file).parent.mkdir(exist_ok=True)
        (package / file).write_bytes(b"library")

    bill: dict[str, Any] = json.loads(as_json(bill_of(package)))

    assert bill["metadata"]["component"]["name"] == "nutgraf-SummarizeFunction"
    by_name = {component["name"]: component for component in bill["components"]}
    assert by_name.keys() == {"pydantic_core", "numpy", "PDFium", "annotator.int8.onnx", "usual_names.tsv"}
    pydantic = by_name["pydantic_core"]
    assert pydantic["purl"] == f"pkg:pypi/pydantic-core@{distribution('pydantic-core').version}"
    assert pydantic["licenses"] == [{"expression": "MIT"}]
    crates = [part for part in pydantic["components"] if part["purl"].startswith("pkg:cargo/")]
    assert len(crates) > 50 and all(crate["licenses"] for crate in crates)
    assert by_name["PDFium"]["version"] == "1.2.3.4"
    assert by_name["usual_names.tsv"]["licenses"] == [{"expression": "MIT AND Unicode-3.0"}]
    assert by_name["annotator.int8.onnx"]["type"] == "machine-learning-model"
    digest = hashlib.sha256(b"weights").hexdigest()
    assert by_name["annotator.int8.onnx"]["hashes"] == [{"alg": "SHA-256", "content": digest}]
    libraries = {part["name"] for part in by_name["numpy"].get("components", [])}
    assert libraries == {file.name for file in numpy_libs}


def test_the_bill_of_the_same_package_has_the_same_number(tmp_path: Path) -> None:
    put(tmp_path / "SweepFunction", "pydantic")
    first, second = (bill_of(tmp_path / "SweepFunction") for _ in range(2))
    assert first.serial_number == second.serial_number


def test_a_component_with_an_unreviewed_licence_is_an_error(tmp_path: Path) -> None:
    package = tmp_path / "SweepFunction"
    put(package, "pydantic-core")
    (stated,) = package.glob("*.dist-info/sboms/*.json")
    bill = json.loads(stated.read_text())
    bill["components"][0]["licenses"] = [{"expression": "AGPL-3.0-only"}]
    stated.write_text(json.dumps(bill))
    with pytest.raises(LicenceError, match=r"AGPL-3\.0-only"):
        bill_of(package)


def test_the_image_is_built_without_attestations_which_lambda_refuses() -> None:
    """docs.docker.com, "Build attestations": BuildKit adds them as further manifests of an image index."""
    (options,) = re.findall(r"^\tdocker build (.*)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"--provenance=false", "--sbom=false"} <= set(options.split())
