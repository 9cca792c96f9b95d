"""Hostile Office files and EPUBs: small files that expand to more text than fits in memory."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest

from functions.parse.worker.parse_worker import ParseWorker
from shared.documents.document import ParsedDocument
from shared.errors import Code
from tests.support.good_files import good_file
from tests.support.hostile_files import office_parts, open_document
from tests.support.judged import LIMITS, outcome
from tests.support.made_files import zipped

SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FAR = "<c r='{place}' t='inlineStr'><is><t>far away</t></is></c>"


@pytest.fixture(scope="module")
def worker() -> Iterator[ParseWorker]:
    with ParseWorker(LIMITS) as worker:
        yield worker


def members(name: str) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(good_file(name).content)) as archive:
        return {member: archive.read(member).decode() for member in archive.namelist() if not member.endswith(".png")}


def workbook(rows: str, string: str = "") -> bytes:
    """Return a workbook whose sheets have these rows, and one shared string."""
    parts = members("board-meeting.xlsx")
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = f"<worksheet xmlns='{SHEETS}'><sheetData>{rows}</sheetData></worksheet>"
    parts["xl/sharedStrings.xml"] = f"<sst xmlns='{SHEETS}'><si><t>{string}</t></si></sst>"
    return zipped(parts)


def slides(count: int) -> bytes:
    """Return a presentation that lists its first slide `count` times."""
    parts = members("board-meeting.pptx")
    presentation = str(parts["ppt/presentation.xml"])
    found = re.search(r"<p:sldId [^>]*/>", presentation)
    assert found
    return zipped(parts | {"ppt/presentation.xml": presentation.replace(found.group(), found.group() * count)})


def book(count: int, words: int) -> bytes:
    """Return an EPUB that lists its only chapter `count` times."""
    parts = members("made.epub")
    package, chapter = str(parts["o.opf"]), str(parts["c.xhtml"])
    parts["o.opf"] = package.replace("<itemref idref='c'/>", "<itemref idref='c'/>" * count)
    parts["c.xhtml"] = chapter.replace("</body>", f"<p>{'word ' * words}</p></body>")
    return zipped(parts)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("book.epub", book(100_000, words=100)),
        ("long.epub", book(1_000, words=1_000_000)),
        ("slides.pptx", slides(20_000)),
        ("cells.xlsx", workbook("<row>" + "<c t='s'><v>0</v></c>" * 100_000 + "</row>", "x" * 1_000_000)),
        ("rows.xlsx", workbook("<row><c t='s'><v>0</v></c></row>" * 100_000, "x" * 100_000)),
        ("far.xlsx", workbook(f"<row r='1048576'>{FAR.format(place='XFD1048576')}</row>")),
        ("farther.xlsx", workbook(f"<row r='2147483647'>{FAR.format(place='ZZZZZZZ2147483647')}</row>")),
        (
            "wide.xlsx",
            workbook("".join(f"<row r='{row}'>{FAR.format(place=f'XFD{row}')}</row>" for row in range(1, 20_000))),
        ),
        (
            "backwards.xlsx",
            workbook("<row r='5'><c r='B5'><v>1</v></c><c r='A5'><v>2</v></c></row><row r='-3'><c r='??'/></row>"),
        ),
        ("spaces.odt", open_document("<text:p>a<text:s text:c='2147483647'/>b</text:p>")),
        ("many spaces.odt", open_document("<text:p>a" + "<text:s text:c='1000000'/>b" * 10_000 + "</text:p>")),
        (
            "columns.ods",
            open_document(
                "<table:table><table:table-row><table:table-cell table:number-columns-repeated='2147483647'>"
                "<text:p>x</text:p></table:table-cell></table:table-row></table:table>",
                "spreadsheet",
            ),
        ),
        (
            "negative.ods",
            open_document(
                "<table:table><table:table-row table:number-rows-repeated='-5'><table:table-cell "
                "table:number-columns-repeated='x'><text:p>x</text:p></table:table-cell></table:table-row></table:table>",
                "spreadsheet",
            ),
        ),
        (
            "span.docx",
            office_parts(
                "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2147483647'/></w:tcPr>"
                "<w:p><w:r><w:t>text</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            ),
        ),
        ("tables.docx", office_parts("<w:tbl><w:tr><w:tc>" * 80 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 80)),
        ("paragraphs.docx", office_parts("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 150_000)),
        ("sections.odt", open_document("<text:section>" * 80 + "<text:p>a</text:p>" + "</text:section>" * 80)),
    ],
)
def test_files_that_repeat_content_stay_within_the_limits(worker: ParseWorker, name: str, content: bytes) -> None:
    read = outcome(worker, content, name)
    assert isinstance(read, ParsedDocument) or read in (Code.TOO_LARGE, Code.CORRUPT, Code.EMPTY)


@pytest.mark.parametrize("name", ["board-meeting.doc", "board-meeting.xls"])
@pytest.mark.parametrize("sector", [b"\x00\x00\x00\x00", b"\x01\x00\x00\x00", b"\xfe\xff\xff\xff"])
def test_chains_of_sectors_that_loop_end(worker: ParseWorker, name: str, sector: bytes) -> None:
    content = good_file(name).content
    # [MS-CFB] 2.2: the header stores the first sector of the file allocation table at 0x4C.
    table = 512 * (1 + int.from_bytes(content[0x4C:0x50], "little"))
    looping = content[:table] + sector * 128 + content[table + 512 :]
    read = outcome(worker, looping, name)
    assert isinstance(read, ParsedDocument) or read in (Code.CORRUPT, Code.EMPTY, Code.UNSUPPORTED)
