"""References to other files and addresses are never opened, in any format.

The worker runs without the sandbox, so it could read the referenced file and reach the referenced server. The tests
show that the parsers themselves do not follow the references.
"""

import email.message
import io
import re
import socket
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest

from functions.parse.worker.parse_worker import ParseWorker
from shared.documents.document import ParsedDocument
from shared.errors import Code, PermanentError
from shared.settings import SandboxMode
from tests.support.good_files import good_file
from tests.support.hostile_files import office_parts, one_page, open_document, stream
from tests.support.judged import LIMITS, outcome
from tests.support.made_files import zipped
from tests.unit.parse.worker.audited_child import CANARY

SECRET = "Kittiwake"
FILE = CANARY.as_uri()
PATH = str(CANARY)
SERVER = "http://127.0.0.1:{port}/reached"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(scope="module")
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture(scope="module")
def worker(server: socket.socket) -> Iterator[ParseWorker]:
    with ParseWorker(replace(LIMITS, sandbox=SandboxMode.OFF), "tests.unit.parse.worker.audited_child") as worker:
        yield worker


def test_a_read_of_the_secret_file_is_detected(worker: ParseWorker) -> None:
    assert SECRET in CANARY.read_text()
    document = outcome(worker, CANARY.read_bytes(), "canary.txt")
    assert isinstance(document, ParsedDocument)
    assert SECRET in document.text
    with pytest.raises(PermanentError, match=re.escape(PATH)):
        worker.parse(b"text", "audit")


def entity(root: str, target: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY x SYSTEM "{target}">]><{root}>'


def in_entities(target: str) -> dict[str, str]:
    """Return files with an external entity in the text of each format."""
    return {
        "entity.xml": f"{entity('a', target)}<b>The ferry moves. &x;</b></a>",
        "entity.svg": f"{entity('svg', target)}<text>The ferry moves. &x;</text></svg>",
        "entity.html": f"{entity('html', target)}<body><p>The ferry moves. &x;</p></body></html>",
        "entity.rss": f"{entity('rss', target)}<channel><item><title>Ferry &x;</title></item></channel></rss>",
        "entity.atom": f"{entity('feed', target)}<entry><title>Ferry &x;</title></entry></feed>",
        "entity-nitf.xml": f"{entity('nitf', target)}<body><body.content><p>Ferry &x;</p></body.content></body></nitf>",
        "entity-newsml.xml": f"{entity('newsMessage', target)}<itemSet><p>Ferry &x;</p></itemSet></newsMessage>",
        "parameter.xml": f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{target}"> %x;]><a>The ferry moves.</a>',
        "dtd.xml": f'<!DOCTYPE a SYSTEM "{target}"><a>The ferry moves.</a>',
        "public.xml": f'<!DOCTYPE a PUBLIC "-//A//B" "{target}"><a>The ferry moves.</a>',
        "include.xml": (
            f'<a xmlns:i="http://www.w3.org/2001/XInclude">Ferry <i:include href="{target}" parse="text"/></a>'
        ),
        "style.xml": f'<?xml-stylesheet type="text/xsl" href="{target}"?><a>The ferry moves.</a>',
        "schema.xml": (
            '<a xmlns:s="http://www.w3.org/2001/XMLSchema-instance" '
            f's:noNamespaceSchemaLocation="{target}">The ferry moves.</a>'
        ),
    }


def in_pages(target: str) -> dict[str, str]:
    """Return files with resources that a browser or an office program would load."""
    return {
        "sources.html": f"<html><head><link rel='stylesheet' href='{target}'><base href='{target}'>"
        f"<script src='{target}'></script><meta http-equiv='refresh' content='0;url={target}'></head>"
        f"<body><p>The ferry moves to the pier.</p>"
        f"<img src='{target}' srcset='{target} 2x'><iframe src='{target}'></iframe><object data='{target}'></object>"
        f"<embed src='{target}'><video poster='{target}'><source src='{target}'></video></body></html>",
        "pictures.md": f"![The ferry]({target})\n\n[moves]: {target}\n\n<img src='{target}'>\n\n[[include:{target}]]\n",
        "include.rst": f"Ferry\n=====\n\n.. include:: {PATH}\n\n.. literalinclude:: {PATH}\n\n"
        f".. raw:: html\n   :file: {PATH}\n\n"
        f".. raw:: html\n   :url: {target}\n\n.. csv-table:: T\n   :file: {PATH}\n\n"
        f".. csv-table:: T\n   :url: {target}\n\n"
        f".. image:: {target}\n\n.. figure:: {target}\n",
        "include.org": f'#+INCLUDE: "{PATH}"\n#+SETUPFILE: {target}\n* Ferry\n[[{target}]]\nThe ferry moves.\n',
        "include.rtf": f"{{\\rtf1 The ferry moves.{{\\field{{\\*\\fldinst INCLUDETEXT \"{target}\"}}{{\\fldrslt x}}}}"
        f"{{\\field{{\\*\\fldinst INCLUDEPICTURE \"{target}\"}}}}{{\\*\\template {PATH}}}\\par}}",
        "link.json": f'{{"$ref": "{target}", "text": "The ferry moves."}}',
        "formula.csv": f'Pier,Boats\nNorth,"=WEBSERVICE(""{target}"")"\nSouth,"=cmd|\' /C type {PATH}\'!A0"\n',
    }  # fmt: skip


