"""Archives: their members are parts of one Document, within the limits even if headers are wrong."""

import bz2
import gzip
import hashlib
import io
import lzma
import tarfile
import time
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from functions.parse.recognition.media_types import media_type_of
from shared.documents.document import BlockKind, ParsedDocument
from shared.errors import Code, PermanentError

SAMPLES = Path(__file__).parents[4] / "infra" / "samples" / "documents"
BRIDGE = "The old bridge of Ardale will close in March because cracks were found in four of its arches."
MARKET = "Forty stalls moved back into the market hall of Ardale on Saturday, a year after the fire there."


def zipped(*members: tuple[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive, warnings.catch_warnings(category=UserWarning, action="ignore"):
        for name, content in members:  # zipfile warns about two members of one name
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


def tarred(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def read(content: bytes, name: str = "papers.zip", **limits: float) -> ParsedDocument:
    return parse(content, Hints(name), Limits.model_validate(limits))


def texts(document: ParsedDocument) -> dict[str, str]:
    """Return the text of each part by name."""
    return {part.name: document.text[part.start : part.end] for part in document.parts}


def codes(document: ParsedDocument) -> dict[str, str | None]:
    return {part.name: part.code for part in document.parts}


def failure(content: bytes, name: str = "papers.zip", **limits: float) -> PermanentError:
    with pytest.raises(PermanentError) as raised:
        read(content, name, **limits)
    return raised.value


def test_the_members_of_an_archive_are_parts_in_its_order() -> None:
    document = read(zipped(("b/bridge.txt", BRIDGE), ("a/market.md", f"# Fire\n\n{MARKET}")))
    assert texts(document) == {
        "b/bridge.txt": f"b/bridge.txt\n\n{BRIDGE}",
        "a/market.md": f"a/market.md\n\nFire\n\n{MARKET}",
    }
    assert document.media_type == "application/zip"
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    assert [(document.text[block.start : block.end], block.level) for block in headings] == [
        ("b/bridge.txt", 1),
        ("a/market.md", 1),
        ("Fire", 2),
    ]


def test_a_part_with_a_title_begins_with_it() -> None:
    page = f"<html><head><title>The fire</title></head><body><article><p>{MARKET}</p></article></body></html>"
    document = read(zipped(("fire.html", page), ("bridge.txt", BRIDGE)))
    assert texts(document)["fire.html"].startswith("The fire\n\nForty stalls")


def test_a_title_that_a_part_begins_with_is_not_repeated() -> None:
    page = f"---\ntitle: The fire\n---\n\n# The fire\n\n{MARKET}"
    document = read(zipped(("fire.md", page), ("bridge.txt", BRIDGE)))
    assert texts(document)["fire.md"] == f"The fire\n\n{MARKET}"


def test_archives_within_archives_are_read() -> None:
    inner = zipped(("deep/market.txt", MARKET))
    document = read(zipped(("bridge.txt", BRIDGE), ("more.zip", inner)))
    assert list(texts(document)) == ["bridge.txt", "more.zip", "more.zip/deep/market.txt"]
    assert texts(document)["more.zip"].endswith(MARKET)
    assert [block.level for block in document.blocks if block.kind is BlockKind.HEADING] == [1, 1, 2]


def test_a_bad_member_does_not_affect_others() -> None:
    whole = zipped(("bridge.txt", BRIDGE), ("market.txt", MARKET), method=zipfile.ZIP_STORED)
    damaged = whole.replace(MARKET.encode(), MARKET.replace("stalls", "STALLS").encode())
    document = read(damaged)
    assert codes(document) == {"bridge.txt": None, "market.txt": "corrupt"}
    (warning,) = document.warnings
    assert (warning.code, warning.message) == (
        "parts_unreadable",
        "1 of 2 parts could not be read: market.txt (corrupt).",
    )


def test_empty_and_unknown_members_have_codes() -> None:
    document = read(zipped(("a.txt", BRIDGE), ("b.txt", ""), ("c.bin", bytes(range(1, 256)) * 9), ("d.txt", " \n ")))
    assert codes(document) == {"a.txt": None, "b.txt": "empty", "c.bin": "unsupported", "d.txt": "empty"}


def test_members_with_a_password_are_encrypted() -> None:
    content = bytearray(zipped(("a.txt", BRIDGE), method=zipfile.ZIP_STORED))
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    content[local + 6] |= 1
    content[central + 8] |= 1
    assert failure(bytes(content)).code is Code.ENCRYPTED


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\etc\\passwd", "..\\etc/./passwd", "etc//passwd"]
)
def test_names_are_no_paths_outside_the_archive(name: str) -> None:
    document = read(zipped((name, BRIDGE), ("b.txt", MARKET)))
    assert document.parts[0].name.endswith("etc/passwd")
    assert not {"..", ".", ""}.intersection(document.parts[0].name.split("/"))


def test_files_of_operating_systems_are_no_parts() -> None:
    document = read(zipped(("a.txt", BRIDGE), ("__MACOSX/._a.txt", b"\x00\x05"), ("b/.DS_Store", b"\x00"), ("c/", b"")))
    assert codes(document) == {"a.txt": None}
    assert not document.warnings


def test_an_archive_of_one_file_is_read_as_the_file() -> None:
    page = f"<html><head><title>The fire</title></head><body><article><p>{MARKET}</p></article></body></html>"
    document = read(zipped(("pages/fire.html", page)))
    assert document.metadata.title == "The fire"
    assert document.text == MARKET
    assert [(part.name, part.start, part.end) for part in document.parts] == [("pages/fire.html", 0, len(MARKET))]


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (gzip.compress(BRIDGE.encode(), mtime=0), "bridge.txt.gz", "application/gzip"),
        (bz2.compress(BRIDGE.encode()), "bridge.txt.bz2", "application/x-bzip2"),
        (lzma.compress(BRIDGE.encode()), "bridge.txt.xz", "application/x-xz"),
        (tarred(("bridge.txt", BRIDGE.encode())), "bridge.tar", "application/x-tar"),
        (gzip.compress(tarred(("bridge.txt", BRIDGE.encode())), mtime=0), "bridge.tgz", "application/gzip"),
    ],
)
def test_other_archives_are_read_like_zip(content: bytes, name: str, media_type: str) -> None:
    document = read(content, name)
    assert document.media_type == media_type
    assert document.text.endswith(BRIDGE)
    assert document.parts[-1].name.endswith("bridge.txt")


