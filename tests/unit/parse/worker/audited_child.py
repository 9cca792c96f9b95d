"""The worker process with an audit hook instead of the sandbox: if a parser tries to open another file, a connection or
a program, the file fails with a message that names the attempt."""

import os
import sys
from pathlib import Path

from functions.parse.child import serve
from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from functions.parse.worker.sandbox import LIBRARY_DATA
from shared.documents.document import ParsedDocument
from shared.errors import Code, PermanentError

CANARY = Path(__file__).parents[3] / "data" / "canary.txt"
WATCHED = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "urllib.",
    "ftplib.",
    "ctypes.dlopen",
)
EXPECTED = (*LIBRARY_DATA, *(path for path in sys.path if path), sys.prefix, sys.base_prefix)
_tried: list[str] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path = arguments[0]
        if isinstance(path, str | bytes) and not _is_expected(os.path.abspath(os.fsdecode(path))):
            _tried.append(f"open {path!r}")
    elif event.startswith(WATCHED):
        _tried.append(f"{event} {arguments!r}")


def _is_expected(path: str) -> bool:
    return path != str(CANARY) and path.startswith(EXPECTED)


def audited(content: bytes, hints: Hints, limits: Limits) -> ParsedDocument:
    """Parse a file, and fail if the audit hook recorded an attempt."""
    _tried.clear()
    if hints.name == "audit":
        with open(CANARY, "rb"):
            pass
    try:
        return parse(content, hints, limits)
    finally:
        if _tried:
            raise PermanentError(Code.CRASHED, f"The parser tried to access other resources: {'; '.join(_tried)}.")


if __name__ == "__main__":
    parse(b"<p>What libraries load at their first page.</p>", Hints("a.html"), Limits())
    sys.addaudithook(_watch)
    serve(audited, sys.argv[1:])
