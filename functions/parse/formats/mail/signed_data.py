"""Signed data of S/MIME (RFC 5652, in BER of X.690): the message within, the signature unchecked."""

from dataclasses import dataclass

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")

# Object identifiers of enveloped data and of authenticated enveloped data (RFC 5083): both are encrypted.
ENVELOPES = (bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d0109100117"))

OBJECT_IDENTIFIER, OCTET_STRING, CONSTRUCTED_OCTET_STRING = 0x06, 0x04, 0x24
CONSTRUCTED = 0x20
MAX_DEPTH = 16
MAX_LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class _Element:
    """One element of BER: its tag, and where its content and the element behind it are."""

    tag: int
    start: int
    end: int
    next: int


def is_encrypted(content: bytes) -> bool:
    """Whether the content is an envelope that only its recipients can open."""
    head = content[:64]
    return any(identifier in head for identifier in ENVELOPES)


def signed_content(content: bytes) -> bytes | None:
    """What has been signed, None where the bytes hold no such thing."""
    try:
        identifier, explicit = _children(content, _element(content, 0))[:2]
        if content[identifier.start : identifier.end] != SIGNED_DATA:
            return None
        (data,) = _children(content, explicit)
        # SignedData: version, digest algorithms, what was signed, then certificates and signatures.
        encapsulated = _children(content, data)[2]
        _, explicit_content = _children(content, encapsulated)[:2]
        return b"".join(_octets(content, child) for child in _children(content, explicit_content))
    except (ValueError, IndexError):
        return None


def _octets(content: bytes, element: _Element) -> bytes:
    """The bytes of an octet string, which may be written in pieces."""
    if element.tag == CONSTRUCTED_OCTET_STRING:
        return b"".join(_octets(content, child) for child in _children(content, element))
    if element.tag != OCTET_STRING:
        raise ValueError("no octet string")
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
    """The element at a position. Raises ValueError or IndexError for what is no BER."""
    tag, length = content[position], content[position + 1]
    start = position + 2
    if length == 0x80:
        if depth >= MAX_DEPTH or not tag & CONSTRUCTED:
            raise ValueError("nests too deeply, or has no end")
        end = start
        while content[end : end + 2] != b"\x00\x00":
            end = _element(content, end, depth + 1).next
        return _Element(tag, start, end, end + 2)
    if length > 0x80:
        count = length & 0x7F
        if count > MAX_LENGTH_BYTES:
            raise ValueError("a length of too many bytes")
        length = int.from_bytes(content[start : start + count], "big")
        start += count
    if start + length > len(content):
        raise ValueError("an element that ends behind the content")
    return _Element(tag, start, start + length, start + length)
