"""Runs a program on a kernel that refuses what the kernels of AWS Lambda may refuse, by a seccomp filter of its own.

`python -m tests.support.refusing_kernel landlock,filters,namespaces,dumpable PROGRAM [ARGUMENT]…` refuses, to the
program and to all its children:

- `landlock`: ENOSYS, as a kernel before 5.13;
- `seccomp`: EPERM for new seccomp filters by seccomp(2);
- `filters`: EPERM for new seccomp filters in any way;
- `namespaces`: EPERM for unshare;
- `dumpable`: EPERM for PR_SET_DUMPABLE.

The processes have no capabilities, as on Lambda.
"""

import ctypes
import errno
import os
import platform
import sys
from collections.abc import Iterator

from functions.parse.worker.landlock import CREATE_RULESET
from functions.parse.worker.privileges import PR_SET_DUMPABLE, drop_privileges
from functions.parse.worker.seccomp import (
    ALLOWED,
    ARGUMENTS_AT,
    FILTER_MODE,
    INSTRUCTION,
    JUMP_IF_EQUAL,
    LOAD_WORD,
    NUMBER_AT,
    PR_SET_SECCOMP,
    PROCESSORS,
    REFUSED,
    RETURN,
)

PRCTL = {"x86_64": 157, "aarch64": 167}
UNSHARE = {"x86_64": 272, "aarch64": 97}


class Program(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def instructions(refused: set[str], machine: str) -> Iterator[bytes]:
    """Yield the filter: each call that is refused, then permission for all others."""
    calls: dict[str, list[tuple[int, int | None, int]]] = {
        "landlock": [(CREATE_RULESET, None, errno.ENOSYS)],
        "seccomp": [(PROCESSORS[machine].seccomp, None, errno.EPERM)],
        "filters": [
            (PROCESSORS[machine].seccomp, None, errno.EPERM),
            (PRCTL[machine], PR_SET_SECCOMP, errno.EPERM),
        ],
        "namespaces": [(UNSHARE[machine], None, errno.EPERM)],
        "dumpable": [(PRCTL[machine], PR_SET_DUMPABLE, errno.EPERM)],
    }
    for number, option, code in (call for name in sorted(refused) for call in calls[name]):
        yield INSTRUCTION.pack(LOAD_WORD, 0, 0, NUMBER_AT)
        yield INSTRUCTION.pack(JUMP_IF_EQUAL, 0, 1 if option is None else 3, number)
        if option is not None:
            yield INSTRUCTION.pack(LOAD_WORD, 0, 0, ARGUMENTS_AT)
            yield INSTRUCTION.pack(JUMP_IF_EQUAL, 0, 1, option)
        yield INSTRUCTION.pack(RETURN, 0, 0, REFUSED | code)
    yield INSTRUCTION.pack(RETURN, 0, 0, ALLOWED)


def refuse(names: set[str]) -> None:
    """Refuse the features to this process and its children. Raises OSError if this kernel has no filters itself."""
    drop_privileges()
    libc = ctypes.CDLL(None, use_errno=True)
    program = b"".join(instructions(names, platform.machine()))
    given = Program(len(program) // INSTRUCTION.size, program)
    if libc.prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(given), 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_SECCOMP)")


if __name__ == "__main__":
    refuse(set(filter(None, sys.argv[1].split(","))))
    os.execv(sys.argv[2], sys.argv[2:])
