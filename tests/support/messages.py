"""Helpers of the tests that parse messages."""

import base64

from shared.documents.document import ParsedDocument
from shared.errors import PermanentError
from tests.support import parsed

# Two sentences for texts and attachments.
BRIDGE = "The old bridge of Ardale will close in March because cracks were found in four of its arches."
FERRY = "The ferry to Skerry sails twice a day until the bridge is open again, the harbour office said."


def read(content: bytes | str, name: str = "message.eml", **limits: float) -> ParsedDocument:
    """Parse a message."""
    return parsed.read(content, name, **limits)


def failure(content: bytes | str, name: str = "message.eml") -> PermanentError:
    """Return the error that parsing the message raises."""
    return parsed.failure(content, name)


def mail(*lines: str, subject: str = "Subject: Ferries") -> str:
    """Return a message with `lines` after its first header fields. An empty line ends the header."""
    return "\n".join(("From: Jo Berg <jo@a.example>", "To: board@a.example", subject, "MIME-Version: 1.0", *lines))


def multipart(kind: str, *entities: str, boundary: str = "cut") -> tuple[str, str]:
    """Return the Content-Type field of a multipart, and its body."""
    body = "".join(f"--{boundary}\n{entity}\n" for entity in entities)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n', f"{body}--{boundary}--\n"


def plain(text: str) -> str:
    """Return an entity of plain text."""
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


def page(markup: str) -> str:
    """Return an entity of HTML."""
    return f"Content-Type: text/html; charset=utf-8\n\n{markup}"


def attachment(name: str, content: bytes, kind: str = "application/octet-stream", more: str = "") -> str:
    """Return an attachment in base64. `more` are additional header fields."""
    encoded = base64.encodebytes(content).decode()
    return (
        f'Content-Type: {kind}\nContent-Disposition: attachment; filename="{name}"\n{more}'
        f"Content-Transfer-Encoding: base64\n\n{encoded}"
    )
