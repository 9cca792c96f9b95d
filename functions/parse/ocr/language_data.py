"""Where Tesseract's language data lies, and which languages that makes: all that is found is used."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

PARSE_FOLDER = Path(__file__).resolve().parents[1]

# What an operator puts beside the code; what a requirement brings, on Lambda and in a virtual environment; a layer.
DATA_FOLDERS = (
    PARSE_FOLDER / "tessdata",
    PARSE_FOLDER.parents[1] / "share" / "tessdata",
    Path(sys.prefix) / "share" / "tessdata",
    Path("/opt/share/tessdata"),
)

SUFFIX = ".traineddata"

# Data of that name finds a page's orientation, or formulas. No text can be recognized with it.
NO_LANGUAGES = frozenset({"osd", "equ"})

# Tesseract prefers the first of several languages where both read the same.
FIRST = "eng"


def language_data(folders: Iterable[Path] = DATA_FOLDERS) -> tuple[Path, str] | None:
    """The folder that Tesseract starts from, and its name for all languages found, `eng+deu`; None without any.

    The first folder that has a language gives it. Data outside the first folder is named by its path from there, which
    Tesseract takes for a language like any other.
    """
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
    return start, "+".join(_name_from(start, found[language]) for language in ordered)


def _name_from(start: Path, file: Path) -> str:
    return os.path.relpath(file, start).removesuffix(SUFFIX)
