"""Read files in a separate process, so that a file that crashes it affects neither other files nor the function."""

import logging
import secrets
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from functions.parse.worker import protocol
from functions.parse.worker.process import WorkerProcess
from shared.errors import Code, NotConfinedError, PermanentError, TransientError
from shared.settings import ParseSettings, ReadingLimits, SandboxMode

if TYPE_CHECKING:
    from shared.documents.document import ParsedDocument

logger = logging.getLogger(__name__)

# Maximum seconds to start. A cold start on a busy machine takes a few seconds.
START_SECONDS = 30.0

# Text that Rust, Python and C++ write to standard error before they end a process that is out of memory.
MEMORY_SIGNS = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"out of memory", b"cannot allocate memory")


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """Limits on a file, on its content, and on the process that reads it."""

    reading: ReadingLimits
    max_bytes: int
    seconds: float
    # Address space of the process in megabytes.
    memory_mb: int
    # Files that one process reads before it is replaced.
    files: int
    # What happens if the kernel lacks a layer of the sandbox.
    sandbox: SandboxMode = SandboxMode.BEST_EFFORT

    @classmethod
    def of(cls, settings: ParseSettings) -> Self:
        """Return the limits of the settings."""
        return cls(
            reading=ReadingLimits.model_validate(settings.model_dump(include=set(ReadingLimits.model_fields))),
            max_bytes=settings.max_bytes,
            seconds=settings.parse_seconds,
            memory_mb=settings.parse_memory_mb,
            files=settings.worker_files,
            sandbox=settings.parse_sandbox,
        )


