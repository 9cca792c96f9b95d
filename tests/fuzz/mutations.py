"""Mutations of valid files: of bytes, of keywords of the format, and within compressed contents."""

import base64
import binascii
import gzip
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from random import Random

from tests.fuzz.dictionary import TOKENS, tokens_for

# Maximum bytes of a mutated file. Repeating mutations otherwise make many inputs slow and find little.
MAX_BYTES = 3_000_000

NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
WRITTEN_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"4294967295", b"99999999999999999999", b"1e999", b"NaN")
ZIP_SIGNATURE = b"PK\x03\x04"
GZIP_SIGNATURE = b"\x1f\x8b"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
BASE64_LINES = re.compile(rb"^(?:[A-Za-z0-9+/]{60,}+=*+\r?\n){3,}+[A-Za-z0-9+/]*=*", re.MULTILINE)
WRITTEN_NUMBER = re.compile(rb"\d+")
MEMBER_NAMES = ("../../etc/passwd", "/etc/passwd", "C:\\x.txt", "a\x00b", "", "x" * 5000, "\udcff", "mimetype")

# A mutation of content, with a random generator, another valid file, and the suffix of the format.
Mutation = Callable[[bytes, Random, bytes, str], bytes]


def mutated(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Return `content` after one to four mutations, which depend only on `chance`."""
    for _ in range(chance.choice((1, 1, 2, 3, 4))):
        content = _mutation_of(content, chance)(content, chance, other, suffix)[:MAX_BYTES]
    return content


def _mutation_of(content: bytes, chance: Random) -> Mutation:
    """Choose a mutation for the content. Compressed contents are mostly mutated inside, because parsers stop at a wrong
    checksum."""
    inner: list[Mutation] = []
    if content.startswith(ZIP_SIGNATURE):
        inner = [within_zip, within_zip, within_zip, rearrange_zip]
    elif content.startswith(GZIP_SIGNATURE):
        inner = [within_gzip]
    elif content.startswith(PNG_SIGNATURE):
        inner = [within_png]
    elif b"%PDF-" in content[:1024]:
        inner = [within_pdf_stream]
    elif BASE64_LINES.search(content):
        inner = [within_base64]
    if inner and chance.random() < 0.7:
        return chance.choice(inner)
    return chance.choice(OF_BYTES)


def flip_bits(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Flip a few bits."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 16) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def set_bytes(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Overwrite a run of bytes with one value or with random bytes."""
    start, end = _run(content, chance, 64)
    size = end - start
    return content[:start] + chance.choice((bytes(size), b"\xff" * size, chance.randbytes(size))) + content[end:]


def set_number(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Overwrite a number of one, two or four bytes with a boundary value."""
    form = chance.choice(("<B", "<H", ">H", "<I", ">I"))
    number = chance.choice(NUMBERS) % (1 << 8 * struct.calcsize(form))
    at = chance.randint(0, len(content))
    return content[:at] + struct.pack(form, number) + content[at + struct.calcsize(form) :]


def set_written_number(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Replace a number in digits, such as a count, a length, an offset or a reference."""
    start, end = _run(content, chance, 65_536)
    found = list(WRITTEN_NUMBER.finditer(content, start, max(end, min(len(content), start + 4096))))
    if not found:
        return insert_token(content, chance, other, suffix)
    match = chance.choice(found)
    return content[: match.start()] + chance.choice(WRITTEN_NUMBERS) + content[match.end() :]


def remove(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Remove a run of bytes."""
    start, end = _run(content, chance, max(1, len(content) // 4))
    return content[:start] + content[end:]


def truncate(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Remove the end."""
    return content[: chance.randint(0, len(content))]


def repeat(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Repeat a run of bytes many times, which nests elements deeply."""
    start, end = _run(content, chance, 200)
    return content[:end] + content[start:end] * chance.choice((1, 2, 10, 100, 2000)) + content[end:]


def move(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Move a run of bytes."""
    start, end = _run(content, chance, 2000)
    rest = content[:start] + content[end:]
    at = chance.randint(0, len(rest))
    return rest[:at] + content[start:end] + rest[at:]


def insert_token(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Insert a keyword of the format, or sometimes of another, up to thousands of times."""
    tokens = tokens_for(suffix) if chance.random() < 0.9 else chance.choice(list(TOKENS.values()))
    at = chance.randint(0, len(content))
    times = chance.choice((1, 1, 1, 1, 3, 50, 3000))
    return content[:at] + chance.choice(tokens) * times + content[at:]


def splice(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Join the start of one file and the end of another, or insert a piece of the other file."""
    start, end = _run(other, chance, max(1, len(other) // 2))
    at = chance.randint(0, len(content))
    return content[:at] + chance.choice((other[start:], other[start:end] + content[at:]))


OF_BYTES: tuple[Mutation, ...] = (
    flip_bits,
    set_bytes,
    set_number,
    set_written_number,
    remove,
    truncate,
    repeat,
    move,
    insert_token,
    insert_token,
    splice,
)


def within_zip(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Mutate a member of an archive, and pack it again with the right checksum and lengths."""
    members = _members(content)
    if not members:
        return flip_bits(content, chance, other, suffix)
    place = chance.randrange(len(members))
    name, inner = members[place]
    of_other = [taken for taken_name, taken in _members(other) if PurePosixPath(taken_name).suffix == _suffix(name)]
    source = chance.choice(of_other) if of_other else other
    members[place] = (name, mutated(inner, chance, source, _suffix(name)))
    return _zip(members, chance)


def rearrange_zip(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Remove, duplicate, rename or exchange members, or take them from another archive."""
    members = _members(content)
    if not members:
        return flip_bits(content, chance, other, suffix)
    place = chance.randrange(len(members))
    name, inner = members[place]
    others = _members(other)
    change = chance.randrange(5)
    if change == 0:
        del members[place]
    elif change == 1:
        members.insert(chance.randint(0, len(members)), (name, inner))
    elif change == 2:
        members[place] = (chance.choice(MEMBER_NAMES), inner)
    elif change == 3 and others:
        members[place] = (name, chance.choice(others)[1])
    else:
        swapped = chance.randrange(len(members))
        members[place], members[swapped] = (name, members[swapped][1]), (members[swapped][0], inner)
    return _zip(members, chance)


def within_gzip(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Mutate compressed content, and compress it again."""
    try:
        inner = gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return flip_bits(content, chance, other, suffix)
    return gzip.compress(mutated(inner[:MAX_BYTES], chance, other, suffix), compresslevel=1, mtime=0)


def within_pdf_stream(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Mutate a stream of a PDF, decompressed if necessary. Readers correct its length."""
    streams = list(PDF_STREAM.finditer(content))
    if not streams:
        return insert_token(content, chance, other, suffix)
    stream = chance.choice(streams)
    inner = stream.group(1)
    try:
        inner = zlib.compress(mutated(zlib.decompressobj().decompress(inner, MAX_BYTES), chance, other, suffix), 1)
    except zlib.error:
        inner = flip_bits(inner, chance, other, suffix)
    return content[: stream.start(1)] + inner + content[stream.end(1) :]


def within_png(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Mutate a chunk of a PNG, and correct its checksum."""
    chunks: list[tuple[bytes, bytes]] = []
    at = len(PNG_SIGNATURE)
    while at + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        chunks.append((content[at + 4 : at + 8], content[at + 8 : at + 8 + length]))
        at += 12 + length
    if not chunks:
        return flip_bits(content, chance, other, suffix)
    place = chance.randrange(len(chunks))
    kind, inner = chunks[place]
    chunks[place] = (kind, chance.choice(OF_BYTES)(inner, chance, other, suffix))
    packed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", binascii.crc32(name + data))
        for name, data in chunks
    )
    return PNG_SIGNATURE + b"".join(packed)


def within_base64(content: bytes, chance: Random, other: bytes, suffix: str) -> bytes:
    """Mutate an attachment of a message, and encode it again."""
    match = chance.choice(list(BASE64_LINES.finditer(content)))
    try:
        inner = base64.b64decode(match.group(), validate=False)
    except binascii.Error:
        return flip_bits(content, chance, other, suffix)
    encoded = base64.encodebytes(mutated(inner, chance, other, suffix))
    return content[: match.start()] + encoded + content[match.end() :]


def _run(content: bytes, chance: Random, most: int) -> tuple[int, int]:
    """Return start and end of a random run of up to `most` bytes. Short ones are more frequent."""
    start = chance.randint(0, len(content))
    return start, min(len(content), start + int(most ** chance.random()))


def _members(content: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [
                (info.filename, _unpacked(archive, info))
                for info in archive.infolist()
                if not info.filename.endswith("/")
            ]
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        struct.error,
    ):
        return []


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as member:
        return member.read(MAX_BYTES)


def _zip(members: list[tuple[str, bytes]], chance: Random) -> bytes:
    file = io.BytesIO()
    method = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method, compresslevel=1) as archive:
        warnings.filterwarnings("ignore", message="Duplicate name", category=UserWarning)  # duplicates are intended
        for name, inner in members:
            info = zipfile.ZipInfo(name.encode("utf-8", "replace").decode("utf-8"))
            info.compress_type = method
            archive.writestr(info, inner)
    return file.getvalue()


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
