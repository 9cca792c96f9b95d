"""Read archives: the members of ZIP and tar files, and the file compressed by gzip, bzip2 or xz, become parts."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO

from functions.parse.containers.package import ENCRYPTED_FLAG
from functions.parse.contract import Extracted, Hints, Limits, UnreadPart
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} archives"

# Bytes that are unpacked at once.
CHUNK = 1 << 20

# Folders and files that operating systems create. They are skipped without a warning.
SYSTEM_FOLDERS = frozenset({"__MACOSX"})
SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})

Readable = IO[bytes] | io.RawIOBase | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile

# The start of a member of a ZIP archive, its size, and the flag of a member whose sizes follow it (APPNOTE 4.4.4).
LOCAL_HEADER = b"PK\x03\x04"
LOCAL_HEADER_BYTES = 30
SIZES_FOLLOW_FLAG = 0x8

# Exceptions that the libraries raise for damaged or truncated bytes. ValueError includes UnicodeDecodeError.
DAMAGES = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    struct.error,
    ValueError,
    OverflowError,
    IndexError,
)


def read_zip(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the members of a ZIP archive, in order. Raises PermanentError: corrupt, unsupported."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGES as error:
        damage = _corrupt("ZIP archive", error)
        if LOCAL_HEADER not in content:
            raise damage from error
        return Extracted(blocks=[], parser=PARSER, parts=_found_parts(content, limits, damage))
    except NotImplementedError as error:
        raise PermanentError(Code.UNSUPPORTED, f"The ZIP archive is of an unsupported kind: {error}.") from error
    return Extracted(blocks=[], parser=PARSER, parts=_zip_parts(archive, limits))


def _zip_parts(archive: zipfile.ZipFile, limits: Limits) -> Iterator[UnreadPart]:
    budget = _Budget(limits)
    for member in archive.infolist():
        if not member.filename.endswith("/") and not _is_of_system(member.filename):
            yield UnreadPart(member.filename, _zip_member(archive, member, budget))


def _found_parts(content: bytes, limits: Limits, damage: PermanentError) -> Iterator[UnreadPart]:
    """Yield the members of a ZIP archive without a readable directory, by their local headers (APPNOTE 4.3.7).

    Raises PermanentError at the end: corrupt. It reports what may be missing.
    """
    budget = _Budget(limits)
    place = content.find(LOCAL_HEADER)
    while place >= 0 and place + LOCAL_HEADER_BYTES <= len(content):
        flags, method = struct.unpack_from("<HH", content, place + 6)
        packed, _, name_size, extra_size = struct.unpack_from("<IIHH", content, place + 18)
        start = place + LOCAL_HEADER_BYTES + name_size + extra_size
        name = content[place + LOCAL_HEADER_BYTES : start - extra_size].decode("utf-8", "replace")
        following = content.find(LOCAL_HEADER, start + (0 if flags & SIZES_FOLLOW_FLAG else packed))
        end = len(content) if following < 0 else following
        if not name.endswith("/") and not _is_of_system(name):
            yield UnreadPart(name, _found_member(content[start:end], flags, method, packed, budget))
        place = following
    raise damage


def _found_member(content: bytes, flags: int, method: int, packed: int, budget: "_Budget") -> Callable[[], bytes]:
    def read() -> bytes:
        if flags & ENCRYPTED_FLAG:
            raise PermanentError(Code.ENCRYPTED, "The file is protected by a password.")
        stored = content if flags & SIZES_FOLLOW_FLAG else content[:packed]
        if method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PermanentError(Code.UNSUPPORTED, "The compression of the file is not supported.")
        if method == zipfile.ZIP_STORED and flags & SIZES_FOLLOW_FLAG:
            raise PermanentError(Code.CORRUPT, "The archive does not state where the file ends.")
        if method == zipfile.ZIP_STORED:
            if len(stored) < packed:
                raise PermanentError(Code.CORRUPT, "The file in the archive is truncated.")
            return budget.read(io.BytesIO(stored))
        try:
            return budget.read(_Inflated(stored))
        except DAMAGES as error:
            raise _corrupt("file in the archive", error) from error

    return read


class _Inflated(io.RawIOBase):
    """A deflated file without a header. Reading raises EOFError if the file is truncated."""

    def __init__(self, content: bytes) -> None:
        self._decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
        self._left = content

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` unpacked bytes."""
        found = self._decompressor.decompress(self._left, max(size, 1))
        self._left = self._decompressor.unconsumed_tail
        if not found and not self._decompressor.eof:
            raise EOFError("the compressed data ends too early")
        return found


