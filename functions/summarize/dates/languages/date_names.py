"""The names of months and days of the week, and words such as `yesterday`, in the tables of dateparser.

dateparser itself is not imported: it takes half a second, and it guesses where a date is ambiguous. Its tables are
those of the Unicode CLDR, with more inflected forms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec, module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any, TypeVar

from functions.summarize.dates.words import MONTHS, WEEKDAYS
from functions.summarize.dates.written import Shift, Unit, Written
from functions.summarize.sentences.characters import uncased
from functions.summarize.sentences.stop_words import in_serbian_cyrillic

_TABLES_OF = {"nn": "nb", "no": "nb"}
_TABLES = Path("data", "date_translation_data")

# Words that have another meaning too: `morning` for tomorrow, `the day` for today, `market` for Sunday, `week`.
_AMBIGUOUS = {
    "ar": {"اليوم"},
    "bg": {"преди ден", "след ден", "преди седмица", "преди година"},
    "de": {"morgen"},
    "el": {"τρίτη"},
    "es": {"mañana"},
    "he": {"היום", "השנה", "החודש", "השבוע", "שני", "שלישי", "רביעי", "חמישי", "שישי"},
    "id": {"kemarin", "minggu", "sehari"},
    "ja": {"翌月", "翌週", "翌年"},
    "nl": {"morgen"},
    "pt": {"segunda", "terça", "quarta", "quinta", "sexta"},
    "ro": {"luni"},
    "tr": {"geçen gün", "önümüzdeki gün", "pazar"},
    "uk": {"лютий"},
    "vi": {"thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy"},
}

# Names of months that the tables do not have, from January: those of the Levant and Iraq.
_MORE_MONTHS = {
    "ar": (
        "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني",
        "كانون الأول",
    )
}  # fmt: skip

# Minimum length in code points of a day of the week in a script with spaces. Shorter ones are abbreviations.
_SHORTEST_WEEKDAY = 4

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DateNames:
    """The words of dates in one language. All are folded."""

    # The number of each month, from 1, by all forms of its name, and the forms that are not abbreviations.
    months: Mapping[str, int]
    whole_months: frozenset[str]
    # The number of each day of the week, from 0 for Monday.
    weekdays: Mapping[str, int]
    # Expressions that are counted from the publication. `start` and `end` are 0.
    relative: Mapping[str, Written]
    # Words for a year.
    years: frozenset[str]


@lru_cache(maxsize=4)
def date_names(language: str) -> DateNames:
    """Return the words of dates in one of DATE_LANGUAGES."""
    table = _table(_TABLES_OF.get(language, language))
    ambiguous = _AMBIGUOUS.get(language, set())
    more = _MORE_MONTHS.get(language, ())
    months = [_forms([*table[name], *more[number : number + 1]], language) for number, name in enumerate(MONTHS)]
    weekdays = [_forms(table[name], language) for name in WEEKDAYS]
    is_long = language in ("ja", "ko", "zh")
    return DateNames(
        _unique((form, number) for number, forms in enumerate(months, start=1) for form in forms),
        frozenset(form for forms in months for form in forms if not _is_short(form, forms)) - ambiguous,
        _unique(
            (form, number)
            for number, forms in enumerate(weekdays)
            for form in forms
            if form not in ambiguous and (len(form) > 1 if is_long else len(form) >= _SHORTEST_WEEKDAY)
        ),
        _unique(
            (form, written)
            for key, forms in table["relative-type"].items()
            if (written := _relative(key)) is not None
            for form in _forms(forms, language)
            if form not in ambiguous and not _is_short(form, _forms(forms, language))
        ),
        frozenset(_forms(table["year"], language)),
    )


def folded(words: str) -> str:
    """Return words in the form of the names: equal for all texts that a pattern of a name without case matches."""
    return " ".join(uncased(words).replace("’", "'").split())


def _table(language: str) -> dict[str, Any]:
    package = find_spec("dateparser")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("dateparser is missing. Install functions/summarize/requirements.txt.")
    path = Path(package.submodule_search_locations[0], _TABLES, f"{language}.py")
    loader = SourceFileLoader(f"_dateparser_{language}", str(path))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    table: dict[str, Any] = module.info
    return table


def _forms(forms: Iterable[str], language: str) -> list[str]:
    """Return the folded forms, in Serbian in both alphabets."""
    found = [folded(form) for form in forms]
    if language == "sr":
        found += [in_serbian_latin(form) for form in found]
    return list(dict.fromkeys(found))


def in_serbian_latin(word: str) -> str:
    """Return a word in small Serbian Cyrillic letters in the Latin alphabet."""
    latin = {in_serbian_cyrillic(letter): letter for letter in (*"abcčćdđefghijklmnoprsštuvzž", "dž", "lj", "nj")}
    return "".join(latin.get(letter, letter) for letter in word)


def _is_short(form: str, forms: Iterable[str]) -> bool:
    """Return whether a form abbreviates another one, word by word."""
    words = form.split()
    return (
        any(
            len(longer) == len(words) and longer != words and all(map(str.startswith, longer, words))
            for longer in (other.split() for other in forms)
        )
        and len(form) <= max(3, 3 * len(words)) + 2
    )


def _relative(key: str) -> Written | None:
    """Return the meaning of a key such as `1 day ago` and `in 1 week`, None for times of the day and vague ones."""
    words = key.removeprefix("in ").split()
    if words[1] not in (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR) or (
        words[-1] != "ago" and not key.startswith("in ")
    ):
        return None
    unit, count, is_past = Unit(words[1]), int(words[0]), words[-1] == "ago"
    if unit is Unit.DAY or (unit is Unit.YEAR and count > 1):
        return Written(0, 0, unit, shift=Shift.AGO if is_past else Shift.AHEAD, count=count)
    if count > 1:
        return None
    return Written(0, 0, unit, shift=Shift.THIS if count == 0 else Shift.LAST if is_past else Shift.NEXT)


def _unique(entries: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Return the entries without those that have two values, such as the Hindi word for yesterday and tomorrow."""
    found: dict[str, T] = {}
    twice: set[str] = set()
    for form, value in entries:
        if found.setdefault(form, value) != value:
            twice.add(form)
    return {form: value for form, value in found.items() if form not in twice}
