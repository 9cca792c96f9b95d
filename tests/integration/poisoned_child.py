"""The worker process of the product, with parsers that some files break in the way that their text names."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable

from functions.parse.child import serve
from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from shared.documents.document import ParsedDocument

MARK = b"Poison: "

# The output of a parser on standard error about the text that it could not read.
LAST_WORDS = b"the secret recipe of the widow Zymolska"


def _exhaust_memory() -> None:
    hoard = [bytearray(1 << 26)]
    while hoard:
        hoard.append(bytearray(1 << 26))


def _fail_as_rust_does() -> None:
    os.write(2, b"memory allocation of 34359738368 bytes failed\n")
    os.abort()


def _say_and_die() -> None:
    os.write(2, b"panicked at byte 12 of `" + LAST_WORDS + b"`\n")
    os.abort()


def _close_everything() -> None:
    os.closerange(3, 64)
    time.sleep(60)


POISONS: dict[bytes, Callable[[], object]] = {
    b"segmentation fault": lambda: ctypes.string_at(0),
    b"abort": os.abort,
    b"hang": lambda: time.sleep(600),
    b"memory": _exhaust_memory,
    b"native memory": _fail_as_rust_does,
    b"killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    b"last words": _say_and_die,
    b"exit": lambda: os._exit(0),
    b"no answer": _close_everything,
}


def poisoned(content: bytes, hints: Hints, limits: Limits) -> ParsedDocument:
    """Parse, unless the file is poison."""
    if content.startswith(MARK):
        POISONS[content.removeprefix(MARK)]()
    return parse(content, hints, limits)


if __name__ == "__main__":
    serve(poisoned, sys.argv[1:])
