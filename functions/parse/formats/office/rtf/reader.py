"""RTF (RTF 1.9.1): the text with all tracked changes accepted, with its lists, tables and notes.

Headers, footers and comments are skipped. Text boxes follow the paragraph that contains them; notes come at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.office.code_pages import DEFAULT, encoding_of
from functions.parse.formats.office.left_out import comments_warning
from functions.parse.formats.office.properties import document_properties
from functions.parse.formats.office.rtf.blocks import BlockWriter
from functions.parse.formats.office.rtf.encodings import BY_CHARSET, BY_NAME
from functions.parse.formats.office.rtf.tokens import CHARACTERS, SKIPPED, after_group, tokens
from shared.documents.document import Metadata
from shared.errors import Code, PermanentError

PARSER = "RTF reader"

# Maximum depth of groups. Word writes a few dozen levels.
MAX_GROUPS = 10_000

# Destinations whose text is separate from the paragraph that contains them: notes and text boxes.
TEXT_DESTINATIONS = frozenset({"footnote", "shptxt", "dptxbxtext"})

# Destinations that are marked as optional (`\*`) but contain text of the document.
OPTIONAL_READ = frozenset({"shpinst", "do", "dpgroup", "shpgrp"}) | TEXT_DESTINATIONS

# Destinations in the information group that are read, and the control words of a date.
PROPERTIES = frozenset({"title", "author", "creatim"})
DATE_PARTS = ("yr", "mo", "dy", "hr", "min")

# The start of a comment.
COMMENT = b"\\*\\annotation"

# Destinations with the number or the bullet of a list item, as the program shows it.
LABELS = frozenset({"listtext", "pntext"})

# Maximum lengths of the name of a style and of a property, in characters.
MAX_STYLE_NAME = 200
MAX_PROPERTY = 10_000

# Maximum number of fallback characters after a character in Unicode (`\uc`).
MAX_FALLBACK = 100


@dataclass(slots=True)
class _Group:
    """The state of a group, which its parent's state replaces when the group ends."""

    encoding: str
    # Number of fallback characters after each character in Unicode, for programs without Unicode.
    fallback: int = 1
    # Whether the text is deleted or hidden.
    invisible: bool = False
    destination: str = ""
    # Receives text that is the name of a style or the value of a property. None: the text belongs to the document.
    collect: Callable[[str], None] | None = None


