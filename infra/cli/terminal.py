"""Output that is safe on a terminal: text of documents, keys and messages cannot move the cursor or change colours."""

import io
import json
import unicodedata
from typing import Any

from rich.console import Console, RenderableType
from rich.measure import Measurement
from rich.text import Text

# Unicode categories of characters that a terminal may interpret: control, format, surrogate, private use, separators.
_STEERING = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")

# Width of an output without a terminal, in characters: more than any line that a command prints.
_WIDEST = 1_000_000

# Format characters that are safe, and that words of some languages and emoji contain.
_JOINERS = "\u200c\u200d\u00ad"


def plain(text: str) -> str:
    """Return `text` on one line, with every character that a terminal may interpret replaced."""
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    """Return `text` with its spaces, and with every character that a terminal may interpret replaced by U+FFFD."""
    return "".join("\ufffd" if steers(character) else character for character in text)


def steers(character: str) -> bool:
    """Return whether a terminal may interpret the character instead of displaying it."""
    return unicodedata.category(character) in _STEERING and character not in _JOINERS


def json_line(value: Any) -> str:
    """Return `value` as JSON on one line, with every character that a terminal may interpret escaped."""
    return "".join(escaped(c) if steers(c) else c for c in json.dumps(value, ensure_ascii=False))


def escaped(character: str) -> str:
    """Return a character as a JSON escape, or as two where UTF-16 encodes it in two code units."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def styled(text: str, style: str = "") -> Text:
    """Return the plain text in a style; markup inside the text has no effect."""
    return Text(plain(text), style=style)


def console(*, stderr: bool = False) -> Console:
    """Return a console that interprets neither markup nor emoji codes."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=False)


def show(out: Console, renderable: RenderableType) -> None:
    """Print a renderable. Without a terminal, no line is broken: a record of a table, or a paragraph, is one line."""
    if out.is_terminal:
        out.print(renderable)
        return
    wide = Console(file=io.StringIO(), width=_WIDEST, markup=False, emoji=False, highlight=False)
    wide.width = max(1, Measurement.get(wide, wide.options, renderable).maximum)
    with wide.capture() as captured:
        wide.print(renderable)
    for line in captured.get().splitlines():
        out.print(line.rstrip(), soft_wrap=True)
