"""Writes shared/names/usual_names.tsv, the other names of countries and international bodies.

`python -m infra.build.usual_names` takes the English names of countries from CLDR, as babel packages it, and the other
names from other_names.tsv, which states their sources.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from shared.names.names import full_key
from shared.names.usual_names import SEPARATOR, TABLE

SOURCE = Path(__file__).with_name("other_names.tsv")

# Codes in CLDR that are no country or territory: ISO 3166-1 leaves them to users, and CLDR gives them to test locales,
# to the remaining islands of Oceania and to an unknown region.
_NO_COUNTRIES = frozenset({"XA", "XB", "QO", "ZZ"})
_CODE = re.compile(r"[A-Z]{2}")

# The short names in CLDR (alt="short"), which babel leaves out, of the countries whose name has an addition there that
# nobody writes. The short names of other countries are abbreviations.
_SHORT_NAMES = {"HK": "Hong Kong", "MM": "Myanmar", "MO": "Macao", "PS": "Palestine"}

HEADER = """\
# Keys of countries, territories and international bodies: of the usual name; of other names; of abbreviations.
# `python -m infra.build.usual_names` generates this file. The names of countries are those of CLDR in English,
# © Unicode, Inc., under Unicode-3.0 (LICENSE.unicode). The sources of other names are in infra/build/other_names.tsv.
"""


def countries() -> dict[str, str]:
    """Return the English names of the countries and territories in CLDR, by their code in ISO 3166-1."""
    names = {**Locale("en").territories, **_SHORT_NAMES}
    return {code: name for code, name in sorted(names.items()) if _CODE.fullmatch(code) and code not in _NO_COUNTRIES}


def sourced(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the codes or the name, and the other names, of each line of other_names.tsv."""
    for line in text.splitlines():
        if not line.startswith("#"):
            named, others, _ = line.split("\t")
            codes = named.split(" ")
            yield codes if all(map(_CODE.fullmatch, codes)) else [named], [o for o in others.split(SEPARATOR) if o]


def usual_names() -> dict[str, list[str]]:
    """Return the other names of each country and body, by its usual name. Raises KeyError for an unknown code."""
    names = countries()
    others = {name: _spellings(name) for name in names.values()}
    for named, found in sourced(SOURCE.read_text(encoding="utf-8")):
        for each in named:
            usual = names[each] if _CODE.fullmatch(each) else each
            others.setdefault(usual, []).extend(other.replace("{name}", usual) for other in found)
    return others


def as_text() -> str:
    """Return the text of shared/names/usual_names.tsv. Raises ValueError if a name has two meanings."""
    rows, meanings = [], dict[str, str]()
    for usual, others in sorted(usual_names().items()):
        key = full_key(usual)
        abbreviations = {full_key(other): None for other in others if other.isupper() and " " not in other}
        names = {full_key(other): None for other in others}
        for each in (key, *names):
            if meanings.setdefault(each, key) != key:
                raise ValueError(f"{each} is a name of {meanings[each]} and of {key}")
        full = [each for each in names if each != key and each not in abbreviations]
        if full or abbreviations:
            rows.append(f"{key}\t{SEPARATOR.join(full)}\t{SEPARATOR.join(abbreviations)}\n")
    return HEADER + "".join(rows)


def _spellings(name: str) -> list[str]:
    """Return a name with `and` and `Saint` in full: `Trinidad and Tobago`, `Saint Lucia`."""
    full = re.sub(r"\bSt\. ", "Saint ", name)
    variants = [name.replace(" & ", " and "), full, full.replace(" & ", " and ")]
    return [variant for variant in variants if variant != name]


if __name__ == "__main__":
    TABLE.write_text(as_text(), encoding="utf-8")
