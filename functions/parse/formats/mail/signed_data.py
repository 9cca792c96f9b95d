"""Signed data of S/MIME (RFC 5652), encoded in BER (X.690). The signature is not verified."""

from dataclasses import dataclass

# Object identifier of signed data (RFC 5652, 5.1).
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")

# Object identifiers of enveloped data (RFC 5652, 6.1) and authenticated enveloped data (RFC 5083). Both are encrypted.
ENVELOPES = (bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d0109100117"))

# Tags of an octet string, in one piece and in several (X.690, 8.7), and the bit of a constructed element (8.1.2.5).
OCTET_STRING, CONSTRUCTED_OCTET_STRING = 0x04, 0x24
CONSTRUCTED = 0x20

# Number of bytes at the start that are searched for the object identifier of an envelope.
IDENTIFIER_SEARCH_BYTES = 64

# Maximum number of levels of elements with indefinite length.
MAX_DEPTH = 16

# Maximum number of bytes of a length.
MAX_LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class _Element:
    """One BER element: its tag, the start and end of its content, and the start of the next element."""

    tag: int
    start: int
    end: int
    next: int


def is_encrypted(content: bytes) -> bool:
    """Whether the content is an encrypted envelope."""
    head = content[:IDENTIFIER_SEARCH_BYTES]
    return any(identifier in head for identifier in ENVELOPES)


def signed_content(content: bytes) -> bytes | None:
    """Return the signed content, empty for a signature alone; None if the bytes are not intact signed data."""
    try:
        identifier, explicit = _children(content, _element(content, 0))[:2]
        if content[identifier.start : identifier.end] != SIGNED_DATA:
            return None
        (data,) = _children(content, explicit)
        # SignedData: version, digest algorithms, signed content, then certificates and signatures (RFC 5652, 5.1).
        encapsulated = _children(content, data)[2]
        identifier_and_content = _children(content, encapsulated)
        if len(identifier_and_content) == 1:
            return b""
        explicit_content = identifier_and_content[1]
        return b"".join(_octets(content, child) for child in _children(content, explicit_content))
    except (ValueError, IndexError):
        return None


def _octets(content: bytes, element: _Element) -> bytes:
    """Return the bytes of an octet string, which may consist of several pieces."""
    if element.tag == CONSTRUCTED_OCTET_STRING:
        return b"".join(_octets(content, child) for child in _children(content, element))
    if element.tag != OCTET_STRING:
        raise ValueError("not an octet string")
    return content[element.start : element.end]


def _children(content: bytes, parent: _Element, depth: int = 0) -> list[_Element]:
    children = []
    position = parent.start
    while position < parent.end:
        child = _element(content, position, depth)
        children.append(child)
        position = child.next
    return children


def _element(content: bytes, position: int, depth: int = 0) -> _Element:
    """Return the element at a position. Raises ValueError or IndexError if the bytes are not BER."""
    tag, length = content[position], content[position + 1]
    start = position + 2
    if length == 0x80:
        if depth >= MAX_DEPTH or not tag & CONSTRUCTED:
            raise ValueError("an element nests too deeply or is not constructed")
        end = start
        while content[end : end + 2] != b"\x00\x00":
            end = _element(content, end, depth + 1).next
        return _Element(tag, start, end, end + 2)
    if length > 0x80:
        count = length & 0x7F
        if count > MAX_LENGTH_BYTES:
            raise ValueError("a length has too many bytes")
        length = int.from_bytes(content[start : start + count], "big")
        start += count
    if start + length > len(content):
        raise ValueError("an element ends after the content")
    return _Element(tag, start, start + length, start + length)
