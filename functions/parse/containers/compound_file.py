"""Compound files ([MS-CFB]): what holds old Office documents, Outlook's messages and Office files with a password."""

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

# Holds an OOXML file that has a password ([MS-OFFCRYPTO] 1.3.3). Names of streams are compared without case.
ENCRYPTED_STREAM = "encryptedpackage"

# The stream in the root storage that each format can't be without ([MS-DOC], [MS-PPT], [MS-XLS], [MS-OXMSG] 2.1).
TYPES_BY_STREAM = {
    "worddocument": DOC,
    "powerpoint document": PPT,
    "workbook": XLS,
    "book": XLS,
    "__properties_version1.0": MSG,
}

DAMAGED = "The compound file (an old Office format) is damaged or cut short."

# What olefile raises for a file that breaks the rules of its format.
DAMAGES = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, struct.error)


def ole_type(content: bytes) -> str | None:
    """The media type of a compound file by the streams that it holds, None for one of another kind.

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
    """The storages and streams of a compound file. Raises PermanentError: corrupt."""
    try:
        file = olefile.OleFileIO(io.BytesIO(content))
        if file.root is None:
            raise OSError("no root storage")
    except (*DAMAGES, RecursionError) as error:
        raise PermanentError(Code.CORRUPT, DAMAGED) from error
    return file


def stream(file: olefile.OleFileIO, name: str, what: str) -> bytes:
    """The bytes of a stream, none where there is no such stream. `what` names the format to people.

    Raises PermanentError: corrupt. No stream is longer than the file: olefile refuses chains of sectors with loops.
    """
    try:
        return bytes(file.openstream(name).read()) if file.exists(name) else b""
    except DAMAGES as error:
        raise PermanentError(Code.CORRUPT, f"The {what} is damaged or cut short.") from error
