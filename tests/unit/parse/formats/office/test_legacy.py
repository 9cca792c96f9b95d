"""DOC, PPT and XLS: recognition by their streams, structure, passwords and damage."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.containers.compound_file import DOC, PPT, XLS, ole_type
from functions.parse.formats.office.legacy.doc_structures import pieces
from shared.errors import Code, PermanentError
from tests.support.office import blocks, code_of, outcome, read, sample
from tests.support.properties import examples

FILES = {"harbour-news.doc": DOC, "harbour-talk.ppt": PPT, "harbour-budget.xls": XLS}

# Start of the WordDocument stream as LibreOffice writes it (signature and version), and the offset of a flag after it.
FILE_INFORMATION, ENCRYPTED_FLAG_OFFSET = b"\xec\xa5\x01\x01", 0x0B


@pytest.mark.parametrize(("name", "media_type"), FILES.items())
def test_streams_determine_the_format(name: str, media_type: str) -> None:
    assert ole_type(sample(name)) == media_type
    assert read(sample(name)).media_type == media_type


def test_other_streams_determine_other_formats() -> None:
    doc = sample("harbour-news.doc")

    def named(name: str) -> bytes:
        old, new = "WordDocument".encode("utf-16-le"), name.encode("utf-16-le")
        place = doc.index(old)
        entry = bytearray(doc[place : place + 128])
        entry[:64] = new.ljust(64, b"\x00")
        entry[64:66] = struct.pack("<H", len(new) + 2)
        return doc[:place] + bytes(entry) + doc[place + 128 :]

    assert ole_type(named("__properties_version1.0")) == "application/vnd.ms-outlook"
    assert ole_type(named("Something else")) is None
    assert code_of(named("Something else")) is Code.UNSUPPORTED
    assert code_of(named("EncryptedPackage")) is Code.ENCRYPTED


def test_an_old_talk_has_titles_lists_and_notes() -> None:
    document = read(sample("harbour-talk.ppt"))
    assert [(block.page, *found) for block, found in zip(document.blocks, blocks(document), strict=True)] == [
        (1, "heading1", "A quay for Skelby"),
        (1, "list_item", "Forty oak piles"),
        (1, "list_item", "twelve of them tarred"),
        (1, "list_item", "A crane from Ordby"),
        (1, "paragraph", "Say that the piles are paid for."),
        (2, "paragraph", "Costs"),
        (2, "paragraph", "Item"),
        (2, "paragraph", "Crowns"),
        (2, "paragraph", "Piles"),
        (2, "paragraph", "120,000"),
        (2, "paragraph", "Prices of Größe 2025, says Jørgen."),
    ]
    assert document.metadata.pages == 2
    assert document.metadata.title == "Skelby quay, a talk"
    assert document.metadata.published_at == "2025-03-04T09:30:00"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.05, 0.3, 0.7])
def test_a_truncated_file_is_corrupt(name: str, share: float) -> None:
    content = sample(name)
    assert code_of(content[: int(share * len(content))]) is Code.CORRUPT


def test_files_with_a_password_are_encrypted() -> None:
    doc = bytearray(sample("harbour-news.doc"))
    doc[doc.index(FILE_INFORMATION) + ENCRYPTED_FLAG_OFFSET] |= 1
    assert code_of(bytes(doc)) is Code.ENCRYPTED
    ppt = sample("harbour-talk.ppt").replace(struct.pack("<I", 0xE391C05F), struct.pack("<I", 0xF3D1C4DF))
    assert code_of(ppt) is Code.ENCRYPTED
    xls = sample("harbour-budget.xls")
    start = xls.index(struct.pack("<HHHH", 0x0809, 16, 0x0600, 0x0005))
    after = start + 20
    assert code_of(xls[:after] + struct.pack("<H", 0x2F) + xls[after + 2 :]) is Code.ENCRYPTED


def test_a_property_with_a_wrong_length_does_not_change_the_text() -> None:
    content = sample("harbour-news.doc")
    title = content.index(struct.pack("<II", 0x1E, 20) + b"Skelby harbour news\x00")
    for kind, count in [(0x101E, 0xFFFF_FFF0), (0x1E, 0xFFFF_FFF0), (0x1F, 0xFFFF_FFF0), (0x40, 7), (0x99, 1)]:
        changed = content[:title] + struct.pack("<II", kind, count) + content[title + 8 :]
        assert blocks(read(changed)) == blocks(read(content))


def test_a_chain_of_sectors_that_loops_is_corrupt() -> None:
    content = bytearray(sample("harbour-budget.xls"))
    (table,) = struct.unpack_from("<I", content, 0x4C)
    start = 512 * (table + 1)
    for entry in range(start, start + 512, 4):
        (following,) = struct.unpack_from("<I", content, entry)
        if following < 0xFFFF_FFF0:
            struct.pack_into("<I", content, entry, 0)
    assert outcome(bytes(content)) in (None, Code.CORRUPT)


def test_word_95_is_unsupported() -> None:
    doc = sample("harbour-news.doc").replace(FILE_INFORMATION, b"\xec\xa5\x65\x00")
    assert code_of(doc) is Code.UNSUPPORTED


def test_pieces_outside_the_file_are_rejected() -> None:
    stored = struct.pack("<II", 0, 10) + struct.pack("<HIH", 0, 0x4000_0000, 0)
    clx = b"\x02" + struct.pack("<I", len(stored)) + stored
    assert [(piece.start, piece.end, piece.width) for piece in pieces(clx, 10)] == [(0, 10, 1)]
    with pytest.raises(ValueError, match="outside"):
        pieces(clx, 9)


@examples(200)
@given(
    name=st.sampled_from(sorted(FILES)),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=8)), min_size=1, max_size=12),
)
def test_a_damaged_file_gives_a_document_or_a_permanent_error(name: str, changes: list[tuple[float, bytes]]) -> None:
    content = bytearray(sample(name))
    # Most of the rest of a presentation is an image of its first page, which isn't read.
    reach = min(len(content), 40_000)
    for place, values in changes:
        start = int(place * reach)
        content[start : start + len(values)] = values[: reach - start]
    assert outcome(bytes(content)) in (None, Code.CORRUPT, Code.EMPTY, Code.ENCRYPTED, Code.UNSUPPORTED, Code.TOO_LARGE)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_piece_table(clx: bytes) -> None:
    try:
        found = pieces(clx, 1_000)
    except (ValueError, struct.error):
        return
    assert all(0 <= piece.start <= piece.end for piece in found)


def test_the_start_of_a_compound_file_alone_is_corrupt() -> None:
    with pytest.raises(PermanentError) as raised:
        ole_type(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert raised.value.code is Code.CORRUPT
