"""Styles of an OpenDocument package: the kind of each paragraph by the name of its style."""

import re

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.formats.office.open_document.namespaces import STYLE
from shared.documents.document import BlockKind

STYLES = "styles.xml"

# Maximum length of a chain of parent styles.
MAX_PARENTS = 20

# A character that is not allowed in an XML name, as LibreOffice escapes it: `Text_20_body`.
ESCAPED = re.compile(r"_([0-9a-f]{2,4})_")

# Style names of LibreOffice, matched at the start of the name in lower case. The first match wins.
KINDS_BY_NAME = (
    (re.compile(r"title$"), BlockKind.HEADING),
    (re.compile(r"quotation|quote"), BlockKind.QUOTATION),
    (re.compile(r"caption|(?:table|illustration|figure|drawing|text)$"), BlockKind.CAPTION),
    (re.compile(r"preformatted|(?:source )?code"), BlockKind.CODE),
    (re.compile(r"(?:list|numbering) \d"), BlockKind.LIST_ITEM),
)


class Styles:
    """The styles of a document by name. Automatic styles of single paragraphs have a parent that the author chose."""

    def __init__(self, package: Package, content: etree._Element) -> None:
        self._package = package
        self._parents = _parents(content)
        self._common: dict[str, str] | None = None
        self._common_root: etree._Element | None = None
        self._kinds: dict[str, BlockKind | None] = {}

    def kind_of(self, name: str) -> BlockKind | None:
        """Return the kind of paragraphs with this style; None if no name in its chain of parents matches a kind."""
        if name not in self._kinds:
            self._kinds[name] = self._kind_of_chain(name)
        return self._kinds[name]

    def _kind_of_chain(self, name: str) -> BlockKind | None:
        for _ in range(MAX_PARENTS):
            display_name = ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), name).lower()
            for names, kind in KINDS_BY_NAME:
                if names.match(display_name):
                    return kind
            name = self._parents.get(name) or self._common_parents().get(name) or ""
            if not name:
                break
        return None

    def _common_parents(self) -> dict[str, str]:
        """Return the parents of the styles in styles.xml, which is parsed only when needed."""
        if self._common is None:
            self._common_root = self._package.optional_tree(STYLES)
            self._common = _parents(self._common_root) if self._common_root is not None else {}
        return self._common

    def common_root(self) -> etree._Element | None:
        """Return the root of styles.xml; None if there is none."""
        self._common_parents()
        return self._common_root


def _parents(root: etree._Element) -> dict[str, str]:
    """Return the parent of each paragraph style by name."""
    return {
        style.get(f"{STYLE}name", ""): style.get(f"{STYLE}parent-style-name", "")
        for style in root.iter(f"{STYLE}style")
        if style.get(f"{STYLE}family") == "paragraph"
    }
