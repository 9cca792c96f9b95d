"""Valid files of every format: the samples, the committed test files, and small generated ones.

`python -m tests.support.good_files FOLDER` writes the generated ones.
"""

import base64
import bz2
import email.message
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from tests.support.cms import signed
from tests.support.compound_files import compound_file, file_attachment, outlook_message
from tests.support.rich_files import clauses_docx, form_pdf, xfa_pdf
from tests.support.tnef_files import winmail

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "infra" / "samples" / "documents", ROOT / "tests" / "data" / "formats")

# Maximum bytes of a sample. Mutations of larger ones find no more and take longer.
MAX_BYTES = 400_000

WORDS = (
    "The harbour board met on Tuesday and agreed to move the ferry to the northern pier.",
    'The chairwoman, Ines Vogel, said: "We will not wait for another winter."',
    "Two fishermen disagreed; a third, from Łódź, asked for the minutes in Polish.",
)
CELLS = (("Pier", "Boats", "Since"), ("North", "14", "1998-03-02"), ("South", "=1+1", ""))

XHTML = "http://www.w3.org/1999/xhtml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class GoodFile:
    """A valid file."""

    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        """The suffix of the name, for example `.pdf`."""
        return Path(self.name).suffix.lower()


@cache
def good_files() -> tuple[GoodFile, ...]:
    """Return all valid files, always in the same order."""
    found = [file for folder in FOLDERS for file in files_in(folder)]
    return (*found, *(GoodFile(name, make()) for name, make in MADE.items()))


def files_in(folder: Path) -> list[GoodFile]:
    """Return the files beneath a folder that are within the size limit."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and 0 < path.stat().st_size <= MAX_BYTES)
    return [GoodFile(path.name, path.read_bytes()) for path in paths]


def good_file(name: str) -> GoodFile:
    """Return the valid file with this name."""
    return next(file for file in good_files() if file.name == name)


def zipped(members: dict[str, str | bytes]) -> bytes:
    """Return a ZIP archive with its members in order, compressed except for a first `mimetype`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            # An explicit ZipInfo always has the same date.
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return file.getvalue()


def _paragraphs(tag: str) -> str:
    return "".join(f"<{tag}>{escape(words)}</{tag}>" for words in WORDS)


def _text() -> bytes:
    return "\n\n".join(WORDS).encode("utf-8")


def _html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in CELLS)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Ferry moves</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Ferry moves</h1>{_paragraphs('p')}<ul><li>One</li><li>Two</li></ul>"
        f"<blockquote>{escape(WORDS[1])}</blockquote><table>{rows}</table></article></body></html>"
    ).encode()


def _markdown() -> bytes:
    table = "\n".join("| " + " | ".join(row) + " |" for row in (CELLS[0], ("---",) * 3, *CELLS[1:]))
    return f"# Ferry moves\n\n{WORDS[0]}\n\n> {WORDS[1]}\n\n- One\n- Two\n\n```\ncode\n```\n\n{table}\n".encode()


def _rst() -> bytes:
    return f"Ferry moves\n===========\n\n{WORDS[0]}\n\n  {WORDS[1]}\n\n- One\n- Two\n\n.. note:: {WORDS[2]}\n".encode()


def _org() -> bytes:
    return (
        f"#+TITLE: Ferry moves\n* The meeting\n{WORDS[0]}\n\n#+BEGIN_QUOTE\n{WORDS[1]}\n#+END_QUOTE\n- One\n".encode()
    )


def _json() -> bytes:
    return json.dumps(
        {"title": "Ferry moves", "paragraphs": WORDS, "piers": [dict(zip(*CELLS[:2], strict=True))]}
    ).encode()


def _calendar() -> bytes:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Ferry moves\r\nDTSTART:20260512T090000Z\r\n"
        f"LOCATION:North pier\r\nDESCRIPTION:{WORDS[0]}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def _contact() -> bytes:
    return f"BEGIN:VCARD\nVERSION:4.0\nFN:Ines Vogel\nORG:Harbour board\nNOTE:{WORDS[0]}\nEND:VCARD\n".encode()


def _latex() -> bytes:
    return (
        "\\documentclass{article}\n\\title{Ferry moves}\n\\begin{document}\n\\section{The meeting}\n"
        f"{WORDS[0]}\n\\begin{{quote}}{WORDS[2]}\\end{{quote}}\n\\begin{{itemize}}\\item One\\end{{itemize}}\n"
        "\\end{document}\n"
    ).encode()


