"""Detect the media type of a text from its start and end, and from its name if these are ambiguous."""

import json
import re
from email.message import Message
from pathlib import PurePosixPath

from functions.parse.contract import Hints

JSON = "application/json"
XML = "application/xml"

# Jupyter's own type, and the type that Debian and shared-mime-info give to LaTeX.
NOTEBOOK = "application/x-ipynb+json"
LATEX = "text/x-tex"

# The media type of MHTML (RFC 2557).
SAVED_PAGE = "multipart/related"

TEXT_TYPES_BY_SUFFIX = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".eml": "message/rfc822",
    ".mht": SAVED_PAGE,
    ".mhtml": SAVED_PAGE,
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
    ".json": JSON,
    ".geojson": JSON,
    ".jsonl": JSON,
    ".ndjson": JSON,
    ".xml": XML,
    ".rss": XML,
    ".atom": XML,
    ".rdf": XML,
    ".svg": XML,
    ".rst": "text/x-rst",
    ".rest": "text/x-rst",
    ".org": "text/x-org",
    ".srt": "application/x-subrip",
    ".vtt": "text/vtt",
    ".tex": LATEX,
    ".ltx": LATEX,
    ".ipynb": NOTEBOOK,
}

# Types that any text may have. Only the name or the declared type indicates them.
BY_NAME_ALONE = frozenset(
    {"text/markdown", "text/csv", "text/tab-separated-values", "text/x-rst", "text/x-org", "application/x-subrip"}
    | {LATEX}
)

HINTED_TYPES = frozenset(TEXT_TYPES_BY_SUFFIX.values()) | {"text/xml", "application/x-ndjson"}
SYNONYMS = {"text/xml": XML, "application/x-ndjson": JSON}

# Media types by the name of the root element: those registered with the IANA, and `application/rss+xml`, which is in
# common use.
XML_TYPES_BY_ROOT = {
    "html": "text/html",
    "rss": "application/rss+xml",
    "feed": "application/atom+xml",
    "nitf": "text/vnd.iptc.nitf",
    "newsMessage": "application/vnd.iptc.g2.newsmessage+xml",
    "newsItem": "application/vnd.iptc.g2.newsitem+xml",
    "packageItem": "application/vnd.iptc.g2.packageitem+xml",
    "conceptItem": "application/vnd.iptc.g2.conceptitem+xml",
    "knowledgeItem": "application/vnd.iptc.g2.knowledgeitem+xml",
    "svg": "image/svg+xml",
    "tt": "application/ttml+xml",
    "FictionBook": "application/x-fictionbook+xml",
}

RSS_IN_RDF = re.compile(r"xmlns\s*=\s*[\"']http://(?:purl\.org/rss/1\.0/|my\.netscape\.com/rdf/simple/0\.9/)")
# Characters of a file in which the namespace of RSS is searched.
RSS_IN_RDF_WITHIN = 2_000

