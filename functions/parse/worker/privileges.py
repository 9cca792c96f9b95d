"""What a process gives up: new privileges, capabilities, the network, and being readable by processes of its user.

All but the network need no feature that a kernel or a container may lack, so they hold on AWS Lambda too.
"""

import ctypes
import errno
import os
import sys

# Source: linux/prctl.h.
PR_GET_DUMPABLE, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 3, 4, 38

# Source: linux/sched.h. A network namespace needs privileges, which a new user namespace gives.
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000

# Version of the structures of capset(2) with 64 capabilities (linux/capability.h).
CAPABILITY_VERSION_3 = 0x20080522


def forbid_new_privileges(libc: ctypes.CDLL) -> None:
    """Keep this thread, and the threads and programs that it starts, from gaining privileges. Raises OSError.

    Landlock and seccomp require it (prctl(2), PR_SET_NO_NEW_PRIVS).
    """
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_NO_NEW_PRIVS)")


def drop_privileges() -> None:
    """Give up all capabilities and the ability to gain any, before the first thread starts. Raises OSError.

    Root then has the rights of a user who owns root's files. On Lambda, no process of a function runs as root.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    forbid_new_privileges(libc)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)  # 0 is this thread
    none = (ctypes.c_uint32 * 6)()  # effective, permitted and inheritable, of two times 32 capabilities
    if libc.capset(header, none):
        raise OSError(ctypes.get_errno(), "capset")


def leave_network() -> None:
    """Move this process, before its first thread starts, into a network of its own that has no interface which is up.

    Raises OSError if the kernel or the container refuses user namespaces (user_namespaces(7)). The process keeps its
    rights on files. Call `drop_privileges` afterwards: a new namespace gives all capabilities inside it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET):
        code = ctypes.get_errno()
        raise OSError(code, f"unshare: {errno.errorcode.get(code, code)}")


def hide_this_process() -> None:
    """Keep processes of the same user from reading this one: its environment, its memory and its open files in /proc,
    and by ptrace(2).

    Source: prctl(2), PR_SET_DUMPABLE, and ptrace(2), "Ptrace access mode checking". Reading it all the same takes
    CAP_SYS_PTRACE. Raises OSError if the kernel refuses it, or reports that it had no effect.
    """
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, "only Linux can hide a process")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0):
        code = ctypes.get_errno()
        raise OSError(code, f"prctl(PR_SET_DUMPABLE): {os.strerror(code)}")
    if libc.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0):
        raise OSError(errno.EPERM, "prctl(PR_SET_DUMPABLE) had no effect")
