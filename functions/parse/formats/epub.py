"""Read EPUB 2 and 3 books: the chapters in the order of the spine, without the table of contents."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.contract import Extracted, Hints, Limits, content_left_out
from functions.parse.formats.common import markup, xml_tree
from functions.parse.metadata import filled_in, iso_date, language_code
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError

CONTAINER, ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
PACKAGE_MEDIA_TYPE = "application/oebps-package+xml"
CHAPTER_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document"})
CONTENTS_MEDIA_TYPE = "application/x-dtbncx+xml"

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

# Maximum number of names in a warning.
MAX_LISTED = 10

# A label that programs generate for chapters without a title.
NUMBERED = re.compile(r"Section ?\d+")

# The element that names an encrypted member (XML Encryption).
CIPHERED = "{http://www.w3.org/2001/04/xmlenc#}CipherReference"


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the chapters and the metadata of a book. If it has no text, its pictures become parts.

    Raises PermanentError: corrupt, encrypted (also by copy protection), too_large.
    """
    package = Package(content, limits, "EPUB")
    book = _Book(package)
    blocks: list[BlockText] = []
    warnings: list[PipelineWarning] = []
    left = limits.max_characters
    unread: list[tuple[str, PermanentError]] = []
    for member in book.chapters():
        try:
            found = book.chapter_blocks(member, warnings)
        except PermanentError as error:
            if error.code is Code.TOO_LARGE:
                raise
            unread.append((member, error))
            continue
        blocks.extend(found)
        left -= sum(len(block.text) for block in found)
        if left < 0:
            break
    if unread and not any(block.text.strip() for block in blocks):
        raise unread[0][1]
    warnings += _left_out(unread)
    parts = () if blocks else package.images(book.folder + "/" if book.folder else "")
    return Extracted(blocks=blocks, parser=xml_tree.PARSER, metadata=book.metadata(), warnings=warnings, parts=parts)


def _left_out(unread: list[tuple[str, PermanentError]]) -> Iterator[PipelineWarning]:
    """Yield the warning about chapters that could not be read, if there are any."""
    if unread:
        names = ", ".join(posixpath.basename(member) for member, _ in unread[:MAX_LISTED])
        yield content_left_out(len(unread), "chapters", f"{unread[0][1].message.rstrip('.')} ({names})")


class _Book:
    """A book: its package document, chapters and table of contents."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._opf = package.tree(_package_document(package))
        self.folder = posixpath.dirname(_package_document(package))
        self._encrypted = _encrypted_members(package)
        self._items = {item.get("id", ""): item for item in self._opf.iter(f"{OPF}item")}
        self._labels = self._chapter_labels()

    def chapters(self) -> list[str]:
        """Return the text members of the spine. The table of contents is left out unless it is the only member."""
        spine = [self._items.get(reference.get("idref", "")) for reference in self._opf.iter(f"{OPF}itemref")]
        items = [item for item in spine if item is not None and item.get("media-type") in CHAPTER_TYPES]
        members = dict.fromkeys(self._member(item.get("href", "")) for item in items)
        contents = {self._member(item.get("href", "")) for item in self._items.values() if _is_navigation(item)}
        contents |= {
            self._member(reference.get("href", ""))
            for reference in self._opf.iter(f"{OPF}reference")
            if reference.get("type") == "toc"
        }
        found = [member for member in members if member in self._package]
        if not found:
            raise self._package.corrupt("its spine lists no chapter that exists")
        return [member for member in found if member not in contents] or found

    def chapter_blocks(self, member: str, warnings: list[PipelineWarning]) -> list[BlockText]:
        """Return the blocks of a chapter. If it has no heading, its label in the table of contents becomes one."""
        if member in self._encrypted:
            raise PermanentError(Code.ENCRYPTED, "The EPUB is copy-protected and its text is encrypted.")
        tree = xml_tree.read_tree(self._package.read(member), Hints(member))
        warnings.extend(tree.warnings)
        for reference in [link for link in tree.root.iter(f"{XHTML}a") if "noteref" in link.get(EPUB_TYPE, "").split()]:
            xml_tree.remove(reference)
        blocks = [block for block in markup.blocks(tree.root) if block.text.strip()]
        label = self._labels.get(member)
        if not blocks or label is None or any(block.kind is BlockKind.HEADING for block in blocks):
            return blocks
        if " ".join(blocks[0].text.split()) == label:
            return [replace(blocks[0], kind=BlockKind.HEADING, level=1), *blocks[1:]]
        if filled_in(label) is None or NUMBERED.fullmatch(label):
            return blocks
        return [BlockText(kind=BlockKind.HEADING, text=label, level=1), *blocks]

    def metadata(self) -> Metadata:
        """Return the metadata of the package document (EPUB 3.3, 5.5)."""
        values = {
            name: [" ".join(element.text.split()) for element in self._opf.iter(f"{DC}{name}") if element.text]
            for name in ("title", "creator", "date", "publisher", "language", "rights")
        }
        authors = [name for name in map(filled_in, values["creator"]) if name]
        return Metadata(
            title=next(filter(None, map(filled_in, values["title"])), None),
            byline=", ".join(dict.fromkeys(authors)) or None,
            published_at=next(filter(None, map(iso_date, values["date"])), None),
            publisher=next(filter(None, map(filled_in, values["publisher"])), None),
            language=next(filter(None, map(language_code, values["language"])), None),
            rights=next(filter(None, values["rights"]), None),
        )

    def _chapter_labels(self) -> dict[str, str]:
        """Return the first label of each member in the table of contents."""
        labels: dict[str, str] = {}
        for item in self._items.values():
            if not _is_navigation(item) and item.get("media-type") != CONTENTS_MEDIA_TYPE:
                continue
            member = self._member(item.get("href", ""))
            root = self._package.optional_tree(member)
            for target, label in _contents(root) if root is not None else ():
                path = _resolved(posixpath.dirname(member), target)
                if label:
                    labels.setdefault(path, label)
        return labels

    def _member(self, target: str) -> str:
        return _resolved(self.folder, target)


def _contents(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the targets and labels of a table of contents, of EPUB 2 (NCX) or EPUB 3."""
    for point in root.iter(f"{NCX}navPoint"):
        content = point.find(f"{NCX}content")
        if content is not None:
            yield content.get("src", ""), " ".join((point.findtext(f"{NCX}navLabel/{NCX}text") or "").split())
    for navigation in root.iter(f"{XHTML}nav"):
        if navigation.get(EPUB_TYPE) == "toc":
            for link in navigation.iter(f"{XHTML}a"):
                yield link.get("href", ""), " ".join("".join(link.itertext()).split())


def _package_document(package: Package) -> str:
    root = package.tree(CONTAINER)
    files = [
        file.get("full-path", "") for file in root.iter("{*}rootfile") if file.get("media-type") == PACKAGE_MEDIA_TYPE
    ]
    found: str | None = next((file for file in files if file in package), None)
    if found is None:
        raise package.corrupt("it has no package document")
    return found


def _encrypted_members(package: Package) -> set[str]:
    """Return the names of encrypted members. Fonts are often obfuscated; only encrypted chapters are an error."""
    root = package.optional_tree(ENCRYPTION)
    return {unquote(found.get("URI", "")) for found in root.iter(CIPHERED)} if root is not None else set()


def _is_navigation(item: etree._Element) -> bool:
    return "nav" in item.get("properties", "").split()


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, unquote(target.partition("#")[0]))).lstrip("/")
