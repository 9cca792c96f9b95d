"""List items on slides: a paragraph has a bullet or a number by its own properties, or by those that it inherits.

It inherits from its shape, then from the layout of the slide, then from the master (ECMA-376-1, 21.1.2.4).
"""

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.formats.office.ooxml.namespaces import A, P
from functions.parse.formats.office.ooxml.pptx_shapes import PLACEHOLDER_OF, Edges, own_edges
from functions.parse.formats.office.ooxml.relations import target_of_kind
from functions.parse.safe_xml import xml_parser

# Elements of paragraph properties, and whether each gives the paragraph a bullet or a number.
BULLETS = {f"{A}buChar": True, f"{A}buAutoNum": True, f"{A}buBlip": True, f"{A}buNone": False}

# Types of placeholders whose text has the body style of the master. All others have a style without bullets.
BODY_ROLES = frozenset({"obj", "body"})

# Types of placeholders that have the position of another type in the master.
ROLES = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}

# Start and end tags in the XML of a master. All programs write masters in UTF-8 and with the prefix `p`.
BODY_STYLE_START, BODY_STYLE_END = b"<p:bodyStyle", b"</p:bodyStyle>"

# Number of list levels (ECMA-376-1, 21.1.2.2.7).
LEVELS = 9


class SlideLists:
    """The list styles of the layouts and masters of a presentation. Each is parsed once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._layouts: dict[str, _Layout] = {}
        self._masters: dict[str, _Master] = {}

    def is_item(
        self, paragraph: etree._Element, shape: etree._Element, placeholder: etree._Element | None, layout: str
    ) -> bool:
        """Return whether a paragraph of a shape is a list item. `layout` is the member with the layout of the slide."""
        properties = paragraph.find(f"{A}pPr")
        has_bullet = _bullet(properties)
        if has_bullet is not None:
            return has_bullet
        level = _level(properties)
        has_bullet = _list_bullet(shape.find(f"{{*}}txBody/{A}lstStyle"), level)
        if has_bullet is None and placeholder is not None and placeholder.get("type", "obj") in BODY_ROLES:
            has_bullet = self._inherited(placeholder, layout, level)
        return bool(has_bullet)

    def edges_of(self, shape: etree._Element, layout: str) -> tuple[float, float, float, float] | None:
        """Return the edges of a placeholder in the layout or the master; None if they have none."""
        placeholder = shape.find(PLACEHOLDER_OF)
        if placeholder is None:
            return None
        found = self._layout(layout)
        edges = found.edges.get(("idx", placeholder.get("idx", "0"))) or found.edges.get(_role(placeholder))
        return edges or self._master(found.master).edges.get(_role(placeholder))

    def _layout(self, name: str) -> "_Layout":
        layout = self._layouts.get(name)
        if layout is None:
            layout = self._layouts[name] = _Layout(self._package, name)
        return layout

    def _master(self, name: str) -> "_Master":
        master = self._masters.get(name)
        if master is None:
            master = self._masters[name] = _Master(self._package, name)
        return master

    def _inherited(self, placeholder: etree._Element, name: str, level: int) -> bool | None:
        layout = self._layout(name)
        has_bullet = _list_bullet(layout.list_style(placeholder), level)
        if has_bullet is not None:
            return has_bullet
        return self._master(layout.master).bullet(level)


class _Layout:
    """The list styles of the placeholders of a layout, and the member with its master."""

    def __init__(self, package: Package, name: str) -> None:
        root = package.optional_tree(name)
        self.master = target_of_kind(package.relations(name), "slideMaster") if root is not None else ""
        self._styles: dict[str, etree._Element] = {}
        self.edges = _placeholder_edges(root)
        for shape in root.iter(f"{P}sp") if root is not None else ():
            placeholder, style = shape.find(PLACEHOLDER_OF), shape.find(f"{P}txBody/{A}lstStyle")
            if placeholder is not None and style is not None:
                self._styles.setdefault(placeholder.get("idx", "0"), style)

    def list_style(self, placeholder: etree._Element) -> etree._Element | None:
        return self._styles.get(placeholder.get("idx", "0"))


class _Master:
    """The body style of a master. Only that element is parsed because masters are long."""

    def __init__(self, package: Package, name: str) -> None:
        content = package.read(name) if name in package else b""
        self._package, self._name = package, name
        self._edges: dict[tuple[str, str], Edges] | None = None
        opening, start, rest = content.partition(BODY_STYLE_START)
        style, end, _ = rest.partition(BODY_STYLE_END)
        self._body: etree._Element | None = None
        if start and end:
            root_start = opening.rfind(b"<p:sldMaster")
            root = opening[root_start : opening.find(b">", root_start) + 1]
            try:
                made = etree.fromstring(root + start + style + end + b"</p:sldMaster>", xml_parser())
                self._body = made.find(f"{P}bodyStyle")
            except etree.XMLSyntaxError:
                pass  # Without a body style, the paragraphs inherit no bullets.

    @property
    def edges(self) -> "dict[tuple[str, str], Edges]":
        """The edges of the placeholders. The master is parsed only if a slide needs them."""
        if self._edges is None:
            self._edges = _placeholder_edges(self._package.optional_tree(self._name))
        return self._edges

    def bullet(self, level: int) -> bool | None:
        return _list_bullet(self._body, level)


def _placeholder_edges(root: etree._Element | None) -> dict[tuple[str, str], Edges]:
    """Return the edges of the placeholders of a layout or a master, by index and by type."""
    edges: dict[tuple[str, str], Edges] = {}
    for shape in root.iter(f"{P}sp") if root is not None else ():
        placeholder, found = shape.find(PLACEHOLDER_OF), own_edges(shape)
        if placeholder is not None and found is not None:
            edges.setdefault(("idx", placeholder.get("idx", "0")), found)
            edges.setdefault(_role(placeholder), found)
    return edges


def _role(placeholder: etree._Element) -> tuple[str, str]:
    role = placeholder.get("type", "obj")
    return "type", ROLES.get(role, role)


def _level(properties: etree._Element | None) -> int:
    value = properties.get("lvl", "0") if properties is not None else "0"
    return int(value) if len(value) == 1 and "0" <= value < str(LEVELS) else 0


def _list_bullet(style: etree._Element | None, level: int) -> bool | None:
    return None if style is None else _bullet(style.find(f"{A}lvl{level + 1}pPr"))


def _bullet(properties: etree._Element | None) -> bool | None:
    if properties is None:
        return None
    return next((BULLETS[element.tag] for element in properties if element.tag in BULLETS), None)
