"""The probe on this machine, on kernels that refuse layers, and as a function on AWS Lambda as far as moto goes.

moto runs no function without Docker. It gives the answer that the handler of the package gave here.
"""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.awslambda_simple.models import lambda_simple_backends
from typer.testing import CliRunner

from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from infra.cli.app import app
from infra.local.clients import ACCOUNT, REGION
from infra.local.template import ROOT
from infra.probe import on_lambda
from infra.probe.kernel import report
from infra.probe.on_lambda import ProbeError, package, report_of_lambda
from shared.settings import ReadingLimits, SandboxMode
from tests.integration.faults import Fault, Faults
from tests.unit.parse.worker.test_weak_kernels import TRIED, run

NAME = "nutgraf-probe"
NOT_YET = Fault(
    400,
    b'{"__type": "InvalidParameterValueException", '
    b'"message": "The role defined for the function cannot be assumed by Lambda."}',
)
WRONG = Fault(400, b'{"__type": "InvalidParameterValueException", "message": "Unzipped size must be smaller"}')
FAILS = Fault(400, b'{"__type": "InvalidRequestContentException", "message": "no"}')


def parser_gaps() -> list[str]:
    limits = WorkerLimits(reading=ReadingLimits(), max_bytes=10, seconds=20, memory_mb=512, files=10)
    with ParseWorker(limits, "tests.unit.parse.worker.worker_child") as worker:
        worker.start()
        return list(worker.gaps)


# --- on this machine ---


def test_the_report_has_the_gaps_that_the_parser_process_has_here() -> None:
    found = report()
    assert found["gaps"] == parser_gaps()
    assert str(found["kernel"]).startswith(f"Linux {os.uname().release}, ")
    assert ("NOFILE" in str(found["limits"])) and found["function_for_its_parser"] == "not readable"
    assert found["runtime_api"] == "none: this is no Lambda function"


def test_the_report_has_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nutgraf-secret-of-the-probe")
    monkeypatch.setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9")
    found = report()
    assert "nutgraf-secret" not in json.dumps(found)
    assert str(found["runtime_api"]).startswith("not reachable")


def test_the_command_prints_each_line_and_counts_the_missing_layers() -> None:
    shown = CliRunner().invoke(app, ["probe"])
    assert shown.exit_code == 0
    assert "landlock version" in shown.stdout
    assert f"Layers of the sandbox that are missing here: {len(parser_gaps())}" in shown.stdout
    printed = json.loads(CliRunner().invoke(app, ["probe", "--json"]).stdout)
    assert printed.keys() == report().keys()