PROLOG = re.compile(
    r"(?>(?:\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE\s[^\[>]*+(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*+\]\s*)?>)*+)", re.DOTALL
)
ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])")
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
HTML_TAG = re.compile(
    r"</?(?:p|div|span|h[1-6]|ul|ol|li|table|tr|td|br|a|b|i|em|strong|img|article|section)\b[^>]*>", re.I
)
HTML_FRAGMENT = re.compile(
    r"<(?:title|meta|link|style|script|div|p|span|table|h[1-6]|ul|ol|dl|article|section|main|header|nav|center|font)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)

# Minimum number of HTML tags in a fragment that neither name nor declared type identify as HTML.
MIN_FRAGMENT_TAGS = 3

JSON_START = re.compile(r"\{\s*[\"}]|\[\s*[{\[\"\]\d-]")
JSON_ENDS = ("}", "]")

# Maximum characters of a text that is parsed as JSON to check it. Longer texts are recognized by their start and end.
MAX_JSON_PARSED = 65_536

# The first lines of calendars and contacts, and of LaTeX below its comments.
CALENDAR_START = re.compile(r"BEGIN:VCALENDAR\s", re.IGNORECASE)
CONTACT_START = re.compile(r"BEGIN:VCARD\s", re.IGNORECASE)
LATEX_START = re.compile(r"(?:%[^\n]*\n|\s)*+\\(?:documentclass|documentstyle)\b")

# The keys that a Jupyter notebook has (nbformat 3 and 4).
NOTEBOOK_KEYS = re.compile(r"\"(?:nbformat|cell_type)\"\s*:")
SBV_START = re.compile(r"\d{1,2}:\d\d:\d\d\.\d{3},\d{1,2}:\d\d:\d\d\.\d{3}[ \t]*\r?\n")
SSA_START = re.compile(r"\[Script Info\]", re.IGNORECASE)
SUBRIP_START = re.compile(r"\d+[ \t]*\r?\n\d\d:\d\d:\d\d[,.]\d{3}[ \t]+-->[ \t]+\d\d:\d\d:\d\d")
MARKDOWN_SIGNS = tuple(
    re.compile(sign, re.MULTILINE)
    for sign in (
        r"^#{1,6} \S",
        r"^```[\w+-]*[ \t]*$",
        r"\[[^\]\n]{1,200}\]\((?:https?:|[/#.])[^)\s]{0,500}\)",
        r"^\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t:|-]+$",
        r"(?<!\*)\*\*[^\s*][^*\n]{0,200}\*\*",
        r"\A---[ \t]*\n[\w-]+:(?:[^\n]*\n){1,200}?---[ \t]*$",
        r"\A\+\+\+[ \t]*\n(?:[^\n]*\n){1,200}?\+\+\+[ \t]*$",
    )
)

# Minimum number of different signs in a text without a name or declared type. Plain text often has a single one.
MIN_MARKDOWN_SIGNS = 2

HEADER_LINES = re.compile(r"(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+")
# The line between messages of a mailbox (RFC 4155).
MAILBOX_START = re.compile(r"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d")
HEADER_NAME = re.compile(r"^([!-9;-~]+):", re.MULTILINE)
ADDRESS_HEADERS = frozenset({"from", "to", "date", "subject", "cc", "sender", "reply-to"})

# Headers that sent messages have and pages saved by a browser don't.
SENT_HEADERS = frozenset({"to", "cc", "bcc", "received", "message-id", "return-path", "delivered-to"})

RELATED_PARTS = re.compile(r"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
TRANSPORT_HEADERS = frozenset({"received", "message-id", "mime-version", "return-path", "delivered-to", "content-type"})


def text_type_of(head: str, tail: str, hints: Hints, whole: bool) -> str:
    """Return the media type of a text that begins with `head` and ends with `tail`. `whole`: `head` is all of it."""
    hinted = hinted_type(hints)
    start = head.lstrip("\ufeff \t\r\n")
    if HTML_START.match(start):
        return "text/html"
    if start.startswith("<"):
        marked_up = _markup_type(start, tail, hinted)
        if marked_up:
            return marked_up
    if hinted == "text/html" and HTML_TAG.search(start):
        return "text/html"
    lines = start.replace("\r\n", "\n").replace("\r", "\n")
    if is_saved_page(lines, hinted):
        return SAVED_PAGE
    if is_message(lines, hinted):
        return "message/rfc822"
    if hinted in (JSON, NOTEBOOK) or (hinted in (None, "text/plain") and _is_json(start, tail, whole)):
        return NOTEBOOK if len(set(NOTEBOOK_KEYS.findall(start + tail))) > 1 else JSON
    if CALENDAR_START.match(start):
        return "text/calendar"
    if CONTACT_START.match(start):
        return "text/vcard"
    if LATEX_START.match(start):
        return LATEX
    if start.startswith("WEBVTT"):
        return "text/vtt"
    if SUBRIP_START.match(start) or SBV_START.match(start) or SSA_START.match(start):
        return "application/x-subrip"
    if hinted in BY_NAME_ALONE:
        return hinted
    if hinted is None and sum(1 for sign in MARKDOWN_SIGNS if sign.search(start)) >= MIN_MARKDOWN_SIGNS:
        return "text/markdown"
    return "text/plain"


def hinted_type(hints: Hints) -> str | None:
    """Return the text type for the suffix of the name, or the declared type if the suffix is not known."""
    by_name = TEXT_TYPES_BY_SUFFIX.get(PurePosixPath(hints.name).suffix.lower())
    if by_name or not hints.declared_type:
        return by_name
    header = Message()
    header["Content-Type"] = hints.declared_type
    declared = header.get_content_type()
    return SYNONYMS.get(declared, declared) if declared in HINTED_TYPES else None


def is_message(start: str, hinted: str | None) -> bool:
    """Whether the text begins with the header of a message (RFC 5322). From and To alone, as in a memo, don't count."""
    header = HEADER_LINES.match(start)
    if header is None:
        return False
    names = {name.lower() for name in HEADER_NAME.findall(header.group())}
    addressed, transported = names & ADDRESS_HEADERS, names & TRANSPORT_HEADERS
    if MAILBOX_START.match(start) and len(addressed) > 1:
        return True
    if hinted == "message/rfc822":
        return bool(addressed or transported)
    return bool(addressed and transported) and len(addressed | transported) > 2


def is_saved_page(start: str, hinted: str | None) -> bool:
    """Whether the text begins with the header of a page that a browser saved, with its pictures, as MHTML."""
    header = HEADER_LINES.match(start)
    if header is None:
        return False
    names = {name.lower() for name in HEADER_NAME.findall(header.group())}
    if "snapshot-content-location" in names:
        return True
    related = bool(RELATED_PARTS.search(header.group())) or (hinted == SAVED_PAGE and "content-type" in names)
    return related and not names & SENT_HEADERS


def _markup_type(start: str, tail: str, hinted: str | None) -> str | None:
    """Return the type of XML or HTML of a text that begins with `<`, None if the `<` is not markup."""
    prolog = PROLOG.match(start)
    root = ROOT.match(start, prolog.end() if prolog else 0)
    declared = start.startswith("<?xml")
    if root is None:
        return XML if declared else None
    name = root.group(1)
    if name == "RDF" and RSS_IN_RDF.search(start[:RSS_IN_RDF_WITHIN]):
        return "application/rss+xml"
    if name in XML_TYPES_BY_ROOT:
        return XML_TYPES_BY_ROOT[name]
    if declared:
        return XML
    if HTML_FRAGMENT.match(start, root.start()):
        if hinted == "text/html" or hinted in BY_NAME_ALONE:
            return hinted
        return "text/html" if len(HTML_TAG.findall(start)) >= MIN_FRAGMENT_TAGS else None
    if hinted == XML or tail.rstrip().endswith((f"</{root.group()[1:]}>", "/>")):
        return XML
    return None


def _is_json(start: str, tail: str, whole: bool) -> bool:
    if not JSON_START.match(start) or not tail.rstrip().endswith(JSON_ENDS):
        return False
    if not whole or len(start) > MAX_JSON_PARSED:
        return True
    first_line = start.partition("\n")[0]
    return any(_is_json_text(text) for text in (start, first_line))


def _is_json_text(text: str) -> bool:
    try:
        json.loads(text, parse_int=str)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True
