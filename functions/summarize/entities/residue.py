"""Recognize mentions that are no names: single letters, codes, offices, parts of addresses and of longer words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.person_titles import is_only_title, title_before
from functions.summarize.entities.roles import ORGANIZATION_NOUNS, role_of

# Minimum ratio of the names of a text to those without a capital letter for the latter to be no names. Writers of
# casual texts leave out capitals.
CASED_RATIO = 10

# Minimum probability of a name that the text also has as a word in small letters.
CONFIDENT = 0.8

# Maximum distance in code points from a mention to either end of the address that contains it.
LONGEST_ADDRESS = 200

# Abbreviations of deputies of an officer: `VP Sales`.
_DEPUTIES = frozenset("AVP EVP SVP VP".split())

# What is between an office and its field: `Inspector-General of Police`.
_FIELD = re.compile(r" (?:for|of) ")

# What only addresses have inside a word.
_ADDRESS = re.compile(r"://|@|\bwww\.|/[^/]+/|\.(?:com|html?|net|org)\b")
_WORD_BEFORE = re.compile(r"[^\s()]+\Z")
_WORD_AFTER = re.compile(r"[^\s()]+")

# A single letter, and the adjective of a direction, which is only a part of names: `Eastern`.
_LETTER = re.compile(r"[A-Za-z]\.?")
# The code of a product, a batch or a method: `K2301`, `BM25`. Few names (`G20`, `MI5`) have so few letters and digits.
_CODE = re.compile(r"[A-Z]{2,4}-?\d{2,}|[A-Z]-?\d{3,}")
# Nouns for laws, events, awards and degrees at the end of a name or before `of` in it: `Charter of Merrow`. Names of
# organizations also end in others, such as survey and program.
_WORKS = frozenset(
    """act agreement amendment award awards bachelor bill championship championships charter constitution cup festival
    index marathon master medal olympics prize protocol referendum study tournament treaty trophy""".split()
)
# What is between a name and its field, and what is before an abbreviation in brackets: `Freedom of Press Act (FPA)`.
_OF = re.compile(r" (?:for|of|on) ")
_DEFINED_BEFORE = re.compile(r"([A-Za-z]+) \([\"“]?\Z")
# Maximum number of last words of a work that a mention is compared with.
MOST_WORDS = 8
_NEXT_WORD = re.compile(r" [A-Za-z]{1,30}\b")
# The name of a user with a number: `Reed1974`.
_USER = re.compile(r"\w*[a-z]\w*\d{2,}")
# Nouns for vessels and storms, whose names are none of people, organizations or places.
_THING_BEFORE = re.compile(
    r"\b(?:barque|brig|cutter|ferry|frigate|lifeboat|schooner|sloop|steamer|steamship|submarine|tanker|trawler|tugboat|"
    r"vessel|warship|yacht|HMS|RMS|USS|[Cc]yclone|[Hh]urricane|[Tt]yphoon)\s\Z"
)
_IN_BEFORE = re.compile(r"\b(?:in|near)\s\Z", re.IGNORECASE)
LONGEST_THING = 12
# Codes of countries that are written before the sign of a currency.
_CURRENCIES = frozenset("A AU C CA HK NZ S SG TT U.S. US".split())
# A word in small letters outside addresses and tags.
_SMALL_WORD = re.compile(r"(?<![\w.@/#-])[^\W\d_A-Z]{2,}(?![\w@/-]|\.\w)")
# A word with a capital, what is before the first word of a sentence, and the next word of a sentence that goes on.
_CAPITALIZED = re.compile(r"[A-Z][a-z]+(?![\w'’-])")
_OPENING = re.compile(r"(?:\A|\n|[.!?][\"”’]?\s)[\"“‘]?\Z")
_GOES_ON = re.compile(r"\s[a-z]")
# The article before a word in a line in capitals, and the rest of that line.
_ARTICLE_BEFORE = re.compile(r"\bTHE \Z")
_REST_OF_LINE = re.compile(r"[^\n]{1,80}")
# A noun for somebody from a place, and an indefinite article and adjectives before it.
_DEMONYM = re.compile(r"[A-Z][a-z]+(?:an|ese|ish)")
_INDEFINITE_BEFORE = re.compile(r"\b[Aa]n? (?:[a-z-]+,? ){0,3}\Z")
LONGEST_PHRASE = 60
_DIRECTION = re.compile(r"(?:north|south)?-?(?:eastern|western)|northern|southern|central", re.IGNORECASE)


def without_residue(text: str, spans: Iterable[Mention]) -> list[Mention]:
    """Return the spans of names. The cost is linear in their number."""
    named = list(spans)
    small = sum(text[span.start : span.end].islower() for span in named)
    cased = len(named) >= CASED_RATIO * small
    common = _words_in_small_letters(text, named) | _only_openings(text, named) if cased else frozenset()
    things, works = _things(text, named), _ends_of_works(text, named)
    return [
        # A piece of a work is improbable, not discarded: the salience of sentences counts improbable names too.
        replace(span, score=0.0) if _with_next_word(text, span) in works else span
        for span in named
        if not _is_residue(text, span, cased=cased)
        and not (span.score < CONFIDENT and _is_common(text, span, common))
        and not _is_thing(text[span.start : span.end], things)
    ]


def _things(text: str, spans: Sequence[Mention]) -> frozenset[str]:
    """Return the names of vessels and storms, and abbreviations of works.

    A vessel's name that is also a word of a longer name, or that of a place or person, is left out: `in Portland`.
    """
    names = (text[span.start : span.end].split() for span in spans)
    words = {word for name in names for word in name if any(len(other) > 1 and other != word for other in name)}
    things = {
        text[span.start : span.end]
        for span in spans
        if _THING_BEFORE.search(text, max(0, span.start - LONGEST_THING), span.start)
    }
    others = {text[span.start : span.end] for span in spans if _is_no_thing(text, span)}
    return frozenset(things - words - others) | _abbreviations_of_works(text, spans)


def _is_no_thing(text: str, span: Mention) -> bool:
    """Whether a preposition or title before a name marks it as that of a place or person."""
    if span.type == "LOCATION":
        return _IN_BEFORE.search(text, max(0, span.start - LONGEST_THING), span.start) is not None
    return span.type == "PERSON" and title_before(text, span.start) is not None


def _abbreviations_of_works(text: str, spans: Sequence[Mention]) -> frozenset[str]:
    """Return the abbreviations that the text defines for laws, events and awards."""
    found = set()
    for span in spans:
        before = _DEFINED_BEFORE.search(text, max(0, span.start - LONGEST_PHRASE), span.start)
        if before and before[1].casefold() in _WORKS and text[span.start : span.end].isupper():
            found.add(text[span.start : span.end])
    return frozenset(found)


def _ends_of_works(text: str, spans: Sequence[Mention]) -> frozenset[str]:
    """Return the last words of each work: `light show award` of `Merrow Light Show Award`, in small letters."""
    works = (text[span.start : span.end].casefold().split() for span in spans if _is_work(text, span))
    return frozenset(" ".join(words[-count:]) for words in works for count in range(2, MOST_WORDS))


def _with_next_word(text: str, span: Mention) -> str:
    """Return a mention and the next word in small letters, to compare it with the name of a work."""
    following = _NEXT_WORD.match(text, span.end)
    return f"{text[span.start : span.end]}{following.group() if following else ''}".casefold()


def _is_thing(name: str, things: frozenset[str]) -> bool:
    """Whether a name is one of the things, with any initials before it: `T C Wilma` beside `Cyclone Wilma`."""
    first, _, last = name.rpartition(" ")
    return name in things or (last in things and all(len(word) == 1 for word in first.split()))


def _only_openings(text: str, spans: Sequence[Mention]) -> frozenset[str]:
    """Return the folded words that only open sentences, and that the annotator mostly finds to be no names."""
    tagged = Counter(text[span.start : span.end] for span in spans)
    opening: Counter[str] = Counter()
    elsewhere: set[str] = set()
    for match in _CAPITALIZED.finditer(text):
        if match.group() not in tagged:
            continue
        opening[match.group()] += 1
        if not (_OPENING.search(text, max(0, match.start() - 3), match.start()) and _GOES_ON.match(text, match.end())):
            elsewhere.add(match.group())
    return frozenset(
        word.casefold() for word, count in opening.items() if word not in elsewhere and count > 2 * tagged[word]
    )


def _words_in_small_letters(text: str, spans: Iterable[Mention]) -> frozenset[str]:
    """Return the words of the text in small letters that are a name of one word when capitalized."""
    names = {written.casefold() for span in spans if (written := text[span.start : span.end]).istitle()}
    return frozenset(word for match in _SMALL_WORD.finditer(text) if (word := match.group()) in names)


def _is_common(text: str, span: Mention, common: frozenset[str]) -> bool:
    """Whether a name is a word that the text has in small letters too: `Churchwarden`, `Ferry`."""
    written = text[span.start : span.end]
    return written.istitle() and written.casefold() in common and title_before(text, span.start) is None


def _is_residue(text: str, span: Mention, *, cased: bool) -> bool:
    written = text[span.start : span.end]
    if _LETTER.fullmatch(written) and title_before(text, span.start) is None:
        return True
    if span.type == "LOCATION" and _DIRECTION.fullmatch(written):
        return True
    if span.type != "PERSON" and _is_work(text, span):
        return True
    if span.type != "LOCATION" and (_CODE.fullmatch(written) or (span.type != "PERSON" and _is_office(written))):
        return True
    if span.type != "PERSON" and span.score < CONFIDENT and _USER.fullmatch(written):
        return True
    if span.score < CONFIDENT and (_is_of_capitals(text, span) or _is_demonym(text, span)):
        return True
    if _is_of_currency(text, span):
        return True
    if (cased and written.islower()) or _goes_on(text, span.end):
        return True
    return _is_in_address(text, span)


def _is_work(text: str, span: Mention) -> bool:
    """Whether a name of several words is that of a law, an event or an award."""
    name = text[span.start : span.end].casefold()
    head, last = _OF.split(name, maxsplit=1)[0].rpartition(" ")[2], name.rpartition(" ")[2]
    return " " in name and head not in ORGANIZATION_NOUNS and (head in _WORKS or last in _WORKS)


def _is_of_currency(text: str, span: Mention) -> bool:
    """Whether a name is the code of a currency, `US$30` or `US $30`, but not who gets it: `paid Reed $30`."""
    place = span.end
    if text[place : place + 1] == " " and text[span.start : place] in _CURRENCIES:
        place += 1
    return place < len(text) and unicodedata.category(text[place]) == "Sc"


def _is_of_capitals(text: str, span: Mention) -> bool:
    """Whether a name is a word with an article in a line in capitals, which do not mark names there."""
    written = text[span.start : span.end]
    if (
        span.type == "PERSON"
        or not written.isupper()
        or not _ARTICLE_BEFORE.search(text, max(0, span.start - 5), span.start)
    ):
        return False
    after = _REST_OF_LINE.match(text, span.end)
    return " " not in written and after is not None and after.group().isupper()


def _is_demonym(text: str, span: Mention) -> bool:
    """Whether a person's name is a noun for somebody from a place: `a tall Virginian named Reed`."""
    if span.type != "PERSON" or not _DEMONYM.fullmatch(text, span.start, span.end):
        return False
    return _INDEFINITE_BEFORE.search(text, max(0, span.start - LONGEST_PHRASE), span.start) is not None


