"""The wheel of the Python client: it has the modules of Nutgraf that it needs, under names of its own."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.local.template import ROOT
from shared.version import PIPELINE_VERSION
from tests.support.scripted_server import Prepared, scripted_server

# Uses the installed client, and prints the modules of general names that it has imported.
PROGRAM = """
import json, sys
from nutgraf_client import Client, key_of
from nutgraf_client.table import TableReader, open_table
with Client(sys.argv[1]) as client:
    (name,) = client.names("lo")
print(json.dumps({
    "name": name.name, "keys": [key_of("Mayor Edda Lorne", "PERSON"), key_of("U.S.", "LOCATION")],
    "table": open_table("summaries", region_name="us-east-1").name, "reader": TableReader.__module__,
    "others": sorted({name.split(".")[0] for name in sys.modules} & {"shared", "functions", "infra"}),
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network by the setuptools of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, str(ROOT / "clients" / "python")], check=True, cwd=folder
    )
    (found,) = folder.glob("*.whl")
    return found


def test_an_installed_client_works_without_a_clone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    item = {"type": "PERSON", "key": "lorne", "name": "Edda Lorne"}
    with scripted_server() as server:
        server.prepare([Prepared(200, json.dumps({"items": [item]}).encode())])
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, server.url],
            capture_output=True, text=True, cwd=tmp_path, check=False,
            env={"PYTHONPATH": str(tmp_path / "installed"), "AWS_ACCESS_KEY_ID": "me", "AWS_SECRET_ACCESS_KEY": "me"},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "name": "Edda Lorne", "keys": ["lorne", "united states"], "table": "summaries",
        "reader": "nutgraf_client._nutgraf.shared.table.reader", "others": [],
    }  # fmt: skip


def test_the_wheel_has_one_package_its_types_and_the_version_of_nutgraf(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(f"nutgraf_client-{PIPELINE_VERSION}.dist-info/METADATA").decode()
    assert {name.split("/")[0] for name in names} == {
        "nutgraf_client", f"nutgraf_client-{PIPELINE_VERSION}.dist-info",
    }  # fmt: skip
    assert {"nutgraf_client/py.typed", "nutgraf_client/_nutgraf/LICENSE"} <= set(names)
    assert {"nutgraf_client/_nutgraf/shared/names/usual_names.tsv"} <= set(names)
    assert not [name for name in names if "settings" in name or "observability" in name or "parse/" in name]
    assert "Requires-Dist: pydantic" in metadata and "Provides-Extra: table" in metadata
