"""Header fields of messages and of their parts (RFC 5322, 2047, 2231): words, addresses, dates, parameters."""

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

# Those that are read. All others, often a hundred lines of transport and signatures, are passed over.
FIELDS = PART_FIELDS | {*ADDRESS_FIELDS, "from", "sender", "subject", "date", "content-location", "content-language"}

MAX_FIELD = 65_536
MAX_PART_FIELD = 4_096

# Characters of a field, of one that says what a part is, and of one that has encoded words. What is over is cut:
# Python's parsers take time that grows with the square of the length.
MAX_WORDS = 16_384

# Named in the metadata; the others are counted.
MAX_RECIPIENTS = 100

# What Python's reader of parameters raises for some that break the rules, such as numbers of 5,000 digits.
BAD_PARAMETERS = (ValueError, LookupError, TypeError, AttributeError)

# What any bytes are labelled with: those that are valid UTF-8 are UTF-8.
VAGUE_CODECS = frozenset({None, "cp1252"})

RAW_BYTES = re.compile(r"[\udc80-\udcff]")


class Header:
    """The fields of one header that matter, by their names in small letters, the first of each name first."""

    def __init__(self, content: bytes) -> None:
        """Reads the header that `content` begins with."""
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
        # Bytes beyond ASCII stay what they are, as surrogates (PEP 383), until it is known what they mean.
        text = value[:longest].replace(b"\r\n", b"\n").decode("ascii", "surrogateescape")
        self._fields.setdefault(name, []).append(text.strip())

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def field(self, name: str) -> str:
        """A field as it stands, empty where there is none."""
        return self._fields.get(name, [""])[0]

    def words(self, name: str) -> str:
        """A field in words, on one line."""
        return words(self.field(name), self.charset)

    @cached_property
    def content_type(self) -> str:
        """The media type, `text/plain` where none is named."""
        return self._message.get_content_type()

    @cached_property
    def charset(self) -> str | None:
        """The charset that is declared, in small letters."""
        try:
            return self._message.get_content_charset()
        except BAD_PARAMETERS:
            return None

    @property
    def disposition(self) -> str:
        """`inline`, `attachment`, or nothing."""
        return self.field("content-disposition").partition(";")[0].strip().lower()

    @property
    def name(self) -> str:
        """The file name, in words; empty where there is none."""
        try:
            return words(self._message.get_filename("") or "", self.charset)
        except BAD_PARAMETERS:
            return ""

    @property
    def content_id(self) -> str:
        """Content-ID (RFC 2392) without its brackets."""
        return self.field("content-id").strip("<> \t\n")

    def parameter(self, name: str) -> str:
        """A parameter of the Content-Type, empty where there is none."""
        return self._parameters.get(name, "")

    @cached_property
    def _parameters(self) -> dict[str, str]:
        try:
            pairs = self._message.get_params([])
        except BAD_PARAMETERS:
            return {}
        return {name.lower(): value[2] if isinstance(value, tuple) else str(value) for name, value in reversed(pairs)}

    def people(self, *names: str) -> str | None:
        """Those that the address fields name, by their names or, where they have none, by their addresses."""
        listed = ", ".join(value for name in names for value in self._fields.get(name, ()))
        try:
            addresses = getaddresses([listed[:MAX_FIELD].replace("\n", " ")])
        except RecursionError:
            # Comments within comments.
            addresses = []
        found = [
            words(name, self.charset) or words(address, self.charset) for name, address in addresses if name or address
        ]
        people = list(dict.fromkeys(person for person in found if person))
        if listed and not people:
            return words(listed[:MAX_WORDS], self.charset) or None
        return people_listed(people)

    @property
    def date(self) -> str | None:
        """The date as ISO 8601, None where there is none that can be read."""
        value = self.field("date")[:200]
        try:
            return parsedate_to_datetime(value).isoformat()
        except (ValueError, TypeError, OverflowError, IndexError):
            return iso_date(value)


def people_listed(people: list[str]) -> str | None:
    """Names as one text, the last of very many as their number; None for nobody."""
    more = len(people) - MAX_RECIPIENTS
    return ", ".join(people[:MAX_RECIPIENTS]) + (f" and {more:,} more" if more > 0 else "") or None


def words(value: str, charset: str | None = None) -> str:
    """A field's value in words, on one line: encoded words are decoded (RFC 2047), and so are bytes beyond ASCII."""
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
