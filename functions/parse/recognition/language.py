"""Detect the language of a text whose format doesn't declare one."""

import re
from functools import cache
from itertools import islice

import kreuzberg

from functions.parse.metadata import language_code
from functions.parse.recognition.frequent_words import SAMPLE_CHARACTERS, by_script, refined
from functions.parse.recognition.frequent_words import language_of as by_frequent_words

# Minimum number of letters. With fewer, detection by trigrams assigns names and headings to any language.
MIN_LETTERS = 40

# Minimum confidence (0 to 1). With it, 40 of 42 supported languages are detected correctly from the first article of
# the Declaration of Human Rights. A higher one leaves short texts without a language.
MIN_CONFIDENCE = 0.5

# Number and length in code points of the pieces of the sample whose words are counted. They are spread over the sample,
# to recognize a text in two languages.
PROBES = 3
PROBE_CHARACTERS = 200

# Frequent English words, few of which occur in any other language.
ENGLISH_WORDS = frozenset(
    "and are been but by from has have his its not of said that the their they this to were which who will with would "
    "you".split()
)

# Minimum of English words: as a share of all words in the pieces, as different words, and in each piece. Of English
# articles, 19 of 20 reach all three. The first article of the Declaration of Human Rights in 492 other languages has at
# most three of these words, in Scots.
MIN_ENGLISH_SHARE = 0.12
MIN_ENGLISH_KINDS = 5
MIN_ENGLISH_IN_PROBE = 2

LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, min_confidence: float = MIN_CONFIDENCE) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, None if the confidence is below the minimum (0 to 1).

    kreuzberg uses whatlang, which detects languages by script and trigrams. Where it is unsure, the frequent words of
    the languages decide. Most uploads are English, which is recognized by frequent words in a tenth of the time. Of a
    text with few letters, only a script of one language shows the language.
    """
    sample = text[:SAMPLE_CHARACTERS]
    if sum(1 for _ in islice(LETTER.finditer(sample), MIN_LETTERS)) < MIN_LETTERS:
        return None if sample.isascii() else by_script(sample)
    if _plainly_english(sample):
        return "en"
    found = kreuzberg.extract_bytes_sync(
        sample.encode("utf-8", "replace"), "text/plain", _config(min_confidence)
    ).detected_languages
    return refined(language_code(found[0]), sample) if found else by_frequent_words(sample)


@cache
def _config(min_confidence: float) -> kreuzberg.ExtractionConfig:
    return kreuzberg.ExtractionConfig(
        use_cache=False,
        enable_quality_processing=False,
        language_detection=kreuzberg.LanguageDetectionConfig(
            enabled=True, min_confidence=min_confidence, detect_multiple=False
        ),
        concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
    )


def _plainly_english(sample: str) -> bool:
    """Whether frequent English words are numerous in the sample, varied, and spread over it."""
    probes = [WORD.findall(probe.lower()) for probe in _probes(sample)]
    english = [[word for word in words if word in ENGLISH_WORDS] for words in probes]
    return (
        min(map(len, english)) >= MIN_ENGLISH_IN_PROBE
        and sum(map(len, english)) >= MIN_ENGLISH_SHARE * sum(map(len, probes))
        and len({word for words in english for word in words}) >= MIN_ENGLISH_KINDS
    )


def _probes(sample: str) -> list[str]:
    length = min(PROBE_CHARACTERS, len(sample) // PROBES)
    step = (len(sample) - length) // (PROBES - 1)
    return [sample[place * step : place * step + length] for place in range(PROBES)]
