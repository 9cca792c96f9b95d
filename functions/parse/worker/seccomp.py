"""A seccomp filter: restrict this process to the system calls that parsing needs (seccomp(2))."""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from functions.parse.worker.privileges import forbid_new_privileges
from functions.parse.worker.system_calls import CLONE3, NEEDED, NEWEST

SECCOMP_SET_MODE_FILTER = 1

# SECCOMP_FILTER_FLAG_TSYNC: apply the filter to running threads as well.
SYNCHRONIZE_THREADS = 1

# SECCOMP_FILTER_FLAG_SPEC_ALLOW. Without it, kernels before 5.16 enable mitigations against Spectre that slow the whole
# process down. They are not needed: Spectre exposes to a parser only data of its own process.
ALLOW_SPECULATION = 4

# Options of prctl(2) that install a filter: PR_SET_SECCOMP, SECCOMP_MODE_FILTER.
PR_SET_SECCOMP, FILTER_MODE = 22, 2

# SECCOMP_RET_ALLOW.
ALLOWED = 0x7FFF0000

# SECCOMP_RET_ERRNO. The lower half contains the error number.
REFUSED = 0x00050000

# Classic BPF (linux/bpf_common.h). The input of the filter is struct seccomp_data: the number of the call, the
# architecture (AUDIT_ARCH_* of linux/audit.h), the instruction pointer, and six arguments of eight bytes.
LOAD_WORD = 0x20
JUMP_IF_EQUAL = 0x15
JUMP_IF_GREATER = 0x25
AND = 0x54
RETURN = 0x06
NUMBER_AT = 0
ARCHITECTURE_AT = 4
ARGUMENTS_AT = 16
INSTRUCTION = struct.Struct("=HBBI")

# Flags of open(2), which are the same on both processors (asm-generic/fcntl.h).
O_ACCMODE, O_CREAT, O_TRUNC = 0o3, 0o100, 0o1000

CLONE_VM, CLONE_THREAD = 0x100, 0x10000
AF_UNIX, SOCK_STREAM, SOCK_TYPE_MASK = 1, 1, 0xF

# TCGETS and TIOCGWINSZ (is this a terminal?), FIONREAD, FIONBIO, FIONCLEX, FIOCLEX.
HARMLESS_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)


@dataclass(frozen=True, slots=True)
class Processor:
    """The constants of a processor."""

    # AUDIT_ARCH_* of linux/audit.h.
    architecture: int
    # Number of the system call seccomp(2).
    seccomp: int


PROCESSORS = {"x86_64": Processor(0xC000003E, 317), "aarch64": Processor(0xC00000B7, 277)}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the lower half of an argument: its bits in `mask` must equal one of `values`."""

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF


def conditions(process: int) -> dict[str, tuple[Condition, ...]]:
    """Return the conditions on the arguments of calls, by name. `process` is the id of the confined process."""
    only_reading = O_ACCMODE | O_CREAT | O_TRUNC
    thread = CLONE_VM | CLONE_THREAD
    return {
        "open": (Condition(1, (os.O_RDONLY,), only_reading),),
        "openat": (Condition(2, (os.O_RDONLY,), only_reading),),
        "clone": (Condition(0, (thread,), thread),),
        "kill": (Condition(0, (process,)),),
        "tgkill": (Condition(0, (process,)),),
        "prlimit64": (Condition(0, (0,)),),  # 0 is the calling process
        "ioctl": (Condition(1, HARMLESS_IOCTLS),),
        # Rust's tokio wakes itself through a connected pair, which reaches no other process.
        "socketpair": (Condition(0, (AF_UNIX,)), Condition(1, (SOCK_STREAM,), SOCK_TYPE_MASK)),
    }


def program(machine: str, process: int) -> bytes:
    """Return the filter program for a processor (`x86_64` or `aarch64`) in the kernel's format.

    A call that parsing doesn't need fails with EPERM. A call that is newer than the table, or whose arguments the
    filter can't read, fails with ENOSYS, so that libraries fall back to older calls. Calls of another architecture
    (32-bit) fail with EPERM. Calls of x32 have numbers above the table.
    """
    return b"".join(_instructions(machine, conditions(process)))


def _instructions(machine: str, required: dict[str, tuple[Condition, ...]]) -> Iterator[bytes]:
    yield INSTRUCTION.pack(LOAD_WORD, 0, 0, ARCHITECTURE_AT)
    yield INSTRUCTION.pack(JUMP_IF_EQUAL, 1, 0, PROCESSORS[machine].architecture)
    yield INSTRUCTION.pack(RETURN, 0, 0, REFUSED | errno.EPERM)
    yield INSTRUCTION.pack(LOAD_WORD, 0, 0, NUMBER_AT)
    for name, numbers in NEEDED.items():
        number = getattr(numbers, machine)
        if number is None:
            continue
        block = list(_decision(required.get(name, ())))
        yield INSTRUCTION.pack(JUMP_IF_EQUAL, 0, len(block), number)
        yield from block
    yield INSTRUCTION.pack(JUMP_IF_EQUAL, 1, 0, CLONE3)
    yield INSTRUCTION.pack(JUMP_IF_GREATER, 0, 1, NEWEST)
    yield INSTRUCTION.pack(RETURN, 0, 0, REFUSED | errno.ENOSYS)
    yield INSTRUCTION.pack(RETURN, 0, 0, REFUSED | errno.EPERM)


def _decision(required: tuple[Condition, ...]) -> Iterator[bytes]:
    """Yield the instructions for one call. Every path ends in a return."""
    for condition in required:
        yield INSTRUCTION.pack(LOAD_WORD, 0, 0, ARGUMENTS_AT + 8 * condition.argument)
        yield INSTRUCTION.pack(AND, 0, 0, condition.mask)
        for left, value in zip(range(len(condition.values), 0, -1), condition.values, strict=True):
            yield INSTRUCTION.pack(JUMP_IF_EQUAL, left, 0, value)
        yield INSTRUCTION.pack(RETURN, 0, 0, REFUSED | errno.EPERM)
    yield INSTRUCTION.pack(RETURN, 0, 0, ALLOWED)


class _Program(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def confine_calls(*, single_threaded: bool) -> None:
    """Restrict this process, with all its threads, to the calls that `program` allows, permanently.

    `single_threaded` is whether the process has one thread. A filter can then also be installed by prctl(2), which an
    environment may allow although it refuses seccomp(2). Raises OSError if the kernel or the environment refuses both.
    """
    machine = platform.machine()
    if machine not in PROCESSORS:
        raise OSError(errno.ENOSYS, f"no table of system calls for {machine}")
    libc = ctypes.CDLL(None, use_errno=True)
    forbid_new_privileges(libc)
    instructions = program(machine, os.getpid())
    given = _Program(len(instructions) // INSTRUCTION.size, instructions)
    result = libc.syscall(
        ctypes.c_long(PROCESSORS[machine].seccomp),
        ctypes.c_uint(SECCOMP_SET_MODE_FILTER),
        ctypes.c_uint(SYNCHRONIZE_THREADS | ALLOW_SPECULATION),
        ctypes.byref(given),
    )
    if result > 0:
        raise OSError(errno.EPERM, f"seccomp: thread {result} has a filter of its own")
    if result < 0:
        code = ctypes.get_errno()
        if single_threaded and libc.prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(given), 0, 0) == 0:
            return
        raise OSError(code, "seccomp")
