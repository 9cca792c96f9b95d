"""A worker process whose parser misbehaves as the name of the file specifies, like real parsers on hostile files.

It runs the same loop under the same limits as the real worker process; only the parser differs.
"""

import ctypes
import errno
import fcntl
import json
import os
import re
import resource
import signal
import socket
import stat
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from functions.parse.child import serve
from functions.parse.contract import Hints, Limits
from functions.parse.worker import protocol
from shared.documents.document import BlockKind, BlockText, ParsedDocument, compose
from shared.errors import Code, PermanentError

SYS_PTRACE = {"x86_64": 101, "aarch64": 117}
PTRACE_ATTACH = 16
CLONE_NEWUSER = 0x10000000
UNUSED_PORT = 9

# Memory of the kernel that is mapped into every process and can only be executed, or read by its own calls.
UNREADABLE = ("[vvar]", "[vvar_vclock]", "[vsyscall]")


def _connect() -> None:
    with socket.create_connection(("127.0.0.1", UNUSED_PORT), 1):
        pass


def _thread() -> None:
    thread = threading.Thread(target=time.sleep, args=(0,))
    thread.start()
    thread.join()


def _natively(name: str, *arguments: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)


def _findings() -> str:
    """Count the credentials of a test in the memory of this process. The pattern does not match itself."""
    pattern, found = re.compile(rb"nutgraf-canary-[0-9a-f]{32}"), set()
    with open("/proc/self/maps", encoding="ascii") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps.readlines():
            start, end = (int(number, 16) for number in line.split()[0].split("-"))
            if line.split()[1].startswith("r") and not line.rstrip().endswith(UNREADABLE):
                memory.seek(start)
                found |= set(pattern.findall(memory.read(end - start)))
    return f"{len(found)} found"


def _open_files() -> str:
    """List the open files of this process, except the one that lists them."""
    return "\n".join(os.readlink(entry.path) for entry in os.scandir("/proc/self/fd") if os.path.lexists(entry.path))


def _limits() -> str:
    names = [name for name in dir(resource) if name.startswith("RLIMIT_")]
    return json.dumps({name: resource.getrlimit(getattr(resource, name)) for name in names})


def _status() -> str:
    with open("/proc/thread-self/status", encoding="ascii") as status:
        return status.read()


def _status_in_a_thread() -> str:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_status).result()


# What a parser reports about its own process, by name.
REPORTS: dict[str, Callable[[], str]] = {
    "find credentials in memory": _findings,
    "open files": _open_files,
    "limits": _limits,
    "status": _status,
    "status in a thread": _status_in_a_thread,
}


