"""The front matter of a text: YAML between `---`, TOML between `+++`, or a JSON object."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from functions.parse.metadata import filled_in, iso_date, language_code
from shared.documents.document import Metadata

YAML = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TOML = re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
JSON = re.compile(r"\A\s*\{\s*\"")

# A key of a mapping at the outermost level, and its value in the same line.
ENTRY = re.compile(r"([A-Za-z_][\w .-]*?)[ \t]*:(?:[ \t]+(.*))?$")
ITEM = re.compile(r"-[ \t]+(.*)$")

# The header of a block scalar: literal or folded, with an indicator of its last line ends (YAML 1.2, 8.1).
BLOCK_SCALAR = re.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
COMMENT = re.compile(r"(?<![ \t])[ \t]+#.*$")

# Dates that YAML permits and ISO 8601 does not: `2026-5-3`, `2026-05-03 10:00:00 +0200`.
LOOSE_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}:\d\d(?::\d\d)?)(?:\.\d+)?[ ]?(Z|[+-]\d\d:?\d\d)?)?$"
)

# Maximum length of a front matter, in characters.
MAX_LENGTH = 50_000

# The same of a line with a key. The time to match it grows with the square of the spaces in it.
MAX_LINE = 2_000

# Keys of the fields of Metadata, the preferred one first.
TITLES = ("title", "headline", "name")
AUTHORS = ("author", "authors", "byline", "creator")
DATES = ("date", "published", "published_at", "pubdate", "publishdate", "datepublished", "created")
PUBLISHERS = ("publisher", "site")
LANGUAGES = ("lang", "language", "locale")
STANDFIRSTS = ("description", "subtitle", "summary", "abstract", "excerpt")
RIGHTS = ("rights", "license", "copyright")

# Keys of the name of an author who is a mapping.
NAMES = ("name", "given", "literal")

Value = str | list["Value"] | dict[str, "Value"]


def split_front_matter(text: str) -> tuple[Metadata | None, str]:
    """Return the metadata of a front matter and the text below it; None and the whole text if there is none."""
    for pattern, read in ((YAML, _yaml), (TOML, _toml)):
        found = pattern.match(text[:MAX_LENGTH])
        values = read(found[1]) if found else None
        if found and values:
            return _metadata(values), text[found.end() :]
    if JSON.match(text):
        return _json(text)
    return None, text


def _json(text: str) -> tuple[Metadata | None, str]:
    start = len(text) - len(text.lstrip())
    try:
        value, end = json.JSONDecoder().raw_decode(text[:MAX_LENGTH], start)
    except (ValueError, RecursionError):
        return None, text
    below = text[end:]
    # A JSON file has nothing below its object.
    if not isinstance(value, dict) or not below.strip() or not below.lstrip(" \t").startswith("\n"):
        return None, text
    return _metadata(_strings(value)), below


def _toml(written: str) -> dict[str, Value] | None:
    try:
        return _strings(tomllib.loads(written))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _strings(values: Mapping[str, object]) -> dict[str, Value]:
    """Return the values with their scalars as text."""
    return {key: _string(value) for key, value in values.items()}


def _string(value: object) -> Value:
    if isinstance(value, Mapping):
        return _strings(value)
    if isinstance(value, list):
        return [_string(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime) else "" if value is None else str(value)


def _yaml(written: str) -> dict[str, Value] | None:
    """Return the outermost mapping of YAML: scalars, lists of scalars or of flat mappings. None if it has no key.

    A site's front matter has no more. Anchors, tags and deeper levels are ignored.
    """
    lines = written.split("\n")
    found: dict[str, Value] = {}
    place = 0
    while place < len(lines):
        entry = ENTRY.match(lines[place][:MAX_LINE])
        place += 1
        if entry is None:
            continue
        below = place
        while below < len(lines) and (not lines[below].strip() or lines[below][:1] in " \t-"):
            below += 1
        found[entry[1].strip().lower()] = _value((entry[2] or "").strip(), lines[place:below])
        place = below
    return found or None


def _value(written: str, below: list[str]) -> Value:
    """Return the value of a key from the rest of its line and the indented lines below it."""
    if BLOCK_SCALAR.match(written):
        paragraphs = "\n".join(line.strip() for line in below).strip("\n")
        return paragraphs if written[0] == "|" else re.sub(r"(?<!\n)\n(?!\n)", " ", paragraphs)
    if written.startswith("[") and written.count("[") == written.count("]"):
        return [_scalar(item) for item in re.split(r",(?=(?:[^\"']*[\"'][^\"']*[\"'])*[^\"']*$)", written.strip("[]"))]
    if written and not written.startswith("#"):
        continued = " ".join(line.strip() for line in below if line.strip() and not line.lstrip().startswith("#"))
        return _scalar(f"{written} {continued}".strip())
    return _items(below) or _mapping(below)


def _items(below: list[str]) -> list[Value]:
    """Return the items of a list. An item that is a mapping has its keys in the lines below the dash."""
    groups: list[list[str]] = []
    for line in below:
        item = ITEM.match(line.strip())
        if item:
            groups.append([item[1]])
        elif groups and line.strip():
            groups[-1].append(line.strip())
    return [_mapping(group) or _scalar(" ".join(group)) for group in groups]


def _mapping(lines: list[str]) -> dict[str, Value]:
    entries = (ENTRY.match(line.strip()[:MAX_LINE]) for line in lines)
    return {entry[1].lower(): _scalar(entry[2] or "") for entry in entries if entry}


def _scalar(written: str) -> str:
    """Return a plain or quoted scalar, without a comment."""
    text = written.strip()
    if text[:1] in ("'", '"') and text.endswith(text[0]) and len(text) > 1:
        inner = text[1:-1]
        return inner.replace("''", "'") if text[0] == "'" else inner.replace('\\"', '"').replace("\\n", "\n")
    return COMMENT.sub("", text)


def _metadata(values: Mapping[str, Value]) -> Metadata:
    folded = {key.lower(): value for key, value in values.items()}
    # Some generators put the fields into a table of their own.
    for nested in ("params", "extra"):
        inner = folded.get(nested)
        folded = {**inner, **folded} if isinstance(inner, dict) else folded
    return Metadata(
        title=filled_in(_line(folded, TITLES)),
        byline=_line(folded, AUTHORS) or None,
        published_at=_date(_line(folded, DATES)),
        publisher=_line(folded, PUBLISHERS) or None,
        language=language_code(_line(folded, LANGUAGES)),
        standfirst=_line(folded, STANDFIRSTS) or None,
        rights=_line(folded, RIGHTS) or None,
    )


def _line(values: Mapping[str, Value], keys: tuple[str, ...]) -> str:
    """Return the text of the first of the keys that has one, on one line. Items of a list have commas between them."""
    return next((line for key in keys if (line := ", ".join(_lines(values.get(key, ""))))), "")


def _lines(value: Value) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _lines(item)
    elif isinstance(value, dict):
        names = [" ".join(found.split()) for key in NAMES if isinstance(found := value.get(key), str) and found]
        family = value.get("family")
        yield from ([" ".join([*names[:1], *([family] if isinstance(family, str) else [])])] if names else [])
    elif value.strip():
        yield " ".join(value.split())


def _date(written: str) -> str | None:
    match = LOOSE_DATE.match(written)
    if match is None:
        return iso_date(written)
    year, month, day, clock, zone = match.groups()
    moment = f"{year}-{int(month):02}-{int(day):02}"
    return iso_date(f"{moment}T{clock:0>5}{zone or ''}" if clock else moment)
