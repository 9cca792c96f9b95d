"""ParseWorker: reads files in a process of its own, so that no file can take its neighbours or the function along."""

import logging
import secrets
import signal
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from functions.parse.worker import protocol
from functions.parse.worker.process import WorkerProcess
from shared.documents.document import ParsedDocument
from shared.errors import Code, PermanentError, TransientError
from shared.settings import ParseSettings, ReadingLimits

logger = logging.getLogger(__name__)

# A cold start on a busy machine takes a few seconds; a process that is not ready by then won't be.
START_SECONDS = 30.0

# What Rust, Python and C++ say before they end a process that has run out of memory.
MEMORY_SIGNS = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"out of memory", b"cannot allocate memory")


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """Bounds on a file, on what is read of it, and on the process that reads it."""

    reading: ReadingLimits
    max_bytes: int
    seconds: float
    # Address space of the process.
    memory_mb: int
    # Files that one process reads before it is replaced.
    files: int
    # Whether the kernel is asked to confine the process.
    sandbox: bool = True

    @classmethod
    def of(cls, settings: ParseSettings) -> Self:
        """The limits that the settings name."""
        return cls(
            reading=ReadingLimits.model_validate(settings.model_dump(include=set(ReadingLimits.model_fields))),
            max_bytes=settings.max_bytes,
            seconds=settings.parse_seconds,
            memory_mb=settings.parse_memory_mb,
            files=settings.worker_files,
            sandbox=settings.parse_sandbox,
        )


class ParseWorker:
    """Reads one file at a time in a warm process, started at the first file (or by `start`) and replaced after a crash,
    a limit, or `limits.files` files. Not for use by several threads at once."""

    def __init__(self, limits: WorkerLimits, module: str = "functions.parse.child") -> None:
        """`module` is run as the process; it is given the memory limit and speaks the protocol."""
        self._limits = limits
        self._module = module
        self._process: WorkerProcess | None = None
        self._files = 0
        self._gaps_told = False
        # Resident megabytes that the process had at most when it answered last.
        self.peak_memory_mb = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the process, unless one is running. Raises TransientError: it didn't come up."""
        self._started()

    def _started(self) -> WorkerProcess:
        if self._process is not None and self._process.running:
            return self._process
        self.close()
        try:
            process = WorkerProcess(self._module, self._limits.memory_mb, self._limits.sandbox)
        except OSError as error:
            raise TransientError(f"The parser process could not be started: {error}.") from error
        self._process = process
        try:
            ready = process.wait_until_ready(monotonic() + START_SECONDS)
        except (protocol.ConnectionClosed, protocol.InvalidFrame, TimeoutError) as error:
            self.close()
            raise TransientError(f"The parser process did not come up: {_words(process)}") from error
        if ready.gaps and not self._gaps_told:
            self._gaps_told = True
            logger.warning("the parser process is not confined in all: %s", "; ".join(ready.gaps))
        return process

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
        ticket = secrets.token_hex(16)
        request = protocol.pack(
            {
                "ticket": ticket,
                "name": name,
                "declared_type": declared_type,
                "limits": self._limits.reading.model_dump(),
                "seconds": self._limits.seconds,
            },
            content,
        )
        answer, body = self._answer_to(request, ticket)
        document = self._document(body) if isinstance(answer, protocol.Read) else None
        self._files += 1
        self.peak_memory_mb = answer.peak_memory_mb
        if not answer.sound and isinstance(answer, protocol.Failed) and self._process is not None:
            self._process.wait()
            logger.warning("worker gave up after a file")
        if not answer.sound or self._files >= self._limits.files:
            logger.info("worker replaced after %d files", self._files)
            self.close()
        if isinstance(answer, protocol.Failed):
            raise PermanentError(answer.code, answer.message)
        assert document is not None
        return document

    def _answer_to(self, request: bytes, ticket: str) -> tuple[protocol.Read | protocol.Failed, bytes]:
        """The answer to a request, from a second process where the first was gone before it had looked at the file."""
        for _ in range(2):
            process = self._started()
            try:
                return process.ask(request, ticket, monotonic() + self._limits.seconds)
            except TimeoutError as error:
                raise self._timed_out() from error
            except protocol.ConnectionClosed as error:
                if process.accepted:
                    raise self._died(process) from error
            except protocol.InvalidFrame as error:
                if process.accepted:
                    raise self._misled("a frame that can't be") from error
                # A file before this one is behind it.
            self.close()
        raise TransientError("The parser process ended, twice, before it read the file.")

    def _document(self, body: bytes) -> ParsedDocument:
        try:
            document = ParsedDocument.model_validate_json(body)
        except ValidationError as error:
            # Neither its place nor its message: both can hold what a parser that was taken over has made up.
            raise self._misled(f"no document: {error.errors()[0]['type']}") from error
        if len(document.text) > self._limits.reading.max_characters:
            raise self._misled(f"a text of {len(document.text):,} characters")
        return document

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process, self._files = self._process, None, 0
        if process is not None:
            process.end()

    def _died(self, process: WorkerProcess) -> PermanentError:
        """Why the process ended in the middle of a file."""
        status = process.wait()
        if status is None:
            return self._misled("it closed its output and ran on")
        self.close()
        if status == -signal.SIGXCPU:
            return self._timed_out()
        # An unasked SIGKILL is the kernel's, when the whole machine or container is out of memory.
        if status == -signal.SIGKILL or any(sign in process.said for sign in MEMORY_SIGNS):
            logger.warning("worker out of memory")
            return PermanentError(
                Code.OUT_OF_MEMORY, f"Reading the file took more than {self._limits.memory_mb:,} MB of memory."
            )
        cause = signal.Signals(-status).name if status < 0 else f"status {status}"
        logger.warning("worker crashed (%s)", cause)
        return PermanentError(Code.CRASHED, f"The file crashed the program that reads it ({cause}).")

    def _timed_out(self) -> PermanentError:
        self.close()
        logger.warning("worker timed out")
        return PermanentError(Code.TIMED_OUT, f"Reading the file took longer than {self._limits.seconds:g} seconds.")

    def _misled(self, how: str) -> PermanentError:
        """Give up a process whose answer can't be: a file has broken its parser, or taken it over."""
        self.close()
        logger.warning("worker gave no valid answer: %s", how)
        return PermanentError(Code.CRASHED, "The file broke the program that reads it: its answer makes no sense.")


def _words(process: WorkerProcess) -> str:
    """What a process says before it has seen a file. Later, its words may be a document's, which are never logged."""
    return process.said.decode("utf-8", "replace").strip() or "it said nothing"
