"""Helpers of the tests that parse files: parse one, and read the result."""

from collections.abc import Mapping

import pytest

from functions.parse.contract import Format, Hints, Limits
from functions.parse.formats.registry import FORMATS
from functions.parse.parser import parse
from infra.local.files import SAMPLES
from shared.documents.document import BlockKind, ParsedDocument
from shared.errors import Code, PermanentError

ALL_SAMPLES = sorted(SAMPLES.iterdir())


def read(content: bytes | str, name: str = "", **limits: float) -> ParsedDocument:
    """Parse a file. A string is encoded in UTF-8, with its lone surrogates."""
    content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return parse(content, Hints(name), Limits.model_validate(limits))


def sample(name: str) -> ParsedDocument:
    """Parse a sample document."""
    return read((SAMPLES / name).read_bytes(), name)


def outcome(content: bytes, hints: Hints, formats: Mapping[str, Format] = FORMATS) -> ParsedDocument | Code:
    """Parse a file, and return the document or the code with which that fails."""
    try:
        return parse(content, hints, Limits(), formats)
    except PermanentError as error:
        return error.code


def failure(content: bytes | str, name: str = "") -> PermanentError:
    """Return the error that parsing the file raises."""
    with pytest.raises(PermanentError) as raised:
        read(content, name)
    assert raised.value.message.endswith(".")
    return raised.value


def blocks(document: ParsedDocument) -> list[tuple[str, str]]:
    """Return the kind and text of each block."""
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def texts(document: ParsedDocument, kind: BlockKind) -> list[str]:
    """Return the texts of the blocks of one kind."""
    return [text for found, text in blocks(document) if found == kind]


def rows(document: ParsedDocument) -> list[list[str]]:
    """Return the rows of the table that is the document's only block."""
    (block,) = document.blocks
    assert block.kind is BlockKind.TABLE
    assert block.rows is not None
    return block.rows


def parts(document: ParsedDocument) -> dict[str, str]:
    """Return the text of each part, or its error code, by the part's name."""
    return {part.name: part.code or document.text[part.start : part.end] for part in document.parts}


def codes(document: ParsedDocument) -> list[str]:
    """Return the code of each warning."""
    return [warning.code for warning in document.warnings]


def warnings(document: ParsedDocument) -> dict[str, str]:
    """Return the message of each warning by its code."""
    return {warning.code: warning.message for warning in document.warnings}
