"""The sandbox of the worker process: no network, no other program, and no files except those that libraries need.

Two features of the Linux kernel enforce it, for native code as well as Python. Landlock restricts paths. It is entered
first, because it applies only to threads that start later. Seccomp restricts system calls. It is entered last, when all
libraries are loaded. A kernel may lack either: Linux 5.10 has no Landlock, and environments may refuse seccomp filters.
The process then runs without that layer and reports the gap. An audit hook, which refuses programs and connections to
Python code, and the loss of all privileges need no feature of the kernel. Where user namespaces are allowed, a network
namespace leaves no network even without seccomp.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from functions.parse.worker.landlock import confine_files
from functions.parse.worker.privileges import drop_privileges, leave_network
from functions.parse.worker.python_calls import refuse_python_calls
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


def enter_before_threads(data_folders: Iterable[Path]) -> list[str]:
    """Enter the layers that apply to threads that start later. Call this before the first thread starts.

    Returns the gaps: what the kernel can't enforce, and why.
    """
    refuse_python_calls()
    with suppress(OSError):  # no gap: seccomp refuses connections too, and reports if it can't
        leave_network()
    gaps = (give_up_privileges(), enter_files(data_folders), parents_environment())
    return [gap for gap in gaps if gap is not None]


def give_up_privileges() -> str | None:
    """Give up all capabilities. Returns the reason if the kernel refuses it, None on success."""
    try:
        drop_privileges()
    except OSError as error:
        return f"privileges are kept ({error})"
    return None


def parents_environment() -> str | None:
    """Try to open the environment of the parent process, which has credentials. Returns the gap if this succeeds."""
    parent = os.getppid()
    try:
        os.close(os.open(f"/proc/{parent}/environ", os.O_RDONLY))
    except OSError:
        return None
    return f"the environment of the function is readable (/proc/{parent}/environ)"


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


def enter_calls(*, single_threaded: bool) -> str | None:
    """Allow only the system calls that parsing needs. Call this when all libraries are loaded.

    `single_threaded` is whether this process has one thread. Returns the reason if the kernel can't enforce it, None on
    success.
    """
    try:
        confine_calls(single_threaded=single_threaded)
    except OSError as error:
        return f"system calls are not confined ({error})"
    return None
