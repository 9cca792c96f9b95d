"""Malicious archives: decompression bombs, nested archives, member names that escape the archive."""

from collections.abc import Iterator

import pytest

from functions.parse.worker.parse_worker import ParseWorker
from shared.documents.document import ParsedDocument
from shared.errors import Code
from tests.support.hostile_files import bomb, flat_bomb, nested_archives, overlapping_bomb, quine_like
from tests.support.judged import LIMITS, outcome
from tests.support.made_files import zipped


@pytest.fixture(scope="module")
def worker() -> Iterator[ParseWorker]:
    with ParseWorker(LIMITS) as worker:
        yield worker


def codes_of_parts(document: ParsedDocument) -> list[str | None]:
    return [part.code for part in document.parts]


@pytest.mark.parametrize(
    ("name", "member"),
    [("made.docx", "word/document.xml"), ("made.epub", "c.xhtml"), ("made.docx", "word/styles.xml")],
)
def test_a_member_that_unpacks_to_600_mb_is_not_unpacked(worker: ParseWorker, name: str, member: str) -> None:
    assert outcome(worker, bomb(name, member, 600), name) in (Code.TOO_LARGE, Code.CORRUPT)
    assert worker.peak_memory_mb < LIMITS.memory_mb


def test_a_flat_bomb_is_not_unpacked(worker: ParseWorker) -> None:
    assert outcome(worker, flat_bomb(600), "flat.zip") is Code.TOO_LARGE


def test_members_that_share_one_body_are_each_counted(worker: ParseWorker) -> None:
    read = outcome(worker, overlapping_bomb(members=1000, mebibytes=30), "overlapping.zip")
    assert isinstance(read, ParsedDocument) or read in (Code.TOO_LARGE, Code.CORRUPT)


def test_archives_within_archives_are_read_to_the_maximum_depth(worker: ParseWorker) -> None:
    reached = outcome(worker, nested_archives(LIMITS.reading.max_depth - 1), "nested.zip")
    assert isinstance(reached, ParsedDocument)
    assert "at the very bottom" in reached.text
    assert not isinstance(outcome(worker, nested_archives(LIMITS.reading.max_depth + 20), "nested.zip"), ParsedDocument)


def test_archives_that_multiply_stop_at_the_maximum_number_of_parts(worker: ParseWorker) -> None:
    read = outcome(worker, nested_archives(depth=4, width=8), "wide.zip")
    assert not isinstance(read, ParsedDocument) or len(read.parts) <= LIMITS.reading.max_parts + 1


def test_many_bombs_are_limited_together(worker: ParseWorker) -> None:
    read = outcome(worker, quine_like(400), "many.zip")
    assert isinstance(read, ParsedDocument) or read in (Code.TOO_LARGE, Code.EMPTY)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "..\\..\\windows\\win.ini",
        "C:\\x.txt",
        "a/../../b",
        "\\\\host\\share\\x",
        "~/x",
    ],
)
def test_names_of_members_do_not_escape_the_archive(worker: ParseWorker, name: str) -> None:
    read = outcome(worker, zipped({name: "The text of the member."}), "names.zip")
    assert isinstance(read, ParsedDocument)
    assert "The text of the member." in read.text
    (part,) = read.parts
    assert not part.name.startswith(("/", "\\"))
    assert ".." not in part.name.replace("\\", "/").split("/")
