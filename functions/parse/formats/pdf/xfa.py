"""XFA forms (XML Forms Architecture 3.3): the labels of the template with the values of the data.

A viewer without XFA shows one page that asks to wait. PDFium is built without XFA, so the text comes from the packets.
"""

import ctypes
import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium
from lxml import etree

from functions.parse.formats.pdf.annotations import CHECKED, UNCHECKED
from functions.parse.formats.pdf.page import Page
from functions.parse.formats.pdf.pdfium import Handle
from functions.parse.safe_xml import xml_parser
from shared.documents.document import BlockKind, BlockText
from shared.errors import Code, PermanentError

# Maximum size of a packet in bytes, number of packets, and size of the buffer for their names.
MAX_PACKET_BYTES = 20_000_000
MOST_PACKETS = 100
MAX_NAME = 200

# Maximum number of letters on the pages that a viewer without XFA shows.
MAX_PLACEHOLDER = 2_000

# The text of that page.
PLACEHOLDER = re.compile(
    r"please wait|veuillez patienter|bitte warten|espere|aguarde|attend(?:ere|i)\b|even geduld|v[äe]nta|vent venligst",
    re.IGNORECASE,
)

# The same, of a document whose XFA form was removed, and what the pages have at least by the type of the form.
WHOLE_PLACEHOLDER = re.compile(r"if this message is not eventually replaced by the proper contents", re.IGNORECASE)
EXPECTED = {pdfium.FORMTYPE_XFA_FULL: re.compile(""), pdfium.FORMTYPE_XFA_FOREGROUND: PLACEHOLDER}

# Values of `presence` with which an element is not shown.
UNSEEN = frozenset({"hidden", "invisible", "inactive"})


def xfa_blocks(document: Handle, pages: list[Page]) -> list[BlockText] | None:
    """Return the text of an XFA form; None if the document is none, or if its pages have the text.

    Raises PermanentError: unsupported, if the packets have no text, or if there are none and the page asks to wait.
    """
    kind = pdfium.FPDF_GetFormType(document)
    text = " ".join(page.text for page in pages)
    few = sum(map(str.isalpha, text)) <= MAX_PLACEHOLDER
    expected = EXPECTED.get(kind, WHOLE_PLACEHOLDER)
    if not few or expected.search(text) is None:
        return None
    packets = _packets(document)
    data = _Data()
    for leaf in _leaves(packets.get("datasets")):
        data.add(_name(leaf), leaf.text or "")
    found = [BlockText(kind=BlockKind.PARAGRAPH, text=text) for text in (*_filled(packets, data), *data.rest()) if text]
    if not found:
        message = "The PDF is an XFA form without text in its packets. Save it as a PDF without XFA, and upload that."
        raise PermanentError(Code.UNSUPPORTED, message)
    return found


@dataclass(slots=True)
class _Data:
    """The values of the form by the name of their field, in order. Each is taken once."""

    values: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, name: str, value: str) -> None:
        if value.strip():
            self.values[name].append(" ".join(value.split()))

    def take(self, name: str) -> str:
        found = self.values.get(name)
        return found.popleft() if found else ""

    def rest(self) -> Iterator[str]:
        """Yield the values that no field of the template took, such as those of repeated rows."""
        for name, values in self.values.items():
            for value in values:
                yield f"{name}: {value}"


def _packets(document: Handle) -> dict[str, etree._Element]:
    """Return the roots of the packets `template` and `datasets`."""
    found: dict[str, etree._Element] = {}
    for index in range(min(max(0, pdfium.FPDF_GetXFAPacketCount(document)), MOST_PACKETS)):
        buffer = ctypes.create_string_buffer(MAX_NAME)
        pdfium.FPDF_GetXFAPacketName(document, index, buffer, MAX_NAME)
        content = _packet(document, index)
        try:
            root = etree.fromstring(content, xml_parser(recover=True)) if content else None
        except (etree.XMLSyntaxError, ValueError):
            continue
        for element in root.iter(etree.Element) if root is not None else ():
            # A packet may be the whole of the form, with the others inside it.
            if _name(element) in ("template", "datasets"):
                found.setdefault(_name(element), element)
                if len(found) > 1 or _name(element) == buffer.value.decode("latin-1"):
                    break
    return found


def _packet(document: Handle, index: int) -> bytes:
    size = ctypes.c_ulong()
    if not pdfium.FPDF_GetXFAPacketContent(document, index, None, 0, size) or not 0 < size.value <= MAX_PACKET_BYTES:
        return b""
    buffer = ctypes.create_string_buffer(size.value)
    pdfium.FPDF_GetXFAPacketContent(document, index, buffer, size.value, size)
    return buffer.raw


def _leaves(datasets: etree._Element | None) -> Iterator[etree._Element]:
    for data in datasets if datasets is not None else ():
        if isinstance(data.tag, str) and _name(data) == "data":
            for element in data.iter(etree.Element):
                if len(element) == 0:
                    yield element


def _filled(packets: dict[str, etree._Element], data: _Data) -> Iterator[str]:
    """Yield the texts of the template in order, with the values of its fields."""
    pending = [packets["template"]] if "template" in packets else []
    while pending:
        element = pending.pop()
        if element.get("presence") in UNSEEN:
            continue
        name = _name(element)
        if name == "draw":
            yield _written(_child(element, "value"))
        elif name == "field":
            yield _field(element, data.take(element.get("name", "")))
        elif name == "exclGroup":
            value = data.take(element.get("name", ""))
            yield _caption(element)
            for choice in element:
                if _name(choice) == "field":
                    yield _field(choice, value)
        else:
            pending.extend(child for child in reversed(element) if isinstance(child.tag, str))


def _field(element: etree._Element, value: str) -> str:
    """Return a field as its label with its value, or with the sign of a box."""
    caption = _caption(element)
    ui = _child(element, "ui")
    kinds = {_name(child) for child in ui} if ui is not None else set()
    if "button" in kinds or "passwordEdit" in kinds or "barcode" in kinds:
        return ""
    lists = [[_written(item) for item in items] for items in element if _name(items) == "items"]
    if "checkButton" in kinds:
        on = lists[0][0] if lists and lists[0] else "1"
        return f"{CHECKED if value and value == on else UNCHECKED} {caption}" if caption else ""
    if len(lists) > 1 and value in lists[1] and lists[1].index(value) < len(lists[0]):
        value = lists[0][lists[1].index(value)]
    value = value or _written(_child(element, "value"))
    return f"{caption} {value}".strip()


def _caption(element: etree._Element) -> str:
    caption = _child(element, "caption")
    return _written(_child(caption, "value")) if caption is not None else ""


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if isinstance(child.tag, str) and _name(child) == name), None)


def _written(element: etree._Element | None) -> str:
    return " ".join(" ".join(element.itertext()).split()) if element is not None else ""


def _name(element: etree._Element) -> str:
    """Return the name of an element without its namespace; a damaged packet may lack the declaration of a prefix."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""