@dataclass(slots=True)
class _Header:
    """The content of the header: code page, fonts, styles and properties."""

    encoding: str = DEFAULT
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    style: int = 0
    styles: dict[int, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    created: dict[str, int] = field(default_factory=dict)

    def metadata(self) -> Metadata:
        """Return the title, author and date of the information group."""
        year, month, day, hour, minute = (self.created.get(part, 0) for part in DATE_PARTS)
        created = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00" if year > 0 else None
        return document_properties(
            title=self.properties.get("title"),
            authors=self.properties.get("author", "").split(";"),
            created=created,
            language=None,
            pages=None,
        )


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the blocks of an RTF file. Raises PermanentError: corrupt (a group is not closed), too_large."""
    reader = _Reader(content.decode("latin-1"), limits.max_characters)
    reader.read()
    if not reader.ended and not reader.writer.full:
        raise PermanentError(Code.CORRUPT, "The RTF file is truncated: its groups are not closed.")
    blocks = reader.writer.finished()
    warnings = comments_warning(content.count(COMMENT)) if blocks else []
    return Extracted(blocks=blocks, parser=PARSER, metadata=reader.header.metadata(), warnings=warnings)


class _Reader:
    """Reads a file token by token."""

    def __init__(self, source: str, max_characters: int) -> None:
        self._source = source
        self._groups: list[_Group] = []
        self._group = _Group(DEFAULT)
        # Bytes, as Latin-1 characters, that are decoded together because some encodings have two bytes per character.
        self._bytes: list[str] = []
        self._to_skip = 0
        self.header = _Header()
        self.writer = BlockWriter(self.header.styles, max_characters)
        self.ended = False

    def read(self) -> None:
        """Read until the outermost group ends or the text exceeds the character limit."""
        place: int | None = 0
        while place is not None and not self.ended and not self.writer.full:
            place = self._read_from(place)

    def _read_from(self, start: int) -> int | None:
        """Read tokens from an offset. Return the offset after binary data or a skipped group; None at the end."""
        for token in tokens(self._source, start):
            kind = token.lastgroup
            if kind == "text":
                self._text(token.group())
            elif kind == "byte":
                self._text(chr(int(token.group("byte"), 16)))
            elif kind == "brace":
                self._brace(token.group())
                if self.ended or self.writer.full:
                    return None
            elif kind == "symbol":
                self._symbol(token.group("symbol"))
            elif kind == "optional":
                word = token.group("optional")
                if word not in OPTIONAL_READ:
                    return self._after_group(token.end())
                self._word(word, None)
            elif kind is not None:
                word, number = token.group("word", "number")
                if word == "bin":
                    return token.end() + max(int(number or 0), 0)
                if word in SKIPPED:
                    return self._after_group(token.end())
                self._word(word, None if number is None else int(number))
        return None

    def _after_group(self, place: int) -> int:
        """Return the offset of the end of the group around an offset, which is skipped."""
        self._flush()
        return after_group(self._source, place)

    def _brace(self, brace: str) -> None:
        if brace == "{":
            self._open()
        else:
            self._close()
            self.ended = not self._groups

    def _open(self) -> None:
        self._flush()
        if len(self._groups) >= MAX_GROUPS:
            raise PermanentError(Code.TOO_LARGE, f"The RTF file has more than {MAX_GROUPS:,} levels of nested groups.")
        self._groups.append(self._group)
        self._group = replace(self._group, destination="")
        self._to_skip = 0

    def _close(self) -> None:
        self._flush()
        if self._group.destination in TEXT_DESTINATIONS:
            self.writer.leave()
        if self._groups:
            self._group = self._groups.pop()
        self._to_skip = 0

    def _flush(self) -> None:
        """Decode and write the pending bytes."""
        if not self._bytes:
            return
        text = "".join(self._bytes).encode("latin-1").decode(self._group.encoding, "replace")
        self._bytes.clear()
        self._write(text)

    def _write(self, text: str) -> None:
        if self._group.collect is not None:
            self._group.collect(text)
        elif not self._group.invisible:
            self.writer.write(text)

    def _text(self, text: str) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        if text:
            self._bytes.append(text)

    def _symbol(self, symbol: str) -> None:
        if symbol in CHARACTERS:
            self._flush()
            self._write(CHARACTERS[symbol])
        elif symbol in "\r\n":
            self._word("par", None)
        elif symbol in "\\{}":
            self._text(symbol)

    def _word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._flush()
            self._write(chr((number or 0) & 0xFFFF))
            self._to_skip = self._group.fallback
            return
        self._flush()
        self._to_skip = 0
        if word in CHARACTERS:
            self._write(CHARACTERS[word])
        elif word in TEXT_DESTINATIONS:
            self._group.destination = word
            self._group.invisible = False
            self.writer.enter(at_end=word == "footnote")
        elif (
            not self._header_word(word, number)
            and not self._character_word(word, number)
            and self._group.collect is None
        ):
            self.writer.control(word, number)

    def _character_word(self, word: str, number: int | None) -> bool:
        """Apply a control word of characters. Return whether it is one."""
        if word == "uc":
            self._group.fallback = min(max(number or 0, 0), MAX_FALLBACK)
        elif word in ("v", "deleted"):
            self._group.invisible = number != 0
        elif word == "plain":
            self._group.invisible = False
            self._group.encoding = self.header.encoding
        elif word == "f":
            self.header.font = number or 0
            self._group.encoding = self.header.fonts.get(self.header.font, self.header.encoding)
        else:
            return False
        return True

    def _header_word(self, word: str, number: int | None) -> bool:
        """Apply a control word of the header: code page, fonts, styles and properties. Return whether it is one."""
        header = self.header
        if word in BY_NAME:
            header.encoding = self._group.encoding = BY_NAME[word]
        elif word == "ansicpg":
            header.encoding = self._group.encoding = encoding_of(number or 0)
        elif word in ("fonttbl", "info"):
            self._group.collect = _ignore
        elif word == "fcharset":
            if number in BY_CHARSET:
                header.fonts[header.font] = BY_CHARSET[number]
        elif word in LABELS:
            self._group.collect = self.writer.label
        elif word == "stylesheet":
            self._group.collect = self._style_name
            header.style = 0
        elif word in PROPERTIES and self._group.collect is not None:
            # Keep the first value: some programs also write the author of the last change as `\author`.
            known = word in header.properties
            self._group.collect = _ignore if known else partial(self._property, word)
        elif word in DATE_PARTS and self._group.collect is not None:
            header.created.setdefault(word, number or 0)
        elif word == "s" and self._group.collect is not None:
            header.style = number or 0
        else:
            return False
        return True

    def _style_name(self, text: str) -> None:
        header = self.header
        name = header.styles.get(header.style, "")
        if not name.endswith(";"):
            header.styles[header.style] = (name + text).lstrip()[:MAX_STYLE_NAME]

    def _property(self, name: str, text: str) -> None:
        self.header.properties[name] = (self.header.properties.get(name, "") + text)[:MAX_PROPERTY]


def _ignore(text: str) -> None:
    """Discard text that is neither part of the document nor of a property."""
