"""Numbers of sections, figures, tables and formulas in a LaTeX text, which its references show."""

import re

COUNTED = re.compile(
    r"\\(?P<section>(?:sub){0,2}section|chapter)(?P<star>\*?)[ \t]*[\[{]"
    r"|\\begin\{(?P<environment>figure|table|equation|align|theorem|lemma|definition)\*?\}"
    r"|\\label\{(?P<label>[^{}]+)\}"
)
REFERENCE = re.compile(r"\\(?P<kind>eqref|ref|autoref|cref|Cref|vref)\*?\{(?P<label>[^{}]+)\}")
LEVELS = ("chapter", "section", "subsection", "subsubsection")

# Counters that two environments share.
SHARED = {"align": "equation"}

# What the commands that name the kind of their target put before its number.
NAMES = {"figure": "Figure", "table": "Table", "equation": "Equation"}


def with_numbers(text: str) -> str:
    """Return the text with numbers for references to labels that it has. Other references stay."""
    numbers = _numbers(text)

    def number(reference: re.Match[str]) -> str:
        found = [numbers[label.strip()] for label in reference["label"].split(",") if label.strip() in numbers]
        if not found:
            return reference.group()
        shown = ", ".join(shown for _, shown in found)
        if reference["kind"] == "eqref":
            return f"({shown})"
        named = reference["kind"] in ("autoref", "cref", "Cref")
        return f"{NAMES.get(found[0][0], found[0][0].capitalize())} {shown}" if named else shown

    return REFERENCE.sub(number, text) if numbers else text


def _numbers(text: str) -> dict[str, tuple[str, str]]:
    """Return the kind and the number of the target of each label."""
    sections = [0] * len(LEVELS)
    counters: dict[str, int] = {}
    last = ("section", "")
    found: dict[str, tuple[str, str]] = {}
    for match in COUNTED.finditer(text):
        if match["label"]:
            if last[1]:
                found.setdefault(match["label"].strip(), last)
        elif match["environment"]:
            kind = SHARED.get(match["environment"], match["environment"])
            counters[kind] = counters.get(kind, 0) + 1
            last = (kind, str(counters[kind]))
        elif not match["star"]:
            level = LEVELS.index(match["section"])
            sections[level:] = [sections[level] + 1] + [0] * (len(LEVELS) - level - 1)
            last = ("section", ".".join(str(number) for number in sections if number))
    return found
