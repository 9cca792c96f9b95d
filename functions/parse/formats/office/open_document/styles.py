"""OpenDocument packages: which they are, whether they have a password, and the styles that name what paragraphs are."""

import re

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.contract import Limits
from shared.documents.document import BlockKind
from shared.errors import Code, PermanentError

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"

CONTENT, STYLES, MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"

# Of each member that is encrypted, the manifest says how (ODF 1.3 part 2, 3.4).
ENCRYPTION = b"encryption-data"

MAX_PARENTS = 20
ESCAPED = re.compile(r"_([0-9a-f]{2,4})_")
KINDS_BY_NAME = (
    (re.compile(r"title$"), BlockKind.HEADING),
    (re.compile(r"quotation|quote"), BlockKind.QUOTATION),
    (re.compile(r"caption|(?:table|illustration|figure|drawing|text)$"), BlockKind.CAPTION),
    (re.compile(r"preformatted|(?:source )?code"), BlockKind.CODE),
    (re.compile(r"(?:list|numbering) \d"), BlockKind.LIST_ITEM),
)


def open_package(content: bytes, limits: Limits, what: str) -> tuple[Package, etree._Element]:
    """The package, and the root of its content. Raises PermanentError: corrupt, encrypted, too_large."""
    package = Package(content, limits, what)
    if MANIFEST in package and ENCRYPTION in package.read(MANIFEST):
        raise PermanentError(Code.ENCRYPTED, f"The {what} is protected by a password.")
    return package, package.tree(CONTENT)


class Styles:
    """The styles of a document by their names: those of single paragraphs lead to the ones that people choose."""

    def __init__(self, package: Package, content: etree._Element) -> None:
        self._package = package
        self._parents = _parents(content)
        self._common: dict[str, str] | None = None
        self._kinds: dict[str, BlockKind | None] = {}

    def kind_of(self, name: str) -> BlockKind | None:
        """What paragraphs of this style are, None where its name says nothing."""
        if name not in self._kinds:
            self._kinds[name] = self._found(name)
        return self._kinds[name]

    def _found(self, name: str) -> BlockKind | None:
        for _ in range(MAX_PARENTS):
            shown = ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), name).lower()
            for names, kind in KINDS_BY_NAME:
                if names.match(shown):
                    return kind
            name = self._parents.get(name) or self._common_parents().get(name) or ""
            if not name:
                break
        return None

    def _common_parents(self) -> dict[str, str]:
        if self._common is None:
            root = self._package.optional_tree(STYLES)
            self._common = _parents(root) if root is not None else {}
        return self._common


def _parents(root: etree._Element) -> dict[str, str]:
    return {
        style.get(f"{STYLE}name", ""): style.get(f"{STYLE}parent-style-name", "")
        for style in root.iter(f"{STYLE}style")
        if style.get(f"{STYLE}family") == "paragraph"
    }
