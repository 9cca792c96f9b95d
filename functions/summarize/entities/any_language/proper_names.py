"""Mentions that are proper names: without common words and titles, and with the parts that make up a whole name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.any_language.words import words_of
from functions.summarize.sentences.stop_words import LANGUAGES, stop_words

# Between two blocks of a text. A heading, a dateline and a sentence have names of their own.
BLOCK_BREAK = re.compile(r"\s*\n\s*\n\s*")

# Before a dateline, and after it: LIPOVEC NAD JAVORKOU –
LINE_START = re.compile(r"(?:^|\n)[^\S\n]*$")
DATELINE_END = re.compile(r"[^\S\n]*[–—―,(-]")

# What is between two parts of its name: a space, or a word. Maximum number of code points.
DATELINE_WORD = re.compile(r" (?:[^\W\d_]+['’ ])?")
LONGEST_BETWEEN = 8

# Before a word with a capital because it begins a sentence.
SENTENCE_START = re.compile(r"(?:^|[.!?…:\n][»”\"’)]*)\s*[«„“\"‘]?$")

# The words before the name of a child that make up the name of a mother or a father in Arabic: أم سالم.
PARENT = re.compile(r"(?<!\w)(?:أم|أبو|أبي|أبا)\s$")

# Maximum number of code points before a mention that are searched for the start of its sentence or line.
LONGEST_BEFORE = 8


def proper_names(text: str, spans: Sequence[Mention], language: str | None) -> list[Mention]:
    """Return the spans that are proper names, in the order of the text. The spans do not overlap."""
    words = stop_words(language) if language in LANGUAGES else frozenset()
    found = _joined(text, [_with_parent(text, span) for span in _within_blocks(text, spans)], words)
    titled = {id(span) for span, other in pairwise(found) if _is_title(text, span, other)}
    return [span for span in found if id(span) not in titled and not _is_common(text, span, words)]


def _within_blocks(text: str, spans: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the spans. Of one over two blocks, yield the parts that are names elsewhere or equal to each other."""
    names = {words_of(text[span.start : span.end]) for span in spans}
    for span in spans:
        breaks = [match.span() for match in BLOCK_BREAK.finditer(text, span.start, span.end)]
        if not breaks:
            yield span
            continue
        bounds = [span.start, *(bound for each in breaks for bound in each), span.end]
        parts = list(zip(bounds[::2], bounds[1::2], strict=True))
        written = [words_of(text[start:end]) for start, end in parts]
        for part, words in zip(parts, written, strict=True):
            if words in names or written.count(words) > 1:
                yield replace(span, start=part[0], end=part[1])


def _with_parent(text: str, span: Mention) -> Mention:
    parent = PARENT.search(text, max(0, span.start - LONGEST_BEFORE), span.start) if span.type == "PERSON" else None
    return replace(span, start=parent.start()) if parent else span


def _joined(text: str, spans: Sequence[Mention], words: frozenset[str]) -> list[Mention]:
    """Return the spans, with two that are one name as one: a dateline, and an organization with the place in its name.

    The name of an organization or a place does not end with a frequent word in small letters: Les Amis du Moulin de.
    """
    found: list[Mention] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and _is_dateline(text, last, span):
            found[-1] = Mention(last.start, span.end, "LOCATION", last.score)
            continue
        if last is not None and _is_in_its_name(text, last, span, words):
            found[-1] = replace(last, end=span.end)
            continue
        found.append(span)
    return [
        replace(span, end=span.end - len(link))
        if (link := _link(text, span, words)) and span.type != "PERSON"
        else span
        for span in found
    ]


def _is_in_its_name(text: str, first: Mention, last: Mention, words: frozenset[str]) -> bool:
    """Whether the name of an organization goes on with the next one, as with a place."""
    is_next = text[first.end : last.start] == " "
    return is_next and first.type == "ORGANIZATION" and last.type != "PERSON" and bool(_link(text, first, words))


def _is_dateline(text: str, first: Mention, last: Mention) -> bool:
    """Whether two names with at most a word between are the place of a dateline, in capitals: CASTRO DEI MONTI."""
    if last.start - first.end > LONGEST_BETWEEN or not DATELINE_WORD.fullmatch(text, first.end, last.start):
        return False
    capitals = text[first.start : last.end].isupper()
    begins = LINE_START.search(text, max(0, first.start - LONGEST_BEFORE), first.start)
    return capitals and begins is not None and DATELINE_END.match(text, last.end) is not None


def _link(text: str, span: Mention, words: frozenset[str]) -> str:
    """Return the frequent word in small letters at the end of a name with its space, empty without one."""
    rest, space, word = text[span.start : span.end].rpartition(" ")
    is_link = word != word.upper() and word == word.lower() and word in words
    return space + word if rest and is_link else ""


def _is_title(text: str, span: Mention, other: Mention) -> bool:
    """Whether a span says what the person is whom the next one names: one word, or words in small letters."""
    if other.type != "PERSON" or text[span.end : other.start] != " ":
        return False
    words = text[span.start : span.end].split()
    if len(words) == 1:
        return span.type == "PERSON" and words[0] == words[0].lower() == words[0].upper()
    begins = SENTENCE_START.search(text, max(0, span.start - LONGEST_BEFORE), span.start) is not None
    return span.type == "ORGANIZATION" and begins and all(word.islower() for word in words[1:])


def _is_common(text: str, span: Mention, words: frozenset[str]) -> bool:
    """Whether a span is a frequent word that begins a sentence, or that is written without a capital."""
    written = text[span.start : span.end]
    if written.casefold() not in words or (len(written) > 1 and written == written.upper() != written.lower()):
        return False
    begins = SENTENCE_START.search(text, max(0, span.start - LONGEST_BEFORE), span.start) is not None
    return begins or written == written.lower()
