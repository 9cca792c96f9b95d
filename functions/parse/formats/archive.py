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
from functions.parse.contract import Extracted, Hints, Limits, Part
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} archives"

# Bytes that are unpacked at once.
CHUNK = 1 << 20

# Folders and files that operating systems create. They are skipped without a warning.
SYSTEM_FOLDERS = frozenset({"__MACOSX"})
SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})

Readable = IO[bytes] | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile

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
        raise _corrupt("ZIP archive", error) from error
    except NotImplementedError as error:
        raise PermanentError(Code.UNSUPPORTED, f"The ZIP archive is of an unsupported kind: {error}.") from error
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


def _tar_parts(archive: tarfile.TarFile, limits: Limits) -> Iterator[Part]:
    budget = _Budget(limits)
    while True:
        try:
            member = archive.next()
        except DAMAGES as error:
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
    def read() -> bytes:
        try:
            return _Budget(limits).read(file)
        except DAMAGES as error:
            raise _corrupt("compressed file", error) from error

    return Extracted(blocks=[], parser=PARSER, parts=[Part(_name_within(hints.name), read)])


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

    def read(self, file: Readable, declared: int = 0) -> bytes:
        """Read a whole file. `declared` is its size in the header. Raises PermanentError: too_large, timed_out.

        A file that is too large is not counted, so that the files after it can be read.
        """
        chunks: list[bytes] = []
        left = self._left
        while declared <= self._left and (chunk := file.read(min(CHUNK, left + 1))):
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
