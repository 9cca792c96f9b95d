"""The outline of a page: its blocks of text in the order of the DOM, and the elements around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from lxml.html import HtmlElement

from functions.parse.formats.common.markup import BLOCKS, HEADING_LEVELS
from functions.parse.formats.web.page_tables import is_tabular, table_rows
from shared.documents.document import BlockKind

# Elements whose text is not shown as text of the page. `rt` has the reading of the characters before it.
SKIPPED = frozenset(
    {"script", "style", "template", "noscript", "title", "iframe", "object", "embed", "svg", "canvas", "head", "meta"}
    | {"select", "textarea", "button", "input", "video", "audio", "datalist", "rp", "rt", "map", "link"}
)

KINDS = {
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "caption": BlockKind.CAPTION,
    "figcaption": BlockKind.CAPTION,
}

PICTURES = frozenset({"img", "video", "audio", "iframe", "object", "canvas"})

# Elements and roles that HTML and WAI-ARIA define for what surrounds the content of a page.
FURNITURE_TAGS = frozenset({"nav", "aside", "form", "footer", "dialog", "menu"})
FURNITURE_ROLES = frozenset(
    {"navigation", "complementary", "search", "contentinfo", "dialog", "alertdialog", "menu", "menubar", "toolbar"}
    | {"tablist", "alert", "status", "banner"}
)

# Names of classes by which style sheets hide an element, or show it to screen readers or on paper only.
HIDDEN_CLASSES = frozenset(
    {"hide", "hidden", "is-hidden", "d-none", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"}
    | {"print-only", "only-print", "print-header", "print-footer", "visible-print", "visible-print-block"}
)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# Maximum number of characters of a class and an id that are compared.
MAX_NAMES = 500

ID_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
DIGITS = re.compile(r"\d+")
BLANKS = re.compile(r"[ \t\n\r\f]+")

# Characters without width, with which editors fill empty paragraphs. Those that join letters are kept.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")

# The mark of a line break within the text of a block.
BREAK = "\v"

# The end of a sentence in most scripts, with closing quotation marks and brackets.
SENTENCE_END = re.compile(r"[.!?…。．！？।؟։።](?:[\"'”’»«“)\]」』]|\s)*$")

# Minimum length of a sentence, in characters. Labels, dates and names are shorter.
MIN_SENTENCE = 25

# Length of a text, in characters, from which it is prose without a full stop: verse, Thai, a sentence without an end.
MIN_PROSE = 100


@dataclass(slots=True)
class Node:
    """A block-level element: its place in the tree, and the leaves and pictures within it.

    `kind` is its tag and class without digits, which the posts of a page share; `names` is its class and id; `marked`:
    whether its tag, role or style makes it hidden or a surrounding of the content.
    """

    parent: int
    tag: str
    kind: str
    names: str
    marked: bool
    element: HtmlElement
    first: int
    after: int = 0
    pictures: int = 0


@dataclass(slots=True)
class Leaf:
    """A block of text. `linked` and `timed` are the numbers of its characters that are links to other pages, and that
    are in a `time` element."""

    kind: BlockKind
    text: str
    node: int
    level: int | None = None
    linked: int = 0
    timed: int = 0
    rows: list[list[str]] | None = None

    @property
    def link_share(self) -> float:
        """The share of the characters that are links to other pages (0 to 1)."""
        return min(1.0, self.linked / len(self.text))

    @property
    def is_prose(self) -> bool:
        """Whether the text has a whole sentence and is mostly not a link."""
        if self.kind is BlockKind.HEADING or self.link_share > 0.5:
            return False
        return len(self.text) >= MIN_PROSE or (len(self.text) >= MIN_SENTENCE and bool(SENTENCE_END.search(self.text)))


@dataclass(slots=True)
class Outline:
    """The blocks of a page, and the block-level elements, outer elements first."""

    nodes: list[Node] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)

    def prose_before(self) -> list[int]:
        """Return the number of characters of prose before each leaf, and in the whole page."""
        return [0, *accumulate(len(leaf.text) if leaf.is_prose else 0 for leaf in self.leaves)]

    def ancestors(self, node: int) -> Iterator[int]:
        """Yield a node and the nodes around it, the innermost first."""
        while node >= 0:
            yield node
            node = self.nodes[node].parent


def outline(tree: HtmlElement) -> Outline:
    """Return the outline of a page. The tree is less than 256 levels deep, the limit of libxml2."""
    _show_content_without_scripts(tree)
    reader = _Reader(Outline())
    reader.block(tree, "html", -1)
    return reader.outline


def _show_content_without_scripts(tree: HtmlElement) -> None:
    """Turn `noscript` elements into ordinary ones if they have most of the page's text."""
    found = [element for element in tree.iter("noscript") if len(element)]
    if not found:
        return
    inside = sum(len(element.text_content()) for element in found)
    if 2 * inside > sum(len(text) for text in tree.xpath("//body//text()[not(parent::script or parent::style)]")):
        for element in found:
            element.tag = "div"


def is_hidden(element: HtmlElement) -> bool:
    """Whether an attribute of the element hides it."""
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if "style" in attributes and HIDDEN_STYLE.search(attributes["style"]):
        return True
    return "class" in attributes and not HIDDEN_CLASSES.isdisjoint(attributes["class"].split())


