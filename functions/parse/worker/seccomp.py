"""A seccomp filter: from then on this process gets only the system calls that parsing needs (seccomp(2))."""

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

# SECCOMP_FILTER_FLAG_TSYNC: threads that run already are bound as well.
SYNCHRONIZE_THREADS = 1

# SECCOMP_FILTER_FLAG_SPEC_ALLOW. Without it kernels before 5.16 slow the whole process down against Spectre, which
# could tell a parser nothing but what is in its own process.
ALLOW_SPECULATION = 4

ALLOWED = 0x7FFF0000

# SECCOMP_RET_ERRNO; the error goes into the lower half.
REFUSED = 0x00050000

# Classic BPF (linux/bpf_common.h). The data of a call are struct seccomp_data: its number, the architecture
# (AUDIT_ARCH_* of linux/audit.h), the instruction pointer, and six arguments of eight bytes.
LOAD_WORD = 0x20
JUMP_IF_EQUAL = 0x15
JUMP_IF_GREATER = 0x25
AND = 0x54
RETURN = 0x06
NUMBER_AT = 0
ARCHITECTURE_AT = 4
ARGUMENTS_AT = 16
INSTRUCTION = struct.Struct("=HBBI")

# The same on both processors (asm-generic/fcntl.h).
O_ACCMODE, O_CREAT, O_TRUNC = 0o3, 0o100, 0o1000

CLONE_VM, CLONE_THREAD = 0x100, 0x10000
AF_UNIX, SOCK_STREAM, SOCK_TYPE_MASK = 1, 1, 0xF

# TCGETS and TIOCGWINSZ (is this a terminal?), FIONREAD, FIONBIO, FIONCLEX, FIOCLEX.
HARMLESS_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)


@dataclass(frozen=True, slots=True)
class Processor:
    """What tells calls of one processor from those of another."""

    # AUDIT_ARCH_* of linux/audit.h.
    architecture: int
    # Number of seccomp(2).
    seccomp: int


PROCESSORS = {"x86_64": Processor(0xC000003E, 317), "aarch64": Processor(0xC00000B7, 277)}


@dataclass(frozen=True, slots=True)
class Condition:
    """An argument must have one of some values, as far as `mask` shows it. Little-endian: the lower half is first."""

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF


def conditions(process: int) -> dict[str, tuple[Condition, ...]]:
    """What is asked of the arguments of calls that do good and harm. `process` is the id of the one to be confined."""
    only_reading = O_ACCMODE | O_CREAT | O_TRUNC
    thread = CLONE_VM | CLONE_THREAD
    return {
        "open": (Condition(1, (os.O_RDONLY,), only_reading),),
        "openat": (Condition(2, (os.O_RDONLY,), only_reading),),
        "clone": (Condition(0, (thread,), thread),),
        "kill": (Condition(0, (process,)),),
        "tgkill": (Condition(0, (process,)),),
        "prlimit64": (Condition(0, (0,)),),  # of this process
        "ioctl": (Condition(1, HARMLESS_IOCTLS),),
        # Rust's tokio wakes itself through a connected pair, which leads nowhere else.
        "socketpair": (Condition(0, (AF_UNIX,)), Condition(1, (SOCK_STREAM,), SOCK_TYPE_MASK)),
    }


def program(machine: str, process: int) -> bytes:
    """The filter for a processor (`x86_64` or `aarch64`) as the kernel wants it.

    A call that is not needed fails with EPERM. One that is newer than our table, or whose arguments can't be seen,
    fails with ENOSYS: libraries then do what they did on older kernels. Calls in another processor's manner (32-bit)
    fail too; x32 has numbers above all of ours.
    """
    return b"".join(_instructions(machine, conditions(process)))


def _instructions(machine: str, asked: dict[str, tuple[Condition, ...]]) -> Iterator[bytes]:
    yield INSTRUCTION.pack(LOAD_WORD, 0, 0, ARCHITECTURE_AT)
    yield INSTRUCTION.pack(JUMP_IF_EQUAL, 1, 0, PROCESSORS[machine].architecture)
    yield INSTRUCTION.pack(RETURN, 0, 0, REFUSED | errno.EPERM)
    yield INSTRUCTION.pack(LOAD_WORD, 0, 0, NUMBER_AT)
    for name, numbers in NEEDED.items():
        number = getattr(numbers, machine)
        if number is None:
            continue
        block = list(_decision(asked.get(name, ())))
        yield INSTRUCTION.pack(JUMP_IF_EQUAL, 0, len(block), number)
        yield from block
    yield INSTRUCTION.pack(JUMP_IF_EQUAL, 1, 0, CLONE3)
    yield INSTRUCTION.pack(JUMP_IF_GREATER, 0, 1, NEWEST)
    yield INSTRUCTION.pack(RETURN, 0, 0, REFUSED | errno.ENOSYS)
    yield INSTRUCTION.pack(RETURN, 0, 0, REFUSED | errno.EPERM)


def _decision(asked: tuple[Condition, ...]) -> Iterator[bytes]:
    """What follows once the call is known. Every way through ends in a return."""
    for condition in asked:
        yield INSTRUCTION.pack(LOAD_WORD, 0, 0, ARGUMENTS_AT + 8 * condition.argument)
        yield INSTRUCTION.pack(AND, 0, 0, condition.mask)
        for left, value in zip(range(len(condition.values), 0, -1), condition.values, strict=True):
            yield INSTRUCTION.pack(JUMP_IF_EQUAL, left, 0, value)
        yield INSTRUCTION.pack(RETURN, 0, 0, REFUSED | errno.EPERM)
    yield INSTRUCTION.pack(RETURN, 0, 0, ALLOWED)


class _Program(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def confine_calls() -> None:
    """Allow this process, all its threads, nothing but what `program` allows, for good. Raises OSError: the kernel, or
    what runs us, refuses it."""
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
        raise OSError(ctypes.get_errno(), "seccomp")
