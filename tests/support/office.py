"""Office files for tests: those that LibreOffice wrote, packages made by hand, and their blocks as they are read."""

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
    """A file that LibreOffice wrote. What it makes large, a picture of the first page, is kept compressed."""
    path = FOLDER / name
    return path.read_bytes() if path.exists() else gzip.decompress((FOLDER / f"{name}.gz").read_bytes())


def read(content: bytes, limits: Limits | None = None) -> ParsedDocument:
    """The document in these bytes, which tell their format themselves."""
    return parse(content, Hints(), limits or Limits())


def blocks(document: ParsedDocument) -> list[tuple[str, str]]:
    """Kind and text of each block; a heading's kind has its level."""
    return [
        (f"{block.kind.value}{block.level or ''}", document.text[block.start : block.end]) for block in document.blocks
    ]


def rows(document: ParsedDocument) -> list[list[list[str]]]:
    """The rows of each table."""
    return [block.rows for block in document.blocks if block.rows is not None]


def code_of(content: bytes, limits: Limits | None = None) -> Code:
    """The code that reading these bytes fails with."""
    with pytest.raises(PermanentError) as raised:
        read(content, limits)
    assert raised.value.message.endswith(".")
    return raised.value.code


def outcome(content: bytes) -> Code | None:
    """The code that reading fails with, None where there is a document with text."""
    try:
        document = read(content)
    except PermanentError as error:
        return error.code
    assert document.text.strip()
    return None


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP package of these members, the first one not compressed, as `mimetype` wants it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for place, (name, content) in enumerate(members.items()):
            archive.writestr(name, content, zipfile.ZIP_DEFLATED if place else zipfile.ZIP_STORED)
    return file.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """A package with some members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return packed(members | dict(changes))
