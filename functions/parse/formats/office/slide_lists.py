"""Which paragraphs of a slide have a bullet or a number: they say so, or their shape, its layout or the master does."""

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.containers.safe_xml import xml_parser
from functions.parse.formats.office.drawings import A

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
PLACEHOLDER_OF = f"{P}nvSpPr/{P}nvPr/{P}ph"
BULLETS = {f"{A}buChar": True, f"{A}buAutoNum": True, f"{A}buBlip": True, f"{A}buNone": False}

# Placeholders whose text takes the master's body style; all others take its style of other text, without bullets.
BODY_ROLES = frozenset({"obj", "body"})

# All programs write masters in UTF-8 and with this prefix.
BODY_STYLE_START, BODY_STYLE_END = b"<p:bodyStyle", b"</p:bodyStyle>"

LEVELS = 9


class SlideLists:
    """The list styles of the layouts and masters, each read once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._layouts: dict[str, _Layout] = {}
        self._masters: dict[str, _Master] = {}

    def is_item(
        self, paragraph: etree._Element, shape: etree._Element, placeholder: etree._Element | None, layout: str
    ) -> bool:
        """Whether a paragraph of a shape is an item of a list. `layout` is the member of the slide's layout."""
        properties = paragraph.find(f"{A}pPr")
        said = _bullet(properties)
        if said is not None:
            return said
        level = _level(properties)
        said = _list_bullet(shape.find(f"{{*}}txBody/{A}lstStyle"), level)
        if said is None and placeholder is not None and placeholder.get("type", "obj") in BODY_ROLES:
            said = self._inherited(placeholder, layout, level)
        return bool(said)

    def _inherited(self, placeholder: etree._Element, name: str, level: int) -> bool | None:
        layout = self._layouts.get(name)
        if layout is None:
            layout = self._layouts[name] = _Layout(self._package, name)
        said = _list_bullet(layout.list_style(placeholder), level)
        if said is not None:
            return said
        master = self._masters.get(layout.master)
        if master is None:
            master = self._masters[layout.master] = _Master(self._package, layout.master)
        return master.bullet(level)


class _Layout:
    """What the layout of a slide says of its placeholders."""

    def __init__(self, package: Package, name: str) -> None:
        root = package.optional_tree(name)
        relations = package.relations(name).values() if root is not None else ()
        self.master = next((target for kind, target in relations if kind == "slideMaster"), "")
        self._styles: dict[str, etree._Element] = {}
        for shape in root.iter(f"{P}sp") if root is not None else ():
            placeholder, style = shape.find(PLACEHOLDER_OF), shape.find(f"{P}txBody/{A}lstStyle")
            if placeholder is not None and style is not None:
                self._styles.setdefault(placeholder.get("idx", "0"), style)

    def list_style(self, placeholder: etree._Element) -> etree._Element | None:
        return self._styles.get(placeholder.get("idx", "0"))


class _Master:
    """What the master of a slide says of its body text. A master is long: only that style is parsed."""

    def __init__(self, package: Package, name: str) -> None:
        content = package.read(name) if name in package else b""
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
                pass  # No bullets are known then, and the paragraphs are paragraphs.

    def bullet(self, level: int) -> bool | None:
        return _list_bullet(self._body, level)


def _level(properties: etree._Element | None) -> int:
    said = properties.get("lvl", "0") if properties is not None else "0"
    return int(said) if len(said) == 1 and "0" <= said < str(LEVELS) else 0


def _list_bullet(style: etree._Element | None, level: int) -> bool | None:
    return None if style is None else _bullet(style.find(f"{A}lvl{level + 1}pPr"))


def _bullet(properties: etree._Element | None) -> bool | None:
    if properties is None:
        return None
    return next((BULLETS[said.tag] for said in properties if said.tag in BULLETS), None)
