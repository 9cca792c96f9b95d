"""Archives: the members of ZIP and tar files, and what gzip, bzip2 and xz have compressed, as parts."""

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

from functions.parse.contract import Extracted, Hints, Limits, Part
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} archives"
CHUNK = 1 << 20

# Bit 0 of a ZIP member's general purpose flags (APPNOTE 4.4.4).
ENCRYPTED_FLAG = 0x1

SYSTEM_FOLDERS = frozenset({"__MACOSX"})

# What operating systems leave in folders. Nobody has written them, so they are no parts and nobody is told.
SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})

Readable = IO[bytes] | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile

# What the libraries raise at bytes that are damaged or cut short. UnicodeDecodeError is a ValueError.
NO_FORMAT = (
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
    """The members of a ZIP archive, in its order. Raises PermanentError: corrupt."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except NO_FORMAT as error:
        raise _corrupt("ZIP archive", error) from error
    except NotImplementedError as error:
        raise PermanentError(Code.UNSUPPORTED, f"The ZIP archive can't be read: {error}.") from error
    return Extracted(blocks=[], parser=PARSER, parts=_zip_parts(archive, limits))


def _zip_parts(archive: zipfile.ZipFile, limits: Limits) -> Iterator[Part]:
    budget = _Budget(limits)
    for member in archive.infolist():
        if not member.filename.endswith("/") and not _is_of_system(member.filename):
            yield Part(member.filename, _zip_member(archive, member, budget))


def _zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: "_Budget") -> Callable[[], bytes]:
    def read() -> bytes:
        if member.flag_bits & ENCRYPTED_FLAG:
            raise PermanentError(Code.ENCRYPTED, "The file is protected by a password.")
        try:
            with archive.open(member) as file:
                return budget.read(file, member.file_size)
        except NO_FORMAT as error:
            raise _corrupt("file in the archive", error) from error
        except (NotImplementedError, RuntimeError) as error:
            raise PermanentError(Code.UNSUPPORTED, f"The file is packed in a way that is not read: {error}.") from error

    return read


def read_tar(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The files of a tar archive, in its order; links and devices are none. Raises PermanentError: corrupt."""
    try:
        archive = tarfile.TarFile(fileobj=io.BytesIO(content))
    except NO_FORMAT as error:
        raise _corrupt("tar archive", error) from error
    return Extracted(blocks=[], parser=PARSER, parts=_tar_parts(archive, limits))


def _tar_parts(archive: tarfile.TarFile, limits: Limits) -> Iterator[Part]:
    budget = _Budget(limits)
    while True:
        try:
            member = archive.next()
        except NO_FORMAT as error:
            raise _corrupt("tar archive", error) from error
        if member is None:
            return
        if member.isfile() and not _is_of_system(member.name):
            yield Part(member.name, _tar_member(archive, member, budget))


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, budget: "_Budget") -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            file = archive.extractfile(member)
            content = budget.read(file, member.size) if file is not None else b""
        except NO_FORMAT as error:
            raise _corrupt("file in the archive", error) from error
        if len(content) < member.size:
            raise PermanentError(Code.CORRUPT, "The file in the archive is cut short.")
        return content

    return read


def read_gzip(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The one file that gzip has compressed. Raises PermanentError when its bytes are asked for: corrupt, too_large."""
    return _one_file(gzip.GzipFile(fileobj=io.BytesIO(content)), hints, limits)


def read_bzip2(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The one file that bzip2 has compressed, likewise."""
    return _one_file(bz2.BZ2File(io.BytesIO(content)), hints, limits)


def read_xz(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The one file that xz has compressed, likewise."""
    return _one_file(lzma.LZMAFile(io.BytesIO(content)), hints, limits)


def _one_file(file: Readable, hints: Hints, limits: Limits) -> Extracted:
    def read() -> bytes:
        try:
            return _Budget(limits).read(file)
        except NO_FORMAT as error:
            raise _corrupt("compressed file", error) from error

    return Extracted(blocks=[], parser=PARSER, parts=[Part(_name_within(hints.name), read)])


def _name_within(name: str) -> str:
    """What a compressed file is called when it is unpacked: `report.txt.gz` holds `report.txt`, a `.tgz` a `.tar`."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    if suffix in (".tgz", ".tbz", ".tbz2", ".txz"):
        return f"{path.stem}.tar"
    return path.stem if suffix in (".gz", ".bz2", ".xz") else path.name


class _Budget:
    """Bytes that the members of one archive may still unpack to. What headers say of sizes is not believed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.max_unpacked_bytes

    def read(self, file: Readable, told: int = 0) -> bytes:
        """All of a file, of which a header has told the size. Raises PermanentError: too large, or no time left.

        What was too large counts as nothing: the files after it may still be read.
        """
        chunks: list[bytes] = []
        left = self._left
        while told <= self._left and (chunk := file.read(min(CHUNK, left + 1))):
            left -= len(chunk)
            if left < 0:
                break
            if self._limits.seconds_left() <= 0:
                raise PermanentError(Code.TIMED_OUT, "There was no time left to unpack it.")
            chunks.append(chunk)
        if left < 0 or told > self._left:
            raise PermanentError(Code.TOO_LARGE, f"It unpacks to more than {self._left:,} bytes.")
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
