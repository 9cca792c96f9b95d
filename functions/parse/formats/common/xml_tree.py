"""Read XML files safely and tolerantly: expand no entities of the document, and recover from malformed XML."""

import re
from dataclasses import dataclass, field
from html.entities import html5

from lxml import etree

from functions.parse.contract import Hints
from functions.parse.recognition.text_decoding import decoded
from functions.parse.safe_xml import xml_parser
from shared.documents.document import PipelineWarning
from shared.errors import Code, PermanentError

# Name of the parser in Documents, also of formats that read XML or HTML with lxml in other ways.
PARSER = f"lxml {etree.__version__}"
DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
DECLARED_ENCODING = re.compile(rb"^[^<]{0,8}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)")
NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
NUMBERED_CHARACTER = re.compile(r"&#(?:x([0-9A-Fa-f]+)|([0-9]+));?")
# Maximum digits of a character reference, without leading zeros.
LONGEST_NUMBER = 10
XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})

# Characters that XML 1.0 forbids (section 2.2). Exports contain them nevertheless.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

MAX_CODE_POINT = 0x10FFFF
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Tree:
    """The root of a document, with warnings about its parsing."""

    root: etree._Element
    warnings: list[PipelineWarning] = field(default_factory=list)


def read_tree(content: bytes, hints: Hints) -> Tree:
    """Parse an XML file. A malformed file is read as far as possible, with a warning.

    Raises PermanentError: unsupported (not text), corrupt (no element with text).
    """
    declared = DECLARED_ENCODING.search(content)
    charset = f"text/xml; charset={declared.group(1).decode('ascii')}" if declared else hints.declared_type
    source = decoded(content, charset, "XML file")
    text = NOT_XML.sub("", DECLARATION.sub("", source.text, count=1))
    text = NUMBERED_CHARACTER.sub(_numbered_character, text)
    if "<!ENTITY" not in text:
        text = NAMED_ENTITY.sub(_character, text)
    encoded = text.strip("\ufeff \t\n").encode("utf-8")
    try:
        return Tree(_root(etree.fromstring(encoded, xml_parser("utf-8"))), source.warnings)
    except etree.XMLSyntaxError as error:
        root = _recovered(encoded, error)
        message = f"The XML is not well-formed ({error.msg}). It was read as far as possible."
        return Tree(root, [*source.warnings, PipelineWarning(code="malformed_xml", message=message)])


def _recovered(encoded: bytes, reason: etree.XMLSyntaxError) -> etree._Element:
    try:
        root = etree.fromstring(encoded, xml_parser("utf-8", recover=True))
    except etree.XMLSyntaxError:
        root = None
    if root is None or not any(text.strip() for text in root.itertext()):
        raise PermanentError(Code.CORRUPT, f"The XML is damaged: {reason.msg}.") from reason
    return _root(root)


def _root(root: etree._Element) -> etree._Element:
    """Remove the references to entities that the document defines, without expanding them, and return the root."""
    for reference in list(root.iter(etree.Entity)):
        remove(reference)
    return root


def remove(element: etree._Element) -> None:
    """Remove an element from its tree, and keep the text after it. A root is left alone."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)


def _numbered_character(reference: re.Match[str]) -> str:
    """Return the reference, or U+FFFD for an invalid one, whose character from libxml2 lxml can't decode."""
    hexadecimal, decimal = reference.groups()
    digits = (hexadecimal or decimal).lstrip("0") or "0"
    code = int(digits, 16 if hexadecimal else 10) if len(digits) <= LONGEST_NUMBER else MAX_CODE_POINT + 1
    valid = code <= MAX_CODE_POINT and not 0xD800 <= code <= 0xDFFF and not NOT_XML.match(chr(code))
    return reference.group() if valid else "\ufffd"


def _character(reference: re.Match[str]) -> str:
    """Replace a named character of HTML, which exports use without declaring it."""
    name = reference.group(1)
    return reference.group() if name in XML_ENTITIES else html5.get(f"{name};", reference.group())
