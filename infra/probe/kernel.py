"""The report of the probe, and the handler of the probe function.

It needs only the standard library and the modules of the worker's sandbox, so that the package of the function is small
enough to be sent with the call that creates it.
"""

import ctypes
import os
import platform
import resource
from typing import Any

from functions.parse.worker.landlock import ASK_VERSION, CREATE_RULESET
from infra.probe.checks import Result, run_check

# Where the report has the gaps: the layers of the sandbox that are missing, as the metric `sandbox.gaps` counts them.
GAPS = "gaps"

_MEGABYTE = 1024 * 1024

# Limits that concern a parser process, by their names in setrlimit(2).
_LIMITS = ("AS", "NOFILE", "NPROC", "FSIZE", "CORE", "STACK", "MEMLOCK")


def handler(event: object, context: object) -> dict[str, Result]:
    """Return the report of the machine that runs the probe function. The event is not used."""
    return report()


def report() -> dict[str, Result]:
    """Return what this kernel allows, in the order in which it is printed. No value contains a credential."""
    address = os.environ.get("AWS_LAMBDA_RUNTIME_API", "")
    return {
        "kernel": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "python": platform.python_version(),
        "user": f"{os.getuid()}, {_status('CapEff')} capabilities, seccomp mode {_status('Seccomp')}",
        "landlock_version": _landlock_version(),
        "landlock": run_check("landlock"),
        "seccomp": run_check("seccomp"),
        "function_for_its_parser": run_check("hidden_parent"),
        "proc": run_check("processes"),
        "namespaces": run_check("namespaces"),
        "runtime_api": run_check("runtime_api", address) if address else "none: this is no Lambda function",
        "dev_shm": _shared_memory(),
        "limits": _limits(),
        GAPS: run_check("gaps"),
    }


def _landlock_version() -> str:
    """Return the version of the Landlock interface (landlock(7), "Landlock ABI versions")."""
    libc: Any = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(ctypes.c_long(CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint32(ASK_VERSION))
    return str(version) if version > 0 else f"none ({os.strerror(ctypes.get_errno())})"


def _status(name: str) -> str:
    with open("/proc/self/status", encoding="ascii") as status:
        return next((line.split()[1] for line in status if line.startswith(f"{name}:")), "unknown")


def _shared_memory() -> str:
    try:
        found = os.statvfs("/dev/shm")
    except OSError as error:
        return f"absent ({error.strerror})"
    size = found.f_blocks * found.f_frsize // _MEGABYTE
    return f"{size:,} MB, {'writable' if os.access('/dev/shm', os.W_OK) else 'not writable'}"


def _limits() -> str:
    return ", ".join(f"{name} {_limit(getattr(resource, f'RLIMIT_{name}'))}" for name in _LIMITS)


def _limit(number: int) -> str:
    _, hard = resource.getrlimit(number)
    return "unlimited" if hard == resource.RLIM_INFINITY else f"{hard}"