def _zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: "_Budget") -> Callable[[], bytes]:
    def read() -> bytes:
        if member.flag_bits & ENCRYPTED_FLAG:
            raise PermanentError(Code.ENCRYPTED, "The file is protected by a password.")
        try:
            with archive.open(member) as file:
                return budget.read(file, member.file_size)
        except DAMAGES as error:
            raise _corrupt("file in the archive", error) from error
        except (NotImplementedError, RuntimeError) as error:
            raise PermanentError(Code.UNSUPPORTED, f"The compression of the file is not supported: {error}.") from error

    return read


def read_tar(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the files of a tar archive, in order, without links and devices. Raises PermanentError: corrupt."""
    try:
        archive = tarfile.TarFile(fileobj=io.BytesIO(content))
    except DAMAGES as error:
        raise _corrupt("tar archive", error) from error
    return Extracted(blocks=[], parser=PARSER, parts=_tar_parts(archive, limits))


def _tar_parts(archive: tarfile.TarFile, limits: Limits) -> Iterator[UnreadPart]:
    budget = _Budget(limits)
    while True:
        try:
            member = archive.next()
        except DAMAGES as error:
            raise _corrupt("tar archive", error) from error
        if member is None:
            return
        if member.isfile() and not _is_of_system(member.name):
            yield UnreadPart(member.name, _tar_member(archive, member, budget))


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, budget: "_Budget") -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            file = archive.extractfile(member)
            content = budget.read(file, member.size) if file is not None else b""
        except DAMAGES as error:
            raise _corrupt("file in the archive", error) from error
        if len(content) < member.size:
            raise PermanentError(Code.CORRUPT, "The file in the archive is truncated.")
        return content

    return read


def read_gzip(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the file that gzip has compressed. Reading its part raises PermanentError: corrupt, too_large, timed_out."""
    return _one_file(gzip.GzipFile(fileobj=io.BytesIO(content)), hints, limits)


def read_bzip2(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the file that bzip2 has compressed. Reading its part raises the same errors as with gzip."""
    return _one_file(bz2.BZ2File(io.BytesIO(content)), hints, limits)


def read_xz(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the file that xz has compressed. Reading its part raises the same errors as with gzip."""
    return _one_file(lzma.LZMAFile(io.BytesIO(content)), hints, limits)


def _one_file(file: Readable, hints: Hints, limits: Limits) -> Extracted:
    return Extracted(blocks=[], parser=PARSER, parts=_one_part(file, _name_within(hints.name), limits))


def _one_part(file: Readable, name: str, limits: Limits) -> Iterator[UnreadPart]:
    """Yield the file as far as it can be unpacked. Raises PermanentError after it: corrupt, if the rest is damaged."""
    damage: list[PermanentError] = []

    def read() -> bytes:
        chunks: list[bytes] = []
        try:
            return _Budget(limits).read(file, chunks=chunks)
        except DAMAGES as error:
            damage.append(_corrupt("compressed file", error))
            if not chunks:
                raise damage.pop() from error
            return b"".join(chunks)

    yield UnreadPart(name, read)
    if damage:
        raise damage[0]


def _name_within(name: str) -> str:
    """Return the name of the unpacked file: `report.txt` for `report.txt.gz`, `report.tar` for `report.tgz`."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    if suffix in (".tgz", ".tbz", ".tbz2", ".txz"):
        return f"{path.stem}.tar"
    return path.stem if suffix in (".gz", ".bz2", ".xz") else path.name


class _Budget:
    """Remaining bytes that the members of one archive may unpack to. Sizes in headers are not trusted."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.max_unpacked_bytes

    def read(self, file: Readable, declared: int = 0, chunks: list[bytes] | None = None) -> bytes:
        """Read a whole file. `declared` is its size in the header. Raises PermanentError: too_large, timed_out.

        A file that is too large is not counted, so that the files after it can be read. `chunks` receives what was read
        before an exception.
        """
        chunks = [] if chunks is None else chunks
        left = self._left
        # `read` of these discards what it has unpacked before damage.
        read = file.read1 if isinstance(file, gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile) else file.read
        while declared <= self._left and (chunk := read(min(CHUNK, left + 1))):
            left -= len(chunk)
            if left < 0:
                break
            if self._limits.seconds_left() <= 0:
                raise PermanentError(Code.TIMED_OUT, "No time was left to unpack the file.")
            chunks.append(chunk)
        if left < 0 or declared > self._left:
            raise PermanentError(Code.TOO_LARGE, f"The file unpacks to more than the remaining {self._left:,} bytes.")
        self._left = left
        return b"".join(chunks)


def _is_of_system(name: str) -> bool:
    pieces = name.replace("\\", "/").split("/")
    return (
        bool(SYSTEM_FOLDERS.intersection(pieces)) or pieces[-1].lower() in SYSTEM_FILES or pieces[-1].startswith("._")
    )


def _corrupt(what: str, error: Exception) -> PermanentError:
    reason = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return PermanentError(Code.CORRUPT, f"The {what} is damaged or incomplete: {reason[:200]}.")
