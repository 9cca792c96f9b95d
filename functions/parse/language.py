"""The language of a text, where the format itself names none."""

import re

import kreuzberg

from functions.parse.formats.metadata import language_code

SAMPLE_CHARACTERS = 4000
"""Enough to be certain in every language known; more only takes time."""

MIN_LETTERS = 40
"""Below, trigrams say little: names and headings are taken for any language."""

MIN_CONFIDENCE = 0.5
"""From 0 to 1. Of the first article of the Declaration of Human Rights in 42 languages that are known, 40 are named
rightly at this bound; higher ones leave short texts without a language."""

CONFIG = kreuzberg.ExtractionConfig(
    use_cache=False,
    enable_quality_processing=False,
    language_detection=kreuzberg.LanguageDetectionConfig(
        enabled=True, min_confidence=MIN_CONFIDENCE, detect_multiple=False
    ),
    concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
)
LETTER = re.compile(r"[^\W\d_]")


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of `text`'s language, None where detection (whatlang, by script and trigrams) is unsure."""
    sample = text[:SAMPLE_CHARACTERS]
    if sum(1 for _ in LETTER.finditer(sample)) < MIN_LETTERS:
        return None
    found = kreuzberg.extract_bytes_sync(sample.encode("utf-8", "replace"), "text/plain", CONFIG).detected_languages
    return language_code(found[0]) if found else None
