"""Read the members of ZIP packages (Office, OpenDocument and EPUB files) and their XML, within the limits."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from urllib.parse import unquote

from lxml import etree

from functions.parse.contract import Limits, UnreadPart
from functions.parse.safe_xml import ended_elements, xml_parser
from shared.errors import Code, PermanentError

# Maximum bytes of an XML member that is parsed into a tree. A tree takes several times as much memory.
MAX_TREE_BYTES = 100_000_000

# Maximum bytes of a member that is parsed at once instead of element by element, which is twice as fast.
SMALL_TREE_BYTES = 1_000_000

IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")

# Bit 0 of the general purpose flags of a ZIP member (APPNOTE 4.4.4).
ENCRYPTED_FLAG = 0x1

LOCAL_HEADER, LOCAL_HEADER_BYTES, MIMETYPE, MAX_TYPE_BYTES = b"PK\x03\x04", 30, b"mimetype", 100
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# Namespaces of ISO/IEC 29500 Strict, and the namespaces of ECMA-376 that replace them.
STRICT_NAMESPACES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/presentationml/main": b"http://schemas.openxmlformats.org/presentationml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}

# Exceptions that zipfile raises for an invalid archive or an unsupported compression method.
DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, NotImplementedError)


class Package:
    """The members of a ZIP package. All bytes read from it count against `max_unpacked_bytes`."""

    def __init__(self, content: bytes, limits: Limits, what: str) -> None:
        """`what` is the name of the format in messages. Raises PermanentError: corrupt."""
        self.what = what
        self._content = content
        self._left = limits.max_unpacked_bytes
        self._allowed = limits.max_unpacked_bytes
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except DAMAGES as error:
            raise self.corrupt("its ZIP archive can't be opened") from error
        self._members = {member.filename: member for member in self._archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        """Return the names of all members."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """Return the bytes of a member. Raises PermanentError: corrupt (also if missing), encrypted, too_large."""
        member = self._member(name)
        try:
            if member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                return self._unpacked(member)
            return self._archive.read(member)
        except (*DAMAGES, RuntimeError) as error:
            raise self.corrupt(f"{_shown(name)} can't be unpacked") from error

    def _member(self, name: str) -> zipfile.ZipInfo:
        """Return a readable member, and count its declared size against the limit. No more bytes are read from it."""
        member = self._members.get(name)
        if member is None:
            raise self.corrupt(f"{_shown(name)} is missing")
        if member.flag_bits & ENCRYPTED_FLAG:
            raise PermanentError(Code.ENCRYPTED, f"The {self.what} is protected by a password.")
        self._left -= member.file_size
        if self._left < 0:
            raise PermanentError(
                Code.TOO_LARGE, f"The {self.what} unpacks to more than the allowed {self._allowed:,} bytes."
            )
        return member

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        """Unpack a member. `ZipFile.read` takes longer than parsing most of the members."""
        place = member.header_offset
        if self._content[place : place + 4] != LOCAL_HEADER:
            raise zipfile.BadZipFile("the local header is missing")
        name_size, extra_size = struct.unpack_from("<HH", self._content, place + 26)
        start = place + LOCAL_HEADER_BYTES + name_size + extra_size
        packed = memoryview(self._content)[start : start + member.compress_size]
        if member.compress_type == zipfile.ZIP_DEFLATED:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.file_size + 1)
        else:
            content = bytes(packed)
        if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
            raise zipfile.BadZipFile("size or checksum is wrong")
        return content

    def tree(self, name: str) -> etree._Element:
        """Return the root of an XML member. Raises PermanentError: corrupt, encrypted, too_large."""
        member = self._members.get(name)
        if member is not None and member.file_size > MAX_TREE_BYTES:
            raise PermanentError(
                Code.TOO_LARGE,
                f"{_shown(name)} in the {self.what} has {member.file_size:,} bytes; {MAX_TREE_BYTES:,} are allowed.",
            )
        content = self.read(name)
        if b"http://purl.oclc.org/ooxml" in content:
            for strict, transitional in STRICT_NAMESPACES.items():
                content = content.replace(strict, transitional)
        try:
            return etree.fromstring(content, xml_parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.corrupt(f"{_shown(name)} is not well-formed XML") from error

    def elements(self, name: str, tag: str | tuple[str, ...]) -> Iterator[etree._Element]:
        """Yield the elements with `tag` in the order in which they end, and free each one afterwards.

        Raises PermanentError: corrupt, encrypted, too_large.
        """
        if name in self._members and self._members[name].file_size <= SMALL_TREE_BYTES:
            yield from self.tree(name).iter(tag)
            return
        with self._opened(name) as file:
            try:
                for _, element in ended_elements(file, tag):
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
            except (etree.XMLSyntaxError, *DAMAGES) as error:
                raise self.corrupt(f"{_shown(name)} is not well-formed XML") from error

    def _opened(self, name: str) -> IO[bytes]:
        """Open a member for streaming."""
        member = self._member(name)
        try:
            return self._archive.open(member)
        except (*DAMAGES, RuntimeError) as error:
            raise self.corrupt(f"{_shown(name)} can't be unpacked") from error

    def optional_tree(self, name: str) -> etree._Element | None:
        """Like `tree`, but None if the member is missing or damaged, for members that the text doesn't depend on."""
        if name not in self._members:
            return None
        try:
            return self.tree(name)
        except PermanentError as error:
            if error.code is Code.CORRUPT:
                return None
            raise

    def relations(self, source: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a member of an OOXML package, by id: the last part of the type, and the target."""
        folder, _, base = source.rpartition("/")
        root = self.optional_tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for relation in root.iter(RELATION) if root is not None else ():
            target = unquote(relation.get("Target", ""))
            if relation.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], path)
        return found

    def main_member(self, usual: str) -> str:
        """Return the main document: the usual member, or the one in the relations of the package (ECMA-376-2, 9.3)."""
        if usual in self._members:
            return usual
        targets = [target for kind, target in self.relations("").values() if kind == "officeDocument"]
        return next((target for target in targets if target in self._members), usual)

    def images(self, folder: str) -> Iterator[UnreadPart]:
        """Yield the pictures in a folder as parts, for a document whose only text is in pictures."""
        names = [name for name in self._members if name.startswith(folder) and name.lower().endswith(IMAGE_SUFFIXES)]
        for name in names:
            yield UnreadPart(posixpath.relpath(name, posixpath.dirname(folder.rstrip("/")) or "."), self.read(name))

    def corrupt(self, reason: str) -> PermanentError:
        """Return the error for an invalid package."""
        return PermanentError(Code.CORRUPT, f"The {self.what} is damaged or incomplete: {reason}.")


def _shown(name: str) -> str:
    return name[-80:]


def declared_type(content: bytes) -> str | None:
    """Return the media type that a ZIP package declares, None if it declares none.

    OpenDocument and EPUB declare it in the first member, `mimetype`, uncompressed (ODF 1.3 part 2, 3.3). For a
    template, return the type of the documents that are created from it.
    """
    if content[:4] != LOCAL_HEADER or content[LOCAL_HEADER_BYTES:][:8] != MIMETYPE:
        return None
    (method,) = struct.unpack_from("<H", content, 8)
    size, _, name_size, extra_size = struct.unpack_from("<IIHH", content, 18)
    start = LOCAL_HEADER_BYTES + name_size + extra_size
    declared = content[start : start + min(size, MAX_TYPE_BYTES)]
    if method != zipfile.ZIP_STORED or not declared.isascii():
        return None
    return declared.decode("ascii").strip().removesuffix("-template").removesuffix("-master").removesuffix("-web")
