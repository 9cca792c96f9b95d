"""Names that occur in the objects of a PDF, for questions that PDFium has no function for.

Objects are stored as they are, or compressed in object streams (ISO 32000-1, 7.5.7). This module searches both.
"""

import re
import zlib

# The dictionary of an object stream, up to its data.
OBJECT_STREAM = re.compile(rb"/ObjStm\b(?:(?!endobj)[\s\S]){0,2000}?\bstream\r?\n")

# Maximum number of unpacked bytes of one object stream, and of all of them. The rest is not searched.
MAX_STREAM_BYTES = 20_000_000
MAX_BYTES = 100_000_000


def contains_name(content: bytes, name: bytes) -> bool:
    """Return whether `name` (`/OCProperties`) occurs in the objects of a PDF.

    If object streams can't be unpacked, as in encrypted files, the answer is True: it may occur.
    """
    if name in content:
        return True
    left = MAX_BYTES
    for match in OBJECT_STREAM.finditer(content):
        if left <= 0:
            break
        try:
            unpacked = zlib.decompressobj().decompress(memoryview(content)[match.end() :], min(left, MAX_STREAM_BYTES))
        except zlib.error:
            return True
        left -= len(unpacked)
        if name in unpacked:
            return True
    return False
