"""Hostile files: they unpack, nest, repeat or refer to more than a parser should follow."""

import binascii
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.support.good_files import good_file
from tests.support.made_files import zipped
from tests.support.made_texts import XHTML
from tests.support.rich_files import W

MEBIBYTE = 1 << 20


def bomb(name: str, member: str, mebibytes: int) -> bytes:
    """Return the valid file `name` with an extra member that unpacks to blanks, compressed to a thousandth."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good_file(name).content)) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
    ):
        for info in source.infolist():
            if info.filename != member:
                archive.writestr(info, source.read(info))
        with archive.open(member, "w", force_zip64=True) as target:
            for _ in range(mebibytes):
                target.write(b" " * MEBIBYTE)
    return file.getvalue()


def flat_bomb(mebibytes: int) -> bytes:
    """Return an archive with one member that unpacks to this many mebibytes."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("zeros.txt", "w", force_zip64=True) as target,
    ):
        for _ in range(mebibytes):
            target.write(b"0" * MEBIBYTE)
    return file.getvalue()


def overlapping_bomb(members: int, mebibytes: int) -> bytes:
    """Return an archive whose members share one compressed body, so that it unpacks to `members` times its size (after
    D. Fifield, "A better zip bomb", WOOT 2019)."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = b"0" * MEBIBYTE * mebibytes
    packed = compressor.compress(plain) + compressor.flush()
    sizes = struct.pack("<III", binascii.crc32(plain), len(packed), len(plain))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes + struct.pack("<HH", 1, 0) + b"a"
    entries = b"".join(
        b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
        + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
        for name in (f"{place}.txt".encode() for place in range(members))
    )  # fmt: skip
    start = len(local) + len(packed)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, members, members, len(entries), start, 0)
    return local + packed + entries + end


def nested_archives(depth: int, width: int = 1) -> bytes:
    """Return nested archives, with `width` archives in each."""
    content = zipped({"bottom.txt": "The text at the very bottom."})
    for _ in range(depth):
        content = zipped({f"{place}.zip": content for place in range(width)})
    return content


def quine_like(copies: int) -> bytes:
    """Return an archive whose members are all the same archive with a large declared size."""
    inner = flat_bomb(40)
    return zipped({f"{place:04}.zip": inner for place in range(copies)})


def laughs(depth: int = 12, root: str = "a", body: str = "") -> str:
    """Return entities that each contain ten of the one before: 10 to the power of `depth` in total."""
    entities = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, depth))
    return (
        f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY e0 "laugh">{entities}]><{root}>{body}&e{depth - 1};</{root}>'
    )


def quadratic(root: str = "a") -> str:
    """Return a long entity that is used many times: 100,000 times 100,000 characters."""
    return f'<!DOCTYPE {root} [<!ENTITY e "{"x" * 100_000}">]><{root}>{"&e;" * 100_000}</{root}>'


def office_parts(body: str, prolog: str = "") -> bytes:
    """Return a Word document with the XML of a body."""
    types = (
        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        "<Override PartName='/word/document.xml' ContentType="
        "'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"
    )
    relations = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        "<Relationship Id='r' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'"
        " Target='word/document.xml'/></Relationships>"
    )
    document = f"<?xml version='1.0'?>{prolog}<w:document xmlns:w='{W}'><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": types, "_rels/.rels": relations, "word/document.xml": document})


def open_document(body: str, kind: str = "text", prolog: str = "") -> bytes:
    """Return an OpenDocument file with the XML of a body."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f"<?xml version='1.0'?>{prolog}<office:document-content xmlns:office='{oasis}:office:1.0' "
        f"xmlns:text='{oasis}:text:1.0' xmlns:table='{oasis}:table:1.0' xmlns:xlink='http://www.w3.org/1999/xlink'>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


def pdf(objects: list[bytes]) -> bytes:
    """Return a PDF with these objects, the first of which is the catalog, and a cross-reference table."""
    content, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(content)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
RESOURCES = b"/Resources<</Font<</F 3 0 R>>>>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), entries, data)


def shown(text: bytes) -> bytes:
    """Return the operators that draw a line of text."""
    return stream(b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % text)


def many_pages(count: int) -> bytes:
    """Return a PDF with this many pages in one flat list, all with the same text."""
    kids = b" ".join(b"%d 0 R" % (5 + place) for place in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R%s>>" % RESOURCES
    pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, FONT, shown(b"The ferry moves."), *([page] * count)])


def one_page(box: bytes = b"0 0 612 792", contents: bytes = b"", more: bytes = b"") -> bytes:
    """Return a PDF with one page."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[5 0 R]>>",
            FONT,
            contents or shown(b"The ferry moves."),
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R%s%s>>" % (box, RESOURCES, more),
        ]
    )


def looping_pages(kids: bytes) -> bytes:
    """Return a PDF whose page tree (object 2) or a node in it (object 5) is its own descendant."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 3/Kids[%s]>>" % kids,
            FONT,
            shown(b"The ferry moves."),
            b"<</Type/Pages/Parent 2 0 R/Count 2/Kids[6 0 R 2 0 R 5 0 R]>>",
            b"<</Type/Page/Parent 5 0 R/MediaBox[0 0 612 792]/Contents 4 0 R%s>>" % RESOURCES,
        ]
    )


def png(width: int, height: int) -> bytes:
    """Return a PNG of this size with one bit a pixel, and all its rows, blank and compressed."""
    rows = zlib.compressobj(9)
    row = b"\x00" * ((width + 7) // 8 + 1)
    data = b"".join(_compressed(rows, row, height))
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _compressed(compressor: "zlib._Compress", row: bytes, height: int) -> Iterator[bytes]:
    many = row * max(1, min(height, MEBIBYTE // len(row)))
    for start in range(0, height * len(row), len(many)):
        yield compressor.compress(many[: height * len(row) - start])
    yield compressor.flush()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", binascii.crc32(name + data))


def page(body: str) -> bytes:
    """Return a web page."""
    return f"<!DOCTYPE html><html xmlns='{XHTML}'><head><title>T</title></head><body>{body}</body></html>".encode()
