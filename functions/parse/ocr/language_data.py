"""Find the installed language data of Tesseract. All languages found are used."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

PARSE_FOLDER = Path(__file__).resolve().parents[1]

# Folders in order of priority: beside the code, for operators; from a Python package, on Lambda and in a virtual
# environment; from a Lambda layer.
DATA_FOLDERS = (
    PARSE_FOLDER / "tessdata",
    PARSE_FOLDER.parents[1] / "share" / "tessdata",
    Path(sys.prefix) / "share" / "tessdata",
    Path("/opt/share/tessdata"),
)

SUFFIX = ".traineddata"

# Data that detect the orientation of a page or formulas, and can't recognize text.
NO_LANGUAGES = frozenset({"osd", "equ"})

# The language that comes first. If several languages give the same result, Tesseract prefers the first.
FIRST = "eng"


def language_data(folders: Iterable[Path] = DATA_FOLDERS) -> tuple[Path, str] | None:
    """Return the data folder of Tesseract and its notation for all languages found (`eng+deu`), None without any.

    A language comes from the first folder that has it. Tesseract has only one data folder, so a language in another
    folder is named by its relative path.
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
