"""Read the lines of a picture with the language data that fit it: the first language, then scripts, then languages.

The first language reads every picture. Only if it is unsure of a part, the languages of other scripts are tried on a
band of the picture, and the best one reads the picture again. Only if the text is in another language of the same
script, the data of this language read it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic

from PIL import Image

from functions.parse.contract import Limits
from functions.parse.ocr import tesseract
from functions.parse.ocr.language_data import LATIN, SCRIPT_OF, LanguageData
from functions.parse.ocr.layout import Line, confidence_of, letters_of, lines_of, text_lines
from functions.parse.ocr.pictures import band_around, busiest_band
from functions.parse.ocr.writing import has_writing
from functions.parse.recognition.language import language_of
from shared.errors import Code, PermanentError

# Mean confidence (0 to 1) below which a picture may be in another script, sideways or upside down. A page in another
# script has at most 0.45, a sideways page 0.4.
POOR = 0.6

# Minimum number of words in a picture for rotations and other scripts to be tried, and of a reading that is preferred.
MIN_WORDS = 5

# Minimum mean confidence (0 to 1) of the language that fits a band, and minimum excess over the first language.
# With the right data a band has 0.57 (small Hangul) to 0.96, with those of another script 0.1 to 0.45.
FITTING = 0.55
EXCESS = 0.1

# Mean confidence (0 to 1) below which a page in another script is also read together with the first language, which may
# occur within it, and the minimum gain for which that reading is preferred. Pages in one script have 0.86 to 0.97 and
# gain nothing. Those with names in Latin letters have 0.66 to 0.83 and gain 0.1 to 0.2, except in Chinese and Japanese,
# whose data include Latin letters.
SOUND = 0.9
GAIN = 0.05

# Mean confidence (0 to 1) of a script from which no other is tried.
CERTAIN = 0.8

# Minimum share of letters in unsure lines (0 to 1) and their number, for other scripts to be tried on a picture whose
# other lines are sure.
UNSURE_SHARE = 0.1
UNSURE_LETTERS = 15

# Minimum gain in confidence by reading with the data of the detected language. Pages in it gain 0.03 to 0.1.
OWN_GAIN = 0.01

# Minimum time left to try other languages, in durations of the first reading. A band takes a fifth of it.
SPARE = 6.0

# Tesseract's languages in Latin script by ISO 639-1 code, where they are not the code of ISO 639-3 with a T.
LATIN_LANGUAGES = {
    "af": "afr", "az": "aze", "bs": "bos", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu", "en": "eng",
    "eo": "epo", "es": "spa", "et": "est", "eu": "eus", "fi": "fin", "fr": "fra", "ga": "gle", "gl": "glg", "hr": "hrv",
    "hu": "hun", "id": "ind", "is": "isl", "it": "ita", "la": "lat", "lt": "lit", "lv": "lav", "ms": "msa", "mt": "mlt",
    "nb": "nor", "nl": "nld", "no": "nor", "nn": "nor", "pl": "pol", "pt": "por", "ro": "ron", "sk": "slk", "sl": "slv",
    "sq": "sqi", "sr": "srp_latn", "sv": "swe", "sw": "swa", "tr": "tur", "vi": "vie",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a picture, and the languages whose data read them, the first one first."""

    lines: list[Line]
    languages: tuple[str, ...]

    @property
    def words(self) -> int:
        """The number of words."""
        return sum(len(line.words) for line in self.lines)

    @property
    def letters(self) -> int:
        """The number of letters and digits in lines that are text."""
        return letters_of(text_lines(self.lines))

    @property
    def is_poor(self) -> bool:
        """Whether most of the picture is unsure, or nothing was found."""
        return self.words < MIN_WORDS or confidence_of(self.lines) < POOR


def read_with(picture: Image.Image, limits: Limits, languages: Iterable[str]) -> Reading:
    """Read a picture of mode L with the data of some languages. Raises PermanentError: see tesseract.words_of."""
    chosen = tuple(languages)
    return Reading(lines_of(tesseract.words_of(picture, limits, chosen)), chosen)


