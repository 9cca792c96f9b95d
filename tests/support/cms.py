"""Write CMS data (RFC 5652) for tests: signed data without signatures, and an envelope."""

SIGNED, ENVELOPED, DATA = "2a864886f70d010702", "2a864886f70d010703", "2a864886f70d010701"


def signed(content: bytes | None) -> bytes:
    """Return signed data; None for a signature without its content."""
    encapsulated = _element(0x30, _identifier(DATA) + (_explicit(_element(0x04, content)) if content else b""))
    return _content_info(SIGNED, _element(0x02, b"\x01") + _element(0x31, b"") + encapsulated + _element(0x31, b""))


def enveloped() -> bytes:
    """Return encrypted data for nobody."""
    return _content_info(ENVELOPED, _element(0x02, b"\x00") + _element(0x31, b"") + _element(0x30, bytes(200)))


def _content_info(identifier: str, data: bytes) -> bytes:
    return _element(0x30, _identifier(identifier) + _explicit(_element(0x30, data)))


def _identifier(hexadecimal: str) -> bytes:
    return _element(0x06, bytes.fromhex(hexadecimal))


def _explicit(content: bytes) -> bytes:
    return _element(0xA0, content)


def _element(tag: int, content: bytes) -> bytes:
    length = len(content).to_bytes(4, "big").lstrip(b"\x00")
    head = bytes([len(content)]) if len(content) < 0x80 else bytes([0x80 | len(length)]) + length
    return bytes([tag]) + head + content