def in_packages(target: str) -> dict[str, bytes]:
    """Return Office, OpenDocument and EPUB files with relationships, links, and entities in their members."""
    prolog = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{target}">]>'
    relations = "".join(
        f"<Relationship Id='r{number}' Type='{OFFICE}/{kind}' Target='{target}' TargetMode='External'/>"
        for number, kind in enumerate(
            ("image", "attachedTemplate", "aFChunk", "subDocument", "oleObject", "externalLink")
        )
    )
    body = (
        f"<w:p><w:r><w:t>The ferry moves.</w:t></w:r></w:p><w:altChunk r:id='r2' xmlns:r='{OFFICE}'/>"
        f"<w:subDoc r:id='r3' xmlns:r='{OFFICE}'/>"
    )
    document = office_parts(body)
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    members["word/_rels/document.xml.rels"] = f"<Relationships xmlns='{RELATIONS}'>{relations}</Relationships>"
    with zipfile.ZipFile(io.BytesIO(good_file("made.epub").content)) as archive:
        book: dict[str, str | bytes] = {name: archive.read(name).decode() for name in archive.namelist()}
        chapter, package = archive.read("c.xhtml").decode(), archive.read("o.opf").decode()
    links = (
        f"<text:p>The ferry moves.</text:p><text:section><text:section-source xlink:href='{target}'/></text:section>"
        f"<text:p><text:a xlink:href='{target}'>link</text:a></text:p>"
    )
    return {
        "relations.docx": zipped(members),
        "entity.docx": office_parts("<w:p><w:r><w:t>Ferry &x;</w:t></w:r></w:p>", prolog),
        "links.odt": open_document(links),
        "entity.odt": open_document("<text:p>Ferry &x;</text:p>", prolog=prolog),
        "entity.epub": zipped(
            book | {"c.xhtml": chapter.replace("<?xml version='1.0'?>", prolog).replace("One", "&x;")}
        ),
        "package.epub": zipped(book | {"o.opf": prolog + package.replace("Ferry moves", "&x;")}),
        "links.epub": zipped(book | {"o.opf": package.replace("href='c.xhtml'", f"href='{target}'")}),
        "climbing.epub": zipped(
            book | {"o.opf": package.replace("href='c.xhtml'", f"href='../../../../../../{PATH}'")}
        ),
    }


def in_messages(target: str) -> dict[str, bytes]:
    """Return messages with bodies that are stored elsewhere."""
    external = email.message.EmailMessage()
    external["From"], external["Subject"], external["Message-ID"] = "a@example.org", "Ferry", "<1@example.org>"
    external["MIME-Version"] = "1.0"
    external["Content-Type"] = f'message/external-body; access-type=local-file; name="{PATH}"'
    external.set_payload("Content-Type: text/plain\n\n")
    page = b"From: x\r\nSubject: Ferry\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    page += b"--b\r\nContent-Type: text/html\r\nContent-Location: %s\r\n\r\n" % target.encode()
    page += (
        b"<p>The ferry moves to the pier.</p><img src='%s'><iframe src='cid:a'></iframe>\r\n--b--\r\n" % target.encode()
    )
    return {"external.eml": external.as_bytes(), "page.mhtml": page}


def in_links() -> dict[str, bytes]:
    """Return archives with links to a file outside, and a PDF with a page in another file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, PATH)
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as links:
        for name, kind in (("soft.txt", tarfile.SYMTYPE), ("hard.txt", tarfile.LNKTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, PATH
            links.addfile(member)
    return {
        "link.zip": file.getvalue(),
        "links.tar": tar.getvalue(),
        "external.pdf": one_page(contents=stream(b"", b"/F(%s)" % PATH.encode())),
    }


def files(target: str) -> dict[str, bytes]:
    texts = in_entities(target) | in_pages(target)
    return (
        {name: text.encode() for name, text in texts.items()} | in_packages(target) | in_messages(target) | in_links()
    )


@pytest.mark.parametrize("name", files(""))
@pytest.mark.parametrize("target", [FILE, PATH, SERVER], ids=["file", "path", "address"])
def test_references_are_not_opened(worker: ParseWorker, server: socket.socket, name: str, target: str) -> None:
    content = files(target.format(port=server.getsockname()[1]))[name]
    read = outcome(worker, content, name)
    if isinstance(read, ParsedDocument):
        assert SECRET not in read.model_dump_json()
    else:
        assert read in (Code.CORRUPT, Code.EMPTY, Code.UNSUPPORTED, Code.TOO_LARGE)
    with pytest.raises(BlockingIOError):
        server.accept()
