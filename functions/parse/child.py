"""The worker process: reads files one by one from standard input, under limits, and writes documents.

Run it as `python -m functions.parse.child MEMORY_MB confined|unconfined`. The process sets its resource limits before
it reads the first file. The kernel enforces the limits on memory and processor time, which also stops native parsers.
Where it has the features for it, it also restricts access to files, network and system calls (sandbox.py).
"""

import os
import resource
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, BinaryIO, TextIO

from functions.parse.contract import Hints, Limits
from functions.parse.ocr.language_data import DATA_FOLDERS
from functions.parse.worker import protocol, sandbox
from shared.documents.document import ParsedDocument
from shared.errors import Code, PermanentError
from shared.memory import relieve_garbage_collector

# Maximum number of open files: the three pipes, and the data files of libraries.
OPEN_FILES = 64

# Second argument of the process. With `unconfined` it runs without the layers of the sandbox that can reject a call.
CONFINED = "confined"

# Share of the seconds for a file. Work that can stop early stops then, and what was read is kept.
SOFT_SHARE = 0.8

Parse = Callable[[bytes, Hints, Limits], ParsedDocument]


def main() -> None:
    """Serve requests with the parser of this package."""
    # Imported here so that tests can serve another parser under the same limits.
    from functions.parse.formats.pdf import reader as pdf
    from functions.parse.ocr import tesseract
    from functions.parse.parser import parse

    def prepare() -> None:
        pdf.prepare()
        tesseract.prepare()

    serve(parse, sys.argv[1:], prepare, lambda: not (tesseract.abandoned() or tesseract.altered()))


def serve(
    parse: Parse,
    arguments: Sequence[str],
    prepare: Callable[[], object] = lambda: None,
    can_read_another: Callable[[], bool] = lambda: True,
) -> None:
    """Answer requests until the input ends.

    The header of a request contains `ticket`, `name`, `declared_type`, `limits` and `seconds`; its body is the file.
    `arguments` are the arguments of the process. `prepare` is called once, before the limits are set.
    `can_read_another` is called after every file and returns whether the process can read another one.
    """
    memory_mb, confinement = arguments
    confined = confinement == CONFINED
    requests, answers = _claim_pipes()
    with open("/proc/self/status", encoding="ascii") as status:
        gaps = sandbox.enter_before_threads(DATA_FOLDERS) if confined else []
        prepare()
        relieve_garbage_collector()
        _limit_resources(int(memory_mb))
        if confined and (gap := sandbox.enter_calls(single_threaded=_number(status, "Threads") == 1)):
            gaps.append(gap)
        _send(answers, protocol.Ready(gaps=gaps))
        with suppress(protocol.ConnectionClosed):
            while _answer_next(parse, requests, answers, status, can_read_another):
                pass


def _answer_next(
    parse: Parse, requests: BinaryIO, answers: BinaryIO, status: TextIO, can_read_another: Callable[[], bool]
) -> bool:
    """Answer the next request, and return whether this process can read another file.

    Raises ConnectionClosed if the input has ended.
    """
    header, length = protocol.read_header(requests)
    # From here on, a crash of this process is attributed to the file.
    _send(answers, protocol.Accepted(ticket=header["ticket"]))
    _limit_processor_time(header["seconds"])
    outcome, is_reusable = _outcome(parse, header, requests, length)
    is_reusable = is_reusable and can_read_another()
    peak_memory_mb = _number(status, "VmHWM") / 1024
    common = {"ticket": header["ticket"], "peak_memory_mb": peak_memory_mb, "is_reusable": is_reusable}
    if isinstance(outcome, PermanentError):
        _send(answers, protocol.Failed(**common, code=outcome.code, message=_bounded(outcome.message)))
    else:
        _send(answers, protocol.Read(**common), outcome)
    return is_reusable


def _outcome(
    parse: Parse, header: dict[str, Any], requests: BinaryIO, length: int
) -> tuple[bytes | PermanentError, bool]:
    """Return the document of one file as JSON or the error, and whether this process can read another file."""
    started = monotonic()
    try:
        content = protocol.read_exactly(requests, length)
        limits = Limits(**header["limits"], deadline=started + SOFT_SHARE * header["seconds"])
        document = parse(content, Hints(header["name"], header["declared_type"]), limits)
        body = document.model_dump_json().encode("utf-8")
        return body if len(body) <= protocol.MAX_BODY else _too_large(len(body)), True
    except PermanentError as error:
        return error, True
    except RecursionError:
        return PermanentError(Code.TOO_LARGE, "The file is nested too deeply to be read."), True
    except MemoryError:
        return PermanentError(Code.OUT_OF_MEMORY, "Reading the file took more memory than the limit allows."), False
    except BaseException as error:
        # A panic of a Rust library derives from BaseException. Any exception of a parser fails only this file.
        if isinstance(error, (SystemExit, KeyboardInterrupt, protocol.ConnectionClosed)):
            raise
        traceback.print_exc()
        return PermanentError(Code.CRASHED, f"The parser failed on this file ({type(error).__name__})."), False


def _too_large(size: int) -> PermanentError:
    return PermanentError(
        Code.TOO_LARGE, f"The parsed document has {size:,} bytes, but at most {protocol.MAX_BODY:,} bytes are allowed."
    )


def _bounded(message: str) -> str:
    """Return a message that fits the protocol: at most MAX_MESSAGE code points, without lone surrogates."""
    shown = message if len(message) <= protocol.MAX_MESSAGE else f"{message[: protocol.MAX_MESSAGE - 2]} …"
    return shown.encode("utf-8", "replace").decode("utf-8")


def _send(answers: BinaryIO, header: protocol.Answer, body: bytes = b"") -> None:
    answers.write(protocol.pack(header.model_dump(mode="json"), body))
    answers.flush()


def _claim_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return input and output as new files. Descriptor 0 becomes empty and 1 a copy of 2, so that output of a native
    library can't mix with the frames."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    os.dup2(2, 1)
    return requests, answers


def _number(status: TextIO, name: str) -> int:
    """Return a number of /proc/self/status, which is open because the sandbox forbids opening it.

    `VmHWM` is the peak resident memory in kilobytes. getrusage also counts that of the process that started this one.
    """
    status.seek(0)
    return next(int(line.split()[1]) for line in status if line.startswith(f"{name}:"))


def _limit_resources(memory_mb: int) -> None:
    address_space = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor_time(seconds: float) -> None:
    """Allow the processor time used so far and, on every processor, the seconds of one more file. The parent enforces
    the wall-clock limit, which is shorter; this limit ends a process whose parent is gone."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    allowance = usage.ru_utime + usage.ru_stime + seconds * (os.cpu_count() or 1)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(allowance) + 1, hard))


if __name__ == "__main__":
    main()
