"""Landlock: restrict this process to opening files beneath some folders (landlock(7), since Linux 5.13)."""

import ctypes
import errno
import os
import struct
from collections.abc import Iterable
from pathlib import Path
from stat import S_ISDIR

from functions.parse.worker.privileges import forbid_new_privileges

# Numbers of the system calls, which are the same on every processor.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION = 1
PATH_BENEATH = 1

# Rights to read files and to list folders (linux/landlock.h).
READ_FILE, READ_DIR = 1 << 2, 1 << 3

# All rights on files, by the first version of the interface that controls them.
ALL_OF_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}

# First version that controls TCP, and the rights to bind and to connect.
NETWORK_SINCE, NETWORK = 4, 0b11

# First version that controls abstract UNIX sockets and signals of processes outside, and the two scopes.
SCOPES_SINCE, SCOPES = 6, 0b11

# struct landlock_ruleset_attr: files, network, scopes. Older kernels accept this longer form if the fields that they
# don't support are 0.
RULESET = struct.Struct("=QQQ")

# struct landlock_path_beneath_attr: the allowed rights, and the descriptor of the folder.
BENEATH = struct.Struct("=Qi")


def confine_files(readable: Iterable[Path]) -> None:
    """Allow this thread, and the threads that it starts, only to read files beneath `readable`, permanently.

    Writing and executing files is denied. Paths that don't exist are skipped. TCP is denied if the kernel supports
    it. Raises OSError if the kernel has no Landlock or the environment refuses it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = _call(libc, CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(ASK_VERSION))
    handled = max(rights for since, rights in ALL_OF_VERSION.items() if since <= version)
    attributes = RULESET.pack(
        handled, NETWORK if version >= NETWORK_SINCE else 0, SCOPES if version >= SCOPES_SINCE else 0
    )
    ruleset = _call(libc, CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    try:
        for path in readable:
            _allow_reading(libc, ruleset, path)
        forbid_new_privileges(libc)
        _call(libc, RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow_reading(libc: ctypes.CDLL, ruleset: int, path: Path) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    try:
        allowed = READ_FILE | (READ_DIR if S_ISDIR(os.fstat(parent).st_mode) else 0)
        rule = BENEATH.pack(allowed, parent)
        _call(libc, ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(PATH_BENEATH), rule, ctypes.c_uint32(0))
    finally:
        os.close(parent)


def _call(libc: ctypes.CDLL, number: int, *arguments: object) -> int:
    result: int = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"landlock: {errno.errorcode.get(code, code)}")
    return result
