"""Where the sentences of a text begin and end, by language: nupunkt for English, sentencex for the others."""

import re
from collections.abc import Iterator, Sequence

from nupunkt import sent_spans

from functions.summarize.sentences.characters import DOUBLE_QUOTES

# Languages whose quotations are not divided: their full stops are often in the middle of the reporting sentence.
_WHOLE_QUOTATIONS = frozenset({"ja", "zh"})

# sentencex never divides a quotation. So that it does, it does not see these marks.
_HIDDEN = str.maketrans(dict.fromkeys(DOUBLE_QUOTES, " "))

# Full stops that English does not have. A text with one of them is not divided as English.
_FOREIGN_STOP = re.compile("[。！？।॥؟۔։።။]")

# Marks after a full stop that belong to its sentence. A » directly before a word opens a Danish, Croatian or German
# quotation.
_CLOSING = re.compile(rf"[ \u00a0\u202f]?»(?!\w)|[{DOUBLE_QUOTES}’)\]]+(?=\s|$)|[”»」』）]+")

# The start of a text that goes on with the sentence before it: a small letter, also behind a dash or a closing mark, or
# a comma. In scripts without small letters, only the comma counts.
_GOES_ON = re.compile(rf"\s*[{DOUBLE_QUOTES}’)\]]*\s*[—–-]?\s*([^\W\d_]|[,;:])")

# The end of a text with an abbreviation that needs more words: an initial, a title before a name, a word before a
# number. sentencex has abbreviations for many languages, but not all of these.
_SHORTENED = re.compile(
    r"(?<!\w)(?:\w|Dra?|Prof|M[rs]s?|MM|Mme|Mlle|Mgr|Ing|Mag|Ste?|Sra?|Srta|Sig|[Dd]ott|[Aa]vv|Dl|Dna|Dhr|Mevr|TP|GS|"
    r"TS|PGS|ThS|Ir|Drs|Univ|[Aa]rt|[Cc]art|[Nn]r|nº|[Nn]úm|[Kk]l|Abs|Bd|[Tt]el|ca|bzw|vgl|np|tzw|tzv|tj|"
    r"[Уу]л|[Ии]м|[Пп]роф|[Аа]кад|[Дд]р|тов|тзв|нпр|κα|κκ|αρ|डॉ|श्री|प्रो)\.\s*$",
)

# A German ordinal number after an article: `im 19. Jahrhundert`. In other languages, a small letter follows.
_ORDINAL = re.compile(
    r"\b(?:[Dd](?:er|ie|as|e[mns])|[IiAa]m|[Zz]u[mr]|[Vv]om|[Bb]eim|[Ss]eit|[Bb]is|[Ee]in\w{0,2})\s+\d{1,2}\.\s*$"
)

# Languages that write ordinal numbers without a full stop, and a number after a word, or the second one of a range or
# of a score, ends a sentence in them. In any language, the second number of a score with a colon ends one.
_WITHOUT_ORDINAL_STOPS = frozenset("bg ca el es fr id it nl pt ro ru sv uk vi".split())
_NUMBERED = re.compile(r"(?:[^\W\d_]\s\d|\d[–—-]\d{1,3})\.\s*$")
_SCORE = re.compile(r"\d:\d{1,3}\.\s*$")

# Number of code points before an end that are searched.
_NEARBY = 24

# The start of an English text that goes on with the sentence before it: a closing bracket or a comma, a small letter
# behind a dash, or a word in small letters on the same line. Names such as `eBay` and addresses are no such words.
_CONTINUES = re.compile(r"\s*[)\],;]|\s*(?:[—–-]+[^\S\n]*)[a-z]")
_SMALL_WORD = re.compile(r"[^\S\n]*[a-z]+(?:['’][a-z]+)?(?=[\s,])")

# The end of an English text with an abbreviation before a number: two letters with a capital, or consonants alone
# (`Ep. 118`, `drg. 12`).
_BEFORE_NUMBER = re.compile(r"(?<![^\s(\[/–—-])(?:[A-Z][a-z]?|[b-df-hj-np-tv-xz]{2,5})\.[^\S\n]*$")
_NUMBER = re.compile(r"[^\S\n]*\d")

# A bracket that opens inside a sentence, and its maximum length in code points. It closes in the same sentence.
_BRACKET = re.compile(r"(?<=\w\s)\((?=[^\s()])|(?<=\s)\[(?=[^\s\[\]])|(?<=\w)\((?=\w)")
_LONGEST_BRACKET = 200
_CLOSERS = {"(": ")", "[": "]"}


def sentence_spans(text: str, language: str | None) -> Sequence[tuple[int, int]]:
    """Return the [start, end) of the sentences of a text without blank lines. `language`: ISO 639-1, None if unknown.

    The spans are in order and cover the text; white space is at their edges.
    """
    if language in (None, "en") and _FOREIGN_STOP.search(text) is None:
        return list(_rejoined(text, sent_spans(text)))
    return list(_joined(text, _ends(text, language or "en"), language or ""))


def _rejoined(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans of English sentences, with those joined that are parts of one sentence."""
    start = 0
    for place, (_, end) in enumerate(spans, 1):
        if place == len(spans) or not _goes_on(text, start, end):
            yield start, end
            start = end


def _goes_on(text: str, start: int, end: int) -> bool:
    """Return whether the English sentence from `start` goes on behind `end`."""
    span = text[start:end]
    begins_large = span.lstrip()[:1].isupper()
    following = _CONTINUES.match(text, end)
    if following and (begins_large or not following.group()[-1].islower()):
        return True
    # A span ends behind its white space.
    if "\n" not in span[len(span.rstrip()) :] and (
        (begins_large and _SMALL_WORD.match(text, end))
        or (_NUMBER.match(text, end) and _BEFORE_NUMBER.search(span[-_NEARBY:]))
    ):
        return True
    brackets = _BRACKET.finditer(text, max(start, end - _LONGEST_BRACKET), end)
    return any(
        text.find(closer, bracket.end(), end) < 0 <= text.find(closer, end, bracket.end() + _LONGEST_BRACKET)
        for bracket in brackets
        if (closer := _CLOSERS[bracket.group()])
    )


def _ends(text: str, language: str) -> Iterator[int]:
    """Yield the ends that sentencex finds, after the closing marks."""
    # Imported only here: most texts are English.
    from sentencex import get_sentence_boundaries

    plain = text if language in _WHOLE_QUOTATIONS else text.translate(_HIDDEN)
    plain = plain.encode("utf-8", "replace").decode("utf-8")  # lone surrogates
    for found in get_sentence_boundaries(language, plain):
        stop = found["end_index"]
        while stop > 0 and plain[stop - 1].isspace():
            stop -= 1
        closing = _CLOSING.match(text, stop)
        yield closing.end() if closing else stop
    yield len(text)


def _joined(text: str, ends: Iterator[int], language: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in ends:
        if end > start and (end == len(text) or _is_end(text, end, language)):
            yield start, end
            start = end


def _is_end(text: str, end: int, language: str) -> bool:
    """Return whether a sentence ends here, and not an abbreviation or a quotation in it."""
    following = _GOES_ON.match(text, end)
    if following and (following[1].islower() or following[1] in ",;:"):
        return False
    before = text[max(0, end - _NEARBY) : end]
    if _SCORE.search(before) or (language in _WITHOUT_ORDINAL_STOPS and _NUMBERED.search(before)):
        return True
    return not (_SHORTENED.search(before) or (language == "de" and _ORDINAL.search(before)))
