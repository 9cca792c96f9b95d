"""The worker process on kernels that lack layers of the sandbox, as those of AWS Lambda may.

A seccomp filter refuses the features to the function and to its worker, so all of it is real: the calls, the processes
and the errors.
"""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from functions.parse.worker.process import CODE_ROOT
from shared.settings import SandboxMode

# A filter that allows everything shows whether this kernel can imitate others.
TRIED = subprocess.run(
    [sys.executable, "-m", "tests.support.refusing_kernel", "", sys.executable, "-c", ""],
    cwd=CODE_ROOT,
    capture_output=True,
    check=False,
)
pytestmark = pytest.mark.skipif(TRIED.returncode != 0, reason="this kernel has no seccomp filters to imitate others")

LAMBDA = "landlock,filters,namespaces"
ATTEMPTS = (
    "run a program",
    "fork",
    "start a shell",
    "internet socket",
    "internet 6 socket",
    "look up a name",
    "trace the parent",
    "read the parent's environment",
    "read the parent's memory",
    "open the parent's file",
    "environment",
    "open files",
    "find credentials in memory",
    "status",
    "limits",
    "read",
    "start a thread",
    "import a module",
    "read a time zone",
)


class Ran(NamedTuple):
    """What a function on a weak kernel printed, and the canary file that it had open."""

    gaps: list[str]
    results: dict[str, str]
    refused: str
    canary: Path


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weak") / "canary.txt"
    path.write_text("a secret")
    return path


def run(refused: str, mode: SandboxMode, canary: Path, *attempts: str) -> Ran:
    """Run the function with credentials and the address of a Runtime API in its environment."""
    environment = os.environ | {
        "AWS_ACCESS_KEY_ID": f"nutgraf-canary-{secrets.token_hex(16)}",
        "AWS_SECRET_ACCESS_KEY": f"nutgraf-canary-{secrets.token_hex(16)}",
        "AWS_SESSION_TOKEN": f"nutgraf-canary-{secrets.token_hex(16)}",
        "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001",
    }
    program = [sys.executable, "-m", "tests.unit.parse.worker.attempting_parent", mode, str(canary), *attempts]
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.refusing_kernel", refused, *program],
        cwd=CODE_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    printed: dict[str, Any] = json.loads(done.stdout)
    return Ran(printed["gaps"], printed.get("results", {}), printed.get("refused", ""), canary)


@pytest.fixture(scope="module")
def on_lambda(canary: Path) -> Ran:
    """Every attempt where the kernel has neither Landlock nor filters."""
    return run(LAMBDA, SandboxMode.BEST_EFFORT, canary, *ATTEMPTS)


def test_layers_that_the_kernel_lacks_are_gaps(on_lambda: Ran) -> None:
    assert [gap.partition(" (")[0] for gap in on_lambda.gaps] == [
        "files are not confined",
        "system calls are not confined",
    ]
    assert "ENOSYS" in on_lambda.gaps[0]


def test_the_parser_has_an_empty_environment(on_lambda: Ran) -> None:
    names = set(on_lambda.results["environment"].split())
    assert names <= {"HOME", "LD_LIBRARY_PATH", "MALLOC_ARENA_MAX", "LC_CTYPE", "TESSDATA_PREFIX"}


def test_the_parser_inherits_no_open_file(on_lambda: Ran) -> None:
    opened = on_lambda.results["open files"].splitlines()
    assert opened and str(on_lambda.canary) not in opened
    kinds = {re.sub(r"\d+", "", name) for name in opened}
    assert kinds <= {"pipe:[]", "/dev/null", "/proc//status", "/proc//fd"}


def test_the_parsers_memory_has_no_credentials(on_lambda: Ran) -> None:
    assert on_lambda.results["find credentials in memory"] == "0 found"


@pytest.mark.parametrize(
    "attempt",
    ["read the parent's environment", "read the parent's memory", "open the parent's file", "trace the parent"],
)
def test_the_function_is_out_of_the_parsers_reach(on_lambda: Ran, attempt: str) -> None:
    assert on_lambda.results[attempt] in ("EACCES", "EPERM")


@pytest.mark.parametrize(
    "attempt", ["run a program", "fork", "start a shell", "internet socket", "internet 6 socket", "look up a name"]
)
def test_python_code_of_the_parser_starts_no_program_and_no_connection(on_lambda: Ran, attempt: str) -> None:
    assert on_lambda.results[attempt] == "EPERM"


def test_the_parser_has_no_privileges(on_lambda: Ran) -> None:
    status = on_lambda.results["status"]
    for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert re.search(rf"^{name}:\s+0+$", status, re.MULTILINE), status
    assert re.search(r"^NoNewPrivs:\s+1$", status, re.MULTILINE)


