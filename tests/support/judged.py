"""Read files with the worker process, and check the outcome against the rules for every file."""

from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from shared.documents.document import ParsedDocument
from shared.errors import Code, PermanentError
from shared.settings import ReadingLimits
from tests.fuzz.campaign import problems, problems_of_error

READING = ReadingLimits(max_ocr_pages=2)
LIMITS = WorkerLimits(reading=READING, max_bytes=100_000_000, seconds=60, memory_mb=1500, files=1_000)


def outcome(worker: ParseWorker, content: bytes, name: str) -> ParsedDocument | Code:
    """Return the document or the code of the error. Fails the test if the document violates its own rules, or if the
    parser crashed, timed out or ran out of memory."""
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
