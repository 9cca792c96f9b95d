"""Checks that change the process that runs them, so each runs in a process of its own.

`python -m infra.probe.checks NAME` prints the result as JSON. The checks use the code of the sandbox itself.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from functions.parse.worker import sandbox
from functions.parse.worker.landlock import confine_files
from functions.parse.worker.privileges import drop_privileges, hide_this_process, leave_network
from functions.parse.worker.seccomp import confine_calls

# The folder that contains `functions` and `infra`: the repository, or /var/task on Lambda.
CODE_ROOT = Path(__file__).resolve().parents[2]

# Maximum seconds for a check. The longest one starts two processes.
SECONDS = 20.0

# Seconds to connect to the Runtime API, which is on the same machine.
CONNECT_SECONDS = 2.0

Result = str | list[str]


def run_check(name: str, *arguments: str) -> Result:
    """Run a check in a process without the environment of this one, and return its result."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "infra.probe.checks", name, *arguments],
            cwd=CODE_ROOT,
            env=kept,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no result within {SECONDS:g} seconds"
    if done.returncode:
        return f"the check ended with status {done.returncode}: {done.stderr.strip()[-300:]}"
    result: Result = json.loads(done.stdout)
    return result


def _landlock() -> Result:
    try:
        confine_files([])
    except OSError as error:
        return f"refused ({error})"
    return _refusal_of(lambda: os.close(os.open("/proc/self/status", os.O_RDONLY)))


def _seccomp() -> Result:
    try:
        confine_calls(single_threaded=True)
    except OSError as error:
        return f"refused ({error})"
    return _refusal_of(lambda: socket.socket(socket.AF_INET).close())


def _refusal_of(action: Callable[[], None]) -> str:
    """Return whether an action is refused that was allowed before."""
    try:
        action()
    except PermissionError:
        return "holds"
    return "accepted, but without effect"


def _hidden_parent() -> Result:
    """Hide this process as the function does, and return what its child can read of it."""
    try:
        hide_this_process()
    except OSError as error:
        return f"readable: {error}"
    return run_check("parent")


def _parent() -> Result:
    drop_privileges()
    readable = [name for name in ("environ", "mem", "fd/0") if _opens(f"/proc/{os.getppid()}/{name}")]
    return f"readable: {', '.join(readable)}" if readable else "not readable"


def _opens(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_RDONLY))
    except OSError:
        return False
    return True


def _processes() -> Result:
    """Return how many processes an unprivileged process sees, and of how many it can read the environment."""
    drop_privileges()
    own = str(os.getpid())
    others = [entry for entry in Path("/proc").glob("[0-9]*") if entry.name != own]
    readable = sum(_opens(f"{entry}/environ") for entry in others)
    return f"{len(others)} other processes visible, the environments of {readable} readable"


def _namespaces() -> Result:
    try:
        leave_network()
    except OSError as error:
        return f"refused ({error})"
    return "allowed: the parser process has no network"


def _runtime_api(address: str) -> Result:
    """Connect to the Runtime API as a parser process could that guesses its address, and send nothing."""
    with suppress(OSError):
        leave_network()
    host, _, port = address.partition(":")
    try:
        with closing(socket.create_connection((host, int(port)), CONNECT_SECONDS)):
            return "reachable where system calls are not confined"
    except OSError as error:
        return f"not reachable ({error})"


def _gaps() -> Result:
    """Return the gaps that ParseFunction would report: those of the worker process, and its own."""
    own = []
    try:
        hide_this_process()
    except OSError as error:
        own.append(f"the function's credentials are readable ({error})")
    of_worker = run_check("worker")
    return [*of_worker, *own] if isinstance(of_worker, list) else [of_worker, *own]


def _worker() -> Result:
    gaps = sandbox.enter_before_threads([])
    last = sandbox.enter_calls(single_threaded=True)
    return gaps if last is None else [*gaps, last]


CHECKS: dict[str, Callable[..., Result]] = {
    "landlock": _landlock,
    "seccomp": _seccomp,
    "hidden_parent": _hidden_parent,
    "parent": _parent,
    "processes": _processes,
    "namespaces": _namespaces,
    "runtime_api": _runtime_api,
    "gaps": _gaps,
    "worker": _worker,
}


if __name__ == "__main__":
    print(json.dumps(CHECKS[sys.argv[1]](*sys.argv[2:])))
