"""A function's environment: AWS's runtime client against the local Runtime API."""

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.lambda_service import function_environment
from infra.local.lambda_service.function_environment import Code, FunctionConfiguration, FunctionEnvironment
from infra.local.lambda_service.runtime_api import Failed, Outcome, RuntimeApi, Succeeded

HANDLER = "tests.integration.local_functions.handler"


def configuration(handler: str = HANDLER, **environment: str) -> FunctionConfiguration:
    """A function with a timeout of one second."""
    return FunctionConfiguration("Worker", "the-worker", handler, timeout=1, memory=256, environment=environment)


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[FunctionEnvironment]:
    """An environment of the test's function."""
    running = FunctionEnvironment(configuration(), Code(), None, tmp_path / "log")
    yield running
    running.close()


def say(environment: FunctionEnvironment, *bodies: str) -> Outcome:
    """Invoke with one record for each body."""
    records = [{"messageId": f"m{number}", "body": body} for number, body in enumerate(bodies)]
    return environment.invoke(json.dumps({"Records": records}).encode())


def is_running(pid: int) -> bool:
    """Return whether a process exists and is not a zombie."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_a_handler_answers_and_its_process_stays_warm(environment: FunctionEnvironment) -> None:
    assert environment.pid is None
    first = say(environment, "fail", "pass")
    pid = environment.pid
    second = say(environment, "pass")
    assert isinstance(first, Succeeded) and isinstance(second, Succeeded)
    assert json.loads(first.payload) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert pid is not None and environment.pid == pid
    assert "done: pass" in environment.log.read_text(encoding="utf-8")


def test_an_exception_is_reported_with_its_type_and_the_process_stays(environment: FunctionEnvironment) -> None:
    outcome = say(environment, "raise too bad")
    assert isinstance(outcome, Failed)
    assert (outcome.kind, outcome.message) == ("ValueError", "too bad")
    assert any("local_functions.py" in line for line in outcome.trace)
    assert environment.pid is not None
    assert isinstance(say(environment, "pass"), Succeeded)


def test_a_function_that_takes_too_long_is_ended_with_its_children_and_replaced(
    environment: FunctionEnvironment, tmp_path: Path
) -> None:
    pids = tmp_path / "pids"
    began = time.monotonic()
    outcome = say(environment, f"child {pids}", "sleep 60")
    assert isinstance(outcome, Failed)
    assert (outcome.kind, outcome.message) == ("Sandbox.Timedout", "Task timed out after 1.00 seconds")
    assert time.monotonic() - began < 10
    assert not any(is_running(int(pid)) for pid in pids.read_text(encoding="utf-8").split())
    assert isinstance(say(environment, "pass"), Succeeded)


@pytest.mark.parametrize(("body", "reason"), [("exit 3", "exit status 3"), ("kill", "signal: SIGKILL")])
def test_a_function_that_crashes_is_replaced(environment: FunctionEnvironment, body: str, reason: str) -> None:
    outcome = say(environment, body)
    assert isinstance(outcome, Failed)
    assert (outcome.kind, outcome.message) == ("Runtime.ExitError", f"Runtime exited: {reason}")
    assert isinstance(say(environment, "pass"), Succeeded)


def test_closing_leaves_no_process(environment: FunctionEnvironment, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    say(environment, f"child {pids}")
    worker, child = (int(pid) for pid in pids.read_text(encoding="utf-8").split())
    assert is_running(worker) and is_running(child)
    environment.close()
    assert not is_running(child)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    assert isinstance(say(environment, "pass"), Failed)


@pytest.mark.parametrize(
    ("handler", "word", "kind"),
    [
        (HANDLER, "fails to start", "RuntimeError"),
        ("tests.integration.local_functions.nothing", "", "Runtime.HandlerNotFound"),
        ("tests.no_such_module.handler", "", "Runtime.ImportModuleError"),
    ],
)
def test_a_function_that_can_not_start_reports_the_reason(tmp_path: Path, handler: str, word: str, kind: str) -> None:
    environment = FunctionEnvironment(configuration(handler, WORD=word), Code(), None, tmp_path / "log")
    outcomes = [say(environment, "pass"), say(environment, "pass")]
    environment.close()
    assert [outcome.kind for outcome in outcomes if isinstance(outcome, Failed)] == [kind, kind]


def test_a_python_without_the_runtime_client_is_reported(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho no module named awslambdaric >&2\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    environment = FunctionEnvironment(configuration(), Code(python=str(python)), None, tmp_path / "log")
    outcome = say(environment, "pass")
    environment.close()
    assert isinstance(outcome, Failed) and outcome.message == "Runtime exited: exit status 1"
    assert "awslambdaric" in environment.log.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="the memory is read from /proc")
def test_a_process_that_has_grown_is_replaced_after_its_event(
    environment: FunctionEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(function_environment, "_MOST_GROWTH_MB", 100)
    assert isinstance(say(environment, "grow 20"), Succeeded)
    first = environment.pid
    assert isinstance(say(environment, "pass"), Succeeded)
    assert first is not None and environment.pid == first
    assert isinstance(say(environment, "grow 150"), Succeeded)
    assert environment.pid is None and not is_running(first)
    assert isinstance(say(environment, "pass"), Succeeded)
    assert environment.pid not in (None, first)


def test_closing_while_a_process_starts_does_not_wait_for_its_event(
    environment: FunctionEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    starting = threading.Event()

    class SlowStart(RuntimeApi):
        def __init__(self) -> None:
            starting.set()
            time.sleep(0.5)
            super().__init__()

    monkeypatch.setattr(function_environment, "RuntimeApi", SlowStart)
    outcomes: list[Outcome] = []
    invoking = threading.Thread(target=lambda: outcomes.append(say(environment, "sleep 0.9")))
    invoking.start()
    starting.wait()
    began = time.monotonic()
    environment.close()
    invoking.join()
    assert time.monotonic() - began < 2
    assert environment.pid is None and isinstance(outcomes[0], Failed)
