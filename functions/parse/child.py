"""The worker process: reads files one after another from its input, under limits, and answers with documents.

It runs as `python -m functions.parse.child MEMORY_MB`. What it may use is bounded before it reads the first file. Its
memory and processor limits end it from outside Python: native parsers heed nothing else.
"""

import os
import resource
import sys
import traceback
from collections.abc import Callable
from time import monotonic
from typing import Any, BinaryIO

from functions.parse import protocol
from functions.parse.formats.format import Hints, Limits
from shared.document import ParsedDocument
from shared.errors import Code, PermanentError

OPEN_FILES = 64
"""The three pipes, and what libraries open to read their own data."""

SOFT_SHARE = 0.8
"""Of the seconds for a file. Work that can stop in the middle stops then: what was read by then is kept."""

Parse = Callable[[bytes, Hints, Limits], ParsedDocument]


def main() -> None:
    """Serve the parser of this package."""
    # Imported here, so that a test can serve another parser under the same limits.
    from functions.parse.formats import pdf
    from functions.parse.parser import parse

    pdf.prepare()
    serve(parse, int(sys.argv[1]))


def serve(parse: Parse, memory_mb: int) -> None:
    """Answer frames until the input ends. Each asks for one: `name`, `declared_type`, `limits`, `seconds`."""
    requests, answers = _claim_pipes()
    _limit(memory_mb)
    _send(answers, {"ready": True})
    while True:
        try:
            header, length = protocol.read_header(requests)
            # From here on, what ends this process is the file's doing.
            _send(answers, {"accepted": True})
            _limit_processor_time(header["seconds"])
            answer, body, sound = _answer(parse, header, requests, length)
        except protocol.ConnectionClosed:
            return
        answer["peak_memory_mb"] = _peak_memory_mb()
        answer["sound"] = sound
        _send(answers, answer, body)
        if not sound:
            return


def _answer(
    parse: Parse, header: dict[str, Any], requests: BinaryIO, length: int
) -> tuple[dict[str, Any], bytes, bool]:
    """The answer for one file, its body, and whether this process is sound enough to read another."""
    begun = monotonic()
    try:
        content = protocol.read_exactly(requests, length)
        limits = Limits(**header["limits"], deadline=begun + SOFT_SHARE * header["seconds"])
        document = parse(content, Hints(header["name"], header["declared_type"]), limits)
        return {"outcome": "document"}, document.model_dump_json().encode("utf-8"), True
    except PermanentError as error:
        return _failure(error.code, error.message), b"", True
    except MemoryError:
        return _failure(Code.OUT_OF_MEMORY, "Reading the file took more memory than the limit allows."), b"", False
    except BaseException as error:
        # A panic of a Rust library derives from BaseException. Whatever a parser raises is about this file alone.
        if isinstance(error, (SystemExit, KeyboardInterrupt, protocol.ConnectionClosed)):
            raise
        traceback.print_exc()
        return _failure(Code.CRASHED, f"The parser failed on this file ({type(error).__name__})."), b"", False


def _failure(code: Code, message: str) -> dict[str, Any]:
    return {"outcome": "failure", "code": code.value, "message": message}


def _send(answers: BinaryIO, header: dict[str, Any], body: bytes = b"") -> None:
    answers.write(protocol.pack(header, body))
    answers.flush()


def _claim_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Input and output as files of our own. Descriptor 0 becomes empty and 1 becomes 2, so that what a native library
    prints can't get between the frames."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    os.dup2(2, 1)
    return requests, answers


def _peak_memory_mb() -> float:
    """Resident megabytes at most. getrusage would count those of the process that started this one as well."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))


def _limit(memory_mb: int) -> None:
    address_space = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor_time(seconds: float) -> None:
    """Allow what this process has used so far and, on every processor, the seconds of one file more. The parent's clock
    ends a file sooner; this ends a process whose parent is gone."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    allowance = usage.ru_utime + usage.ru_stime + seconds * (os.cpu_count() or 1)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(allowance) + 1, hard))


if __name__ == "__main__":
    main()
