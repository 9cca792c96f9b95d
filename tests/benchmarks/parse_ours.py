"""The product's worker process, which resets its peak memory before each file."""

from functools import partial
from typing import BinaryIO
from unittest import mock

from functions.parse import child, parser
from functions.parse.contract import Hints, Limits
from shared.documents.document import ParsedDocument

# Value for /proc/pid/clear_refs that resets VmHWM, the peak of resident memory: proc(5).
RESET_PEAK = b"5"


def parse_alone(peak: BinaryIO, parse: child.Parse, content: bytes, hints: Hints, limits: Limits) -> ParsedDocument:
    """Reset the peak of memory, then parse the file."""
    peak.write(RESET_PEAK)
    return parse(content, hints, limits)


def main() -> None:
    """Serve the product's parser like the product's worker process."""
    # Open this file before the process is confined. After that, it can't open files for writing.
    with (
        open("/proc/self/clear_refs", "wb", buffering=0) as peak,
        mock.patch.object(parser, "parse", partial(parse_alone, peak, parser.parse)),
    ):
        child.main()


if __name__ == "__main__":
    main()
