"""Normalized metadata: ISO 8601 dates, ISO 639-1 languages, and no placeholders that programs insert."""

import re
from datetime import date, datetime

# Titles and authors that programs insert by default, in small letters.
PLACEHOLDERS = frozenset(
    {"untitled", "anonymous", "(anonymous)", "unspecified", "(unspecified)", "unknown", "untitled document"}
    | {"python-docx", "python-pptx", "openpyxl", "powerpoint presentation", "presentation", "microsoft office user"}
)

PROGRAM_PREFIX = re.compile(r"^\(?Microsoft (?:Office )?(?:Word|PowerPoint|Excel|Publisher|Visio) ?[-–—] ?")

# A title that is the name of a file, of a folder or of a page on the web, which programs insert by default.
FILE_SUFFIX = (
    r"docx?|docm|dotx?|rtf|odt|ott|txt|wpd|pages|pptx?|pptm|ppsx?|odp|key|xlsx?|xlsm|ods|numbers|csv|pdf|xps|ps|eps|prn"
    r"|indd|idml|qxd|qxp|pub|pmd|p65|fm|sla|ai|cdr|psd|svg|dwg|vsdx?|tex|dvi|tiff?|jpe?g|png|gif|bmp|heic|html?|xhtml"
    r"|php|aspx?|jsp|md|xml|tmp|bak"
)
FILE_NAME = re.compile(
    rf".*\w\.(?:{FILE_SUFFIX})\)?|(?:[A-Za-z]:)?[\\/].*|[A-Za-z]:\\.*|(?:https?|file|ftp)://\S+|about:blank",
    re.IGNORECASE,
)

# A title without blanks that is a file name without its suffix: with low lines, the number of a scan, or an identifier.
BARE_FILE_NAME = re.compile(r"\S*\w_\w\S*|[0-9a-f-]{16,}|\S*[\W\d]v\d+", re.IGNORECASE)

# A title that a program counts up.
NUMBERED = re.compile(
    r"(?:untitled|unbenannt|sans titre|document|dokument|documento|scan(?:ned)?(?: document)?|image|img|dsc|layout"
    r"|slide|folie|presentation|präsentation|book|mappe|sheet|new document|microsoft word document)[ _-]?\(?\d*\)?",
    re.IGNORECASE,
)
LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]+)*$")

# ISO 639-3 codes to ISO 639-1, for the languages that detection supports.
ISO_639_1 = {
    "afr": "af", "aka": "ak", "amh": "am", "ara": "ar", "aze": "az", "bel": "be", "ben": "bn", "bul": "bg", "cat": "ca",
    "ces": "cs", "cmn": "zh", "cym": "cy", "dan": "da", "deu": "de", "ell": "el", "eng": "en", "epo": "eo", "est": "et",
    "eus": "eu", "fin": "fi", "fra": "fr", "gle": "ga", "guj": "gu", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu",
    "hye": "hy", "ind": "id", "isl": "is", "ita": "it", "jav": "jv", "jpn": "ja", "kan": "kn", "kat": "ka", "khm": "km",
    "kor": "ko", "lat": "la", "lav": "lv", "lit": "lt", "mal": "ml", "mar": "mr", "mkd": "mk", "mya": "my", "nep": "ne",
    "nld": "nl", "nob": "nb", "nno": "nn", "nor": "no", "ori": "or", "pan": "pa", "pes": "fa", "pol": "pl", "por": "pt",
    "ron": "ro", "rus": "ru", "sin": "si", "slk": "sk", "slv": "sl", "sna": "sn", "spa": "es", "srp": "sr", "swe": "sv",
    "tam": "ta", "tel": "te", "tgl": "tl", "tha": "th", "tuk": "tk", "tur": "tr", "ukr": "uk", "urd": "ur", "uzb": "uz",
    "vie": "vi", "yid": "yi", "zho": "zh", "zul": "zu",
}  # fmt: skip


def iso_date(value: str) -> str | None:
    """Return an ISO 8601 date or date and time in its standard form, None for any other value."""
    value = value.strip()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return date.fromisoformat(value).isoformat() if len(value) in (8, 10) else moment.isoformat()


def language_code(tag: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag (`en`, `pt-BR`, `deu`), None if there is no such code."""
    match = LANGUAGE_TAG.match((tag or "").strip())
    if match is None:
        return None
    code = match.group(1).lower()
    return code if len(code) == 2 else ISO_639_1.get(code)


def filled_in(value: object) -> str | None:
    """Return `value` on one line without prefixes that programs add, None for an empty value or a placeholder."""
    if not isinstance(value, str):
        return None
    text = PROGRAM_PREFIX.sub("", " ".join(value.split()))
    return None if not text or text.casefold() in PLACEHOLDERS else text


def given_title(value: object) -> str | None:
    """Return a title as `filled_in` does, None also for the name of a file and for a title that a program counts up."""
    title = filled_in(value)
    if title is None or FILE_NAME.fullmatch(title) or BARE_FILE_NAME.fullmatch(title) or NUMBERED.fullmatch(title):
        return None
    return title
