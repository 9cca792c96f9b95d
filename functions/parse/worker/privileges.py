"""The no_new_privs attribute of a process, which Landlock and seccomp require (prctl(2), PR_SET_NO_NEW_PRIVS)."""

import ctypes

PR_SET_NO_NEW_PRIVS = 38


def forbid_new_privileges(libc: ctypes.CDLL) -> None:
    """Keep this thread, and the threads and programs that it starts, from gaining privileges. Raises OSError."""
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_NO_NEW_PRIVS)")
