"""Small files that are not text: packages, archives, messages, pages and pictures with the words of made_texts.py."""

import base64
import email.message
import gzip
import io
import tarfile
import zipfile
from functools import cache
from pathlib import Path

import docx
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from tests.support import made_texts as texts
from tests.support.compound_files import compound_file, file_attachment, outlook_message

DATA = Path(__file__).parents[1] / "data" / "formats"


def zipped(members: dict[str, str | bytes]) -> bytes:
    """Return a ZIP archive with its members in order, compressed except for a first `mimetype`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            # An explicit ZipInfo always has the same date.
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return file.getvalue()


def outlook_file() -> bytes:
    properties = {0x0037: "Ferry moves", 0x0C1A: "Jo Berg", 0x1000: "\r\n\r\n".join(texts.WORDS)}
    return compound_file(outlook_message(properties, [file_attachment("minutes.pdf", pages())], ["Ann Holt"]))


def ppt() -> bytes:
    return gzip.decompress((DATA / "harbour-talk.ppt.gz").read_bytes())


def message() -> bytes:
    message = email.message.EmailMessage()
    message["From"], message["To"] = "Jo Berg <jo@example.org>", "board@example.org"
    message["Subject"], message["Date"] = "Ferry moves – minutes", "Tue, 03 Mar 2020 10:00:00 +0100"
    message.set_content("\n\n".join(texts.WORDS))
    message.add_alternative(texts.html().decode(), subtype="html")
    message.add_attachment(pages(), maintype="application", subtype="pdf", filename="minutes.pdf")
    message.add_attachment(texts.text(), maintype="text", subtype="plain", filename="minutes.txt")
    message.as_bytes()  # seeds the boundaries
    for place, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"cut{place}")
    return message.as_bytes()


def saved_page() -> bytes:
    page = base64.encodebytes(texts.html()).decode("ascii")
    return (
        "From: <Saved by a browser>\r\nSubject: Ferry moves\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="cut"\r\n\r\n'
        "--cut\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: https://example.org/ferry\r\n\r\n{page}\r\n--cut--\r\n"
    ).encode()


@cache
def pages() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=True)
    for page in range(3):
        for line, words in enumerate(texts.WORDS * 3):
            canvas.drawString(72, 720 - 20 * line, words.encode("latin-1", "replace").decode("latin-1"))
        canvas.drawString(72, 40, f"Page {page + 1}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def word_document() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Ferry moves"
    document.add_heading("Ferry moves", 1)
    for words in texts.WORDS:
        document.add_paragraph(words)
    document.add_paragraph("One", style="List Bullet")
    table = document.add_table(rows=len(texts.CELLS), cols=3)
    for row, cells in enumerate(texts.CELLS):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def zip_archive() -> bytes:
    return zipped(
        {
            "minutes.txt": texts.text(),
            "page.html": texts.html(),
            "inner/minutes.pdf": pages(),
            "inner.zip": zipped({"a.md": texts.markdown()}),
        }
    )


def tar_archive() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in (("minutes.txt", texts.text()), ("folder/page.html", texts.html())):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def epub() -> bytes:
    container = (
        "<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        "<rootfile full-path='o.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"
    )
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf' version='3.0' unique-identifier='i'>"
        "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:identifier id='i'>1</dc:identifier>"
        "<dc:title>Ferry moves</dc:title><dc:language>en</dc:language></metadata>"
        "<manifest><item id='c' href='c.xhtml' media-type='application/xhtml+xml'/></manifest>"
        "<spine><itemref idref='c'/></spine></package>"
    )
    body = f"<body><h1>One</h1>{texts.paragraphs('p')}</body>"
    chapter = f"<html xmlns='{texts.XHTML}'><head><title>One</title></head>{body}</html>"
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "o.opf": package,
            "c.xhtml": f"<?xml version='1.0'?>{chapter}",
        }
    )


def drawing() -> bytes:
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f"<?xml version='1.0'?><office:document-content xmlns:office='{oasis}:office:1.0' "
        f"xmlns:text='{oasis}:text:1.0' xmlns:draw='{oasis}:drawing:1.0'><office:body><office:drawing>"
        f"<draw:page draw:name='One'><draw:frame><draw:text-box>{texts.paragraphs('text:p')}</draw:text-box>"
        "</draw:frame></draw:page></office:drawing></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.graphics", "content.xml": content})


def picture(kind: str) -> bytes:
    """Return a picture with a line of black text on white."""
    image = Image.new("L", (900, 90), 255)
    ImageDraw.Draw(image).text((20, 20), texts.WORDS[0][:40], fill=0, font=ImageFont.load_default(size=36))
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()
