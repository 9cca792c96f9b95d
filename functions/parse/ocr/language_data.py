"""Find the installed language data of Tesseract, and state which languages share a script."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PARSE_FOLDER = Path(__file__).resolve().parents[1]

# Tesseract's own variable for the folder of its data.
PREFIX = "TESSDATA_PREFIX"

# Folders in order of priority: beside the code, for operators; from a Python package or OCR_LANGUAGES, on Lambda and in
# a virtual environment; from a Lambda layer; of the machine, by Tesseract's variable, Debian, other distributions and
# Homebrew.
DATA_FOLDERS = (
    PARSE_FOLDER / "tessdata",
    PARSE_FOLDER.parents[1] / "share" / "tessdata",
    Path(sys.prefix) / "share" / "tessdata",
    Path("/opt/share/tessdata"),
    *([Path(os.environ[PREFIX])] if os.environ.get(PREFIX) else []),
    Path("/usr/share/tesseract-ocr/5/tessdata"),
    Path("/usr/share/tesseract-ocr/4.00/tessdata"),
    Path("/usr/share/tessdata"),
    Path("/opt/homebrew/share/tessdata"),
)

SUFFIX = ".traineddata"

# Data that detect the orientation of a page or formulas, and can't recognize text.
NO_LANGUAGES = frozenset({"osd", "equ"})

# The language that comes first. If several languages give the same result, Tesseract prefers the first.
FIRST = "eng"

LATIN = "Latin"

# The scripts other than Latin of Tesseract's languages (the list of its documentation, "Languages and scripts"). The
# data of one language of a script recognize most letters of its other languages. A language in no list counts as Latin.
SCRIPTS: dict[str, tuple[str, ...]] = {
    "Han": ("chi_sim", "chi_tra"),
    "Japanese": ("jpn",),
    "Cyrillic": ("rus", "ukr", "bul", "srp", "bel", "mkd", "kaz", "kir", "mon", "tgk"),
    "Arabic": ("ara", "fas", "urd", "pus", "snd", "uig"),
    "Hangul": ("kor",),
    "Greek": ("ell", "grc"),
    "Hebrew": ("heb", "yid"),
    "Devanagari": ("hin", "mar", "nep", "san"),
    "Thai": ("tha",),
    "Bengali": ("ben", "asm"),
    "Tamil": ("tam",),
    "Telugu": ("tel",),
    "Kannada": ("kan",),
    "Malayalam": ("mal",),
    "Gujarati": ("guj",),
    "Gurmukhi": ("pan",),
    "Sinhala": ("sin",),
    "Georgian": ("kat",),
    "Armenian": ("hye",),
    "Ethiopic": ("amh", "tir"),
    "Khmer": ("khm",),
    "Lao": ("lao",),
    "Burmese": ("mya",),
    "Tibetan": ("bod", "dzo"),
}
SCRIPT_OF = {language: script for script, languages in SCRIPTS.items() for language in languages}


@dataclass(frozen=True, slots=True)
class LanguageData:
    """The installed data: the one folder that Tesseract reads, and its name for each language, FIRST in front.

    Languages in another folder are named by their relative path.
    """

    folder: Path
    names: dict[str, str]

    @property
    def first(self) -> str:
        """The language that is tried first."""
        return next(iter(self.names))

    def notation(self, languages: Iterable[str]) -> str:
        """Return Tesseract's notation for several languages: `eng+../a/deu`."""
        return "+".join(self.names[language] for language in languages)

    def lacking(self) -> list[str]:
        """Return the first language of each script that has no installed language."""
        return [languages[0] for languages in SCRIPTS.values() if not any(one in self.names for one in languages)]

    def by_script(self) -> dict[str, list[str]]:
        """Return the installed languages of each script other than the script of the first language."""
        own = SCRIPT_OF.get(self.first, LATIN)
        found: dict[str, list[str]] = {}
        for script, languages in SCRIPTS.items():
            if script != own and (installed := [language for language in languages if language in self.names]):
                found[script] = installed
        return found


def language_data(folders: Iterable[Path] = DATA_FOLDERS) -> LanguageData | None:
    """Return the language data in the folders, None without any. A language comes from the first folder that has it."""
    found: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.glob(f"*{SUFFIX}")):
            language = file.name.removesuffix(SUFFIX)
            if language not in NO_LANGUAGES:
                found.setdefault(language, file)
    if not found:
        return None
    ordered = sorted(found, key=lambda language: (language != FIRST, language))
    start = found[ordered[0]].parent
    return LanguageData(start, {language: _name_from(start, found[language]) for language in ordered})


def _name_from(start: Path, file: Path) -> str:
    """Return the path of a file relative to a folder, without the suffix. The kernel follows links before `..`."""
    return os.path.relpath(file.parent.resolve() / file.name, start.resolve()).removesuffix(SUFFIX)
