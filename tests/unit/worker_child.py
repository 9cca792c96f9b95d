"""A worker process whose parser does what the file's name says: what hostile files do to real parsers.

It is served by the product's own loop, under the same limits; only the parser is another.
"""

import ctypes
import os
import signal
import sys
import time

from functions.parse.child import serve
from functions.parse.formats.format import Hints, Limits
from shared.document import BlockKind, BlockText, ParsedDocument, compose


def parse(content: bytes, hints: Hints, limits: Limits) -> ParsedDocument:
    """Read ASCII text, or misbehave as `hints.name` says."""
    if hints.name == "segfault":
        ctypes.string_at(0)
    elif hints.name == "hang":
        time.sleep(600)
    elif hints.name == "hang with a grandchild":
        if os.fork() == 0:
            time.sleep(600)
        time.sleep(600)
    elif hints.name == "spin":
        while True:
            pass
    elif hints.name == "exhaust memory":
        hoard = [bytearray(1 << 24) for _ in range(1 << 12)]
        return _document(str(len(hoard)))
    elif hints.name == "exhaust memory natively":
        os.write(2, b"memory allocation of 4294967296 bytes failed\n")
        os.abort()
    elif hints.name == "killed from outside":
        os.kill(os.getpid(), signal.SIGKILL)
    elif hints.name == "print":
        os.write(1, b"a native library prints to descriptor 1\n")
        print("so does Python", flush=True)
        os.write(2, b"x" * 1_000_000)
    elif hints.name == "raise":
        raise KeyError("a bug in a library")
    elif hints.name == "write a file":
        with open(f"/tmp/nutgraf-{os.getpid()}", "wb") as file:
            file.write(b"x")
    elif hints.name == "environment":
        return _document(" ".join(sorted(os.environ)))
    elif hints.name == "process":
        return _document(str(os.getpid()))
    return _document(content.decode("ascii"))


def _document(said: str) -> ParsedDocument:
    text, blocks = compose([BlockText(kind=BlockKind.PARAGRAPH, text=said)])
    return ParsedDocument(media_type="text/plain", text=text, blocks=blocks, parser="test")


if __name__ == "__main__":
    serve(parse, int(sys.argv[1]))
