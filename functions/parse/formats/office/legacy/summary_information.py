"""What old Office files say about themselves: the summary information of compound files ([MS-OLEPS] 2.25)."""

import codecs
import struct
from datetime import datetime, timedelta

import olefile

from functions.parse.containers.compound_file import stream
from functions.parse.formats.office.properties import document_properties
from shared.documents.document import Metadata
from shared.errors import PermanentError

STREAM = "\x05SummaryInformation"
CODE_PAGE, TITLE, AUTHOR, CREATED = 1, 2, 4, 12
WANTED = frozenset({CODE_PAGE, TITLE, AUTHOR, CREATED})
MAX_PROPERTIES = 1_000

# Where the place of the first set of properties is ([MS-OLEPS] 2.21).
SECTION_OFFSET = 44

# Types of values ([MS-OLEPS] 2.15).
INTEGER, BYTES, CHARACTERS, TIME = 0x02, 0x1E, 0x1F, 0x40

UTF_16 = 1200
CODE_PAGES = {65001: "utf-8", UTF_16: "utf-16-le", 10000: "mac_roman"}
FIRST_TIME = datetime(1601, 1, 1)


def summary_information(file: olefile.OleFileIO, pages: int | None = None) -> Metadata:
    """Title, author and date of a compound file, as far as they can be read: the text doesn't depend on them."""
    try:
        values = _values(stream(file, STREAM, "summary"))
    except (PermanentError, struct.error):
        values = {}
    code_page = values.get(CODE_PAGE)
    encoding = _encoding(code_page if isinstance(code_page, int) else 1252)
    created = values.get(CREATED)
    return document_properties(
        title=_text(values.get(TITLE), encoding),
        authors=(_text(values.get(AUTHOR), encoding) or "").split(";"),
        created=created.isoformat() if isinstance(created, datetime) else None,
        language=None,
        pages=pages,
    )


def _values(stored: bytes) -> dict[int, object]:
    """The values of the properties that are wanted. Raises struct.error where the stream ends before them."""
    (section,) = struct.unpack_from("<I", stored, SECTION_OFFSET)
    _, count = struct.unpack_from("<II", stored, section)
    found: dict[int, object] = {}
    for number in range(min(count, MAX_PROPERTIES)):
        name, offset = struct.unpack_from("<II", stored, section + 8 + 8 * number)
        if name in WANTED:
            found[name] = _value(stored, section + offset)
    return found


def _value(stored: bytes, place: int) -> object:
    kind, first = struct.unpack_from("<II", stored, place)
    if kind == INTEGER:
        return first & 0xFFFF
    if kind == BYTES:
        return stored[place + 8 : place + 8 + first]
    if kind == CHARACTERS:
        return stored[place + 8 : place + 8 + 2 * first].decode("utf-16-le", "replace").rstrip("\x00")
    if kind == TIME:
        (ticks,) = struct.unpack_from("<Q", stored, place + 4)
        # Of 100 nanoseconds each. A duration, or nothing, where there is no date: no year is that early or late.
        days = ticks // 864_000_000_000
        return FIRST_TIME + timedelta(microseconds=ticks // 10) if 3_650 < days < 3_000_000 else None
    return None


def _encoding(code_page: int) -> str:
    try:
        return codecs.lookup(CODE_PAGES.get(code_page, f"cp{code_page}")).name
    except LookupError:
        return "cp1252"


def _text(value: object, encoding: str) -> str | None:
    if isinstance(value, bytes):
        return value.decode(encoding, "replace").rstrip("\x00")
    return value if isinstance(value, str) else None
