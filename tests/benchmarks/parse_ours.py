"""The product's worker process, which forgets before each file how much memory the ones before it took."""

from functools import partial
from typing import BinaryIO
from unittest import mock

from functions.parse import child, parser
from functions.parse.contract import Hints, Limits
from shared.documents.document import ParsedDocument

# proc(5), /proc/pid/clear_refs: resets VmHWM, the peak of resident memory.
FORGET_PEAK = b"5"


def parse_anew(peak: BinaryIO, parse: child.Parse, content: bytes, hints: Hints, limits: Limits) -> ParsedDocument:
    """What `parse` makes of a file, the peak of memory counted from here."""
    peak.write(FORGET_PEAK)
    return parse(content, hints, limits)


def main() -> None:
    """Serve the product's parser as the product does."""
    # Opened before the process is confined: it can open no file for writing after that.
    with (
        open("/proc/self/clear_refs", "wb", buffering=0) as peak,
        mock.patch.object(parser, "parse", partial(parse_anew, peak, parser.parse)),
    ):
        child.main()


if __name__ == "__main__":
    main()
