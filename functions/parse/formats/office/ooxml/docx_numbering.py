"""Automatic numbers of paragraphs in a DOCX, as Word shows them (ECMA-376-1, 17.9): `1.`, `1.1`, `(a)`."""

from dataclasses import dataclass, field

from lxml import etree

from functions.parse.formats.office.attributes import whole_number
from functions.parse.formats.office.number_labels import MAX_START, written
from functions.parse.formats.office.ooxml.namespaces import W
from functions.parse.formats.office.ooxml.on_off import is_on

VALUE = f"{W}val"

# Number of levels of a list (ECMA-376-1, 17.9.6).
LEVELS = 9

# Maximum length of a label in characters.
MAX_LABEL = 60


@dataclass(frozen=True, slots=True)
class _Level:
    """The form of the numbers of a level."""

    start: int = 1
    form: str = "decimal"
    # The label, with `%1` for the number of the first level.
    text: str = ""
    # Whether all numbers in the label are decimal.
    legal: bool = False
    # The number of the level (1 for the first) after which this level starts again; 0 if it never does.
    restart: int | None = None


@dataclass(slots=True)
class _List:
    """A list: its levels, the style of each level, and the current number of each level."""

    levels: list[_Level]
    level_of_style: dict[str, int]
    numbers: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


class Numbering:
    """The lists of a document. `label` must be called for each numbered paragraph in order."""

    def __init__(self, root: etree._Element | None) -> None:
        """`root` is that of word/numbering.xml; None if the document has none."""
        self._abstract: dict[str, etree._Element] = {}
        self._numbers: dict[str, etree._Element] = {}
        self._lists: dict[str, _List] = {}
        self._levels: dict[str, list[_Level]] = {}
        self._started: set[tuple[str, int]] = set()
        by_style: dict[str, str] = {}
        for element in root if root is not None else ():
            if element.tag == f"{W}abstractNum":
                name = element.get(f"{W}abstractNumId", "")
                self._abstract[name] = element
                link = element.find(f"{W}styleLink")
                if link is not None:
                    by_style[link.get(VALUE, "")] = name
            elif element.tag == f"{W}num":
                self._numbers[element.get(f"{W}numId", "")] = element
        # A list may refer to the list of a numbering style.
        for name, element in list(self._abstract.items()):
            link = element.find(f"{W}numStyleLink")
            if link is not None and link.get(VALUE, "") in by_style:
                self._abstract[name] = self._abstract[by_style[link.get(VALUE, "")]]

    def label(self, number: str, level: int | None, style: str | None) -> str:
        """Return the label of the next paragraph of a list with the blank after it; empty for a bullet.

        `level` is None if the paragraph doesn't set it: the level of its style counts then.
        """
        name = self._list_of(number)
        if name is None:
            return ""
        numbered_list = self._lists[name]
        at = numbered_list.level_of_style.get(style or "", 0) if level is None else min(level, LEVELS - 1)
        levels = self._levels[number]
        self._count(number, numbered_list, levels, at)
        return _label(levels, numbered_list.numbers, at)

    def _list_of(self, number: str) -> str | None:
        """Return the name of the list of a number, after reading both; None if there is none."""
        element = self._numbers.get(number)
        reference = element.find(f"{W}abstractNumId") if element is not None else None
        name = reference.get(VALUE, "") if reference is not None else ""
        abstract = self._abstract.get(name)
        if element is None or abstract is None:
            return None
        if name not in self._lists:
            styles = {
                style.get(VALUE, ""): _place(level)
                for level in abstract.iterchildren(f"{W}lvl")
                for style in level.iterchildren(f"{W}pStyle")
            }
            self._lists[name] = _List(_levels(abstract), styles)
        if number not in self._levels:
            levels = list(self._lists[name].levels)
            for override in element.iterchildren(f"{W}lvlOverride"):
                for level in override.iterchildren(f"{W}lvl"):
                    levels[_place(override)] = _level(level)
            self._levels[number] = levels
        return name

    def _count(self, number: str, numbered_list: _List, levels: list[_Level], at: int) -> None:
        """Advance the number of a level, and let the levels below it start again."""
        numbers = numbered_list.numbers
        start = self._start_override(number, at)
        if start is not None and (number, at) not in self._started:
            numbers[at] = start
        else:
            current = numbers[at]
            numbers[at] = levels[at].start if current is None else current + 1
        self._started.add((number, at))
        for above in range(at):
            if numbers[above] is None:
                numbers[above] = levels[above].start
        for below in range(at + 1, LEVELS):
            restart = levels[below].restart
            if restart is None or at < restart:
                numbers[below] = None

    def _start_override(self, number: str, at: int) -> int | None:
        for override in self._numbers[number].iterchildren(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if _place(override) == at and start is not None:
                return whole_number(start.get(VALUE, ""), default=1, most=MAX_START)
        return None


def _levels(abstract: etree._Element) -> list[_Level]:
    levels = [_Level()] * LEVELS
    for element in abstract.iterchildren(f"{W}lvl"):
        levels[_place(element)] = _level(element)
    return levels


def _place(element: etree._Element) -> int:
    return whole_number(element.get(f"{W}ilvl", ""), default=0, most=LEVELS - 1)


def _level(element: etree._Element) -> _Level:
    values = {child.tag: child.get(VALUE, "") for child in element}
    restart = values.get(f"{W}lvlRestart")
    return _Level(
        start=whole_number(values.get(f"{W}start", ""), default=0, most=MAX_START),
        form=values.get(f"{W}numFmt", "decimal"),
        text=values.get(f"{W}lvlText", ""),
        legal=f"{W}isLgl" in values and is_on(values[f"{W}isLgl"]),
        restart=None if restart is None else whole_number(restart, default=0, most=LEVELS),
    )


def _label(levels: list[_Level], numbers: list[int | None], at: int) -> str:
    level = levels[at]
    if level.form == "bullet":
        return ""
    text = level.text
    for place in range(at + 1):
        sign = f"%{place + 1}"
        if sign in text:
            form = "decimal" if level.legal else levels[place].form
            text = text.replace(sign, written(numbers[place] or 0, form))
    text = " ".join(text[:MAX_LABEL].split())
    return f"{text} " if text else ""
