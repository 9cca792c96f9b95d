"""Candidate phrases for keywords: those of YAKE that are noun phrases, with their places.

YAKE (Campos et al. 2020) weighs words by case, place, frequency, context and spread, and joins them between stop words.
It does not distinguish verbs from nouns. So an English phrase must occur once in a position of a noun: after an
article, a possessive or a preposition, and before a function word or a punctuation mark.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from yake_rust import Yake

from functions.summarize.sentences.characters import LETTER
from functions.summarize.sentences.sentences import Sentence

# Languages with stop words in YAKE, except Chinese and Japanese, which have no spaces between words.
LANGUAGES = frozenset(
    "ar bg br da de el en es et fa fi fr hi hr hu hy id it lt lv nl no pl pt ro ru sk sl sv tr uk".split()
)

# Maximum number of words of a phrase, as in the YAKE paper.
LONGEST_PHRASE = 3

# Maximum length of a word in code points. Longer runs are addresses and code, and some of them crash YAKE's tokenizer.
LONGEST_WORD = 40

# Maximum number of candidates, the best by YAKE's weight.
MOST_CANDIDATES = 200

# Decimal places of the logarithms of weights. YAKE sums in an order that differs between runs.
DECIMALS = 6

# Minimum share of stop words (0 to 1). Tables, lists and texts in another language have less.
FEWEST_STOP_WORDS = 0.2

# A word, with a possessive ending in the second group. Parts of words are joined by hyphens, dots and apostrophes.
WORD = re.compile(r"([^\W_]+(?:(?:[-.&]|['’](?!s\b))[^\W_]+)*)(\s?['’]s\b)?")
LETTERS = re.compile(rf"{LETTER}{{2}}")

# The ending of a past participle.
PARTICIPLE = re.compile(r"(?<!e)ed$")

# Minimum length of a participle in letters. `bed` and `sled` are not participles.
SHORTEST_PARTICIPLE = 5

# Frequent English words that are never a subject: dates, measures, common verbs, and words of the page around a text.
WITHOUT_CONTENT = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur
    thurs fri sat sun today yesterday tomorrow tonight morning afternoon evening night midnight noon week weeks
    weekend month months year years decade decades day days hour hours minute minutes moment moments time times
    season one two three four five six seven eight nine ten eleven twelve hundred hundreds thousand thousands
    million millions billion billions trillion dozen dozens half third quarter per cent percent kilometre kilometres
    kilometer kilometers metre metres meter meters mile miles litre litres liter liters tonne tonnes ton tons euro
    euros dollar dollars pound pounds page pages said says say saying told tell tells asked ask asks added adds
    called call calls reported reports according made make makes making take takes taking took set put come comes
    coming came left leave get gets getting got give gives giving gave given go goes going gone went began begin
    begun start started ended ending end found find finds keep kept let lets want wanted wants need needs needed
    know known knows think thinks thought look looks looking seem seems seen saw see show shows showed shown run
    runs ran turn turned turns become became held hold holds bought broke brought built caught chose cut drew drove
    fell felt fought grew heard hit hurt knew laid lay led lost meant meet meets met move moves paid read rise rose
    sang sent shot sold sought spent spoke stood stuck struck taught threw understood wins won wore worth wrote
    people person persons man men woman women thing things way ways lot lots part parts number numbers kind kinds
    sort fact case side place point reason result group member members team anyone everyone someone nobody mr mrs ms
    miss dr prof sir gov rep sen hon st image images photo photos photograph picture pictures video videos caption
    file above below pictured good great best better bad big bigger biggest small large new old last next early late
    later long short high low recent several many able much first second back further including ago likely major
    click share follow comment comments advertisement email e-mail copyright""".split()
)

# Function words that an English phrase can contain: `fatigue and breathlessness`, but not `open to all`.
WITHIN = frozenset({"of", "and"})

