"""Signs of a DOCX that are not stored as text: characters of symbol fonts, and the state of older form fields."""

from collections.abc import Iterator

from lxml import etree

from functions.parse.formats.office.attributes import whole_number
from functions.parse.formats.office.ooxml.namespaces import W
from functions.parse.formats.office.ooxml.on_off import is_on

SYMBOL, FIELD_DATA, RUN = f"{W}sym", f"{W}ffData", f"{W}r"
VALUE = f"{W}val"

# Signs of a checked and of an unchecked box.
CHECKED, UNCHECKED = "☒", "☐"

# Characters of symbol fonts by their code without the private-use prefix F0.
WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x76: "❖", 0x78: "☒", 0xA3: "○", 0xA7: "▪", 0xA8: "☐",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "☐", 0x30: "☐", 0xA3: "☐", 0x97: "●",
}  # fmt: skip
SYMBOLS = {
    **{0x41 + place: letter for place, letter in enumerate("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ")},
    **{0x61 + place: letter for place, letter in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")},
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕",
    0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD0: "∠", 0xD1: "∇", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏",
    0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
FONTS = {"wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2, "symbol": SYMBOLS}

# Code points of private use with which programs store the codes of symbol fonts.
PRIVATE = range(0xF000, 0xF100)

# Maximum length of a code in hexadecimal digits.
MAX_DIGITS = 5


def write_sign(element: etree._Element) -> None:
    """Give a symbol its text, or add text for the state of a form field to its run."""
    if element.tag == SYMBOL:
        element.text = _symbol(element.get(f"{W}font", ""), element.get(f"{W}char", ""))
        return
    run = next(element.iterancestors(RUN), None)
    state = next(_states(element), None)
    if run is not None and state:
        etree.SubElement(run, f"{W}t").text = state


def _symbol(font: str, code: str) -> str:
    """Return the character of a symbol font in Unicode; an empty string if there is none."""
    try:
        number = int(code, 16) if len(code) <= MAX_DIGITS else 0
    except ValueError:
        return ""
    known = FONTS.get(font.strip().lower())
    if known is not None:
        return known.get(number - PRIVATE.start if number in PRIVATE else number, "")
    character = chr(number) if number > 0 and number not in PRIVATE else ""
    return character if character.isprintable() else ""


def _states(data: etree._Element) -> Iterator[str]:
    """Yield the state of a check box, or the chosen entry of a list (ECMA-376-1, 17.16.7 and 17.16.9)."""
    for box in data.iterchildren(f"{W}checkBox"):
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        on = state is not None and is_on(state.get(VALUE, "1"))
        yield CHECKED if on else UNCHECKED
    for entries in data.iterchildren(f"{W}ddList"):
        labels = [entry.get(VALUE, "") for entry in entries.iterchildren(f"{W}listEntry")]
        chosen = entries.find(f"{W}result")
        chosen = entries.find(f"{W}default") if chosen is None else chosen
        place = whole_number(chosen.get(VALUE, ""), default=0, most=len(labels)) if chosen is not None else 0
        if place < len(labels):
            yield labels[place]