def _connect_natively(path: str) -> None:
    """Connect to the port of this machine that the file contains, past all hooks of Python."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open(path, encoding="ascii") as file:
        port = int(file.read())
    address = struct.pack("=HH4s8x", socket.AF_INET, socket.htons(port), socket.inet_aton("127.0.0.1"))
    descriptor = libc.socket(int(socket.AF_INET), int(socket.SOCK_STREAM), 0)
    if descriptor < 0 or libc.connect(descriptor, address, len(address)) < 0:
        raise OSError(ctypes.get_errno(), "connect")


def _fork_natively() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    process = libc.fork()
    if process == 0:
        os._exit(0)
    if process < 0:
        raise OSError(ctypes.get_errno(), "fork")


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


# Actions of parsers, by name. The content of the file is the path that they use.
ATTEMPTS: dict[str, Callable[[str], object]] = {
    "internet socket": lambda _: socket.socket(socket.AF_INET).close(),
    "internet 6 socket": lambda _: socket.socket(socket.AF_INET6).close(),
    "datagram socket": lambda _: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close(),
    "UNIX socket": lambda _: socket.socket(socket.AF_UNIX).close(),
    "datagram pair": lambda _: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM),
    "connect": lambda _: _connect(),
    "look up a name": lambda _: socket.getaddrinfo("localhost.example.com", 80),
    "run a program": lambda _: os.execv("/bin/true", ["true"]),
    "fork": lambda _: _fork(),
    "fork natively": lambda _: _fork_natively(),
    "connect natively": lambda path: _connect_natively(path),
    "start a shell": lambda _: subprocess.run(["/bin/sh", "-c", "true"], check=True),
    "trace the parent": lambda _: _natively("ptrace", PTRACE_ATTACH, os.getppid(), 0, 0),
    "signal the parent": lambda _: os.kill(os.getppid(), signal.SIGCONT),
    "signal the group": lambda _: os.kill(0, signal.SIGCONT),
    "new namespace": lambda _: _natively("unshare", CLONE_NEWUSER),
    "open for writing": lambda path: os.open(path, os.O_WRONLY),
    "open for appending": lambda path: os.open(path, os.O_RDWR | os.O_APPEND),
    "create": lambda path: os.open(f"{path}.new", os.O_CREAT | os.O_RDONLY),
    "truncate": lambda path: os.truncate(path, 0),
    "remove": os.unlink,
    "rename": lambda path: os.rename(path, f"{path}.new"),
    "make a folder": lambda path: os.mkdir(f"{path}.new"),
    "link": lambda path: os.symlink(path, f"{path}.new"),
    "change mode": lambda path: os.chmod(path, 0o777),
    "read": lambda path: os.close(os.open(path, os.O_RDONLY)),
    "list": lambda path: os.listdir(os.path.dirname(path)),
    "read the parent's environment": lambda _: os.open(f"/proc/{os.getppid()}/environ", os.O_RDONLY),
    "read the parent's memory": lambda _: os.open(f"/proc/{os.getppid()}/mem", os.O_RDONLY),
    "open the parent's file": lambda _: os.open(f"/proc/{os.getppid()}/fd/0", os.O_RDONLY),
    "read accounts": lambda _: os.open("/etc/passwd", os.O_RDONLY),
    "start a thread": lambda _: _thread(),
    "import a module": lambda _: __import__("wave"),
    "read a time zone": lambda _: __import__("zoneinfo").ZoneInfo("Europe/Berlin"),
}


_unfit: list[str] = []


def _tried(name: str, path: str) -> str:
    try:
        ATTEMPTS[name](path)
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, repr(error))
    return "done"


def _answers() -> int:
    """Return the descriptor of the pipe for answers, found as a compromised parser would find it."""
    for descriptor in range(3, 64):
        try:
            is_pipe = stat.S_ISFIFO(os.fstat(descriptor).st_mode)
            mode = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE
        except OSError:
            continue
        if is_pipe and mode == os.O_WRONLY:
            return descriptor
    raise AssertionError("no pipe for answers")


def _send(header: object, body: bytes = b"", lengths: tuple[int, int] | None = None, times: int = 1) -> None:
    encoded = header if isinstance(header, bytes) else json.dumps(header).encode("ascii")
    frame = (protocol.LENGTHS.pack(*(lengths or (len(encoded), len(body)))) + encoded + body) * times
    while frame:
        frame = frame[os.write(_answers(), frame) :]


def _send_invalid(case: str, ticket: str) -> None:
    """Send an answer that the real loop never sends. The content is the ticket, which a compromised parser can find."""
    read = {"kind": "read", "ticket": ticket, "peak_memory_mb": 1, "is_reusable": True}
    document = _document("wrong").model_dump_json().encode("ascii")
    if case == "another ticket":
        _send(read | {"ticket": "0" * 32}, document)
    elif case == "for the next file":
        _send(read, document)
    elif case == "no JSON":
        _send(b"\xff{]")
    elif case == "deep JSON":
        _send(b"[" * 60_000)
    elif case == "unknown code":
        _send(read | {"kind": "failed", "code": "because", "message": "Because."})
    elif case == "endless message":
        _send(read | {"kind": "failed", "code": "corrupt", "message": "x" * 60_000})
    elif case == "no number":
        _send(json.dumps(read | {"peak_memory_mb": float("nan")}).encode("ascii"), document)
    elif case == "another document":
        _send(read, b'{"text": "a document without blocks"}')
    elif case == "blocks outside":
        _send(read, document.replace(b'"end":5', b'"end":50'))
    elif case == "too long a text":
        _send(read, _document("x" * 20_000_001).model_dump_json().encode("ascii"))
    elif case == "two answers":
        _send(read, document, times=2)
    elif case == "huge header":
        _send(b"", lengths=(2**32 - 1, 0))
    elif case == "huge body":
        _send(read, lengths=(len(json.dumps(read)), 2**32 - 1))
    elif case == "closed output":
        os.close(_answers())
    if case != "for the next file":
        time.sleep(30)


def parse(content: bytes, hints: Hints, limits: Limits) -> ParsedDocument:
    """Read ASCII text, or misbehave as `hints.name` specifies."""
    if hints.name == "segfault":
        ctypes.string_at(0)
    elif hints.name in ATTEMPTS:
        return _document(_tried(hints.name, content.decode()))
    elif hints.name in REPORTS:
        return _document(REPORTS[hints.name]())
    elif hints.name.startswith("invalid answer: "):
        _send_invalid(hints.name.removeprefix("invalid answer: "), content.decode())
    elif hints.name == "make unfit":
        _unfit.append(hints.name)
    elif hints.name == "recurse":
        return parse(content, hints, limits)
    elif hints.name == "endless document":
        return _document("x" * (protocol.MAX_BODY + 1))
    elif hints.name == "long message":
        raise PermanentError(Code.CORRUPT, "\ud800" * 1_000_000)
    elif hints.name == "hang":
        time.sleep(600)
    elif hints.name == "hang with a grandchild":
        if os.fork() == 0:
            time.sleep(600)
        time.sleep(600)
    elif hints.name == "spin":
        while True:
            pass
    elif hints.name == "exhaust memory":
        hoard = [bytearray(1 << 24) for _ in range(1 << 12)]
        return _document(str(len(hoard)))
    elif hints.name == "exhaust memory natively":
        os.write(2, b"memory allocation of 4294967296 bytes failed\n")
        os.abort()
    elif hints.name == "killed from outside":
        os.kill(os.getpid(), signal.SIGKILL)
    elif hints.name == "print":
        os.write(1, b"a native library prints to descriptor 1\n")
        print("so does Python", flush=True)
        os.write(2, b"x" * 1_000_000)
    elif hints.name == "raise":
        raise KeyError("a bug in a library")
    elif hints.name == "write a file":
        with open(f"/tmp/nutgraf-{os.getpid()}", "wb") as file:
            file.write(b"x")
    elif hints.name == "environment":
        return _document(" ".join(sorted(os.environ)))
    elif hints.name == "process":
        return _document(str(os.getpid()))
    return _document(content.decode("ascii"))


def _document(content: str) -> ParsedDocument:
    text, blocks = compose([BlockText(kind=BlockKind.PARAGRAPH, text=content)])
    return ParsedDocument(media_type="text/plain", text=text, blocks=blocks, parser="test")


def can_read_another() -> bool:
    """Return whether the process can read another file, which is not the case after a file named `make unfit`."""
    return not _unfit


if __name__ == "__main__":
    serve(parse, sys.argv[1:], can_read_another=can_read_another)
