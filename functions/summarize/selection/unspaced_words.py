"""The nouns of Chinese and Japanese, which have no spaces between words."""

import re
from collections.abc import Iterable, Iterator

from functions.summarize.selection.words import Token
from functions.summarize.sentences.sentences import Sentence
from shared.search.terms import is_unspaced

# Languages (ISO 639-1) whose nouns are found.
UNSPACED = frozenset({"ja", "zh"})

# Tags of Chinese nouns: common, of people, places and organizations, verbal nouns, other names, and Latin words.
_NOUNS = re.compile(r"n(?!g$|rfg$)|vn$|j$|eng$")

# The nouns of Japanese: runs of kanji and katakana, in which verbs and adjectives end with hiragana.
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆ヶ\u30a1-\u30fa\u30fcA-Za-zＡ-Ｚａ-ｚ]{2,16}")
# The start of the ending of a verb or an adjective. The endings of the verb する follow nouns, and so do particles.
_ENDING = frozenset("いうえきくぐけげちっつてびぶべみむめりるれ")

# Counters, numbers and times: `３日`, `二年間`, `今年`.
_COUNTED = re.compile(
    r"[一二三四五六七八九十百千万億数何]+[日月年人円回時分本台件社歳間目週度]*|[今昨来毎先][年月日週朝夜季回]+|同[日年月氏社]|以[上下前後]|[前後][年月日]"
)


def nouns_of(text: str, sentences: Iterable[Sentence], language: str) -> list[Token]:
    """Return the nouns of the sentences in order. `joined`: nothing is between a noun and the previous one."""
    find = _chinese if language == "zh" else _japanese
    tokens: list[Token] = []
    for number, sentence in enumerate(sentences):
        end = -1
        if not any(map(is_unspaced, sentence.text)):
            continue  # a sentence in another language
        for first, last in find(sentence.text):
            start = sentence.start + first
            tokens.append(
                Token(sentence.text[first:last].casefold(), start, sentence.start + last, start == end, False, number)
            )
            end = sentence.start + last
    return tokens


def _chinese(sentence: str) -> Iterator[tuple[int, int]]:
    # Imported only here: its dictionary takes some time and 40 MB to load.
    import rjieba

    place = 0
    for word, tag in rjieba.tag(sentence.encode("utf-8", "replace").decode("utf-8")):
        if _NOUNS.match(tag):
            yield place, place + len(word)
        place += len(word)


def _japanese(sentence: str) -> Iterator[tuple[int, int]]:
    for match in _RUN.finditer(sentence):
        if not _COUNTED.fullmatch(match.group()) and sentence[match.end() : match.end() + 1] not in _ENDING:
            yield match.span()
