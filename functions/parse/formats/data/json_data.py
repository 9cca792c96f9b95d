"""JSON and JSON lines: an article's fields as metadata and body, lists of records as tables, other values by key."""

import re
from collections.abc import Iterator

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common import markup
from functions.parse.formats.common.encoded_data import is_encoded_data, left_out_warnings
from functions.parse.formats.common.tables import table
from functions.parse.formats.data.json_article import MIN_PROSE, article_of, is_prose, metadata_of, prose
from functions.parse.formats.data.json_chat import chat_of
from functions.parse.formats.data.json_values import Object, Value, parsed_values, scalar_text
from functions.parse.formats.text.plain_text import paragraphs
from functions.parse.recognition.text_decoding import decoded
from shared.documents.document import BlockKind, BlockText, PipelineWarning
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} json"

# Maximum length of a record's field, in characters. Records with longer fields are not rows of a table.
MAX_CELL = 200

# Minimum number of records in a table.
MIN_RECORDS = 2

# Minimum share of the cells of a table that must have a value (0 to 1).
MIN_FILLED_SHARE = 0.5

# The boundary between two words of a key.
WORD_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+")


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the strings of a JSON file in their order. Malformed JSON is read as plain text, with a warning.

    Raises PermanentError: too_large, if the values nest too deeply for the parser.
    """
    source = decoded(content, hints.declared_type, "JSON file")
    try:
        values = parsed_values(source.text)
    except RecursionError as error:
        raise PermanentError(Code.TOO_LARGE, "The JSON nests too deeply.") from error
    except ValueError as error:
        message = f"The file is not valid JSON ({error}). It was read as plain text."
        warnings = [*source.warnings, PipelineWarning(code="malformed_json", message=message)]
        return Extracted(paragraphs(source.text), PARSER, warnings=warnings)
    writer = _Writer(limits.max_characters)
    value: Value = values[0] if len(values) == 1 else values
    chat = chat_of(value)
    if chat is not None:
        blocks, warnings = chat
        return Extracted(blocks, PARSER, metadata_of(value), [*source.warnings, *warnings])
    article = article_of(value) if isinstance(value, Object) else None
    if article is None:
        writer.write(value)
        return Extracted(writer.blocks, PARSER, metadata_of(value), [*source.warnings, *writer.warnings()])
    writer.blocks.extend(article.body)
    writer.write(article.others)
    return Extracted(writer.blocks, PARSER, article.metadata, [*source.warnings, *writer.warnings()])


class _Writer:
    """Converts values to blocks until the Document is full."""

    def __init__(self, max_characters: int) -> None:
        self.blocks: list[BlockText] = []
        # Number of characters that still fit into the Document.
        self._room = max_characters
        # Number of scalar values that did not fit.
        self._left_out = 0
        # Lengths of the values that are binary data.
        self._encoded: list[int] = []

    def write(self, value: Value) -> None:
        """Add the blocks of a value and its descendants.

        The loop uses its own stack, because the parser accepts deeper nesting than recursion here could follow.
        """
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
        """Return the warnings about values that were left out, if any."""
        encoded = left_out_warnings(self._encoded)
        if not self._left_out:
            return encoded
        return [*encoded, PipelineWarning(code="values_left_out", message=f"Values left out: {self._left_out:,}.")]

    def _add(self, block: BlockText) -> None:
        self._room -= len(block.text)
        self.blocks.append(block)

    def _heading(self, text: str, level: int) -> None:
        if text:
            self._add(BlockText(kind=BlockKind.HEADING, text=text, level=min(level, markup.MAX_LEVEL)))

    def _object(self, key: str, fields: Object, level: int) -> Iterator[tuple[str, Value, int]]:
        article = article_of(fields)
        if article is None:
            self._heading(_label(key), level)
            return ((name, value, level + bool(key)) for name, value in reversed(fields))
        metadata = article.metadata
        self._heading(metadata.title or _label(key), level)
        origin = ", ".join(value for value in (metadata.byline, metadata.publisher, metadata.published_at) if value)
        if origin:
            self._add(BlockText(kind=BlockKind.PARAGRAPH, text=origin))
        for block in markup.deeper(article.body, level):
            self._add(block)
        return ((name, value, level + 1) for name, value in reversed(article.others))

    def _list(self, key: str, items: list[Value], level: int) -> Iterator[tuple[str, Value, int]]:
        rows = _records(items)
        self._heading(_label(key), level)
        if rows:
            self._add(table(rows))
            return iter(())
        if all(_is_short(item) for item in items):
            for item in items:
                self._add(BlockText(kind=BlockKind.LIST_ITEM, text=" ".join(scalar_text(item).split())))
            return iter(())
        return (("", item, level + bool(key)) for item in reversed(items))

    def _scalar(self, key: str, value: Value, level: int) -> None:
        text = scalar_text(value)
        if is_encoded_data(text):
            self._encoded.append(len(text))
            return
        if isinstance(value, str) and is_prose(text):
            self._heading(_label(key), level)
            for block in prose(text):
                self._add(block)
        elif text.strip():
            line = f"{_label(key)}: {' '.join(text.split())}" if key else " ".join(text.split())
            self._add(BlockText(kind=BlockKind.PARAGRAPH, text=line))


def _is_short(value: Value) -> bool:
    """Whether a value is a short string, a number, a Boolean or null."""
    return len(value) < MIN_PROSE if isinstance(value, str) else not isinstance(value, Object | list)


def _label(key: str) -> str:
    """Return a key as words: `datePublished` is "date Published", `date_published` is "date published"."""
    return " ".join(WORD_BOUNDARY.sub(" ", key).split())


def _records(items: list[Value]) -> list[list[str]]:
    """Return a list of flat objects as rows below a row of field names, or an empty list if it is no such list."""
    if len(items) < MIN_RECORDS:
        return []
    columns: dict[str, int] = {}
    filled = 0
    rows: list[dict[str, str]] = []
    for item in items:
        if not isinstance(item, Object):
            return []
        fields: dict[str, str] = {}
        for key, value in item:
            text = "" if isinstance(value, Object | list) else scalar_text(value)
            if isinstance(value, Object | list) or key in fields or len(text) > MAX_CELL:
                return []
            fields[key] = text
            columns.setdefault(key, len(columns))
        filled += len(fields)
        rows.append(fields)
    if not columns or MIN_FILLED_SHARE * len(columns) * len(rows) > filled:
        return []
    return [[_label(name) for name in columns], *([fields.get(name, "") for name in columns] for fields in rows)]
