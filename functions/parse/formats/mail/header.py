"""Header fields of messages and of their parts (RFC 5322, 2047 and 2231): words, addresses, dates, parameters."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property

from functions.parse.metadata import iso_date
from functions.parse.recognition.encoding_detection import codec_of
from functions.parse.recognition.text_decoding import decode, normalize

FIELD = re.compile(rb"([!-9;-~]++)[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)\n?")
BLANK_LINE = re.compile(rb"\r?\n")
ADDRESS_FIELDS = ("to", "cc", "bcc")
PART_FIELDS = frozenset({"content-type", "content-transfer-encoding", "content-disposition", "content-id"})

# The fields that are read. All others are skipped, often a hundred lines of transport fields and signatures.
FIELDS = PART_FIELDS | {*ADDRESS_FIELDS, "from", "sender", "subject", "date", "content-location", "content-language"}

# Maximum length, in bytes, of a field, and of a field that describes a part. Longer fields are cut: the time that
# Python's parsers take grows with the square of the length.
MAX_FIELD = 65_536
MAX_PART_FIELD = 4_096

# Maximum length, in characters, of a field in which encoded words are decoded, for the same reason.
MAX_WORDS = 16_384

# Maximum length, in characters, of a date.
MAX_DATE = 200

# Maximum number of people whose names are in the metadata. The number of the others is given.
MAX_PEOPLE = 100

# Errors that Python's parser raises for some malformed parameters, such as a section number of 5,000 digits.
BAD_PARAMETERS = (ValueError, LookupError, TypeError, AttributeError)

# Codecs that programs declare for bytes of any encoding. If such bytes are valid UTF-8, they are read as UTF-8.
VAGUE_CODECS = frozenset({None, "cp1252"})

# Non-ASCII bytes of a field, as surrogates (PEP 383).
RAW_BYTES = re.compile(r"[\udc80-\udcff]")


class Header:
    """The relevant fields of one header, by lower-case name, in their order. The getters return the first of a name."""

    def __init__(self, content: bytes) -> None:
        """Read the header at the start of `content`."""
        self._fields: dict[str, list[str]] = {}
        # Whether a field was cut.
        self.cut = False
        # Where the body begins in `content`.
        self.end = 0
        while found := FIELD.match(content, self.end):
            self.end = found.end()
            name = found.group(1).decode("ascii").lower()
            if name in FIELDS:
                self._add(name, found.group(2))
        blank = BLANK_LINE.match(content, self.end)
        self.end = blank.end() if blank else self.end
        self._message = Message()
        for name in PART_FIELDS & self._fields.keys():
            value = self._fields[name][0].replace("\n", " ")
            self._message[name] = _from_raw(value) if RAW_BYTES.search(value) else value

    def _add(self, name: str, value: bytes) -> None:
        longest = MAX_PART_FIELD if name in PART_FIELDS else MAX_FIELD
        self.cut = self.cut or len(value) > longest
        # Keep non-ASCII bytes as surrogates (PEP 383) until their encoding is known.
        text = value[:longest].replace(b"\r\n", b"\n").decode("ascii", "surrogateescape")
        self._fields.setdefault(name, []).append(text.strip())

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def field(self, name: str) -> str:
        """Return the raw value of a field, empty if the field is missing."""
        return self._fields.get(name, [""])[0]

    def words(self, name: str) -> str:
        """Return the decoded value of a field on one line."""
        return words(self.field(name), self.charset)

    @cached_property
    def content_type(self) -> str:
        """The media type in lower case, `text/plain` if none is declared."""
        return self._message.get_content_type()

    @cached_property
    def charset(self) -> str | None:
        """The declared charset in lower case, None if there is none or the parameter is malformed."""
        try:
            return self._message.get_content_charset()
        except BAD_PARAMETERS:
            return None

    @property
    def disposition(self) -> str:
        """The Content-Disposition (`inline`, `attachment`), empty if the field is missing."""
        return self.field("content-disposition").partition(";")[0].strip().lower()

    @property
    def name(self) -> str:
        """The decoded file name, empty if there is none."""
        try:
            return words(self._message.get_filename("") or "", self.charset)
        except BAD_PARAMETERS:
            return ""

    @property
    def content_id(self) -> str:
        """The Content-ID (RFC 2392) without its brackets, empty if the field is missing."""
        return self.field("content-id").strip("<> \t\n")

    def parameter(self, name: str) -> str:
        """Return a parameter of the Content-Type, empty if it is missing."""
        return self._parameters.get(name, "")

    @cached_property
    def _parameters(self) -> dict[str, str]:
        try:
            pairs = self._message.get_params([])
        except BAD_PARAMETERS:
            return {}
        return {name.lower(): value[2] if isinstance(value, tuple) else str(value) for name, value in reversed(pairs)}

    def people(self, *names: str) -> str | None:
        """Return the people in the address fields, by name or, without a name, by address. None if there are none."""
        listed = ", ".join(value for name in names for value in self._fields.get(name, ()))
        try:
            addresses = getaddresses([listed[:MAX_FIELD].replace("\n", " ")])
        except RecursionError:
            # Deeply nested comments.
            addresses = []
        found = [
            words(name, self.charset) or words(address, self.charset) for name, address in addresses if name or address
        ]
        people = list(dict.fromkeys(person for person in found if person))
        if listed and not people:
            return words(listed[:MAX_WORDS], self.charset) or None
        return joined_people(people)

    @property
    def date(self) -> str | None:
        """The date as ISO 8601, None if the field is missing or cannot be parsed."""
        value = self.field("date")[:MAX_DATE]
        try:
            return parsedate_to_datetime(value).isoformat()
        except (ValueError, TypeError, OverflowError, IndexError):
            return iso_date(value)


def joined_people(people: list[str]) -> str | None:
    """Return the names in one string, with the number of those above `MAX_PEOPLE`. None if there are no names."""
    more = len(people) - MAX_PEOPLE
    return ", ".join(people[:MAX_PEOPLE]) + (f" and {more:,} more" if more > 0 else "") or None


def words(value: str, charset: str | None = None) -> str:
    """Return the value of a field on one line, with encoded words (RFC 2047) and non-ASCII bytes decoded."""
    if "=?" in value:
        try:
            pieces = decode_header(value[:MAX_WORDS].replace("\n", " "))
        except (HeaderParseError, ValueError):
            pieces = [(value, None)]
        value = "".join(_piece(piece, encoding or charset) for piece, encoding in pieces)
    if RAW_BYTES.search(value):
        value = _from_raw(value, charset)
    return " ".join(normalize(value).split())


def _piece(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    declared = codec_of(charset)
    for codec in ("utf-8" if declared in VAGUE_CODECS else None, declared):
        try:
            if codec:
                return piece.decode(codec)
        except UnicodeError:
            continue
    return _decoded(piece, charset)


def _from_raw(value: str, charset: str | None = None) -> str:
    return _decoded(value.encode("utf-8", "surrogateescape"), charset)


def _decoded(content: bytes, charset: str | None) -> str:
    text = decode(content, f"text/plain; charset={charset}" if charset and charset.isprintable() else None)
    return content.decode("utf-8", "replace") if text is None else text
