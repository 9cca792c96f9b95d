"""The execution environment of a Lambda function on this machine: one process of AWS's own runtime client.

The memory size is passed to the function, but not enforced.
"""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from infra.local.clients import ACCOUNT, CREDENTIALS, REGION
from infra.local.lambda_service.processes import kill_group, kill_tree, resident_mb
from infra.local.lambda_service.runtime_api import Failed, Invocation, Outcome, RuntimeApi
from infra.local.template import ROOT

# Environment variables of this machine that a function inherits: to start, and to download a model.
_INHERITED = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_INHERITED_PREFIXES = ("HF_",)

# Maximum initialization time in seconds, unless the function's timeout is longer: after 10 s, Lambda restarts the
# initialization with the function's timeout.
_INIT_SECONDS = 10

# Time between two attempts to kill a process that was about to start, in seconds.
_KILL_SECONDS = 0.1

# Growth of the memory of a process after which it is replaced, in MB. The annotator of other languages, which is loaded
# with the first text that needs it, has 260.
_MOST_GROWTH_MB = 400


@dataclass(frozen=True, slots=True)
class FunctionConfiguration:
    """The configuration of a function in the template. `timeout` is in seconds, `memory` in MB."""

    logical_id: str
    name: str
    handler: str
    timeout: int = 3
    memory: int = 128
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        """The function's ARN."""
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.name}"


@dataclass(frozen=True, slots=True)
class Code:
    """The folder of a function's code, and the Python that runs it."""

    root: Path = ROOT
    python: str = sys.executable


def lambda_variables(function: FunctionConfiguration, endpoint_url: str | None) -> dict[str, str]:
    """Return the environment variables that Lambda sets for a function: its own and Lambda's.

    With `endpoint_url`, the clients of the function use this endpoint.

    Source: AWS Lambda Developer Guide, "Defined runtime environment variables".
    """
    endpoint = {"AWS_ENDPOINT_URL": endpoint_url} if endpoint_url else {}
    return {
        **CREDENTIALS,
        **endpoint,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "_HANDLER": function.handler,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        **function.environment,
    }


class FunctionEnvironment:
    """Runs one function, one event at a time.

    Its process starts with the first event. A process that crashed or timed out is replaced.
    """

    def __init__(self, function: FunctionConfiguration, code: Code, endpoint_url: str | None, log: Path) -> None:
        self.function = function
        self.log = log
        self._code = code
        self._endpoint_url = endpoint_url
        self._process: _Process | None = None
        self._lock = threading.Lock()
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process id of the runtime client, or None while it is not running."""
        process = self._process
        return process.pid if process else None

    def invoke(self, event: bytes) -> Outcome:
        """Invoke the function with an event and return the outcome, at the latest after the function's timeout."""
        with self._lock:
            if self._closed:
                return Failed(None, "Local.Closed", "the local stack is shutting down")
            if self._process is None or not self._process.alive:
                self._stop()
                self._process = _Process(self.function, self._code, self._endpoint_url, self.log)
            process = self._process
            outcome = process.wait_until_ready() or process.run(event)
            if process.broken or process.growth_mb > _MOST_GROWTH_MB:
                self._stop()
            return outcome

    def kill(self) -> None:
        """Kill the process and all its descendants, even during an event. No other process starts."""
        self._closed = True
        if process := self._process:
            process.kill()

    def close(self) -> None:
        """Kill the process, and wait until the event in progress has failed."""
        self.kill()
        while not self._lock.acquire(timeout=_KILL_SECONDS):
            self.kill()  # the process was about to start
        try:
            self._stop()
        finally:
            self._lock.release()

    def _stop(self) -> None:
        if self._process:
            self._process.close()
            self._process = None


class _Process:
    """One process of the runtime client, with its own Runtime API."""

    def __init__(self, function: FunctionConfiguration, code: Code, endpoint_url: str | None, log: Path) -> None:
        self._function = function
        self._api = RuntimeApi()
        self._memory_mb: float | None = None
        self.broken = False
        with log.open("ab") as output:
            self._process = self._start(code, endpoint_url, output)
        self._watcher = threading.Thread(target=self._watch, name=f"watch-{function.logical_id}", daemon=True)
        self._watcher.start()

    def _start(self, code: Code, endpoint_url: str | None, output: IO[bytes]) -> subprocess.Popen[bytes]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name.upper() in _INHERITED or name.startswith(_INHERITED_PREFIXES)
        }
        direct = ",".join(filter(None, [inherited.get("NO_PROXY"), "127.0.0.1"]))
        return subprocess.Popen(
            [code.python, "-m", "awslambdaric", self._function.handler],
            cwd=code.root,
            env=inherited
            | {"NO_PROXY": direct, "no_proxy": direct}
            | lambda_variables(self._function, endpoint_url)
            | {"AWS_LAMBDA_RUNTIME_API": self._api.address, "LAMBDA_TASK_ROOT": str(code.root)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its process group is killed together
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return not self.broken and self._process.poll() is None

    @property
    def growth_mb(self) -> float:
        """The megabytes by which the process has grown since the first event; 0 without /proc."""
        return resident_mb(self._process.pid) - (self._memory_mb or 0.0)

    def wait_until_ready(self) -> Failed | None:
        """Wait until the runtime requests an event. Returns None, or the failure."""
        limit = max(_INIT_SECONDS, self._function.timeout)
        end = time.monotonic() + limit
        while not self._api.ready.wait(0.01):
            try:
                outcome = self._api.outcomes.get_nowait()
            except queue.Empty:
                if time.monotonic() < end:
                    continue
                outcome = Failed(None, "Sandbox.Timedout", f"initialization took longer than {limit} seconds")
            self.broken = True
            return outcome if isinstance(outcome, Failed) else _unexpected(outcome)
        if self._memory_mb is None:
            self._memory_mb = resident_mb(self._process.pid)
        return None

    def run(self, event: bytes) -> Outcome:
        """Return the outcome of one event."""
        end = time.time() + self._function.timeout
        invocation = Invocation(event, self._function.arn, int(end * 1000))
        self._api.invocations.put(invocation)
        try:
            outcome = self._api.outcomes.get(timeout=self._function.timeout)
        except queue.Empty:
            self.broken = True
            return Failed(
                invocation.request_id,
                "Sandbox.Timedout",
                f"Task timed out after {self._function.timeout:.2f} seconds",
            )
        if outcome.request_id != invocation.request_id:
            self.broken = True
            return outcome if isinstance(outcome, Failed) else _unexpected(outcome)
        return outcome

    def kill(self) -> None:
        """Kill the process and all its descendants immediately, as Lambda does."""
        if self._process.poll() is None:  # after it was waited for, another process may have its id
            kill_tree(self._process.pid)

    def close(self) -> None:
        self.kill()
        self._process.wait()
        self._watcher.join()
        self._api.close()

    def _watch(self) -> None:
        status = self._process.wait()
        kill_group(self._process.pid)
        reason = f"signal: {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
        self._api.outcomes.put(Failed(None, "Runtime.ExitError", f"Runtime exited: {reason}"))


def _unexpected(outcome: Outcome) -> Failed:
    return Failed(
        None, "Runtime.Protocol", f"the runtime responded to request {outcome.request_id}, which is not in progress"
    )
