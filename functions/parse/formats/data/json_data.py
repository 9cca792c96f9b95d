"""JSON and JSON lines: an article's fields as metadata and body, lists of records as tables, the rest key by key."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common import markup
from functions.parse.formats.common.tables import table
from functions.parse.formats.text.plain_text import paragraphs
from functions.parse.metadata import iso_date, language_code
from functions.parse.recognition.text_decoding import decoded, normalize
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} json"

TITLES = ("headline", "title")
BODIES = ("articleBody", "body", "content", "text", "article", "story")
BYLINES = ("byline", "author", "authors", "creator")
DATES = ("datePublished", "published_at", "publishedAt", "published", "pubDate", "date_published", "date", "created_at")
PUBLISHERS = ("publisher", "source", "siteName", "site_name")
LANGUAGES = ("inLanguage", "language", "lang")
RIGHTS = ("copyrightNotice", "copyright", "rights", "license")

# Where systems put the text of a field that is an object of its own.
WRITTEN_OUT = ("rendered", "html", "value", "text", "name", "full")

# Characters. A longer string with blanks in it is a text; a shorter one is a value.
PROSE = 80

MAX_CELL = 200
MIN_RECORDS = 2
MAX_LEVEL = 6
HTML = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|li|a|b|i|em|strong|span|img|figure|blockquote|table)\b[^<>]*>", re.I)
CAMEL_CASE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+")


EMPTY: tuple[object, ...] = (None, "", [], ())


class Object(tuple[tuple[str, "Value"], ...]):
    """The members of a JSON object in their order, keys that occur twice included."""

    __slots__ = ()

    def place(self, *keys: str) -> int | None:
        """The position of the member with the first of `keys` that is there and not empty. Case is overlooked."""
        places = {key.casefold(): place for place, (key, value) in reversed([*enumerate(self)]) if value not in EMPTY}
        return next((places[key.casefold()] for key in keys if key.casefold() in places), None)

    def value(self, *keys: str) -> "Value":
        """The value of that member."""
        place = self.place(*keys)
        return None if place is None else self[place][1]


# Numbers are kept as they are written: no digit of a long one is lost.
Value = Object | list["Value"] | str | bool | None


@dataclass(frozen=True, slots=True)
class Article:
    """An object that has a body, and most often a title."""

    metadata: Metadata
    body: list[BlockText]
    # Members that are neither.
    others: Object = field(default_factory=Object)


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The strings of a JSON file in their order. What is no JSON after all is read as plain text, with a warning.

    Raises PermanentError: too_large, where values nest deeper than the parser goes.
    """
    source = decoded(content, hints.declared_type, "JSON file")
    try:
        values = _values(source.text)
    except RecursionError as error:
        raise PermanentError(Code.TOO_LARGE, "The JSON nests too many levels in each other.") from error
    except ValueError as error:
        message = f"This is no valid JSON ({error}). It was read as plain text."
        warnings = [*source.warnings, PipelineWarning(code="malformed_json", message=message)]
        return Extracted(paragraphs(source.text), PARSER, warnings=warnings)
    writer = _Writer(limits.max_characters)
    value: Value = values[0] if len(values) == 1 else values
    article = _article(value) if isinstance(value, Object) else None
    if article is None:
        writer.write(value)
        return Extracted(writer.blocks, PARSER, _described(value), [*source.warnings, *writer.warnings()])
    writer.blocks.extend(article.body)
    writer.write(article.others)
    return Extracted(writer.blocks, PARSER, article.metadata, [*source.warnings, *writer.warnings()])


def _values(text: str) -> list[Value]:
    """The value of a JSON text, or those of its lines (JSON lines, RFC 7464). Raises ValueError, RecursionError."""
    decoder = json.JSONDecoder(object_pairs_hook=Object, parse_int=str, parse_float=str, parse_constant=str)
    text = text.lstrip("\ufeff")
    try:
        return [decoder.decode(text)]
    except json.JSONDecodeError as error:
        first, line_end, _ = text.lstrip().partition("\n")
        if not line_end:
            raise
        try:
            decoder.decode(first)
        except json.JSONDecodeError:
            raise error from None
    return [decoder.decode(line) for line in text.replace("\x1e", "").split("\n") if line.strip()]


def _described(value: Value) -> Metadata:
    if not isinstance(value, Object):
        return Metadata()
    return Metadata(title=_line(value.value(*TITLES)), language=language_code(_line(value.value(*LANGUAGES))))


def _article(value: Object) -> Article | None:
    """The article that an object is: one with a text of some length under a name for such."""
    body = _text(value.value(*BODIES))
    if body is None or len(body) < PROSE or " " not in body:
        return None
    metadata = Metadata(
        title=_line(value.value(*TITLES)),
        byline=_names(value.value(*BYLINES)),
        published_at=_date(value),
        publisher=_names(value.value(*PUBLISHERS)),
        language=language_code(_line(value.value(*LANGUAGES))),
        rights=_line(value.value(*RIGHTS)),
    )
    used = {BODIES: body, TITLES: metadata.title, BYLINES: metadata.byline, DATES: metadata.published_at}
    used |= {PUBLISHERS: metadata.publisher, LANGUAGES: metadata.language, RIGHTS: metadata.rights}
    places = {value.place(*keys) for keys, said in used.items() if said is not None}
    others = ((key, _rest(found) if place in places else found) for place, (key, found) in enumerate(value))
    return Article(metadata, prose(body), Object(member for member in others if member[1] not in EMPTY))


