"""Refuse programs and connections to Python code of this process, with an audit hook (PEP 578).

The hook needs nothing of the kernel. It stops libraries that a file makes start a program or fetch an address. It does
not stop native code, or Python code that an attacker controls completely: that takes seccomp.
"""

import errno
import socket
import sys

# Audit events of calls that start programs or processes ("Audit events table", Python documentation).
PROGRAMS = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.system",
        "pty.spawn",
        "subprocess.Popen",
    }
)

# Audit events of calls that reach other processes or hosts.
CONNECTIONS = frozenset(
    {
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.getnameinfo",
        "socket.sendmsg",
        "socket.sendto",
    }
)

# A socket is refused too, unless it is of the kind with which a pair begins that reaches no other process.
SOCKET = "socket.__new__"
_WATCHED = PROGRAMS | CONNECTIONS | {SOCKET}


def refuse_python_calls() -> None:
    """Refuse the calls for the rest of this process: they raise PermissionError."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _WATCHED and not (event == SOCKET and arguments[1] == socket.AF_UNIX):
        raise PermissionError(errno.EPERM, f"the sandbox refuses {event}")
