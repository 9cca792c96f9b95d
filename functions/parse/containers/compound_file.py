"""Compound files ([MS-CFB]): the container of old Office documents, Outlook messages and encrypted Office files."""

import io
import struct

import olefile

from shared.errors import Code, PermanentError

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")

DOC, PPT, XLS, MSG = (
    "application/msword",
    "application/vnd.ms-powerpoint",
    "application/vnd.ms-excel",
    "application/vnd.ms-outlook",
)

# The stream with an encrypted OOXML file ([MS-OFFCRYPTO] 1.3.3). Stream names are compared in small letters.
ENCRYPTED_STREAM = "encryptedpackage"

# The mandatory stream of each format in the root storage ([MS-DOC], [MS-PPT], [MS-XLS], [MS-OXMSG] 2.1).
TYPES_BY_STREAM = {
    "worddocument": DOC,
    "powerpoint document": PPT,
    "workbook": XLS,
    "book": XLS,
    "__properties_version1.0": MSG,
}

DAMAGED = "The compound file (an old Office format) is damaged or truncated."

# Exceptions that olefile raises for an invalid file.
DAMAGES = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, struct.error)


def ole_type(content: bytes) -> str | None:
    """Return the media type of a compound file by its streams, None if it is of another type.

    Raises PermanentError: encrypted, corrupt.
    """
    with open_compound_file(content) as file:
        names = [entry.name.lower() for entry in file.root.kids]
        broken = bool(file.parsing_issues)
    if ENCRYPTED_STREAM in names:
        raise PermanentError(Code.ENCRYPTED, "The Office file is protected by a password.")
    found = next((TYPES_BY_STREAM[name] for name in names if name in TYPES_BY_STREAM), None)
    if found is None and broken:
        raise PermanentError(Code.CORRUPT, DAMAGED)
    return found


def open_compound_file(content: bytes) -> olefile.OleFileIO:
    """Open a compound file. Raises PermanentError: corrupt."""
    try:
        file = olefile.OleFileIO(io.BytesIO(content))
        if file.root is None:
            raise OSError("no root storage")
    except (*DAMAGES, RecursionError) as error:
        raise PermanentError(Code.CORRUPT, DAMAGED) from error
    return file


def stream(file: olefile.OleFileIO, name: str, what: str) -> bytes:
    """Return the bytes of a stream, none if it doesn't exist. `what` is the name of the format in messages.

    No stream is longer than the file, because olefile rejects circular chains of sectors.
    Raises PermanentError: corrupt.
    """
    try:
        return bytes(file.openstream(name).read()) if file.exists(name) else b""
    except DAMAGES as error:
        raise PermanentError(Code.CORRUPT, f"The {what} is damaged or truncated.") from error