def _rest(used: Value) -> Value:
    """What a value holds beyond the text that was taken from it."""
    if isinstance(used, Object):
        taken = used.place(*WRITTEN_OUT)
        return Object(member for place, member in enumerate(used) if place != taken)
    if isinstance(used, list):
        return [rest for rest in map(_rest, used) if rest not in EMPTY]
    return None


def prose(text: str) -> list[BlockText]:
    """The blocks of a string that is a text: HTML where it has tags, else paragraphs."""
    return markup.read_blocks(text) if HTML.search(text) else paragraphs(normalize(text))


def _text(value: Value) -> str | None:
    if isinstance(value, Object):
        value = value.value(*WRITTEN_OUT)
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n\n".join(str(item) for item in value)
    return value if isinstance(value, str) else None


def _line(value: Value) -> str | None:
    text = _text(value)
    if text is None:
        return None
    return (markup.in_line(text) if markup.MARKUP.search(text) else " ".join(text.split())) or None


def _names(value: Value) -> str | None:
    """Names, alone or in a list, as strings or as objects that have one."""
    values = value if isinstance(value, list) else [value]
    return ", ".join(name for name in map(_line, values) if name) or None


def _date(value: Object) -> str | None:
    written = _line(value.value(*DATES))
    return iso_date(written) if written else None


class _Writer:
    """Writes values as blocks, until the Document is full."""

    def __init__(self, max_characters: int) -> None:
        self.blocks: list[BlockText] = []
        self._room = max_characters
        self._left_out = 0

    def write(self, value: Value) -> None:
        """The blocks of a value and all within it. The stack is ours: values may nest as deep as the parser went."""
        pending: list[tuple[str, Value, int]] = [("", value, 1)]
        while pending:
            key, found, level = pending.pop()
            if self._room <= 0:
                self._left_out += not isinstance(found, Object | list)
            elif isinstance(found, Object):
                pending.extend(self._object(key, found, level))
            elif isinstance(found, list):
                pending.extend(self._list(key, found, level))
            else:
                self._scalar(key, found, level)

    def warnings(self) -> list[PipelineWarning]:
        """What was left out, if anything."""
        if not self._left_out:
            return []
        return [PipelineWarning(code="values_left_out", message=f"Values left out: {self._left_out:,}.")]

    def _add(self, block: BlockText) -> None:
        self._room -= len(block.text)
        self.blocks.append(block)

    def _heading(self, text: str, level: int) -> None:
        if text:
            self._add(BlockText(kind=BlockKind.HEADING, text=text, level=min(level, MAX_LEVEL)))

    def _object(self, key: str, found: Object, level: int) -> Iterator[tuple[str, Value, int]]:
        article = _article(found)
        if article is None:
            self._heading(label(key), level)
            return ((name, value, level + bool(key)) for name, value in reversed(found))
        said = article.metadata
        self._heading(said.title or label(key), level)
        about = ", ".join(value for value in (said.byline, said.publisher, said.published_at) if value)
        if about:
            self._add(BlockText(kind=BlockKind.PARAGRAPH, text=about))
        for block in markup.deeper(article.body, level):
            self._add(block)
        return ((name, value, level + 1) for name, value in reversed(article.others))

    def _list(self, key: str, found: list[Value], level: int) -> Iterator[tuple[str, Value, int]]:
        rows = records(found)
        if rows:
            self._heading(label(key), level)
            self._add(table(rows))
            return iter(())
        self._heading(label(key), level)
        inner = level + bool(key)
        if all(
            (isinstance(item, str) and len(item) < PROSE) or not isinstance(item, str | Object | list) for item in found
        ):
            for item in found:
                self._add(BlockText(kind=BlockKind.LIST_ITEM, text=" ".join(_scalar_text(item).split())))
            return iter(())
        return (("", item, inner) for item in reversed(found))

    def _scalar(self, key: str, found: Value, level: int) -> None:
        text = _scalar_text(found)
        if isinstance(found, str) and len(text) >= PROSE and " " in text:
            self._heading(label(key), level)
            for block in prose(text):
                self._add(block)
        elif text.strip():
            said = f"{label(key)}: {' '.join(text.split())}" if key else " ".join(text.split())
            self._add(BlockText(kind=BlockKind.PARAGRAPH, text=said))


def label(key: str) -> str:
    """A key in words: `datePublished` and `date_published` are "date published"."""
    return " ".join(CAMEL_CASE.sub(" ", key).split())


def records(found: list[Value]) -> list[list[str]]:
    """A list of flat objects with the same fields as rows, their names first; nothing where it is no such list."""
    if len(found) < MIN_RECORDS:
        return []
    columns: dict[str, int] = {}
    filled = 0
    rows: list[dict[str, str]] = []
    for item in found:
        if not isinstance(item, Object):
            return []
        fields: dict[str, str] = {}
        for key, value in item:
            text = "" if isinstance(value, Object | list) else _scalar_text(value)
            if isinstance(value, Object | list) or key in fields or len(text) > MAX_CELL:
                return []
            fields[key] = text
            columns.setdefault(key, len(columns))
        filled += len(fields)
        rows.append(fields)
    if not columns or len(columns) * len(rows) > 2 * filled:
        return []
    return [[label(name) for name in columns], *([fields.get(name, "") for name in columns] for fields in rows)]


def _scalar_text(value: Value) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
