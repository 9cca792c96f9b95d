"""Automatic numbers of list items and headings in OpenDocument text (ODF 1.3 part 3, 5.3 and 16.30 to 16.34)."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from functions.parse.formats.office.attributes import whole_number
from functions.parse.formats.office.number_labels import MAX_START, written
from functions.parse.formats.office.open_document.namespaces import STYLE, TEXT

# Number of levels of a list (ODF 1.3 part 3, 19.880).
LEVELS = 10

# Formats of numbers (ODF 1.3 part 3, 19.500), by the names that `written` has.
FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}

LIST_STYLE, OUTLINE_STYLE = f"{TEXT}list-style", f"{TEXT}outline-style"
NUMBERED_LEVELS = (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style")


@dataclass(frozen=True, slots=True)
class _Level:
    """The form of the numbers of a level."""

    form: str
    prefix: str
    suffix: str
    # Number of levels whose numbers are in the label.
    shown: int
    start: int


class Numbering:
    """The lists of a document. `label` must be called for each item in order."""

    def __init__(self, content: etree._Element, common: Callable[[], etree._Element | None]) -> None:
        """`content` is the root of content.xml; `common` returns that of styles.xml, which is read only when needed."""
        self._common = common
        self._has_common = False
        self._styles: dict[str, dict[int, _Level]] = {}
        self._numbers: dict[str, list[int | None]] = defaultdict(lambda: [None] * (LEVELS + 1))
        self._add(content)

    def _add(self, root: etree._Element | None) -> None:
        """Add the list styles of a member. The first definition of a style counts."""
        for style in root.iter(LIST_STYLE, OUTLINE_STYLE) if root is not None else ():
            name = "" if style.tag == OUTLINE_STYLE else style.get(f"{STYLE}name", "")
            self._styles.setdefault(name, _levels(style))

    def _levels(self, style: str) -> dict[int, _Level]:
        if style not in self._styles and not self._has_common:
            self._has_common = True
            self._add(self._common())
        return self._styles.get(style, {})

    def label(self, style: str, level: int, start: str | None = None) -> str:
        """Return the label of the next item of a list style at a level (1 for the first); empty for a bullet.

        The style of headings is an empty string. `start` is the value that the item sets itself.
        """
        levels = self._levels(style)
        level_style = levels.get(level)
        numbers = self._numbers[style]
        if level > LEVELS:
            return ""
        first = level_style.start if level_style is not None else 1
        current = numbers[level]
        numbers[level] = first if current is None else current + 1
        if start is not None:
            numbers[level] = whole_number(start, default=1, most=MAX_START)
        numbers[level + 1 :] = [None] * (LEVELS - level)
        if level_style is None or level_style.form == "none":
            return ""
        shown = [
            written(numbers[upper] or levels[upper].start, levels[upper].form)
            for upper in range(max(1, level - level_style.shown + 1), level + 1)
            if upper in levels and levels[upper].form != "none"
        ]
        return f"{level_style.prefix}{'.'.join(shown)}{level_style.suffix}".strip() + " "

    def restart(self, style: str) -> None:
        """Let the numbers of a list style start again, as at each list that doesn't continue another."""
        self._numbers.pop(style, None)


def _levels(style: etree._Element) -> dict[int, _Level]:
    levels = {}
    for element in style.iterchildren(*NUMBERED_LEVELS):
        place = whole_number(element.get(f"{TEXT}level", ""), default=1, most=LEVELS)
        levels[place] = _Level(
            form=FORMATS.get(element.get(f"{STYLE}num-format", ""), "decimal"),
            prefix=element.get(f"{STYLE}num-prefix", ""),
            suffix=element.get(f"{STYLE}num-suffix", ""),
            shown=whole_number(element.get(f"{TEXT}display-levels", ""), default=1, most=LEVELS),
            start=whole_number(element.get(f"{TEXT}start-value", ""), default=1, most=MAX_START),
        )
    return levels
