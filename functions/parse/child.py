"""The worker process: reads files one after another from its input, under limits, and answers with documents.

It runs as `python -m functions.parse.child MEMORY_MB confined|unconfined`. What it may use is bounded before it reads
the first file. Its memory and processor limits end it from outside Python: native parsers heed nothing else. What it
may reach is bounded by the kernel too (sandbox.py).
"""

import gc
import os
import resource
import sys
import traceback
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, BinaryIO, TextIO

from functions.parse.contract import Hints, Limits
from functions.parse.ocr.language_data import DATA_FOLDERS
from functions.parse.worker import protocol, sandbox
from shared.documents.document import ParsedDocument
from shared.errors import Code, PermanentError

# The three pipes, and what libraries open to read their own data.
OPEN_FILES = 64

# Second argument of the process. `unconfined` leaves it out of the sandbox.
CONFINED = "confined"

# New objects after which Python looks for cycles among them; 700 (2,000 since 3.13) unless told.
GARBAGE_OBJECTS = 50_000

# Of the seconds for a file. Work that can stop in the middle stops then: what was read by then is kept.
SOFT_SHARE = 0.8

Parse = Callable[[bytes, Hints, Limits], ParsedDocument]


def main() -> None:
    """Serve the parser of this package."""
    # Imported here, so that a test can serve another parser under the same limits.
    from functions.parse.formats.pdf import reader as pdf
    from functions.parse.ocr import tesseract
    from functions.parse.parser import parse

    def prepare() -> None:
        pdf.prepare()
        tesseract.prepare()

    serve(parse, sys.argv[1:], prepare, lambda: not tesseract.abandoned())


def serve(
    parse: Parse,
    arguments: Sequence[str],
    prepare: Callable[[], object] = lambda: None,
    fit: Callable[[], bool] = lambda: True,
) -> None:
    """Answer frames until the input ends. Each asks for one file: `ticket`, `name`, `declared_type`, `limits`,
    `seconds`. `arguments` are those of the process. `prepare` is called once, before the limits hold; `fit` after every
    file, to learn whether the process can read another."""
    memory_mb, confinement = arguments
    confined = confinement == CONFINED
    requests, answers = _claim_pipes()
    with open("/proc/self/status", encoding="ascii") as status:
        gaps = [sandbox.enter_files(DATA_FOLDERS) if confined else "the settings leave it unconfined"]
        prepare()
        _relieve_garbage_collector()
        _limit(int(memory_mb))
        gaps.append(sandbox.enter_calls() if confined else None)
        _send(answers, protocol.Ready(gaps=[gap for gap in gaps if gap is not None]))
        while True:
            try:
                header, length = protocol.read_header(requests)
                # From here on, what ends this process is the file's doing.
                _send(answers, protocol.Accepted(ticket=header["ticket"]))
                _limit_processor_time(header["seconds"])
                outcome, sound = _outcome(parse, header, requests, length)
                sound = sound and fit()
            except protocol.ConnectionClosed:
                return
            said = {"ticket": header["ticket"], "peak_memory_mb": _peak_memory_mb(status), "sound": sound}
            if isinstance(outcome, PermanentError):
                _send(answers, protocol.Failed(**said, code=outcome.code, message=_bounded(outcome.message)))
            else:
                _send(answers, protocol.Read(**said), outcome)
            if not sound:
                return


def _outcome(
    parse: Parse, header: dict[str, Any], requests: BinaryIO, length: int
) -> tuple[bytes | PermanentError, bool]:
    """The document of one file as JSON, or why there is none; and whether this process is fit to read another."""
    begun = monotonic()
    try:
        content = protocol.read_exactly(requests, length)
        limits = Limits(**header["limits"], deadline=begun + SOFT_SHARE * header["seconds"])
        document = parse(content, Hints(header["name"], header["declared_type"]), limits)
        body = document.model_dump_json().encode("utf-8")
        return body if len(body) <= protocol.MAX_BODY else _too_large(len(body)), True
    except PermanentError as error:
        return error, True
    except RecursionError:
        return PermanentError(Code.TOO_LARGE, "The file nests too deeply to be read."), True
    except MemoryError:
        return PermanentError(Code.OUT_OF_MEMORY, "Reading the file took more memory than the limit allows."), False
    except BaseException as error:
        # A panic of a Rust library derives from BaseException. Whatever a parser raises is about this file alone.
        if isinstance(error, (SystemExit, KeyboardInterrupt, protocol.ConnectionClosed)):
            raise
        traceback.print_exc()
        return PermanentError(Code.CRASHED, f"The parser failed on this file ({type(error).__name__})."), False


def _too_large(size: int) -> PermanentError:
    return PermanentError(
        Code.TOO_LARGE, f"What was read of the file takes {size:,} bytes; up to {protocol.MAX_BODY:,} are kept."
    )


def _bounded(message: str) -> str:
    """A sentence as the protocol takes it."""
    shown = message if len(message) <= protocol.MAX_MESSAGE else f"{message[: protocol.MAX_MESSAGE - 2]} …"
    return shown.encode("utf-8", "replace").decode("utf-8")


def _send(answers: BinaryIO, header: protocol.Answer, body: bytes = b"") -> None:
    answers.write(protocol.pack(header.model_dump(mode="json"), body))
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


def _peak_memory_mb(status: TextIO) -> float:
    """Resident megabytes at most, from /proc/self/status, which can't be opened any more. getrusage would count those
    of the process that started this one as well."""
    status.seek(0)
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))


def _relieve_garbage_collector() -> None:
    """What is loaded stays for as long as the process, and needn't be looked at again and again; the hundreds of
    thousands of objects of a long document make no cycles. Measured: half the time for 100,000 rows of a table."""
    gc.freeze()
    gc.set_threshold(GARBAGE_OBJECTS, 20, 100)


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
