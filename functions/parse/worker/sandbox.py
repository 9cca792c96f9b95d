"""The sandbox of the worker process: no network, no other program, and no files except those that libraries need.

Two features of the Linux kernel enforce it, for native code as well as Python. Landlock restricts paths. It is entered
first, because it applies only to threads that start later. Seccomp restricts system calls. It is entered last, when all
libraries are loaded. A kernel may lack either (Linux 5.10 has no Landlock). The process then runs without that part and
reports the gap.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from functions.parse.worker.landlock import confine_files
from functions.parse.worker.seccomp import confine_calls

# Paths that libraries read on first use: shared libraries, fonts, time zones, the number of processors.
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
    """Allow reading only library data and `data_folders`. Call this before the first thread starts.

    Returns the reason if the kernel can't enforce it, None on success.
    """
    readable = {*LIBRARY_DATA, *map(str, data_folders), *sys.path, sys.prefix, sys.base_prefix}
    try:
        confine_files([Path(path) for path in readable if os.path.isabs(path)])
    except OSError as error:
        return f"files are not confined ({error})"
    return None


def enter_calls() -> str | None:
    """Allow only the system calls that parsing needs. Call this when all libraries are loaded.

    Returns the reason if the kernel can't enforce it, None on success.
    """
    try:
        confine_calls()
    except OSError as error:
        return f"system calls are not confined ({error})"
    return None