def _notebook() -> bytes:
    cells: list[dict[str, object]] = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Ferry moves\n", "\n", WORDS[0]]},
        {"cell_type": "code", "metadata": {}, "outputs": [{"output_type": "stream", "text": ["14\n"]}], "source": "n"},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _fiction_book() -> bytes:
    return (
        '<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info>'
        "<author><first-name>Ines</first-name><last-name>Vogel</last-name></author><book-title>Ferry moves</book-title>"
        f"<lang>en</lang></title-info></description><body><section><title><p>One</p></title>{_paragraphs('p')}</section>"
        f'</body><binary id="a" content-type="image/png">{base64.b64encode(bytes(range(256)) * 2).decode()}</binary>'
        "</FictionBook>"
    ).encode()


def _captions() -> bytes:
    cues = "".join(f'<p begin="00:00:0{n}.000" end="00:00:0{n + 1}.000">{escape(w)}</p>' for n, w in enumerate(WORDS))
    return f'<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body><div>{cues}</div></body></tt>'.encode()


def _json_lines() -> bytes:
    return "\n".join(json.dumps({"line": place, "text": words}) for place, words in enumerate(WORDS)).encode()


def _xml() -> bytes:
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><minutes><title>Ferry</title>{_paragraphs('item')}</minutes>".encode()
    )


def _rss() -> bytes:
    items = "".join(
        f"<item><title>News {place}</title><description>{escape(words)}</description>"
        f"<pubDate>Tue, 03 Mar 2020 10:00:00 GMT</pubDate></item>"
        for place, words in enumerate(WORDS)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>".encode()


def _atom() -> bytes:
    entries = "".join(f"<entry><title>News</title><content>{escape(words)}</content></entry>" for words in WORDS)
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Harbour</title>{entries}</feed>".encode()


def _nitf() -> bytes:
    return (
        "<?xml version='1.0'?><nitf><head><title>Ferry</title></head><body><body.head><hedline><hl1>Ferry moves</hl1>"
        "</hedline><byline>By Jo Berg</byline></body.head>"
        f"<body.content>{_paragraphs('p')}</body.content></body></nitf>"
    ).encode()


def _news_item(kind: str, content: str) -> bytes:
    """Return an item of NewsML-G2: news, a package, a concept or knowledge."""
    return (
        f"<?xml version='1.0'?><{kind} xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:newsml:example.org:1' "
        "version='1' standard='NewsML-G2' standardversion='2.34' conformance='power' xml:lang='en'>"
        f"<itemMeta><title>Ferry moves</title></itemMeta><contentMeta><headline>Ferry moves</headline></contentMeta>"
        f"{content}</{kind}>"
    ).encode()


def _concept() -> str:
    return (
        f"<concept><conceptId qcode='a:ferry'/><name>Ferry</name><definition>{escape(WORDS[0])}</definition></concept>"
    )


def _svg() -> bytes:
    lines = "".join(f"<text x='9' y='{20 * place}'>{escape(words)}</text>" for place, words in enumerate(WORDS, 1))
    return f"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><title>Ferry</title>{lines}</svg>".encode()


def _msg() -> bytes:
    properties = {0x0037: "Ferry moves", 0x0C1A: "Jo Berg", 0x1000: "\r\n\r\n".join(WORDS)}
    return compound_file(outlook_message(properties, [file_attachment("minutes.pdf", _pdf())], ["Ann Holt"]))


def _ppt() -> bytes:
    return gzip.decompress((FOLDERS[1] / "harbour-talk.ppt.gz").read_bytes())


def _rtf() -> bytes:
    body = "".join(
        words.replace("Ł", "\\u321?").replace("ó", "\\'f3").replace("ź", "\\u378?") + "\\par\n" for words in WORDS
    )
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Times;}}}}\\f0 {body}}}".encode("ascii")


def _eml() -> bytes:
    message = email.message.EmailMessage()
    message["From"], message["To"] = "Jo Berg <jo@example.org>", "board@example.org"
    message["Subject"], message["Date"] = "Ferry moves – minutes", "Tue, 03 Mar 2020 10:00:00 +0100"
    message.set_content("\n\n".join(WORDS))
    message.add_alternative(_html().decode(), subtype="html")
    message.add_attachment(_pdf(), maintype="application", subtype="pdf", filename="minutes.pdf")
    message.add_attachment(_text(), maintype="text", subtype="plain", filename="minutes.txt")
    message.as_bytes()  # seeds the boundaries
    for place, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"cut{place}")
    return message.as_bytes()


def _mhtml() -> bytes:
    page = base64.encodebytes(_html()).decode("ascii")
    return (
        "From: <Saved by a browser>\r\nSubject: Ferry moves\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="cut"\r\n\r\n'
        "--cut\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: https://example.org/ferry\r\n\r\n{page}\r\n--cut--\r\n"
    ).encode()


