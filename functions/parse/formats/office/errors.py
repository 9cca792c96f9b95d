"""Errors that all readers of Office formats raise."""

from shared.errors import Code, PermanentError


def damaged(document: str) -> PermanentError:
    """Return the error for a file that violates its format. `document` names the kind of file in the message."""
    return PermanentError(Code.CORRUPT, f"The {document} is damaged or incomplete.")


def encrypted(document: str) -> PermanentError:
    """Return the error for a file with a password. `document` names the kind of file in the message."""
    return PermanentError(Code.ENCRYPTED, f"The {document} is protected by a password.")