def test_the_parsers_limits_hold(on_lambda: Ran) -> None:
    limits = json.loads(on_lambda.results["limits"])
    assert limits["RLIMIT_FSIZE"] == limits["RLIMIT_CORE"] == [0, 0]
    assert limits["RLIMIT_AS"] == [512 * 1024 * 1024] * 2
    assert limits["RLIMIT_NOFILE"] == [64, 64]
    assert 0 < limits["RLIMIT_CPU"][0] < 20 * (os.cpu_count() or 1) + 60


@pytest.mark.parametrize("attempt", ["start a thread", "import a module", "read a time zone"])
def test_libraries_work(on_lambda: Ran, attempt: str) -> None:
    assert on_lambda.results[attempt] == "done"


def test_other_files_can_be_read_there_as_the_documentation_states(on_lambda: Ran) -> None:
    assert on_lambda.results["read"] == "done"


@pytest.fixture
def port_file(tmp_path: Path) -> Iterator[Path]:
    """A file with the number of a port on which this machine accepts connections."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        path = tmp_path / "port"
        path.write_text(str(server.getsockname()[1]))
        yield path


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        ("landlock,filters", {"ENETUNREACH"}),
        (LAMBDA, {"done"}),
        ("landlock,namespaces", {"EPERM"}),
        ("landlock,namespaces,seccomp", {"EPERM"}),
    ],
    ids=["a network of its own", "nothing", "seccomp", "a filter by prctl"],
)
def test_native_code_has_no_network_if_the_kernel_has_seccomp_or_namespaces(
    port_file: Path, refused: str, expected: set[str]
) -> None:
    if expected == {"ENETUNREACH"} and not namespaces_allowed():
        pytest.skip("this machine refuses user namespaces")
    ran = run(refused, SandboxMode.BEST_EFFORT, port_file, "connect natively")
    assert ran.results["connect natively"] in expected


def test_a_filter_that_prctl_alone_installs_is_no_gap_and_holds_for_all_threads(canary: Path) -> None:
    refused = "landlock,seccomp"  # with Landlock, the process cannot read its own status
    ran = run(refused, SandboxMode.BEST_EFFORT, canary, "status", "status in a thread", "fork natively")
    assert [gap.partition(" (")[0] for gap in ran.gaps] == ["files are not confined"]
    for report in ("status", "status in a thread"):
        assert re.search(r"^Seccomp:\s+2$", ran.results[report], re.MULTILINE)
    assert ran.results["fork natively"] == "EPERM"


def namespaces_allowed() -> bool:
    code = "from functions.parse.worker.privileges import leave_network; leave_network()"
    return subprocess.run([sys.executable, "-c", code], cwd=CODE_ROOT, check=False, capture_output=True).returncode == 0


def test_a_function_that_can_not_be_hidden_is_a_gap(canary: Path) -> None:
    ran = run("dumpable", SandboxMode.BEST_EFFORT, canary, "process")
    assert [gap for gap in ran.gaps if gap.startswith("the function's credentials are readable")]
    assert "PR_SET_DUMPABLE" in ran.gaps[-1]


def test_credentials_that_the_parser_can_read_are_a_gap_that_it_finds_itself(canary: Path) -> None:
    ran = run(f"{LAMBDA},dumpable", SandboxMode.BEST_EFFORT, canary, "read the parent's environment")
    assert ran.results == {"read the parent's environment": "done"}
    assert [gap for gap in ran.gaps if gap.startswith("the environment of the function is readable")]


def test_where_all_layers_hold_a_required_sandbox_reads_files(canary: Path) -> None:
    ran = run("seccomp", SandboxMode.REQUIRED, canary, "process")
    if "files are not confined" in ran.refused:
        pytest.skip("this kernel has no Landlock")
    assert (ran.gaps, ran.refused) == ([], "")
    assert int(ran.results["process"]) > 1


@pytest.mark.parametrize("refused", ["landlock", "filters", "dumpable"])
def test_a_sandbox_that_is_required_reads_nothing_where_a_layer_is_missing(canary: Path, refused: str) -> None:
    ran = run(refused, SandboxMode.REQUIRED, canary, "process")
    assert ran.results == {}
    assert "ParseSandbox is `required`, but the parser process is not fully confined here: " in ran.refused
    assert len(ran.gaps) == 1 and ran.gaps[0] in ran.refused


def test_a_sandbox_that_is_off_has_no_gaps_and_keeps_credentials_out_of_reach(canary: Path) -> None:
    ran = run(LAMBDA, SandboxMode.OFF, canary, "environment", "find credentials in memory", "internet socket", "status")
    assert ran.gaps == []
    assert "AWS" not in ran.results["environment"]
    assert ran.results["find credentials in memory"] == "0 found"
    assert ran.results["internet socket"] == "done"
