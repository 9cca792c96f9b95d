"""Start a worker process without the environment of the parse function, exchange frames with it over pipes, and kill it
with all processes that it started."""

import os
import selectors
import signal
import subprocess
import sys
import weakref
from contextlib import suppress
from pathlib import Path
from time import monotonic

from functions.parse.worker import protocol
from functions.parse.worker.privileges import hide_this_process

# The folder that contains `functions` and `shared`: the repository, or /var/task on Lambda.
CODE_ROOT = Path(__file__).resolve().parents[3]

# Bytes read or written at once: the capacity of a Linux pipe.
CHUNK = 1 << 16

# Bytes of standard error that are kept, for the log and to find out why the process ended.
STDERR_TAIL = 8192

# Maximum seconds between the end of the output and the end of the process. The kernel may have to free gigabytes.
END_SECONDS = 5.0

# Environment variables that the interpreter needs to find its libraries on Lambda, and Tesseract its language data on a
# machine. The parsers get no others.
PASSED_ON = ("LD_LIBRARY_PATH", "TESSDATA_PREFIX")


class WorkerProcess:
    """A process that runs a module and answers one request at a time."""

    def __init__(self, module: str, memory_mb: int, sandbox: bool) -> None:
        """Start the process. Raises OSError."""
        # Reason why the process may read the memory of this one, with its credentials, None if it may not.
        self.gap = _hidden()
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
        assert self._process.stdin and self._process.stdout and self._process.stderr  # all three are PIPE
        self._stdin, self._stdout = self._process.stdin.fileno(), self._process.stdout.fileno()
        self._stderr = self._process.stderr.fileno()
        for descriptor in (self._stdin, self._stdout, self._stderr):
            os.set_blocking(descriptor, False)
        # Ends the process when `end` is called, and at the latest when nothing refers to this object.
        self._finalizer = weakref.finalize(self, _end, self._process)
        self._error_output = bytearray()
        # Whether the process has accepted the latest request.
        self.accepted = False

    @property
    def running(self) -> bool:
        """Whether the process is running."""
        return self._process.poll() is None

    @property
    def error_output(self) -> bytes:
        """The tail of its standard error since the latest request."""
        return bytes(self._error_output)

    def wait_until_ready(self, deadline: float) -> protocol.Ready:
        """Return the message of the process after its start. Raises TimeoutError, ConnectionClosed, InvalidFrame."""
        answer, _ = self._exchange(b"", "", deadline)
        if isinstance(answer, protocol.Ready):
            return answer
        raise protocol.InvalidFrame(f"`{answer.kind}` instead of `ready`")

    def submit(self, request: bytes, ticket: str, deadline: float) -> tuple[protocol.Read | protocol.Failed, bytes]:
        """Send a request and wait for the answer until `deadline`, a time of `time.monotonic()`.

        Raises TimeoutError, ConnectionClosed, InvalidFrame. The process can't be used again after an error.
        """
        answer, body = self._exchange(request, ticket, deadline)
        if isinstance(answer, protocol.Read | protocol.Failed):
            return answer, body
        raise protocol.InvalidFrame(f"`{answer.kind}` as the answer to a request")

    def _exchange(self, request: bytes, ticket: str, deadline: float) -> tuple[protocol.Answer, bytes]:
        unsent, received = memoryview(request), bytearray()
        self.accepted = False
        self._error_output.clear()
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
        """Return the answer when it is complete, None before. Raises InvalidFrame if more bytes follow it."""
        while framed := protocol.unpack(received):
            answer, _ = framed
            if isinstance(answer, protocol.Ready):
                if received:
                    raise protocol.InvalidFrame("more than one message at the start")
                return framed
            if answer.ticket != ticket:
                raise protocol.InvalidFrame("an answer to another request")
            if isinstance(answer, protocol.Accepted):
                self.accepted = True
            elif received or not self.accepted:
                raise protocol.InvalidFrame("more than one answer to a request, or an answer before `accepted`")
            else:
                return framed
        return None

    def _write(self, unsent: memoryview) -> memoryview:
        try:
            return unsent[os.write(self._stdin, unsent[:CHUNK]) :]
        except BrokenPipeError:
            # The process has ended. Reading its output detects that.
            return unsent[len(unsent) :]

    def _keep(self, chunk: bytes) -> None:
        self._error_output += chunk
        del self._error_output[:-STDERR_TAIL]

    def wait(self) -> int | None:
        """Wait for the end of the process after the end of its output.

        Returns its exit status, or minus the number of the signal that ended it; None if it is still running.
        """
        try:
            status = self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            return None
        try:
            while chunk := os.read(self._stderr, CHUNK):
                self._keep(chunk)
        except BlockingIOError:
            # A child of the process still has the pipe open. Its output is ignored.
            return status
        return status

    def end(self) -> None:
        """Kill the process and all processes in its session."""
        self._finalizer()


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process and all processes in its session, and close its pipes."""
    with suppress(ProcessLookupError):  # it has already ended
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _environment() -> dict[str, str]:
    """Return an environment without credentials. With two arenas, glibc reserves no address space for every thread."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, "MALLOC_ARENA_MAX": "2", "HOME": "/nonexistent"}


def _hidden() -> str | None:
    """Hide this process from others of its user, such as the parsers. Returns the reason if the kernel refuses it."""
    try:
        hide_this_process()
    except OSError as error:
        return f"the function's credentials are readable ({error})"
    return None