def read_upright(picture: Image.Image, limits: Limits) -> Reading:
    """Read an upright picture of mode L with the language data that fit it. Raises PermanentError: see words_of."""
    data = tesseract.languages()
    started = monotonic()
    first = read_with(picture, limits, [data.first] if data else [])
    if data is None or len(data.names) == 1 or limits.seconds_left() < SPARE * (monotonic() - started):
        return first
    try:
        unsure = _unsure(first)
        if first.is_poor or unsure:
            return _in_other_script(picture, limits, first, unsure, data)
        return _in_own_language(picture, limits, first, data)
    except PermanentError as error:
        if error.code is not Code.TIMED_OUT:
            raise
        return first


def _unsure(reading: Reading) -> list[Line]:
    """Return the lines that are unsure, none if they are few."""
    lines = [line for line in reading.lines if line.confidence < POOR]
    letters = letters_of(lines)
    return lines if letters >= max(UNSURE_LETTERS, UNSURE_SHARE * letters_of(reading.lines)) else []


def _in_own_language(picture: Image.Image, limits: Limits, first: Reading, data: LanguageData) -> Reading:
    """Read again with the data of the language that the text is in, if they are installed and other than the first."""
    language = LATIN_LANGUAGES.get(language_of(" ".join(line.text for line in text_lines(first.lines))) or "")
    if (
        language is None
        or language == data.first
        or language not in data.names
        or SCRIPT_OF.get(data.first, LATIN) != LATIN
    ):
        return first
    again = read_with(picture, limits, [language])
    return again if confidence_of(again.lines) >= confidence_of(first.lines) + OWN_GAIN else first


def _in_other_script(
    picture: Image.Image, limits: Limits, first: Reading, unsure: list[Line], data: LanguageData
) -> Reading:
    """Read again with the language that fits a band of the picture, if one does. Else return the first reading."""
    if first.words < MIN_WORDS and not has_writing(picture):
        return first
    mixed = not first.is_poor
    band = band_around(picture, max(unsure, key=lambda line: line.letters).box) if mixed else busiest_band(picture)
    fit = fitting(band, limits, data)
    if fit is None:
        return first
    again = read_with(picture, limits, [*fit.languages, *([data.first] if mixed else [])])
    if not mixed and again.letters <= fit.letters:
        # Without columns, more lines are found on some pages.
        again = max(again, _block(picture, limits, again.languages), key=lambda reading: reading.letters)
    if not mixed and confidence_of(again.lines) < SOUND:
        both = read_with(picture, limits, [*fit.languages, data.first])
        again = both if confidence_of(both.lines) >= confidence_of(again.lines) + GAIN else again
    return again if again.letters > first.letters else first


def fitting(band: Image.Image, limits: Limits, data: LanguageData) -> Reading | None:
    """Return the reading of a band of a picture in the language of another script that fits it, None if none fits.

    One language of each script is tried until one is certain, and then the others of the best script.
    """
    own = _fit(_block(band, limits, [data.first]))
    scripts = data.by_script()
    readings: dict[str, Reading] = {}
    for script, languages in scripts.items():
        readings[script] = _block(band, limits, languages[:1])
        if _fit(readings[script]) >= CERTAIN:
            break
    if not readings:
        return None
    best = max(readings, key=lambda script: _fit(readings[script]))
    others = [_block(band, limits, [language]) for language in scripts[best][1:]]
    reading = max([readings[best], *others], key=_fit)
    return reading if _fit(reading) >= max(FITTING, own + EXCESS) else None


def _fit(reading: Reading) -> float:
    """Return the mean confidence of a reading, 0 if it found almost nothing."""
    return confidence_of(reading.lines) if letters_of(reading.lines) >= MIN_WORDS else 0.0


def _block(picture: Image.Image, limits: Limits, languages: Iterable[str]) -> Reading:
    chosen = tuple(languages)
    return Reading(lines_of(tesseract.words_of(picture, limits, chosen, tesseract.ONE_BLOCK)), chosen)
