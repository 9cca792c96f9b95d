"""Fuzzing: a short run, and tests of its mutations and its judgement."""

import binascii
import io
import zipfile
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from shared.documents.document import Block, BlockKind, ParsedDocument
from shared.errors import Code, PermanentError
from shared.settings import ReadingLimits
from tests.fuzz.campaign import LIMITS, inputs, problems, problems_of_error, run
from tests.fuzz.mutations import MAX_BYTES, OF_BYTES, mutated, within_pdf_stream, within_png, within_zip
from tests.support.good_files import GoodFile, good_file, good_files

INPUTS = 400
SEED = 20201103

# Recognizing text in pictures takes ten times as long as all the rest; `make fuzz` has it.
WITHOUT_RECOGNITION = replace(LIMITS, reading=ReadingLimits(max_ocr_pages=0))


def test_mutated_files_are_read_or_refused_within_the_limits() -> None:
    report = run(inputs(good_files(), INPUTS, SEED), SEED, limits=WITHOUT_RECOGNITION)
    assert [(finding.input.number, finding.signature) for finding in report.findings] == []
    assert sum(tally.inputs for tally in report.tallies.values()) == INPUTS
    assert sum(tally.documents for tally in report.tallies.values()) > INPUTS / 4
    assert sum(sum(tally.codes.values()) for tally in report.tallies.values()) > INPUTS / 20


@pytest.mark.parametrize("file", good_files(), ids=lambda file: file.name)
def test_every_file_that_mutations_start_from_is_good(file: GoodFile) -> None:
    document = parse(file.content, Hints(file.name), Limits(max_ocr_pages=2))
    assert problems(document, ReadingLimits()) == []


def test_the_same_seed_makes_the_same_inputs() -> None:
    files = good_files()
    first = list(inputs(files, 60, seed=5))
    assert list(inputs(files, 60, seed=5)) == first
    assert list(inputs(files, 20, seed=5, start=40)) == first[40:]
    assert [given.content for given in inputs(files, 60, seed=6)] != [given.content for given in first]
    assert max(Counter(given.format for given in first).values()) <= 60 // len({file.suffix for file in files}) + 1


@given(st.binary(max_size=300), st.binary(max_size=300), st.integers(), st.sampled_from([".pdf", ".zip", ".x", ""]))
def test_any_bytes_can_be_mutated(content: bytes, other: bytes, seed: int, suffix: str) -> None:
    assert len(mutated(content, Random(seed), other, suffix)) <= MAX_BYTES
    for mutation in OF_BYTES:
        mutation(content, Random(seed), other, suffix)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_packed_is_mutated_within_a_sound_package(seed: int) -> None:
    original = good_file("made.docx").content
    with zipfile.ZipFile(io.BytesIO(within_zip(original, Random(seed), original, ".docx"))) as archive:
        assert archive.testzip() is None
        changed = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        same = [name for name in changed if archive.read(name) == changed[name]]
        assert len(same) >= len(archive.namelist()) - 1


def test_streams_of_a_pdf_are_mutated_unpacked() -> None:
    original = good_file("made.pdf").content
    seen = {within_pdf_stream(original, Random(seed), original, ".pdf") for seed in range(20)}
    assert len(seen) > 10
    assert all(content.startswith(original[:100]) for content in seen)


def test_checksums_of_a_png_are_mended() -> None:
    chunk = b"\x00\x00\x00\x04IDATabcd\xed\x82\xcd\x11"  # crc32 of IDATabcd
    original = b"\x89PNG\r\n\x1a\n" + chunk
    for seed in range(20):
        content = within_png(original, Random(seed), original, ".png")
        length = int.from_bytes(content[8:12], "big")
        assert content[16 + length : 20 + length] == binascii.crc32(content[12 : 16 + length]).to_bytes(4, "big")


def broken(**changes: object) -> list[str]:
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=5)
    document = ParsedDocument(media_type="text/plain", text="Piers", blocks=[block], parser="test")
    return problems(document.model_copy(update=changes), ReadingLimits(max_characters=100))


def test_documents_that_break_their_own_rules_are_findings() -> None:
    assert broken() == []
    assert broken(text="Piers and more")
    assert broken(text="", blocks=[])
    assert broken(text="x" * 101, blocks=[Block(kind=BlockKind.PARAGRAPH, start=0, end=101)]) == ["over the limits"]
    assert broken(text="Pier ") == ["a block is empty or has blanks around it"]
    assert broken(text="Pie\x00s") == ["NUL in the text"]


def test_errors_that_no_uploader_should_get_are_findings() -> None:
    assert problems_of_error(PermanentError(Code.CORRUPT, "The file ends too early.")) == []
    assert problems_of_error(PermanentError(Code.CRASHED, "It crashed.")) == ["crashed"]
    assert problems_of_error(PermanentError(Code.ARCHIVED, "It is archived."))
    assert problems_of_error(PermanentError(Code.CORRUPT, "no sentence"))
