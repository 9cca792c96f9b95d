"""The properties of an Outlook message, of its attachments and of its recipients ([MS-OXMSG] 2)."""

import struct
from functools import cached_property

import olefile

from functions.parse.containers import compound_file
from functions.parse.formats.common.file_times import moment_of_file_time
from functions.parse.formats.mail.body_text import decoded_text
from functions.parse.recognition.encoding_detection import codec_of

# Name of the format in error messages.
FORMAT_NAME = "Outlook message"

PROPERTIES = "__properties_version1.0"

# One property: type, identifier, flags, value ([MS-OXMSG] 2.4.2.1).
ENTRY = struct.Struct("<HHI8s")

# Property types ([MS-OXCDATA] 2.11.1).
INTEGER, BOOLEAN, OBJECT, TEXT_8, TEXT, TIME, BINARY = 0x0003, 0x000B, 0x000D, 0x001E, 0x001F, 0x0040, 0x0102

# Number of bytes before the first property ([MS-OXMSG] 2.4.1): in the top-level message, in a message within it, and in
# attachments and recipients.
FILE_HEADER, EMBEDDED_HEADER, OTHER_HEADER = 32, 24, 8

# Identifiers of the code pages of 8-bit text and of the HTML body ([MS-OXPROPS]).
MESSAGE_CODE_PAGE, INTERNET_CODE_PAGE = 0x3FFD, 0x3FDE

UTF_8_CODE_PAGE = 65001

Path = tuple[str, ...]


class OutlookFile:
    """A compound file with an index of its storages and streams."""

    def __init__(self, content: bytes) -> None:
        """Open the file. Raises PermanentError: corrupt."""
        self._file: olefile.OleFileIO = compound_file.open_compound_file(content)
        self.streams = {tuple(path) for path in self._file.listdir(streams=True, storages=False)}
        # Storages by the path of their parent.
        self._storages: dict[Path, list[Path]] = {}
        for path in map(tuple, self._file.listdir(streams=False, storages=True)):
            self._storages.setdefault(path[:-1], []).append(path)

    def storages(self, within: Path, prefix: str) -> list[Path]:
        """Return the paths of the direct children of a storage whose names begin with `prefix`, sorted."""
        return sorted(path for path in self._storages.get(within, ()) if path[-1].startswith(prefix))

    def bytes_of(self, path: Path) -> bytes:
        """Return the content of a stream, empty if it is missing. Raises PermanentError: corrupt."""
        return compound_file.stream(self._file, "/".join(path), FORMAT_NAME) if path in self.streams else b""


class PropertyStore:
    """The properties in one storage, by identifier ([MS-OXPROPS])."""

    def __init__(self, file: OutlookFile, path: Path, header_bytes: int, code_page: int | None = None) -> None:
        """`code_page` is that of 8-bit text if the storage itself has none."""
        self.file = file
        self.path = path
        self._header_bytes = header_bytes
        self._code_page = code_page

    @cached_property
    def _values(self) -> dict[tuple[int, int], bytes]:
        """Values of fixed length, by identifier and type."""
        entries = self.file.bytes_of((*self.path, PROPERTIES))[self._header_bytes :]
        whole = entries[: len(entries) - len(entries) % ENTRY.size]
        return {(identifier, kind): value for kind, identifier, _, value in ENTRY.iter_unpack(whole)}

    @cached_property
    def code_page(self) -> int | None:
        """The code page of 8-bit text, None if it is not known."""
        return self.integer(MESSAGE_CODE_PAGE) or self._code_page

    def integer(self, identifier: int) -> int | None:
        """Return a 32-bit number, None if it is missing."""
        value = self._values.get((identifier, INTEGER))
        return int.from_bytes(value[:4], "little") if value is not None else None

    def flag(self, identifier: int) -> bool:
        """Return a Boolean value, False if it is missing."""
        return any(self._values.get((identifier, BOOLEAN), b"")[:2])

    def time(self, identifier: int) -> str | None:
        """Return a time as ISO 8601 in UTC, None if it is missing."""
        value = self._values.get((identifier, TIME))
        if value is None or not any(value):
            return None
        try:
            moment = moment_of_file_time(int.from_bytes(value, "little"))
        except OverflowError:
            return None
        return moment.replace(microsecond=0).isoformat()

    def text(self, *identifiers: int) -> str:
        """Return the first of these texts that is not empty. Empty if all are."""
        for identifier in identifiers:
            wide = self._variable(identifier, TEXT).decode("utf-16-le", "replace").rstrip("\x00")
            text = wide or decoded_text(self._variable(identifier, TEXT_8).rstrip(b"\x00"), _charset(self.code_page))
            if text.strip():
                return text
        return ""

    def html(self, identifier: int) -> str:
        """Return a text in HTML, which is stored as bytes or as text."""
        content = self._variable(identifier, BINARY)
        if not content:
            return self.text(identifier)
        return decoded_text(content.rstrip(b"\x00"), _charset(self.integer(INTERNET_CODE_PAGE)))

    def binary(self, identifier: int) -> bytes:
        """Return binary data, empty if it is missing."""
        return self._variable(identifier, BINARY)

    def storage(self, identifier: int) -> Path | None:
        """Return the path of the storage with an embedded object, None if there is none."""
        found = self.file.storages(self.path, f"__substg1.0_{identifier:04X}{OBJECT:04X}")
        return found[0] if found else None

    def _variable(self, identifier: int, kind: int) -> bytes:
        return self.file.bytes_of((*self.path, f"__substg1.0_{identifier:04X}{kind:04X}"))


def _charset(code_page: int | None) -> str | None:
    """Return the codec name of a Windows code page, None if Python has none."""
    if code_page is None:
        return None
    return "utf-8" if code_page == UTF_8_CODE_PAGE else codec_of(f"cp{code_page}")