@pytest.mark.skipif(TRIED.returncode != 0, reason="this kernel has no seccomp filters to imitate others")
def test_the_gaps_of_other_kernels_are_those_that_the_function_reports(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.touch()
    refused = "landlock,filters,namespaces,dumpable"
    command = [sys.executable, "-m", "infra.cli", "probe", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.refusing_kernel", refused, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    kinds = [gap.partition(" (")[0] for gap in found["gaps"]]
    assert kinds == [gap.partition(" (")[0] for gap in run(refused, SandboxMode.BEST_EFFORT, canary, "process").gaps]
    assert len(kinds) == 4
    assert found["landlock_version"] == "none (Function not implemented)"
    assert found["landlock"] == "refused ([Errno 38] landlock: ENOSYS)"
    assert found["seccomp"] == "refused ([Errno 1] seccomp)"
    assert found["function_for_its_parser"].startswith("readable: ")


# --- on AWS Lambda ---


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the handler of the package returns, run from the package alone, without installed libraries."""
    folder = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(io.BytesIO(package())) as archive:
        archive.extractall(folder)
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
    assert set(modes.values()) == {0o644}
    code = "import json; from infra.probe.kernel import handler; print(json.dumps(handler({}, None)))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=folder, env={}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    for name, value in (("ACCESS_KEY_ID", "me"), ("SECRET_ACCESS_KEY", "me"), ("DEFAULT_REGION", REGION)):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws(config={"lambda": {"use_docker": False}}):
        yield Faults()
    boto3.DEFAULT_SESSION = None


def answers(text: str) -> None:
    lambda_simple_backends[ACCOUNT][REGION].lambda_simple_results_queue.append(text)


def client_of(service: str) -> Any:
    return boto3.client(service)  # type: ignore[call-overload]  # any service, by name


def left() -> tuple[list[str], list[str]]:
    """Return the names of the functions and the roles that exist."""
    functions = [entry["FunctionName"] for entry in client_of("lambda").list_functions()["Functions"]]
    return functions, [entry["RoleName"] for entry in client_of("iam").list_roles()["Roles"]]


def test_the_package_runs_alone_and_gives_the_report_of_this_machine(answer: str) -> None:
    found = json.loads(answer)
    assert found.keys() == report().keys()
    assert found["gaps"] == parser_gaps()


def test_the_package_is_small_enough_for_the_call_that_creates_the_function() -> None:
    assert len(package()) < 100_000


def test_the_command_creates_the_function_runs_it_and_leaves_nothing(aws: Faults, answer: str) -> None:
    answers(answer)
    created: dict[str, Any] = {}
    boto3.DEFAULT_SESSION.events.register(  # type: ignore[union-attr]
        "provide-client-params.lambda.CreateFunction", lambda params, **_: created.update(params)
    )
    found = report_of_lambda(client_of, NAME, "arm64")
    assert found == json.loads(answer)
    assert left() == ([], [])
    assert (created["Handler"], created["Runtime"]) == ("infra.probe.kernel.handler", "python3.13")
    assert (created["Architectures"], created["FunctionName"]) == (["arm64"], NAME)
    assert created["Role"] == f"arn:aws:iam::{ACCOUNT}:role/{NAME}"
    assert zipfile.ZipFile(io.BytesIO(created["Code"]["ZipFile"])).namelist() == list(on_lambda.MODULES)


def test_the_commands_name_of_the_function_is_the_stacks(aws: Faults, answer: str) -> None:
    answers(answer)
    client_of("iam").create_role(RoleName="other", AssumeRolePolicyDocument="{}")
    names: list[str] = []
    boto3.DEFAULT_SESSION.events.register(  # type: ignore[union-attr]
        "provide-client-params.lambda.Invoke", lambda params, **_: names.append(params["FunctionName"])
    )
    shown = CliRunner().invoke(app, ["probe", "--aws", "--stack-name", "prod", "--json"])
    assert shown.exit_code == 0, shown.output
    assert json.loads(shown.stdout) == json.loads(answer)
    assert names == ["prod-probe"]
    assert left() == ([], ["other"])


def test_a_new_role_is_waited_for(aws: Faults, answer: str) -> None:
    answers(answer)
    aws.plan("lambda", "CreateFunction", NOT_YET, times=3)
    pauses: list[float] = []
    assert report_of_lambda(client_of, NAME, "x86_64", pauses.append) == json.loads(answer)
    assert pauses == [on_lambda.ROLE_PAUSE] * 3


@pytest.mark.parametrize(
    ("operation", "fault"), [("CreateFunction", NOT_YET), ("CreateFunction", WRONG), ("Invoke", FAILS)]
)
def test_after_any_failure_nothing_is_left_and_the_reason_is_shown(aws: Faults, operation: str, fault: Fault) -> None:
    aws.plan("lambda", operation, fault, times=1000)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(on_lambda, "ROLE_SECONDS", 0.0)
        shown = CliRunner().invoke(app, ["probe", "--aws"])
    assert shown.exit_code == 1
    assert json.loads(fault.body)["message"] in shown.stderr
    aws.clear()
    assert left() == ([], [])


def test_what_an_interrupted_probe_left_is_replaced(aws: Faults, answer: str) -> None:
    answers(answer)
    role = client_of("iam").create_role(RoleName=NAME, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    client_of("lambda").create_function(
        FunctionName=NAME, Role=role, Runtime="python3.13", Handler="a.b", Code={"ZipFile": package()}
    )
    assert report_of_lambda(client_of, NAME, "x86_64") == json.loads(answer)
    assert left() == ([], [])


def test_an_error_of_the_function_is_reported() -> None:
    response = {"FunctionError": "Unhandled", "Payload": io.BytesIO(b'{"errorMessage": "no /proc"}')}
    with pytest.raises(ProbeError, match="no /proc"):
        on_lambda._result(response)
