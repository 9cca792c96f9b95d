"""Reads files as the product does, and judges what comes of them by the rules that hold for every file."""

from functions.parse.worker.worker import ParseWorker, WorkerLimits
from shared.documents.document import ParsedDocument
from shared.errors import Code, PermanentError
from shared.settings import ReadingLimits
from tests.fuzz.campaign import problems, problems_of_error

READING = ReadingLimits(max_ocr_pages=2)
LIMITS = WorkerLimits(reading=READING, max_bytes=100_000_000, seconds=60, memory_mb=1500, files=1_000)


def outcome(worker: ParseWorker, content: bytes, name: str) -> ParsedDocument | Code:
    """The document, or the code of the failure. Fails where either is not what it should be: a document that breaks its
    own rules, a parser that crashed, took too long or too much memory."""
    read = _read(worker, content, name)
    if isinstance(read, PermanentError):
        assert problems_of_error(read) == [], read.message
        return read.code
    assert problems(read, READING) == []
    return read


def _read(worker: ParseWorker, content: bytes, name: str) -> ParsedDocument | PermanentError:
    try:
        return worker.parse(content, name)
    except PermanentError as error:
        return error