# English function words that are followed by verbs and adjectives as often as by nouns.
BEFORE_VERBS = frozenset(
    """to not never i you he she it we they who which that what there this these those and or but then also just only
    even still already always often was were is are am be been being has have had having do does did don doesn didn
    will would can could shall should may might must won t ll ve re d""".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word at [start, end) code points. `joined`: only white space separates it from the previous word."""

    key: str
    start: int
    end: int
    joined: bool
    possessive: bool
    sentence: int


@dataclass(slots=True)
class Phrase:
    """A phrase: its folded words, places, written form and YAKE weight."""

    key: str
    # The negative logarithm of YAKE's weight. Higher is better.
    weight: float
    # [start, end) code points, in order.
    places: list[tuple[int, int]] = field(default_factory=list)
    # Whether the phrase occurs in a position of a noun.
    nominal: bool = False
    # As written, if possible not at the start of a sentence.
    form: str = ""

    @property
    def score(self) -> float:
        """The weight times the frequency, which YAKE underestimates."""
        return round(math.log(len(self.places)) + self.weight, DECIMALS)


def phrases_of(text: str, sentences: Sequence[Sentence], language: str) -> list[Phrase]:
    """Return the phrases of the sentences, best first. `language` is in LANGUAGES. The cost is linear in the text."""
    tokens = tokens_of(text, sentences)
    yake, stop_words = _yake(language)
    if sum(token.key in stop_words for token in tokens) < FEWEST_STOP_WORDS * len(tokens):
        return []
    weights: dict[str, float] = {}
    for form, weight in yake.get_n_best(_plain(text, tokens), n=len(tokens) * LONGEST_PHRASE):
        key = form.casefold()
        words = key.split()
        clause = language == "en" and any(word in stop_words - WITHIN for word in words[1:-1])
        if len(key) > 1 and all(LETTERS.search(word) for word in words) and not clause:
            weights[key] = max(weights.get(key, -math.inf), round(-math.log(max(weight, 1e-12)), DECIMALS))
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MOST_CANDIDATES]
    found = {key: Phrase(key, weight) for key, weight in best}
    _locate(text, tokens, found, stop_words, english=language == "en")
    nominal = [phrase for phrase in found.values() if phrase.places and phrase.nominal]
    return sorted(nominal, key=lambda phrase: (-phrase.score, phrase.places[0]))


def tokens_of(text: str, sentences: Iterable[Sentence]) -> list[Token]:
    """Return the words of the sentences, in order, without possessive endings."""
    tokens: list[Token] = []
    for number, sentence in enumerate(sentences):
        end = -1
        for match in WORD.finditer(text, sentence.start, sentence.end):
            if match.end(1) - match.start() <= LONGEST_WORD:
                joined = end >= 0 and not tokens[-1].possessive and text[end : match.start()].isspace()
                key = match[1].casefold()
                tokens.append(Token(key, match.start(), match.end(1), joined, match[2] is not None, number))
                end = match.end()
            else:
                end = -1
    return tokens


def _plain(text: str, tokens: Sequence[Token]) -> str:
    """Return only the words, with commas and full stops. Long runs of other marks crash YAKE's tokenizer."""
    parts: list[str] = []
    for place, token in enumerate(tokens):
        if place:
            same = token.sentence == tokens[place - 1].sentence
            parts.append(" " if token.joined else ", " if same else ".\n")
        parts.append(text[token.start : token.end].encode("utf-8", "replace").decode("utf-8"))
    return "".join(parts)


def function_words(language: str) -> frozenset[str]:
    """Return the folded words of one of LANGUAGES that no phrase begins or ends with."""
    return _yake(language)[1]


@lru_cache(maxsize=4)
def _yake(language: str) -> tuple[Yake, frozenset[str]]:
    """Return YAKE with the stop words of a language, and the stop words."""
    stop_words = set(Yake(language=language).stopwords) | (WITHOUT_CONTENT if language == "en" else frozenset())
    return Yake(stopwords=stop_words, ngrams=LONGEST_PHRASE, remove_duplicates=False), frozenset(stop_words)


def _locate(
    text: str, tokens: Sequence[Token], phrases: dict[str, Phrase], stop_words: frozenset[str], *, english: bool
) -> None:
    """Set the places and forms of the phrases, and whether one place is a position of a noun."""
    lengths = sorted({key.count(" ") + 1 for key in phrases})
    for first in range(len(tokens)):
        key = ""
        for last in range(first, min(first + lengths[-1] if lengths else first, len(tokens))):
            token = tokens[last]
            if last > first and not token.joined:
                break
            key = f"{key} {token.key}" if key else token.key
            if (phrase := phrases.get(key)) is not None:
                start = tokens[first].start
                phrase.places.append((start, token.end))
                begins = first == 0 or tokens[first - 1].sentence != token.sentence
                if not phrase.form or (not begins and phrase.form[0].isupper() and text[start].islower()):
                    phrase.form = " ".join(text[start : token.end].split())
                if not phrase.nominal:
                    phrase.nominal = (
                        _is_noun_here(text, tokens, first, last, stop_words)
                        if english
                        else _ends_here(tokens, last, stop_words)
                    )


def _is_noun_here(text: str, tokens: Sequence[Token], first: int, last: int, stop_words: frozenset[str]) -> bool:
    """Return whether the words from `first` to `last` are in a position of a noun in English."""
    word = tokens[last].key
    name = text[tokens[first].start].isupper() and text[tokens[last].start].isupper()
    if not name and (word.endswith("ly") or _is_verb(word)):
        return False
    if (
        not _ends_here(tokens, last, stop_words)
        and not _is_verb(tokens[last + 1].key)
        and not (name and text[tokens[last + 1].start].islower())
    ):
        return False
    if first == 0 or tokens[first - 1].sentence != tokens[first].sentence:
        return last > first
    before = tokens[first - 1]
    if before.possessive or name or (tokens[first].joined and before.key in stop_words - BEFORE_VERBS):
        return True
    return last > first and (not tokens[first].joined or before.key in stop_words)


def _is_verb(word: str) -> bool:
    return len(word) >= SHORTEST_PARTICIPLE and PARTICIPLE.search(word) is not None


def _ends_here(tokens: Sequence[Token], last: int, stop_words: frozenset[str]) -> bool:
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    return after is None or not after.joined or after.key in stop_words
