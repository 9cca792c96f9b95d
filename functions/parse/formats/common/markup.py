"""Read the blocks of markup within news items, feeds, data and books: XHTML, NITF, or a fragment of HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape

from lxml import etree, html

from functions.parse.formats.common.tables import table
from shared.documents.document import BlockKind, BlockText

# Maximum level of a heading in a Document.
MAX_LEVEL = 6

HEADING_LEVELS = {f"h{level}": level for level in range(1, MAX_LEVEL + 1)} | {"hl1": 1, "hl2": 2}
KINDS = {
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTATION,
    "bq": BlockKind.QUOTATION,
    "caption": BlockKind.CAPTION,
    "figcaption": BlockKind.CAPTION,
    "media-caption": BlockKind.CAPTION,
    "media-producer": BlockKind.CAPTION,
    "credit": BlockKind.CAPTION,
    "pre": BlockKind.CODE,
}
BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "footer", "aside", "figure", "ul", "ol", "dl", "block", "body"}
    | {"body.head", "body.content", "body.end", "media", "hr", "address", "note", "fn", "center", "fieldset", "details"}
    | {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "nitf-table", "nitf-table-metadata", "summary", "form"}
    | {"head", "html"}
    | KINDS.keys()
    | HEADING_LEVELS.keys()
)
SKIPPED = frozenset(
    {"script", "style", "template", "noscript", "title", "iframe", "object", "svg", "media-metadata", "media-reference"}
    | {"nitf-col", "nitf-colgroup", "custom-table", "select", "textarea", "button", "input", "video", "audio"}
)
BLANKS = re.compile(r"[ \t\n\r\f]+")
TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")


def read_blocks(source: str) -> list[BlockText]:
    """Return the blocks of a fragment of HTML. A source without tags and entities is plain text."""
    if not MARKUP.search(source):
        text = " ".join(source.split())
        return [BlockText(kind=BlockKind.PARAGRAPH, text=text)] if text else []
    root = tree(source)
    if root is None:
        text = " ".join(unescape(TAG.sub(" ", source)).split())
        return [BlockText(kind=BlockKind.PARAGRAPH, text=text)] if text else []
    return list(blocks(root))


def tree(source: str) -> etree._Element | None:
    """Return the root of a fragment of HTML, None if it is nested deeper than 2,048 levels, the limit of libxml2."""
    # A parser keeps the errors of its documents, so each document needs its own.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    storable = source.encode("utf-8", "replace").replace(b"\x00", b"")
    root = html.document_fromstring(b"<body>" + storable + b"</body>", parser=parser, ensure_head_body=True)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        return None
    return root


def in_line(source: str) -> str:
    """Return the text of a fragment of HTML on one line."""
    return " ".join(" ".join(block.text for block in read_blocks(source)).split())


def blocks(root: etree._Element) -> Iterator[BlockText]:
    """Yield the blocks below `root` in document order. Only the local names of elements matter, not the namespaces."""
    writer = _Writer()
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                writer.add(element.tail)
            continue
        name = local_name(element)
        if event == "end":
            writer.end(name)
            if element is not root:
                writer.add(element.tail)
        elif name in SKIPPED:
            skipped = element
        else:
            writer.start(name)
            writer.add(element.text)
        yield from writer.taken()
    writer.flush()
    yield from writer.taken()


def local_name(element: etree._Element) -> str:
    """Return the local name of an element in small letters, an empty string for a comment or an entity."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


@dataclass(slots=True)
class _Writer:
    """Collects text into blocks. Keeps the open elements and the open table."""

    ready: list[BlockText] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    # Names of the open elements that determine the kind of their text, the outermost first.
    opened: list[str] = field(default_factory=list)
    rows: list[list[str]] | None = None
    tables: int = 0

    def taken(self) -> list[BlockText]:
        ready, self.ready = self.ready, []
        return ready

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)

    def start(self, name: str) -> None:
        if name == "br":
            self.pieces.append("\n" if self._in_code() else "\v")
        elif name == "q":
            self.pieces.append("“")
        elif name in BLOCKS:
            self.flush()
            if name in KINDS or name in HEADING_LEVELS:
                self.opened.append(name)
            if name == "table":
                self.tables += 1
                if self.rows is None:
                    self.rows = []
            elif name == "tr" and self.rows is not None and self.tables == 1:
                self.rows.append([])
            elif name in ("td", "th") and self.rows is not None and self.tables == 1:
                if not self.rows:
                    self.rows.append([])
                self.rows[-1].append("")

    def end(self, name: str) -> None:
        if name == "q":
            self.pieces.append("”")
        elif name in BLOCKS:
            self.flush()
            if self.opened and self.opened[-1] == name:
                self.opened.pop()
            if name == "table":
                self.tables -= 1
                if self.tables == 0 and self.rows is not None:
                    self.ready.append(table(self.rows))
                    self.rows = None

    def flush(self) -> None:
        """End the current block, if it has text."""
        written = "".join(self.pieces)
        self.pieces.clear()
        if not written.strip():
            return
        if self._in_code():
            self.ready.append(BlockText(kind=BlockKind.CODE, text=written.strip("\n").replace("\v", "\n")))
            return
        text = "\n".join(filter(None, (BLANKS.sub(" ", line).strip() for line in written.split("\v"))))
        in_cell = self.rows and self.rows[-1] and not {"caption"} & set(self.opened)
        if in_cell and self.rows:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {text}".strip()
            return
        self.ready.append(self._block(text))

    def _in_code(self) -> bool:
        return "pre" in self.opened

    def _block(self, text: str) -> BlockText:
        for name in ("blockquote", "bq"):
            if name in self.opened:
                return BlockText(kind=BlockKind.QUOTATION, text=text)
        innermost = self.opened[-1] if self.opened else ""
        if innermost in HEADING_LEVELS:
            return BlockText(kind=BlockKind.HEADING, text=text, level=HEADING_LEVELS[innermost])
        return BlockText(kind=KINDS.get(innermost, BlockKind.PARAGRAPH), text=text)


def deeper(pieces: list[BlockText], levels: int) -> list[BlockText]:
    """Return the blocks with the headings lowered by `levels`."""
    return [replace(block, level=block.level + levels) if block.level else block for block in pieces]
