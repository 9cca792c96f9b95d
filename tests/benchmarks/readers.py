"""The readers that the parse benchmark compares: the product and its peers, each in its own process."""

import logging
import os
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from select import select
from types import TracebackType
from typing import BinaryIO, Protocol, Self, cast

from functions.parse.worker import protocol
from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from shared.errors import PermanentError

# Outcome of a file that was read. Other outcomes are error codes, or the names of exceptions of a library.
READ = "ok"

OURS = "nutgraf"
KREUZBERG = "kreuzberg"
CODE_ROOT = Path(__file__).resolve().parents[2]
PEERS_PYTHON = CODE_ROOT / ".peers-venv" / "bin" / "python"

# The peers that `make bench-peers` installs.
INSTALLED_PEERS = ("markitdown", "unstructured")

PEER_START_SECONDS = 120.0
PEER_ENVIRONMENT = {
    "HOME": "/nonexistent",
    "PATH": os.environ.get("PATH", os.defpath),
    "DO_NOT_TRACK": "true",
    "SCARF_NO_ANALYTICS": "true",
    "UNSTRUCTURED_DISABLE_NOTICE": "1",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one reader for one file."""

    outcome: str
    text: str = ""
    media_type: str | None = None
    warnings: tuple[str, ...] = ()


class Reader(Protocol):
    """A reader of files, one at a time."""

    def start(self) -> None:
        """Start the process if it is not running."""

    def read(self, content: bytes, name: str) -> Outcome:
        """Return the text of a file, or the reason of a failure."""


@dataclass(frozen=True, slots=True)
class WorkerReader:
    """A reader in the product's confined worker process: the product itself, or kreuzberg alone."""

    worker: ParseWorker

    def start(self) -> None:
        """Start the process if it is not running."""
        self.worker.start()

    def read(self, content: bytes, name: str) -> Outcome:
        """Return the text of a file, or the code of its failure."""
        try:
            document = self.worker.parse(content, name)
        except PermanentError as error:
            return Outcome(error.code.value)
        codes = tuple(dict.fromkeys(warning.code for warning in document.warnings))
        return Outcome(READ, document.text, document.media_type, codes)


class PeerReader:
    """A peer that runs as `command`, with a limit of `seconds` for each file and no other limit.

    It sends a first frame when it is ready, and then one frame for each file. `failed` in the frame is the name of an
    exception; if it is empty, the text follows.
    """

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        self._command = command
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def start(self) -> None:
        """Start the process if it is not running."""
        if self._process is None:
            self._process = self._started()

    def read(self, content: bytes, name: str) -> Outcome:
        """Return the text of a file, or the name of the exception that the peer raised."""
        self.start()
        process = self._process
        assert process is not None and process.stdin is not None
        try:
            process.stdin.write(protocol.pack({"name": name}, content))
            process.stdin.flush()
            header, body = self._answer(process, self._seconds)
        except (BrokenPipeError, protocol.ConnectionClosed):
            self._end()
            return Outcome("crashed")
        except TimeoutError:
            self._end()
            return Outcome("timed_out")
        failed = header["failed"]
        return Outcome(failed) if failed else Outcome(READ, body.decode("utf-8"))

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=CODE_ROOT,
            env=PEER_ENVIRONMENT,
        )
        self._answer(process, PEER_START_SECONDS)
        return process

    @staticmethod
    def _answer(process: subprocess.Popen[bytes], seconds: float) -> tuple[dict[str, str | None], bytes]:
        """Return the next frame; raises TimeoutError and ConnectionClosed."""
        output = cast(BinaryIO, process.stdout)
        if not select([output], [], [], seconds)[0]:
            raise TimeoutError
        header, length = protocol.read_header(output)
        return header, protocol.read_exactly(output, length)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.communicate()


def open_peers(stack: ExitStack, limits: WorkerLimits) -> dict[str, Reader]:
    """Open the installed peers, by name. kreuzberg is always installed."""
    kreuzberg = stack.enter_context(ParseWorker(limits, "tests.benchmarks.parse_peer"))
    peers: dict[str, Reader] = {KREUZBERG: WorkerReader(kreuzberg)}
    if not (PEERS_PYTHON.parents[1] / "installed").exists():
        logging.getLogger(__name__).warning(
            "%s are not compared. `make bench-peers` installs them.", " and ".join(INSTALLED_PEERS)
        )
        return peers
    for peer in INSTALLED_PEERS:
        command = [str(PEERS_PYTHON), "-X", "utf8", "-m", "tests.benchmarks.peer_child", peer]
        peers[peer] = stack.enter_context(PeerReader(command, limits.seconds))
    return peers
