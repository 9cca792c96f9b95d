"""Errors named for what went wrong: permanent ones become a FAILED row, transient ones go back to the queue."""

from enum import StrEnum


class Code(StrEnum):
    """Stable codes of permanent failures. A code is never renamed: rows, alarms and other services hold it."""

    UNSUPPORTED = "unsupported"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    OCR_UNAVAILABLE = "ocr_unavailable"
    ARCHIVED = "archived"
    ACCESS_DENIED = "access_denied"
    RETRIES_EXHAUSTED = "retries_exhausted"
    STALLED = "stalled"
    MALFORMED_EVENT = "malformed_event"


ADVICE: dict[Code, str] = {
    Code.UNSUPPORTED: "Convert the file to a format that is read (PDF, an Office or OpenDocument format, HTML, text, "
    "e-mail; docs/formats.md lists all) and upload it again.",
    Code.ENCRYPTED: "Remove the password and upload the file again.",
    Code.CORRUPT: "Open the file in the program that made it, save it anew and upload it again.",
    Code.EMPTY: "Check that the file holds text, and that its pictures are sharp enough to be read.",
    Code.TOO_LARGE: "Split the file, or raise the limit in the stack's parameters, and upload it again.",
    Code.TIMED_OUT: "Split the file, or raise the time limit in the stack's parameters, and upload it again.",
    Code.OUT_OF_MEMORY: "Split the file, or raise the memory limit in the stack's parameters, and upload it again.",
    Code.CRASHED: "Save the file anew in the program that made it and upload it again. If it fails again, report it "
    "with the file.",
    Code.OCR_UNAVAILABLE: "Ask the operator to package the data of text recognition (docs/formats.md says how), "
    "then upload the file again; or upload a version that holds its text.",
    Code.ARCHIVED: "Restore the object from its archive storage class, then upload it again or copy it over itself.",
    Code.ACCESS_DENIED: "Allow ParseFunction's role to read this object (its bucket policy or its KMS key forbids it), "
    "then upload it again.",
    Code.RETRIES_EXHAUSTED: "Look at last_error and at the function's log, mend the cause, then upload the file again.",
    Code.STALLED: "Look at last_error, at the functions' logs and at the queues; mend the cause, then redrive the rows "
    "with this code (docs/operations.md says how).",
    Code.MALFORMED_EVENT: "Look at who sends to the queue: only S3 should.",
}


class NutgrafError(Exception):
    """Anything that Nutgraf itself raises."""


class PermanentError(NutgrafError):
    """A failure that no retry can mend. It becomes a FAILED row with `code`, `message` and `advice`."""

    def __init__(self, code: Code, message: str) -> None:
        """`message` is one sentence for people that says what is wrong with this document."""
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def advice(self) -> str:
        """What the uploader or the operator can do."""
        return ADVICE[self.code]


class MalformedEventError(PermanentError):
    """A message that is none of ours. It belongs to no object, so it is parked instead of becoming a row."""

    def __init__(self, message: str) -> None:
        super().__init__(Code.MALFORMED_EVENT, message)


class TransientError(NutgrafError):
    """A failure that may get better (throttling, a 5xx, a lost connection): the record goes back to the queue."""


class ConfigurationError(NutgrafError):
    """The settings or the installation are wrong: nothing can work until an operator mends them."""