def _is_office(written: str) -> bool:
    """Whether a name is that of somebody's office: `CTO`, `VP Sales`, `Minister for Transport`."""
    first, *rest = written.split()
    if first in _DEPUTIES:
        return len(rest) <= 1 and not (rest and rest[0].casefold() in ORGANIZATION_NOUNS)
    if not rest:
        return first.isupper() and role_of(first) is not None
    before = _FIELD.split(written, maxsplit=1)[0]
    field = written[len(before) :].split()[1:]
    is_body = len(field) > 1 and field[-1].casefold() in ORGANIZATION_NOUNS
    return bool(field) and is_only_title(before) and not is_body


def _goes_on(text: str, end: int) -> bool:
    """Whether a letter or digit follows. A footnote mark is neither."""
    return text[end : end + 1].isalpha() or text[end : end + 1].isdecimal()


def _is_in_address(text: str, span: Mention) -> bool:
    """Whether a mention is a part of a URL, an e-mail address or a path."""
    before = _WORD_BEFORE.search(text[max(0, span.start - LONGEST_ADDRESS) : span.start])
    after = _WORD_AFTER.match(text, span.end, span.end + LONGEST_ADDRESS)
    word = f"{before.group() if before else ''} {after.group() if after else ''}"
    return len(word) > 1 and _ADDRESS.search(word.replace(" ", text[span.start : span.end])) is not None