def test_links_and_devices_of_a_tar_archive_are_no_files() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("device", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("a.txt")
        info.size = len(BRIDGE)
        archive.addfile(info, io.BytesIO(BRIDGE.encode()))
    assert codes(read(file.getvalue(), "a.tar")) == {"a.txt": None}


@pytest.mark.parametrize("name", ["rar", "7z"])
def test_unsupported_archives_are_named(name: str) -> None:
    content = {"rar": b"Rar!\x1a\x07\x01\x00", "7z": b"7z\xbc\xaf\x27\x1c"}[name] + bytes(60)
    error = failure(content, f"papers.{name}")
    assert error.code is Code.UNSUPPORTED
    assert name in error.message


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_members_of_an_archive_without_its_directory_are_read(method: int) -> None:
    content = zipped(("a.txt", BRIDGE), ("folder/b.txt", MARKET), ("c.txt", BRIDGE * 9), method=method)
    document = read(content[: content.index(b"c.txt") + 20])
    assert codes(document) == {"a.txt": None, "folder/b.txt": None, "c.txt": "corrupt", "the rest": "corrupt"}
    assert BRIDGE in document.text and MARKET in document.text
    assert "parts_unreadable" in [warning.code for warning in document.warnings]


def test_a_compressed_file_that_is_truncated_is_read_up_to_its_damage() -> None:
    lines = "".join(f"{number} {hashlib.sha256(bytes([number])).hexdigest()}\n" for number in range(200))
    document = read(gzip.compress(lines.encode())[:-2000], "a.txt.gz")
    assert lines[:60] in document.text and len(document.text) < len(lines)
    assert codes(document) == {"a.txt": None, "the rest": "corrupt"}


def test_a_truncated_archive_is_corrupt() -> None:
    for make, name in ((zipped, "a.zip"), (tarred, "a.tar")):
        content = make(("a.txt", BRIDGE.encode() * 50))
        assert failure(content[: len(content) // 3], name).code is Code.CORRUPT
    assert failure(gzip.compress(BRIDGE.encode())[:15], "a.txt.gz").code is Code.CORRUPT


def test_an_archive_without_readable_members_fails_with_their_reason() -> None:
    assert failure(zipped()).code is Code.EMPTY
    assert failure(zipped(("a.bin", bytes(range(1, 256)) * 9))).code is Code.UNSUPPORTED
    error = failure(zipped(("a.bin", bytes(range(1, 256)) * 9), ("b.txt", "")))
    assert error.code is Code.UNSUPPORTED
    assert error.message.startswith("None of the 2 parts could be read. ")
    assert error.message.endswith(" Other reasons: empty.")


def test_a_flat_bomb_fails_alone() -> None:
    document = read(zipped(("bomb.txt", b"0" * 3_000_000), ("a.txt", BRIDGE)), max_unpacked_bytes=100_000)
    assert codes(document) == {"bomb.txt": "too_large", "a.txt": None}


def test_sizes_in_headers_are_not_trusted() -> None:
    content = bytearray(zipped(("bomb.txt", b"0" * 3_000_000), ("a.txt", BRIDGE)))
    for place, offset in ((content.index(b"PK\x03\x04"), 22), (content.index(b"PK\x01\x02"), 24)):
        content[place + offset : place + offset + 4] = (10).to_bytes(4, "little")
    assert codes(read(bytes(content), max_unpacked_bytes=100_000))["bomb.txt"] in ("too_large", "corrupt")


def test_the_limit_on_unpacked_bytes_covers_all_depths() -> None:
    inner = zipped(*((f"{n}.txt", f"{n} {BRIDGE} " * 300) for n in range(3)))
    outer = zipped(*((f"{n}.zip", inner) for n in range(4)), ("last.txt", MARKET))
    document = read(outer, max_unpacked_bytes=200_000)
    unpacked = sum(part.end - part.start for part in document.parts if part.name.count("/") == 1)
    assert unpacked < 200_000
    assert "too_large" in codes(document).values() or "parts_left_out" in [w.code for w in document.warnings]


def test_a_nested_bomb_ends_at_the_depth_limit() -> None:
    content = zipped(("a.txt", BRIDGE))
    for _ in range(12):
        content = zipped(("inner.zip", content), ("b.txt", MARKET))
    document = read(content, max_depth=3)
    assert max(part.name.count("/") for part in document.parts) == 2
    assert [warning.message for warning in document.warnings if warning.code == "parts_left_out"] == [
        "2 parts left out: more than 3 levels of parts within parts."
    ]


def test_many_members_are_read_up_to_the_limit() -> None:
    document = read(zipped(*((f"{n}.txt", BRIDGE) for n in range(50))), max_parts=20)
    assert len(document.parts) == 20
    assert [warning.message for warning in document.warnings] == ["30 parts left out: more than 20 parts."]


def test_without_time_nothing_more_is_unpacked() -> None:
    with pytest.raises(PermanentError):
        read(zipped(("a.txt", BRIDGE)), deadline=time.monotonic() - 1)


def test_a_name_does_not_make_an_archive_of_an_office_file() -> None:
    office = zipped(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document/>"))
    assert media_type_of(office, Hints("a.zip")) != "application/zip"


TREES = st.recursive(
    st.sampled_from([BRIDGE.encode(), MARKET.encode(), b"", b"\x00\x01\x02\x03" * 50]),
    lambda inner: st.lists(st.tuples(st.text("abc./\\", max_size=6), inner), max_size=4),
    max_leaves=12,
)


def packed(tree: object) -> bytes:
    if isinstance(tree, bytes):
        return tree
    assert isinstance(tree, list)
    return zipped(*((name, packed(inner)) for name, inner in tree))


@given(TREES, st.integers(0, 6), st.integers(0, 4))
def test_every_member_is_read_or_has_a_code_or_is_counted(tree: object, max_parts: int, max_depth: int) -> None:
    content = zipped(("first.txt", BRIDGE), ("tree", packed(tree)))
    if max_parts == 0 or max_depth == 0:
        assert failure(content, max_parts=max_parts, max_depth=max_depth).code is Code.TOO_LARGE
        return
    document = read(content, max_parts=max_parts, max_depth=max_depth)
    end = 0
    for part in document.parts:
        assert 0 <= part.start <= part.end <= len(document.text)
        assert (part.code is None) == (part.end > part.start)
        assert part.start >= end or "/" in part.name
        end = part.end if "/" not in part.name else end
    assert len(document.parts) <= max_parts
    assert {block.start for block in document.blocks} >= {part.start for part in document.parts if part.code is None}


def test_names_in_code_page_437_are_read() -> None:
    content = zipped(("Faehre.txt", BRIDGE), ("b.txt", MARKET)).replace(b"Faehre.txt", b"F\x84_hre.txt")
    assert next(iter(texts(read(content)))) == "Fä_hre.txt"
    assert next(iter(texts(read(zipped(("Fähre.txt", BRIDGE), ("b.txt", MARKET)))))) == "Fähre.txt"


def test_an_archive_behind_other_bytes_is_read() -> None:
    file = io.BytesIO(b"PK\x03\x04 not yet".ljust(40))
    file.seek(0, io.SEEK_END)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("a.txt", BRIDGE)
    assert read(file.getvalue()).text.endswith(BRIDGE)


def test_members_of_one_name_are_parts_each() -> None:
    document = read(zipped(("a.txt", BRIDGE), ("a.txt", MARKET)))
    assert [part.name for part in document.parts] == ["a.txt", "a.txt"]
    assert BRIDGE in document.text
    assert MARKET in document.text


def test_sizes_of_64_bits_are_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(BRIDGE.encode())
    assert read(file.getvalue()).text.endswith(BRIDGE)


def test_an_unknown_compression_is_unsupported() -> None:
    content = bytearray(zipped(("a.txt", BRIDGE), method=zipfile.ZIP_STORED))
    for place, offset in ((content.index(b"PK\x03\x04"), 8), (content.index(b"PK\x01\x02"), 10)):
        content[place + offset : place + offset + 2] = (97).to_bytes(2, "little")
    error = failure(bytes(content))
    assert error.code is Code.UNSUPPORTED


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_compression_of_python_is_read(method: int) -> None:
    assert read(zipped(("a.txt", BRIDGE), method=method)).text == BRIDGE


def test_names_of_members_have_no_direction_marks() -> None:
    assert next(iter(texts(read(zipped(("a\u202etxt.exe", BRIDGE), ("b.txt", MARKET)))))) == "a txt.exe"


@pytest.mark.parametrize("name", ["archive-move.docx"])
@pytest.mark.parametrize("called", ["papers.zip", "papers", "papers.txt"])
def test_an_office_file_is_detected_regardless_of_its_name(name: str, called: str) -> None:
    document = read((SAMPLES / name).read_bytes(), called)
    assert document.media_type.endswith("wordprocessingml.document")
    assert not document.parts
