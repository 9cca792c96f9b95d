"""The language of a text, where the format itself names none."""

import re
from itertools import islice

import kreuzberg

from functions.parse.metadata import language_code

# Enough to be certain in every language known; more only takes time.
SAMPLE_CHARACTERS = 4000

# Below, trigrams say little: names and headings are taken for any language.
MIN_LETTERS = 40

# From 0 to 1. Of the first article of the Declaration of Human Rights in 42 languages that are known, 40 are named
# rightly at this bound; higher ones leave short texts without a language.
MIN_CONFIDENCE = 0.5

PROBES = 3

# Pieces of the sample, spread over it, whose words are looked at: a text in two languages shows in them.
PROBE_CHARACTERS = 200

# Words that English can't do without, and few of which any other language has.
ENGLISH_WORDS = frozenset(
    "and are been but by from has have his its not of said that the their they this to were which who will with would "
    "you".split()
)

MIN_ENGLISH_SHARE = 0.12
MIN_ENGLISH_KINDS = 5

# Of all the words looked at, different ones, and in every piece: nineteen of twenty English articles reach the bounds.
# Of the Declaration's first article in 492 other languages none has more than three of these words, and that is Scots.
MIN_ENGLISH_IN_PROBE = 2

CONFIG = kreuzberg.ExtractionConfig(
    use_cache=False,
    enable_quality_processing=False,
    language_detection=kreuzberg.LanguageDetectionConfig(
        enabled=True, min_confidence=MIN_CONFIDENCE, detect_multiple=False
    ),
    concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
)
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of `text`'s language, None where detection (whatlang, by script and trigrams) is unsure.

    Most uploads are plainly English. That is told by their words, in a tenth of the time that detection takes.
    """
    sample = text[:SAMPLE_CHARACTERS]
    if sum(1 for _ in islice(LETTER.finditer(sample), MIN_LETTERS)) < MIN_LETTERS:
        return None
    if _plainly_english(sample):
        return "en"
    found = kreuzberg.extract_bytes_sync(sample.encode("utf-8", "replace"), "text/plain", CONFIG).detected_languages
    return language_code(found[0]) if found else None


def _plainly_english(sample: str) -> bool:
    """Whether the commonest words of English are many in the sample, of several kinds, and all over it."""
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