class ParseWorker:
    """Reads one file at a time in a warm process, which starts at the first file or by `start`.

    The process is replaced after a crash, a time or memory limit, or `limits.files` files. Not thread-safe.
    """

    def __init__(self, limits: WorkerLimits, module: str = "functions.parse.child") -> None:
        """`module` runs as the process. It gets the memory limit as an argument and implements the protocol."""
        self._limits = limits
        self._module = module
        self._process: WorkerProcess | None = None
        # Whether the process has reported that it is ready.
        self._ready = False
        self._files = 0
        # What is not confined in the latest process that was ready. Empty if the settings disable the sandbox.
        self.gaps: tuple[str, ...] = ()
        # Why no process of this worker may read a file, "" if nothing prevents it. The kernel stays the same.
        self._refusal = ""
        self._confinement_logged = False
        # Peak resident megabytes of the process at its latest answer.
        self.peak_memory_mb = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the process unless it is running, and wait until it is ready.

        Raises TransientError if it fails, and NotConfinedError if it is not fully confined although the settings
        require it.
        """
        self._started()

    def refusal(self) -> str:
        """Return why no file may be read, "" if nothing prevents it.

        If the settings require the whole sandbox, start the process to find out. Raises TransientError if this fails.
        """
        if self._limits.sandbox is SandboxMode.REQUIRED:
            with suppress(NotConfinedError):
                self.start()
        return self._refusal

    def begin_to_start(self) -> None:
        """Start the process without waiting for it. If this fails, the first file tries again and raises the error."""
        with suppress(OSError):
            self._process, self._ready = self._new_process(), False

    def _started(self) -> WorkerProcess:
        if self._refusal:
            raise NotConfinedError(self._refusal)
        process = self._process
        if process is None or not process.running:
            self.close()
            try:
                process = self._process = self._new_process()
            except OSError as error:
                raise TransientError(f"The parser process could not be started: {error}.") from error
            self._ready = False
        if not self._ready:
            self._wait_until_ready(process)
        return process

    def _new_process(self) -> WorkerProcess:
        return WorkerProcess(self._module, self._limits.memory_mb, self._limits.sandbox is not SandboxMode.OFF)

    def _wait_until_ready(self, process: WorkerProcess) -> None:
        try:
            ready = process.wait_until_ready(monotonic() + START_SECONDS)
        except (protocol.ConnectionClosed, protocol.InvalidFrame, TimeoutError) as error:
            self.close()
            raise TransientError(f"The parser process did not start: {_startup_output(process)}") from error
        self._check_confinement(ready.gaps if process.gap is None else [*ready.gaps, process.gap])
        self._ready = True

    def _check_confinement(self, gaps: Sequence[str]) -> None:
        """Log once what is not confined. Raises NotConfinedError instead if the settings require the whole sandbox."""
        mode = self._limits.sandbox
        self.gaps = () if mode is SandboxMode.OFF else tuple(gaps)
        missing = "ParseSandbox is off" if mode is SandboxMode.OFF else "; ".join(self.gaps)
        if self.gaps and mode is SandboxMode.REQUIRED:
            self.close()
            self._refusal = (
                f"ParseSandbox is `required`, but the parser process is not fully confined here: {missing}. No file is "
                "read. `nutgraf probe` prints what the kernel allows. Set ParseSandbox to `best-effort` to read files "
                "without these layers."
            )
            raise NotConfinedError(self._refusal)
        if missing and not self._confinement_logged:
            self._confinement_logged = True
            logger.warning("the parser process is not fully confined: %s", missing)

    def parse(self, content: bytes, name: str, declared_type: str | None = None) -> "ParsedDocument":
        """Parse `content`. `name` and `declared_type` (a Content-Type) are hints that the bytes overrule.

        Raises PermanentError: empty, unsupported, encrypted, corrupt, too_large, timed_out, out_of_memory, crashed.
        Raises TransientError if no process can be started, and NotConfinedError as `start` does.
        """
        if len(content) > self._limits.max_bytes:
            raise PermanentError(
                Code.TOO_LARGE,
                f"The file has {len(content):,} bytes, but at most {self._limits.max_bytes:,} bytes are allowed.",
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
        if not answer.is_reusable and isinstance(answer, protocol.Failed) and self._process is not None:
            self._process.wait()
            logger.warning("worker exited after a file")
        if not answer.is_reusable or self._files >= self._limits.files:
            logger.info("worker replaced after %d files", self._files)
            self.close()
        if isinstance(answer, protocol.Failed):
            raise PermanentError(answer.code, answer.message)
        assert document is not None
        return document

    def _answer_to(self, request: bytes, ticket: str) -> tuple[protocol.Read | protocol.Failed, bytes]:
        """Return the answer to a request. Retry once if the process ended before it accepted the file."""
        for _ in range(2):
            process = self._started()
            try:
                return process.submit(request, ticket, monotonic() + self._limits.seconds)
            except TimeoutError as error:
                raise self._timed_out() from error
            except protocol.ConnectionClosed as error:
                if process.accepted:
                    raise self._exited(process) from error
            except protocol.InvalidFrame as error:
                if process.accepted:
                    raise self._invalid_answer("an invalid frame") from error
                # An earlier file caused it.
            self.close()
        raise TransientError("The parser process ended twice before it read the file.")

    def _document(self, body: bytes) -> "ParsedDocument":
        # Imported here, because this module is imported before the process starts.
        from shared.documents.document import ParsedDocument

        try:
            document = ParsedDocument.model_validate_json(body)
        except ValidationError as error:
            # Log neither location nor message of the error: a parser that was taken over controls both.
            raise self._invalid_answer(f"no document: {error.errors()[0]['type']}") from error
        if len(document.text) > self._limits.reading.max_characters:
            raise self._invalid_answer(f"a text of {len(document.text):,} characters")
        return document

    def close(self) -> None:
        """End the process if it is running."""
        process, self._process, self._files = self._process, None, 0
        if process is not None:
            process.end()

    def _exited(self, process: WorkerProcess) -> PermanentError:
        """Return the error for a process that ended while it read a file."""
        status = process.wait()
        if status is None:
            return self._invalid_answer("it closed its output and kept running")
        self.close()
        if status == -signal.SIGXCPU:
            return self._timed_out()
        # The kernel sends SIGKILL if the whole machine or container is out of memory.
        if status == -signal.SIGKILL or any(sign in process.error_output for sign in MEMORY_SIGNS):
            logger.warning("worker out of memory")
            return PermanentError(
                Code.OUT_OF_MEMORY, f"Reading the file took more than {self._limits.memory_mb:,} MB of memory."
            )
        cause = signal.Signals(-status).name if status < 0 else f"status {status}"
        logger.warning("worker crashed (%s)", cause)
        return PermanentError(Code.CRASHED, f"The parser crashed while it read the file ({cause}).")

    def _timed_out(self) -> PermanentError:
        self.close()
        logger.warning("worker timed out")
        return PermanentError(Code.TIMED_OUT, f"Reading the file took longer than {self._limits.seconds:g} seconds.")

    def _invalid_answer(self, reason: str) -> PermanentError:
        """End a process that sent an invalid answer, because a file has broken its parser or taken it over."""
        self.close()
        logger.warning("worker sent an invalid answer: %s", reason)
        return PermanentError(Code.CRASHED, "The parser returned an invalid answer for the file.")


def _startup_output(process: WorkerProcess) -> str:
    """Return the standard error of a process that has received no file. Later output may quote documents, which are
    never logged."""
    return process.error_output.decode("utf-8", "replace").strip() or "it wrote nothing to standard error"