@cache
def _pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=True)
    for page in range(3):
        for line, words in enumerate(WORDS * 3):
            canvas.drawString(72, 720 - 20 * line, words.encode("latin-1", "replace").decode("latin-1"))
        canvas.drawString(72, 40, f"Page {page + 1}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _docx() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Ferry moves"
    document.add_heading("Ferry moves", 1)
    for words in WORDS:
        document.add_paragraph(words)
    document.add_paragraph("One", style="List Bullet")
    table = document.add_table(rows=len(CELLS), cols=3)
    for row, cells in enumerate(CELLS):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def _zip() -> bytes:
    return zipped(
        {
            "minutes.txt": _text(),
            "page.html": _html(),
            "inner/minutes.pdf": _pdf(),
            "inner.zip": zipped({"a.md": _markdown()}),
        }
    )


def _tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in (("minutes.txt", _text()), ("folder/page.html", _html())):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def _epub() -> bytes:
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
    chapter = f"<html xmlns='{XHTML}'><head><title>One</title></head><body><h1>One</h1>{_paragraphs('p')}</body></html>"
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "o.opf": package,
            "c.xhtml": f"<?xml version='1.0'?>{chapter}",
        }
    )


def _drawing() -> bytes:
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f"<?xml version='1.0'?><office:document-content xmlns:office='{oasis}:office:1.0' "
        f"xmlns:text='{oasis}:text:1.0' xmlns:draw='{oasis}:drawing:1.0'><office:body><office:drawing>"
        f"<draw:page draw:name='One'><draw:frame><draw:text-box>{_paragraphs('text:p')}</draw:text-box></draw:frame>"
        "</draw:page></office:drawing>"
        "</office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.graphics", "content.xml": content})


def _picture(kind: str) -> bytes:
    """Return a picture with a line of black text on white."""
    image = Image.new("L", (900, 90), 255)
    ImageDraw.Draw(image).text((20, 20), WORDS[0][:40], fill=0, font=ImageFont.load_default(size=36))
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


# Generated files in text and archive formats. Files that only Office programs write are committed.
MADE: dict[str, Callable[[], bytes]] = {
    "made.txt": _text,
    "made-utf16.txt": lambda: _text().decode().encode("utf-16"),
    "made.html": _html,
    "made.md": _markdown,
    "made.rst": _rst,
    "made.org": _org,
    "made.json": _json,
    "made.jsonl": _json_lines,
    "made.ics": _calendar,
    "made.fb2": _fiction_book,
    "made.ttml": _captions,
    "made.vcf": _contact,
    "made.tex": _latex,
    "made.ipynb": _notebook,
    "winmail.dat": lambda: winmail("Ferry moves", WORDS[0], attachments={"minutes.txt": _text()}),
    "made.csv": lambda: "\n".join(",".join(row) for row in CELLS).encode(),
    "made.tsv": lambda: "\n".join("\t".join(row) for row in CELLS).encode(),
    "made.xml": _xml,
    "made.rss": _rss,
    "made.atom": _atom,
    "made-nitf.xml": _nitf,
    "made-news.xml": lambda: _news_item(
        "newsItem",
        f"<contentSet><inlineXML><html xmlns='{XHTML}'><body>{_paragraphs('p')}</body></html></inlineXML></contentSet>",
    ),
    "made-package.xml": lambda: _news_item(
        "packageItem",
        "<groupSet root='g'><group id='g' role='g:main'><itemRef href='a'>"
        f"<description>{escape(WORDS[0])}</description></itemRef></group></groupSet>",
    ),
    "made-concept.xml": lambda: _news_item("conceptItem", _concept()),
    "made-knowledge.xml": lambda: _news_item("knowledgeItem", f"<conceptSet>{_concept()}</conceptSet>"),
    "made.svg": _svg,
    "made.rtf": _rtf,
    "made.eml": _eml,
    "made.mhtml": _mhtml,
    "made.pdf": _pdf,
    "form.pdf": form_pdf,
    "xfa.pdf": xfa_pdf,
    "made.docx": _docx,
    "clauses.docx": lambda: zipped(clauses_docx()),
    "made.zip": _zip,
    "made.tar": _tar,
    "made.p7m": lambda: signed(_text()),
    "made.txt.gz": lambda: gzip.compress(_text(), mtime=0),
    "made.txt.bz2": lambda: bz2.compress(_text()),
    "made.txt.xz": lambda: lzma.compress(_text()),
    "made.tar.gz": lambda: gzip.compress(_tar(), mtime=0),
    "made.epub": _epub,
    "made.png": lambda: _picture("PNG"),
    "made.jpg": lambda: _picture("JPEG"),
    "made.tiff": lambda: _picture("TIFF"),
    "made.gif": lambda: _picture("GIF"),
    "made.bmp": lambda: _picture("BMP"),
    "made.webp": lambda: _picture("WEBP"),
    "made.jp2": lambda: _picture("JPEG2000"),
    "made.odg": _drawing,
    "made.msg": _msg,
    "harbour-talk.ppt": _ppt,
}


def write_made(folder: Path) -> None:
    """Write the generated files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in MADE.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    write_made(Path(sys.argv[1]))
