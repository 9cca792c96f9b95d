"""ParseWorker: reads files in a process of its own, so that no file can take its neighbours or the function along."""

import ctypes
import logging
import os
import selectors
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from functions.parse import protocol
from shared.document import ParsedDocument
from shared.errors import Code, PermanentError, TransientError
from shared.settings import ParseSettings, ReadingLimits

logger = logging.getLogger(__name__)

CODE_ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds `functions` and `shared`: the repository, or /var/task on Lambda."""

START_SECONDS = 30.0
"""A cold start on a busy machine takes a few seconds; a process that is not ready by then won't be."""

CHUNK = 1 << 16
"""What a Linux pipe holds."""

STDERR_TAIL = 8192
"""Bytes of the process's standard error that are kept, for the log and to tell why it died."""

PASSED_ON = ("LD_LIBRARY_PATH",)
"""What the interpreter needs to find its libraries on Lambda. Nothing else of our environment reaches the parsers."""

PR_SET_DUMPABLE = 4

MEMORY_SIGNS = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"out of memory", b"cannot allocate memory")
"""What Rust, Python and C++ say before they end a process that has run out of memory."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """Bounds on a file, on what is read of it, and on the process that reads it."""

    reading: ReadingLimits
    max_bytes: int
    seconds: float
    memory_mb: int
    """Address space of the process."""
    files: int
    """Files that one process reads before it is replaced."""

    @classmethod
    def of(cls, settings: ParseSettings) -> Self:
        """The limits that the settings name."""
        return cls(
            reading=ReadingLimits.model_validate(settings.model_dump(include=set(ReadingLimits.model_fields))),
            max_bytes=settings.max_bytes,
            seconds=settings.parse_seconds,
            memory_mb=settings.parse_memory_mb,
            files=settings.worker_files,
        )


class ParseWorker:
    """Reads one file at a time in a warm process, started at the first file (or by `start`) and replaced after a crash,
    a limit, or `limits.files` files. Not for use by several threads at once."""

    def __init__(self, limits: WorkerLimits, module: str = "functions.parse.child") -> None:
        """`module` is run as the process; it is given the memory limit and speaks the protocol."""
        self._limits = limits
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._accepted = False
        self._stderr = bytearray()
        self.peak_memory_mb = 0.0
        """Resident megabytes that the process had at most when it answered last."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the process, unless one is running. Raises TransientError: it didn't come up."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        _hide_environment()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-X", "utf8", "-m", self._module, str(self._limits.memory_mb)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=CODE_ROOT,
                env=_environment(),
                start_new_session=True,
                bufsize=0,
            )
        except OSError as error:
            raise TransientError(f"The parser process could not be started: {error}.") from error
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert pipe is not None  # all three were asked for
            os.set_blocking(pipe.fileno(), False)
        try:
            self._exchange(b"", monotonic() + START_SECONDS)
        except (protocol.ConnectionClosed, TimeoutError) as error:
            self._end()
            raise TransientError(f"The parser process did not come up: {self._stderr_text()}") from error

    def parse(self, content: bytes, name: str, declared_type: str | None = None) -> ParsedDocument:
        """The document in `content`. `name` and `declared_type` (a Content-Type) are hints that the bytes overrule.

        Raises PermanentError: empty, unsupported, encrypted, corrupt, too_large, timed_out, out_of_memory, crashed.
        Raises TransientError when no process can be started.
        """
        if len(content) > self._limits.max_bytes:
            raise PermanentError(
                Code.TOO_LARGE,
                f"The file has {len(content):,} bytes; files of up to {self._limits.max_bytes:,} are read.",
            )
        request = protocol.pack(
            {
                "name": name,
                "declared_type": declared_type,
                "limits": self._limits.reading.model_dump(),
                "seconds": self._limits.seconds,
            },
            content,
        )
        header, body = self._answer_to(request)
        self._files += 1
        self.peak_memory_mb = header["peak_memory_mb"]
        if not header["sound"] or self._files >= self._limits.files:
            logger.info("worker replaced after %d files", self._files)
            self.close()
        if header["outcome"] == "failure":
            raise PermanentError(Code(header["code"]), header["message"])
        return ParsedDocument.model_validate_json(body)

    def _answer_to(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        """The answer to a request, from a second process where the first was gone before it had looked at the file."""
        for _ in range(2):
            self.start()
            try:
                return self._exchange(request, monotonic() + self._limits.seconds)
            except TimeoutError as error:
                self._end()
                raise self._timed_out() from error
            except protocol.ConnectionClosed as error:
                if self._accepted:
                    raise self._died() from error
                self._end()
        raise TransientError(f"The parser process ended before it read the file: {self._stderr_text()}")

    def close(self) -> None:
        """End the process, if there is one."""
        self._end()

    def _exchange(self, request: bytes, deadline: float) -> tuple[dict[str, Any], bytes]:
        """Send a frame and wait for the answer. Raises TimeoutError, ConnectionClosed."""
        process = self._running()
        assert process.stdin and process.stdout and process.stderr
        unsent, received = memoryview(request), bytearray()
        self._accepted = False
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            selector.register(process.stderr, selectors.EVENT_READ)
            if unsent:
                selector.register(process.stdin, selectors.EVENT_WRITE)
            while True:
                remaining = deadline - monotonic()
                if remaining <= 0:
                    raise TimeoutError
                for key, _ in selector.select(remaining):
                    if key.fileobj is process.stdin:
                        unsent = self._write(process.stdin.fileno(), unsent)
                        if not unsent:
                            selector.unregister(process.stdin)
                        continue
                    chunk = os.read(key.fd, CHUNK)
                    if key.fileobj is process.stderr:
                        self._keep(chunk)
                        if not chunk:
                            selector.unregister(process.stderr)
                        continue
                    if not chunk:
                        raise protocol.ConnectionClosed("the parser process closed its output")
                    received += chunk
                    while answer := protocol.unpack(received):
                        if "accepted" not in answer[0]:
                            return answer
                        self._accepted = True

    @staticmethod
    def _write(descriptor: int, unsent: memoryview) -> memoryview:
        try:
            return unsent[os.write(descriptor, unsent[:CHUNK]) :]
        except BrokenPipeError:
            # The process is gone. Its output ends too, which is where the reader learns of it.
            return unsent[len(unsent) :]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("the parser process is not running")
        return self._process

    def _keep(self, chunk: bytes) -> None:
        self._stderr += chunk
        del self._stderr[:-STDERR_TAIL]

    def _died(self) -> PermanentError:
        """Why the process ended in the middle of a file."""
        process = self._running()
        process.wait()
        self._drain()
        status = process.returncode
        tail = bytes(self._stderr)
        self._end()
        if status == -signal.SIGXCPU:
            return self._timed_out()
        # An unasked SIGKILL is the kernel's, when the whole machine or container is out of memory.
        if status == -signal.SIGKILL or any(sign in tail for sign in MEMORY_SIGNS):
            self._log("worker out of memory")
            return PermanentError(
                Code.OUT_OF_MEMORY, f"Reading the file took more than {self._limits.memory_mb:,} MB of memory."
            )
        cause = signal.Signals(-status).name if status < 0 else f"status {status}"
        self._log(f"worker crashed ({cause})")
        return PermanentError(Code.CRASHED, f"The file crashed the program that reads it ({cause}).")

    def _timed_out(self) -> PermanentError:
        self._log("worker timed out")
        return PermanentError(Code.TIMED_OUT, f"Reading the file took longer than {self._limits.seconds:g} seconds.")

    def _drain(self) -> None:
        """What a dead process has left in its standard error."""
        process = self._running()
        assert process.stderr
        try:
            while chunk := os.read(process.stderr.fileno(), CHUNK):
                self._keep(chunk)
        except BlockingIOError:
            # A child of the process still holds the pipe open; what it may write is of no interest.
            return

    def _end(self) -> None:
        """Kill the process with everything that it started, and forget it."""
        process, self._process, self._files = self._process, None, 0
        if process is None:
            return
        with suppress(ProcessLookupError):  # it has ended already
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()

    def _log(self, what: str) -> None:
        logger.warning("%s: %s", what, self._stderr_text())
        self._stderr.clear()

    def _stderr_text(self) -> str:
        return bytes(self._stderr).decode("utf-8", "replace").strip() or "it said nothing"


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
