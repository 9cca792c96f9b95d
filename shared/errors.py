"""Errors. Permanent errors become a FAILED row; messages with transient errors are retried."""

from enum import StrEnum


class Code(StrEnum):
    """Stable codes of permanent failures. Codes are never renamed, because rows, alarms and other services use them."""

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
    Code.UNSUPPORTED: "Convert the file to a supported format (PDF, an Office or OpenDocument format, HTML, text, "
    "e-mail; docs/formats.md lists all) and upload it again.",
    Code.ENCRYPTED: "Remove the password and upload the file again.",
    Code.CORRUPT: "Open the file in the program that created it, save it again and upload it again.",
    Code.EMPTY: "Check that the file contains text, and that its images are sharp enough for text recognition.",
    Code.TOO_LARGE: "Split the file, or raise the limit in the stack's parameters, and upload it again.",
    Code.TIMED_OUT: "Split the file, or raise the time limit in the stack's parameters, and upload it again.",
    Code.OUT_OF_MEMORY: "Split the file, or raise the memory limit in the stack's parameters, and upload it again.",
    Code.CRASHED: "Save the file again in the program that created it and upload it again. If it fails again, report "
    "the error with the file.",
    Code.OCR_UNAVAILABLE: "Ask the operator to package the data for text recognition (see docs/formats.md), then "
    "upload the file again; or upload a version that contains its text.",
    Code.ARCHIVED: "Restore the object from its archive storage class, then upload it again or copy it over itself.",
    Code.ACCESS_DENIED: "Allow ParseFunction's role to read this object (the bucket policy or the KMS key denies it), "
    "then upload it again.",
    Code.RETRIES_EXHAUSTED: "Check last_error and the function's log, fix the cause, then upload the file again.",
    Code.STALLED: "Check last_error, the functions' logs and the queues, fix the cause, then redrive the rows with "
    "this code (see docs/operations.md).",
    Code.MALFORMED_EVENT: "Check which senders have access to the queue: only S3 should.",
}


class NutgrafError(Exception):
    """The base class of Nutgraf's own errors."""


class PermanentError(NutgrafError):
    """A failure that no retry can fix. It becomes a FAILED row with `code`, `message` and `advice`."""

    def __init__(self, code: Code, message: str) -> None:
        """`message` is one sentence for the uploader that describes the problem with this document."""
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def advice(self) -> str:
        """The action that the uploader or the operator can take."""
        return ADVICE[self.code]


class MalformedEventError(PermanentError):
    """A message in an unknown format. It belongs to no object, so it is parked and does not become a row."""

    def __init__(self, message: str) -> None:
        super().__init__(Code.MALFORMED_EVENT, message)


class TransientError(NutgrafError):
    """A failure that may be temporary (throttling, a 5xx, a lost connection): the message returns to the queue."""


class ConfigurationError(NutgrafError):
    """The settings or the installation are invalid. An operator must fix them."""


class NotConfinedError(ConfigurationError):
    """The settings require a sandbox that the kernel does not allow completely.

    Messages are parked: a retry meets the same kernel, and FAILED would blame the file.
    """

    # The `code` of a parked message. No row has it.
    code = "not_confined"
