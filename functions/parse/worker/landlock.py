"""Landlock: from then on this process opens no file but those beneath some folders (landlock(7), Linux 5.13)."""

import ctypes
import errno
import os
import struct
from collections.abc import Iterable
from pathlib import Path
from stat import S_ISDIR

from functions.parse.worker.privileges import forbid_new_privileges

# The same numbers on every processor.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION = 1
PATH_BENEATH = 1

# linux/landlock.h.
READ_FILE, READ_DIR = 1 << 2, 1 << 3

# Everything that can be done with files, by the version of the interface that first controls so much.
ALL_OF_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}

# Binding and connecting of TCP.
NETWORK_SINCE, NETWORK = 4, 0b11

# Abstract UNIX sockets and signals, to and of processes outside.
SCOPES_SINCE, SCOPES = 6, 0b11


# struct landlock_ruleset_attr: files, network, scopes. Older kernels take this longer form, as long as what they don't
# know is 0.
RULESET = struct.Struct("=QQQ")

# struct landlock_path_beneath_attr: what is allowed, and the descriptor of the folder.
BENEATH = struct.Struct("=Qi")


def confine_files(readable: Iterable[Path]) -> None:
    """Let this thread, and those that it starts, open files beneath `readable` for reading, and no others, for good.
    Nothing is written or executed. Paths that don't exist are passed over. TCP is refused where the kernel can.

    Raises OSError: the kernel has no Landlock, or what runs us refuses it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = _call(libc, CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(ASK_VERSION))
    handled = max(rights for since, rights in ALL_OF_VERSION.items() if since <= version)
    asked = RULESET.pack(handled, NETWORK if version >= NETWORK_SINCE else 0, SCOPES if version >= SCOPES_SINCE else 0)
    ruleset = _call(libc, CREATE_RULESET, asked, ctypes.c_size_t(len(asked)), ctypes.c_uint32(0))
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
