"""Office files for tests: samples written by LibreOffice, handmade packages, and helpers to read both."""

import gzip
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from shared.documents.document import ParsedDocument
from shared.errors import Code, PermanentError

FOLDER = Path(__file__).parents[1] / "data" / "formats"


def sample(name: str) -> bytes:
    """Return a sample written by LibreOffice. Samples with a large image of the first page are stored with gzip."""
    path = FOLDER / name
    return path.read_bytes() if path.exists() else gzip.decompress((FOLDER / f"{name}.gz").read_bytes())


def read(content: bytes, limits: Limits | None = None) -> ParsedDocument:
    """Parse a file whose format is recognized by its content."""
    return parse(content, Hints(), limits or Limits())


def blocks(document: ParsedDocument) -> list[tuple[str, str]]:
    """Return the kind and text of each block. The kind of a heading includes its level."""
    return [
        (f"{block.kind.value}{block.level or ''}", document.text[block.start : block.end]) for block in document.blocks
    ]


def rows(document: ParsedDocument) -> list[list[list[str]]]:
    """Return the rows of each table."""
    return [block.rows for block in document.blocks if block.rows is not None]


def code_of(content: bytes, limits: Limits | None = None) -> Code:
    """Return the error code with which parsing fails."""
    with pytest.raises(PermanentError) as raised:
        read(content, limits)
    assert raised.value.message.endswith(".")
    return raised.value.code


def outcome(content: bytes) -> Code | None:
    """Return the error code with which parsing fails; None if the document has text."""
    try:
        document = read(content)
    except PermanentError as error:
        return error.code
    assert document.text.strip()
    return None


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP package of these members. The first is not compressed, as OpenDocument requires of `mimetype`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for place, (name, content) in enumerate(members.items()):
            archive.writestr(name, content, zipfile.ZIP_DEFLATED if place else zipfile.ZIP_STORED)
    return file.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """Return a package with some members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return packed(members | dict(changes))
