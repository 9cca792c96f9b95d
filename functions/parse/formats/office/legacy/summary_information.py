"""Title, author and date of a legacy Office file: the summary information of compound files ([MS-OLEPS] 2.25)."""

import struct
from datetime import datetime

import olefile

from functions.parse.containers.compound_file import stream
from functions.parse.formats.common.file_times import moment_of_file_time
from functions.parse.formats.office.code_pages import encoding_of
from functions.parse.formats.office.properties import document_properties
from shared.documents.document import Metadata
from shared.errors import PermanentError

STREAM = "\x05SummaryInformation"

# Identifiers of properties ([MS-OLEPS] 2.25.1).
CODE_PAGE, TITLE, AUTHOR, CREATED = 1, 2, 4, 12
WANTED = frozenset({CODE_PAGE, TITLE, AUTHOR, CREATED})

# Maximum number of properties that are searched. Office stores fewer than 20.
MAX_PROPERTIES = 1_000

# Offset in the stream of the field with the offset of the first property set ([MS-OLEPS] 2.21).
SECTION_OFFSET = 44

# Types of values ([MS-OLEPS] 2.15).
INTEGER, BYTES, CHARACTERS, TIME = 0x02, 0x1E, 0x1F, 0x40

# Code pages of UTF-16 and of Western Europe, the default.
UTF_16, WESTERN = 1200, 1252

# File times count units of 100 nanoseconds.
TICKS_A_DAY = 864_000_000_000

# Days after the first file time, exclusive. Smaller values are durations or zero; larger ones are years beyond 9800.
FIRST_DAY, LAST_DAY = 3_650, 3_000_000


def summary_information(file: olefile.OleFileIO) -> Metadata:
    """Return the title, author and date of a compound file; nothing if they can't be read, which is not an error."""
    try:
        values = _values(stream(file, STREAM, "summary"))
    except (PermanentError, struct.error):
        values = {}
    code_page = values.get(CODE_PAGE)
    encoding = _encoding(code_page if isinstance(code_page, int) else WESTERN)
    created = values.get(CREATED)
    return document_properties(
        title=_text(values.get(TITLE), encoding),
        authors=(_text(values.get(AUTHOR), encoding) or "").split(";"),
        created=created.isoformat() if isinstance(created, datetime) else None,
        language=None,
        pages=None,
    )


def _values(stored: bytes) -> dict[int, object]:
    """Return the values of the wanted properties by identifier. Raises struct.error if the stream is truncated."""
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
        is_date = FIRST_DAY < ticks // TICKS_A_DAY < LAST_DAY
        # The metadata have the date without a time zone.
        return moment_of_file_time(ticks).replace(tzinfo=None) if is_date else None
    return None


def _encoding(code_page: int) -> str:
    return "utf-16-le" if code_page == UTF_16 else encoding_of(code_page)


def _text(value: object, encoding: str) -> str | None:
    if isinstance(value, bytes):
        return value.decode(encoding, "replace").rstrip("\x00")
    return value if isinstance(value, str) else None
