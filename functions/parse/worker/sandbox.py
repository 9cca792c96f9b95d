"""The sandbox of the worker process: no network, no other program, and no file but what the libraries themselves need.

Two parts of the Linux kernel enforce it, on native code as on Python. Landlock looks at paths and comes first, since it
binds only threads that start later; seccomp looks at calls and comes last, when libraries are loaded. A kernel may lack
either (Linux 5.10 has no Landlock): the process then works without it, and says so.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from functions.parse.worker.landlock import confine_files
from functions.parse.worker.seccomp import confine_calls

# What libraries read when they are first used: shared libraries, fonts, time zones, the number of processors.
LIBRARY_DATA = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/usr/share/fonts",
    "/usr/share/X11/fonts",
    "/usr/local/share/fonts",
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/sys/devices/system/cpu",
    "/dev/null",
    "/dev/urandom",
)


def enter_files(data_folders: Iterable[Path]) -> str | None:
    """Confine what can be opened, before the first thread starts. Why the kernel doesn't, None where it does."""
    readable = {*LIBRARY_DATA, *map(str, data_folders), *sys.path, sys.prefix, sys.base_prefix}
    try:
        confine_files([Path(path) for path in readable if os.path.isabs(path)])
    except OSError as error:
        return f"files are not confined ({error})"
    return None


def enter_calls() -> str | None:
    """Confine system calls, when everything is loaded. Why the kernel doesn't, None where it does."""
    try:
        confine_calls()
    except OSError as error:
        return f"system calls are not confined ({error})"
    return None
