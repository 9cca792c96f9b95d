"""Find mentions that the annotator missed: exact repetitions of names that it found elsewhere in the text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.person_titles import title_before
from functions.summarize.sentences.characters import SUPERSCRIPTS, WORD_CHARACTER
from shared.names.names import parse_person

# Minimum letters of a family name to search for it alone.
SHORTEST_ALONE = 4

# Minimum letters of an organization's initials to search for them.
SHORTEST_INITIALS = 3

# Minimum probability of a mention of a single word for the word to be searched for.
LEAST_SCORE = 0.8

# Minimum letters of a single word to search for.
SHORTEST_WORD = 2

# Months and days, which are also names.
CALENDAR = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)

# Maximum number of names with the same first word to search for. The limit bounds the work at each word of the text.
MOST_WITH_ONE_BEGINNING = 20

# Maximum length in code points of the word before a family name, with its space.
LONGEST_WORD_BEFORE = 30

_WORD = re.compile(rf"{WORD_CHARACTER}+")

# A character that joins the next characters to a name: another letter or digit, but not a footnote mark.
_JOINED = re.compile(rf"[^\W_{SUPERSCRIPTS}]|-")

# Lower-case words. A family name that is also such a word is not searched for alone.
_LOWER = re.compile(r"\b[a-zß-öø-ÿ]{2,}\b")

# The first letter of the next word, and the word before, which can make a family name part of a longer name.
_NEXT_CAPITAL = re.compile(r"[ \xa0-]\(?([^\W\d_])")
_WORD_BEFORE = re.compile(r"([^\s]+)[ \xa0]$")

# The names to search for by first word, as written, each with the span that it comes from.
SearchTerms = defaultdict[str, dict[str, Mention]]


def with_missed_mentions(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans and the missed mentions in text order, without overlap.

    The search covers full names, names of one word with a good score, the initials of organizations, and the family
    names of people. A single word must not be a part of a longer capitalized name, a month or a lower-case word of the
    text. The cost is one pass over the words of the text.
    """
    common = set(_LOWER.findall(text))
    full, alone = _search_terms(text, spans, common)
    spans = _with_whole_names(text, spans, full)
    first_words = full.keys() | alone.keys()
    found = list(spans)
    numbered = iter([*spans, Mention(len(text) + 1, len(text) + 2, "PERSON")])
    given = next(numbered)
    free = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if word not in first_words:
            continue
        start = match.start()
        while given.end <= start:
            free, given = given.end, next(numbered)
        if start < free:
            continue
        span = _found_at(text, start, given.start, full[word], alone[word], common)
        if span is not None:
            found.append(span)
            free = span.end
    return sorted(found, key=lambda span: span.start)


def _with_whole_names(text: str, spans: Sequence[Mention], full: SearchTerms) -> list[Mention]:
    """Return the spans, with single words of a name found elsewhere extended to it: `Sefton` in `Port Sefton`.

    A span that an extension reaches is left out.
    """
    names: defaultdict[str, list[tuple[str, Mention]]] = defaultdict(list)
    for terms in full.values():
        for name, span in terms.items():
            for word in name.split():
                if len(names[word]) < MOST_WITH_ONE_BEGINNING:
                    names[word].append((name, span))
    whole: list[Mention] = []
    for span in spans:
        free = whole[-1].end if whole else 0
        if span.start < free:
            continue
        written = text[span.start : span.end]
        for name, known in names.get(written, ()):
            start = span.start - name.find(written)
            is_whole = start >= free and not (start and text[start - 1].isalnum())
            if is_whole and known.type != "PERSON" and _occurs(text, name, start, len(text)):
                span = Mention(start, start + len(name), known.type, span.score)
                break
        whole.append(span)
    return whole


def _search_terms(text: str, spans: Sequence[Mention], common: set[str]) -> tuple[SearchTerms, SearchTerms]:
    """Return the full names and initials, and the single words that count only alone. `common`: lower-case words."""
    full: SearchTerms = defaultdict(dict)
    taken = {text[span.start : span.end] for span in spans}
    alone: SearchTerms = defaultdict(dict)
    others = {text[span.start : span.end] for span in spans if span.type != "PERSON"}
    for span in spans:
        written = text[span.start : span.end]
        words = written.split()
        if len(words) == 1 and _is_distinctive(written, common) and span.score >= LEAST_SCORE:
            _add_term(alone, written, span)
        if len(words) < 2 or written.upper() == written or "\n" in written:
            continue
        _add_term(full, written, span)
        if span.type == "ORGANIZATION":
            initials = "".join(word[0] for word in words if word[0].isupper())
            if len(initials) >= SHORTEST_INITIALS and initials not in taken:
                _add_term(full, initials, span)
        if span.type != "PERSON":
            continue
        for family in _family_words(written, words):
            if family not in others and family.lower() not in common:
                _add_term(alone, family, span)
    return full, alone


def _is_distinctive(name: str, common: set[str]) -> bool:
    """Whether a single word is a name wherever it has a capital: not a month, nor a lower-case word of the text."""
    plain = name.lower()
    return len(name) >= SHORTEST_WORD and name[0].isupper() and plain not in common and plain not in CALENDAR


def _add_term(terms: SearchTerms, name: str, span: Mention) -> None:
    first = _WORD.search(name)
    if first and first.start() == 0 and len(terms[first.group()]) < MOST_WITH_ONE_BEGINNING:
        terms[first.group()].setdefault(name, span)


def _family_words(written: str, words: Sequence[str]) -> Iterator[str]:
    """Yield the family name as written, from either end of the full name."""
    family = parse_person(written).family
    for word in (words[-1], words[0]):
        if len(word) >= SHORTEST_ALONE and any(c.isupper() for c in word) and parse_person(word).family == family:
            yield word
            return


def _found_at(
    text: str, start: int, limit: int, full: dict[str, Mention], alone: dict[str, Mention], common: set[str]
) -> Mention | None:
    """Return the longest of the names that occurs at `start` and ends by `limit`, or None."""
    if start and (text[start - 1] in "-‐@#/_.'’" or text[start - 1].isalnum()):
        return None
    for name, span in sorted(full.items(), key=lambda item: -len(item[0])):
        if _occurs(text, name, start, limit):
            return Mention(start, start + len(name), span.type, span.score)
    for name, span in sorted(alone.items(), key=lambda item: -len(item[0])):
        if _occurs(text, name, start, limit) and _is_alone(text, start, start + len(name), common):
            return Mention(start, start + len(name), span.type, span.score)
    return None


def _occurs(text: str, name: str, start: int, limit: int) -> bool:
    """Whether the name is at `start`, as whole words that end by `limit`."""
    end = start + len(name)
    return end <= limit and text.startswith(name, start) and not _JOINED.match(text, end)


def _is_alone(text: str, start: int, end: int, common: set[str]) -> bool:
    """Whether a single word is not a part of a longer name such as `Clinton Foundation` or `Chelsea Clinton`."""
    after = _NEXT_CAPITAL.match(text, end)
    if after and after.group(1).isupper():
        return False
    before = _WORD_BEFORE.search(text[max(0, start - LONGEST_WORD_BEFORE) : start])
    if (
        not before
        or not before.group(1)[0].isupper()
        or before.group(1)[-1] in ".,:;!?"
        or before.group(1).lower() in common
    ):
        return True
    return title_before(text, start) is not None