@dataclass(slots=True)
class _Reader:
    """Collects the text of inline elements into leaves."""

    outline: Outline
    pieces: list[str] = field(default_factory=list)
    pictures: int = 0
    linked: int = 0
    timed: int = 0
    in_link: bool = False
    in_time: bool = False
    kinds: list[tuple[BlockKind, int | None]] = field(default_factory=lambda: [(BlockKind.PARAGRAPH, None)])

    def block(self, element: HtmlElement, tag: str, parent: int) -> None:
        """Read a block-level element and everything in it."""
        nodes, leaves = self.outline.nodes, self.outline.leaves
        self.flush(parent)
        place = len(nodes)
        attributes = element.attrib
        classes = attributes.get("class") or ""
        marked = tag in FURNITURE_TAGS or attributes.get("role") in FURNITURE_ROLES or is_hidden(element)
        kind = f"{tag} {DIGITS.sub('', classes)}" if classes else tag
        # A longer id is an anchor.
        identifier = attributes.get("id") or ""
        names = f"{classes} {identifier if len(ID_WORD.findall(identifier)) <= 2 else ''}".strip()[:MAX_NAMES]
        nodes.append(Node(parent, tag, kind, names, marked, element, len(leaves)))
        pictures = self.pictures
        text_kind = self._kind(element, tag)
        if text_kind is not None:
            self.kinds.append(text_kind)
        if tag == "table" and is_tabular(element):
            rows, linked = table_rows(element)
            text = "\n".join("\t".join(row).strip() for row in rows if any(row))
            if text.strip():
                leaves.append(Leaf(BlockKind.TABLE, text, place, linked=linked, rows=rows))
        else:
            self.content(element, place)
            self.flush(place)
        if text_kind is not None:
            self.kinds.pop()
        nodes[place].after = len(leaves)
        nodes[place].pictures = self.pictures - pictures

    def content(self, element: HtmlElement, node: int) -> None:
        """Read the text and the children of an element."""
        self.add(element.text)
        for child in element:
            tag = child.tag
            if not isinstance(tag, str):
                pass
            elif tag in SKIPPED:
                self.pictures += tag in PICTURES
            elif tag in PICTURES:
                self.pictures += 1
            elif tag in BLOCKS:
                self.block(child, tag, node)
            elif tag == "br":
                self.pieces.append(BREAK)
            elif not is_hidden(child):
                self.inline(child, tag, node)
            self.add(child.tail)

    def inline(self, element: HtmlElement, tag: str, node: int) -> None:
        """Read an inline element, which may contain blocks."""
        outer = self.in_link
        if tag == "a":
            # A link with a fragment leads to a place on this page: a note, a heading, a post.
            self.in_link = outer or "#" not in (element.get("href") or "#")
        elif tag == "time":
            self.in_time = True
            if not len(element) and not (element.text or "").strip():
                # A script writes the time in the reader's time zone.
                self.add(element.get("datetime"))
        elif tag == "q":
            self.pieces.append("“")
        self.content(element, node)
        self.in_time = False
        if tag == "q":
            self.pieces.append("”")
        self.in_link = outer

    def add(self, text: str | None) -> None:
        """Add text to the current block."""
        if text:
            self.pieces.append(text)
            if self.in_link:
                self.linked += len(text.strip())
            elif self.in_time:
                self.timed += len(text.strip())

    def flush(self, node: int) -> None:
        """End the current block. Two line breaks in a row end a paragraph."""
        if not self.pieces:
            return
        written = "".join(self.pieces)
        linked, timed = self.linked, self.timed
        self.linked = self.timed = 0
        self.pieces.clear()
        if not written.strip():
            return
        kind, level = self.kinds[-1]
        if kind is BlockKind.CODE:
            self.outline.leaves.append(Leaf(kind, written.strip("\n").replace(BREAK, "\n"), node))
            return
        written = INVISIBLE.sub("", written)
        lines = [BLANKS.sub(" ", line).strip() for line in written.split(BREAK)]
        paragraphs = [text for text in "\n".join(lines).strip().split("\n\n") if text.strip()]
        length = sum(map(len, paragraphs))
        for text in paragraphs:
            own = linked if len(paragraphs) == 1 else linked * len(text) // length
            self.outline.leaves.append(Leaf(kind, text.strip(), node, level, own, timed))

    def _kind(self, element: HtmlElement, tag: str) -> tuple[BlockKind, int | None] | None:
        """Return the kind of the text in an element, None if it has the kind of the text around the element."""
        if tag in HEADING_LEVELS:
            return BlockKind.HEADING, HEADING_LEVELS[tag]
        if tag == "blockquote":
            return BlockKind.QUOTATION, None
        if tag == "pre":
            return BlockKind.CODE, None
        if tag == "li" and _is_section(element):
            return BlockKind.PARAGRAPH, None
        return (KINDS[tag], None) if tag in KINDS else None


def _is_section(item: HtmlElement) -> bool:
    """Whether a list item contains a heading or several paragraphs, such as a post in a list of posts."""
    parts = item.iter("p", "h1", "h2", "h3", "h4", "h5", "h6")
    return any(part.tag != "p" or number > 1 for number, part in enumerate(parts, 1))
