"""Sentences with names in other languages than English, in the spellings in which documents have them.

The corpora separate words and punctuation by spaces. Half of the sentences are mended, so that the annotator learns
both forms. Some corpora have faults of encoding, which are mended as ParseFunction mends those of an upload.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.model.changes import Change, changed
from infra.model.data_sets import rows_of

# The files with names by hand, by language, and the file with names from links.
BY_HAND = {
    language: f"entities/languages/{language}-train.jsonl.gz"
    for language in ("da", "de", "es", "hr", "pt", "sk", "sr", "sv", "zh")
}
FROM_LINKS = "entities/languages/fr-train.jsonl.gz"

# UTF-8 that was read as Latin-1.
READ_AS_LATIN = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]{1,3}")

AROUND_PUNCTUATION = re.compile(r" +(?=[,.;:!?)\]}»”’…%])|(?<=[(\[{«„‘¿¡]) +")

# “ closes what „ opened, and else it opens.
OPENED_BELOW = "„"
BEFORE_QUOTE, AFTER_QUOTE = re.compile(" +(?=“)"), re.compile("(?<=“) +")
STRAIGHT_QUOTE = re.compile(r' ?" ?')
BETWEEN_HAN = re.compile(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")

# Serbian's letters; those of two Latin characters come first.
SERBIAN = {
    "lj": "љ", "nj": "њ", "dž": "џ", "a": "а", "b": "б", "v": "в", "g": "г", "d": "д", "đ": "ђ", "e": "е", "ž": "ж",
    "z": "з", "i": "и", "j": "ј", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с",
    "t": "т", "ć": "ћ", "u": "у", "f": "ф", "h": "х", "c": "ц", "č": "ч", "š": "ш",
}  # fmt: skip
LATIN_LETTER = re.compile("|".join(SERBIAN), re.IGNORECASE)

SEED = 1


def named_rows(data: Path, language: str) -> Iterator[dict[str, Any]]:
    """Yield the sentences with names by hand of a language in BY_HAND, with `text` and `entities`."""
    chance = random.Random(SEED)
    for row in rows_of(data / BY_HAND[language]):
        yield varied(row, language, chance)


def varied(row: Mapping[str, Any], language: str, chance: random.Random) -> dict[str, Any]:
    """Return a sentence with its encoding mended and, by chance, its spaces mended and Serbian in Cyrillic."""
    varied = rewritten(row, READ_AS_LATIN, _decoded)
    if chance.random() < 0.5:
        varied = naturally_spaced(varied, language)
    if language == "sr" and chance.random() < 0.5:
        varied = rewritten(varied, LATIN_LETTER, _cyrillic)
    return varied


def naturally_spaced(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return a sentence without the spaces around punctuation, or between Chinese words."""
    if language == "zh":
        return rewritten(row, BETWEEN_HAN, lambda _: "")
    quotes = 0

    def joined(match: re.Match[str]) -> str:
        nonlocal quotes
        quotes += 1
        return match.group().rstrip(" ") if quotes % 2 else match.group().lstrip(" ")

    curly = BEFORE_QUOTE if OPENED_BELOW in row["text"] else AFTER_QUOTE
    changed = rewritten(row, STRAIGHT_QUOTE, joined)
    return rewritten(rewritten(changed, AROUND_PUNCTUATION, lambda _: ""), curly, lambda _: "")


def rewritten(
    row: Mapping[str, Any], pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]
) -> dict[str, Any]:
    """Return a row with the matches in its text replaced, and the places of its entities moved."""
    text: str = row["text"]
    matches = pattern.finditer(text)
    new_text, places = changed(text, [Change(match.start(), match.end(), replacement(match)) for match in matches])
    entities = [[kind, places[start], places[end], *rest] for kind, start, end, *rest in row["entities"]]
    return {**row, "text": new_text, "entities": entities}


def _decoded(match: re.Match[str]) -> str:
    try:
        return match.group().encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


def _cyrillic(match: re.Match[str]) -> str:
    letter = SERBIAN[match.group().lower()]
    return letter.upper() if match.group()[0].isupper() else letter
