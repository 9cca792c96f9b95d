"""Helpers for tests that parse e-mail messages."""

import pytest

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from shared.documents.document import ParsedDocument
from shared.errors import PermanentError


def read(content: bytes | str, name: str = "message.eml", **limits: float) -> ParsedDocument:
    content = content.encode("utf-8") if isinstance(content, str) else content
    return parse(content, Hints(name), Limits.model_validate(limits))


def failure(content: bytes | str, name: str = "message.eml") -> PermanentError:
    """Return the error of a content that can't be parsed."""
    with pytest.raises(PermanentError) as raised:
        read(content, name)
    assert raised.value.message.endswith(".")
    return raised.value


def blocks(document: ParsedDocument) -> list[tuple[str, str]]:
    """Return the kind and the text of each block."""
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def parts(document: ParsedDocument) -> dict[str, str]:
    """Return the text of each part, or its code, by name."""
    return {part.name: part.code or document.text[part.start : part.end] for part in document.parts}


def warnings(document: ParsedDocument) -> dict[str, str]:
    """Return the message of each warning by code."""
    return {warning.code: warning.message for warning in document.warnings}


def mail(*lines: str, subject: str = "Subject: Ferries") -> str:
    """Return a message with `lines` after its first header fields. An empty line ends the header."""
    return "\n".join(("From: Jo Berg <jo@a.example>", "To: board@a.example", subject, "MIME-Version: 1.0", *lines))
