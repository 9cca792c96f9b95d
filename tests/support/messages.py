"""Helpers of the tests that parse messages."""

from shared.documents.document import ParsedDocument
from shared.errors import PermanentError
from tests.support import parsed


def read(content: bytes | str, name: str = "message.eml", **limits: float) -> ParsedDocument:
    """Parse a message."""
    return parsed.read(content, name, **limits)


def failure(content: bytes | str, name: str = "message.eml") -> PermanentError:
    """Return the error that parsing the message raises."""
    return parsed.failure(content, name)


def mail(*lines: str, subject: str = "Subject: Ferries") -> str:
    """Return a message with `lines` after its first header fields. An empty line ends the header."""
    return "\n".join(("From: Jo Berg <jo@a.example>", "To: board@a.example", subject, "MIME-Version: 1.0", *lines))
