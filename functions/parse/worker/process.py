"""A worker process seen from the parse function: started with nothing of ours, spoken to over pipes, killed with all
that it started."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic

from functions.parse.worker import protocol

# The folder that holds `functions` and `shared`: the repository, or /var/task on Lambda.
CODE_ROOT = Path(__file__).resolve().parents[3]

# What a Linux pipe holds.
CHUNK = 1 << 16

# Bytes of the process's standard error that are kept, for the log and to tell why it died.
STDERR_TAIL = 8192

# From the end of its output to that of the process: the kernel writes no core, but frees gigabytes.
END_SECONDS = 5.0

# What the interpreter needs to find its libraries on Lambda. Nothing else of our environment reaches the parsers.
PASSED_ON = ("LD_LIBRARY_PATH",)

PR_SET_DUMPABLE = 4


class WorkerProcess:
    """One process that runs a module. It answers one request at a time."""

    def __init__(self, module: str, memory_mb: int, sandbox: bool) -> None:
        """Start it. Raises OSError."""
        _hide_environment()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-X", "utf8", "-m", module),
                *(str(memory_mb), "confined" if sandbox else "unconfined"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=CODE_ROOT,
            env=_environment(),
            start_new_session=True,
            bufsize=0,
        )
        assert self._process.stdin and self._process.stdout and self._process.stderr  # all three were asked for
        self._stdin, self._stdout = self._process.stdin.fileno(), self._process.stdout.fileno()
        self._stderr = self._process.stderr.fileno()
        for descriptor in (self._stdin, self._stdout, self._stderr):
            os.set_blocking(descriptor, False)
        self._said = bytearray()
        # Whether the process has begun with the file of the latest request.
        self.accepted = False

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    @property
    def said(self) -> bytes:
        """The end of its standard error since the latest request."""
        return bytes(self._said)

    def wait_until_ready(self, deadline: float) -> protocol.Ready:
        """What it says when it has started. Raises TimeoutError, ConnectionClosed, InvalidFrame."""
        answer, _ = self._exchange(b"", "", deadline)
        if isinstance(answer, protocol.Ready):
            return answer
        raise protocol.InvalidFrame(f"`{answer.kind}` at the start")

    def ask(self, request: bytes, ticket: str, deadline: float) -> tuple[protocol.Read | protocol.Failed, bytes]:
        """Send a frame and wait for the answer until `deadline`, on `time.monotonic()`.

        Raises TimeoutError, ConnectionClosed, InvalidFrame; the process is of no use then.
        """
        answer, body = self._exchange(request, ticket, deadline)
        if isinstance(answer, protocol.Read | protocol.Failed):
            return answer, body
        raise protocol.InvalidFrame(f"`{answer.kind}` in answer to a file")

    def _exchange(self, request: bytes, ticket: str, deadline: float) -> tuple[protocol.Answer, bytes]:
        unsent, received = memoryview(request), bytearray()
        self.accepted = False
        self._said.clear()
        with selectors.DefaultSelector() as selector:
            selector.register(self._stdout, selectors.EVENT_READ)
            selector.register(self._stderr, selectors.EVENT_READ)
            if unsent:
                selector.register(self._stdin, selectors.EVENT_WRITE)
            while True:
                remaining = deadline - monotonic()
                if remaining <= 0:
                    raise TimeoutError
                for key, _ in selector.select(remaining):
                    if key.fd == self._stdin:
                        unsent = self._write(unsent)
                        if not unsent:
                            selector.unregister(self._stdin)
                        continue
                    chunk = os.read(key.fd, CHUNK)
                    if key.fd == self._stderr:
                        self._keep(chunk)
                        if not chunk:
                            selector.unregister(self._stderr)
                        continue
                    if not chunk:
                        raise protocol.ConnectionClosed("the parser process closed its output")
                    received += chunk
                    answered = self._answered(received, ticket)
                    if answered is not None:
                        return answered

    def _answered(self, received: bytearray, ticket: str) -> tuple[protocol.Answer, bytes] | None:
        """The answer once it is whole, with nothing behind it. Raises InvalidFrame."""
        while framed := protocol.unpack(received):
            answer, _ = framed
            if isinstance(answer, protocol.Ready):
                if received:
                    raise protocol.InvalidFrame("more than one answer at the start")
                return framed
            if answer.ticket != ticket:
                raise protocol.InvalidFrame("an answer to another file")
            if isinstance(answer, protocol.Accepted):
                self.accepted = True
            elif received or not self.accepted:
                raise protocol.InvalidFrame("more than one answer to a file, or one before it was looked at")
            else:
                return framed
        return None

    def _write(self, unsent: memoryview) -> memoryview:
        try:
            return unsent[os.write(self._stdin, unsent[:CHUNK]) :]
        except BrokenPipeError:
            # The process is gone. Its output ends too, which is where the reader learns of it.
            return unsent[len(unsent) :]

    def _keep(self, chunk: bytes) -> None:
        self._said += chunk
        del self._said[:-STDERR_TAIL]

    def wait(self) -> int | None:
        """Its exit status, or minus the number of the signal that ended it, once its output has ended; None where it
        runs on all the same."""
        try:
            status = self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            return None
        try:
            while chunk := os.read(self._stderr, CHUNK):
                self._keep(chunk)
        except BlockingIOError:
            # A child of the process still holds the pipe open; what it may write is of no interest.
            return status
        return status

    def end(self) -> None:
        """Kill it with everything that it started."""
        with suppress(ProcessLookupError):  # it has ended already
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()


def _environment() -> dict[str, str]:
    """An environment without credentials. Two arenas keep glibc from reserving address space for every thread."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, "MALLOC_ARENA_MAX": "2", "HOME": "/nonexistent"}


def _hide_environment() -> None:
    """Keep other processes of the same user, the parsers above all, from reading /proc/<this process>/environ.

    Source: prctl(2), PR_SET_DUMPABLE. Root could read it still; on Lambda nobody is root.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
