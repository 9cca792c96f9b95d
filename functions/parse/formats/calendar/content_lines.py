"""Content lines, the syntax of iCalendar (RFC 5545, 3.1) and vCard (RFC 6350, 3.2): components with properties."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# The line end and the space with which a long line is folded.
FOLD = re.compile(r"\n[ \t]")

# A soft line end of Quoted-Printable, which vCard 2.1 and vCalendar use in place of folds.
SOFT_LINE_END = re.compile(r"=\n")

LINE = re.compile(r"(?:[\w-]+\.)?([A-Za-z0-9-]+)((?:;[^:;\"]*(?:\"[^\"\n]*\"[^:;\"]*)*)*):(.*)", re.DOTALL)
PARAMETER = re.compile(r";([A-Za-z0-9-]+)(?:=(\"[^\"]*\"|[^;]*))?")
ESCAPED = re.compile(r"\\([\\;,nN])")

# Maximum number of components within components. Calendars have three levels: calendar, event, alarm.
MAX_NESTING = 20


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its raw value, and its parameters by their names in capitals."""

    value: str
    parameters: dict[str, str]

    @property
    def text(self) -> str:
        """The value as text, with its escapes resolved (RFC 5545, 3.3.11)."""
        value = self.value
        if self.parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
            charset = self.parameters.get("CHARSET", "utf-8")
            try:
                value = quopri.decodestring(value.encode("utf-8")).decode(charset, "replace")
            except LookupError:
                value = quopri.decodestring(value.encode("utf-8")).decode("utf-8", "replace")
        return ESCAPED.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], value).strip()

    @property
    def fields(self) -> list[str]:
        """The fields of a structured value, which semicolons separate (RFC 6350, 3.4)."""
        return [
            Property(part, self.parameters).text for part in re.split(r"(?<!\\);", self.value)
        ]  # an escaped backslash before a semicolon is not in use


@dataclass(slots=True)
class Component:
    """What is between `BEGIN:NAME` and `END:NAME`."""

    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    components: list["Component"] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """Return the first property with a name, None if there is none."""
        return next(iter(self.properties.get(name, ())), None)

    def text(self, name: str) -> str:
        """Return the text of the first property with a name, an empty string if there is none."""
        found = self.first(name)
        return "" if found is None else found.text

    def each(self, name: str) -> list[Property]:
        """Return all properties with a name."""
        return self.properties.get(name, [])

    def walk(self) -> Iterator["Component"]:
        """Yield the component and all components within it."""
        yield self
        for component in self.components:
            yield from component.walk()


def components_of(text: str) -> list[Component]:
    """Return the outermost components of a text with `\\n` as line end. Lines outside components are ignored."""
    root = Component("")
    path = [root]
    for line in FOLD.sub("", SOFT_LINE_END.sub("", text) if "QUOTED-PRINTABLE" in text else text).split("\n"):
        match = LINE.fullmatch(line.rstrip())
        if match is None:
            continue
        name, value = match[1].upper(), match[3]
        if name == "BEGIN" and len(path) <= MAX_NESTING:
            path.append(Component(value.strip().upper()))
            path[-2].components.append(path[-1])
        elif name == "END":
            if value.strip().upper() == path[-1].name and len(path) > 1:
                path.pop()
        elif len(path) > 1:
            path[-1].properties.setdefault(name, []).append(Property(value, _parameters(match[2])))
    return root.components


def _parameters(written: str) -> dict[str, str]:
    """Return the parameters of a property. In vCard 2.1, the name of an encoding or a type may occur alone."""
    found: dict[str, str] = {}
    for name, value in PARAMETER.findall(written):
        alone = "ENCODING" if name.upper() == "QUOTED-PRINTABLE" else name.upper()
        found.setdefault(alone if not value else name.upper(), value.strip('"') or name)
    return found
