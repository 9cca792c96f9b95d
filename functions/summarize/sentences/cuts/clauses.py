"""Parts between commas: relative clauses, participles, examples, ages and connectives inside a sentence.

There is no parser. A part inside a sentence goes only if a noun phrase without a verb precedes it and the verb of the
clause follows it, so that the commas are those of an insertion and not of a list. A part at the end goes only if it is
the last one.
"""

import re
from collections.abc import Iterator, Sequence

from functions.summarize.sentences.cuts.asides import Range
from functions.summarize.sentences.cuts.words import AUXILIARIES, OPEN, RESTRICTED, SENSE, is_verb, words_of

COMMA = re.compile(r",(?!\d)")

RELATIVE = frozenset({"who", "which", "whose"})
ADVERBS = frozenset("also then once later first already still soon again".split())
PARTICIPLE = re.compile(
    r"(?:based|born|located|founded|headquartered|nicknamed|dubbed|established|situated|(?:(?:also|better)\s)?known)\s"
)
# A verb in the present, directly behind `who` or `which`.
PRESENT = re.compile(r"[a-z]{2,}[^su]s")
EXAMPLES = re.compile(r"(?:including|such as)\s")
AGE = re.compile(r"(?:aged\s)?\d{1,2}")
CONNECTIVE = re.compile(
    r"(?:however|meanwhile|of course|in fact|moreover|furthermore|therefore|nevertheless|nonetheless|in turn|indeed"
    r"|for (?:his|her|its|their) part|too|though)"
)
COORDINATION = re.compile(r"\b(?:and|or)\b")

ARTICLES = frozenset({"a", "an", "the"})
COORDINATORS = frozenset({"and", "or"})

# Maximum number of commas of a sentence that is cut between them. One with more is a list or a table.
MOST_COMMAS = 20

# The start of a sentence whose last clause is not a relative one: `It was Ann, who …`, `If it rains, who …`.
CLEFT = re.compile(r"(?:it|this|that|there)\s(?:is|was|are|were)\b|(?:if|when|whether|who|which|what|where)\b", re.I)

# Minimum and maximum number of words of a relative clause. A longer one is mostly a statement of its own.
FEWEST_WORDS, MOST_WORDS = 3, 12


def between_commas(masked: str) -> Iterator[Range]:
    """Yield the parts that can go, with the commas around them. In `masked`, quotations and parentheses are blotted."""
    parts = _parts(masked)
    if len(parts) > MOST_COMMAS + 1:
        return
    for number in range(1, len(parts)):
        last = _last_of_insertion(masked, parts, number)
        if last is not None and _goes_on(masked, parts, number, last):
            yield parts[number - 1][1], parts[last + 1][0]
    yield from _at_end(masked, parts)


def _parts(masked: str) -> list[Range]:
    """Return the ranges between the commas, without white space and the last full stop."""
    commas = [match.start() for match in COMMA.finditer(masked)]
    end = len(masked.rstrip().removesuffix("."))
    parts: list[Range] = []
    for start, stop in zip([0, *(comma + 1 for comma in commas)], [*commas, end], strict=True):
        part = masked[start:stop]
        first = start + len(part) - len(part.lstrip())
        parts.append((first, max(first, start + len(part.rstrip()))))
    return parts


def _last_of_insertion(masked: str, parts: Sequence[Range], number: int) -> int | None:
    """Return the number of the last part of a run of parts that can go, None if the part at `number` cannot."""
    last = None
    while number < len(parts) - 1:
        end = _whole(masked, parts, number)
        if end is None or end == len(parts) - 1:
            break
        last = end
        number = end + 1
    return last


def _whole(masked: str, parts: Sequence[Range], number: int) -> int | None:
    """Return the number of the part in which the insertion at `number` ends, None if it cannot be left out."""
    part = masked[slice(*parts[number])]
    before = words_of(masked[slice(*parts[number - 1])])
    if SENSE.search(part) and not CONNECTIVE.fullmatch(part):
        return None
    if CONNECTIVE.fullmatch(part) or _is_relative(part, before) or (PARTICIPLE.match(part) and _is_closed(part)):
        return number
    if AGE.fullmatch(part) and before and before[-1][:1].isupper():
        return number
    return _examples_end(masked, parts, number) if EXAMPLES.match(part) else None


def _examples_end(masked: str, parts: Sequence[Range], number: int) -> int | None:
    """Return the number of the part in which a list of examples ends."""
    for place in range(number, len(parts)):
        part = masked[slice(*parts[place])]
        words = words_of(part)
        if SENSE.search(part) or any(map(is_verb, words)) or not _is_closed(part):
            return None
        if place > number and words[0].casefold() in OPEN - ARTICLES - COORDINATORS:
            return None
        following = words_of(masked[slice(*parts[place + 1])])[:1] if place + 1 < len(parts) else []
        alone = place == number and (place + 1 == len(parts) or (following and is_verb(following[0])))
        if alone or COORDINATION.search(part):
            return place
    return None


def _is_relative(part: str, before: Sequence[str]) -> bool:
    """Return whether a part is a whole relative clause about the words before it, without which they make sense."""
    words = words_of(part)
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or words[0] not in RELATIVE or not _is_closed(part):
        return False
    if any(word.casefold() in RESTRICTED for word in before[-4:]) or not before:
        return False
    if words[0] == "whose":
        return any(map(is_verb, words[2:]))
    verb = words[2] if words[1].endswith("ly") or words[1] in ADVERBS else words[1]
    return is_verb(verb) or PRESENT.fullmatch(verb) is not None


def _is_closed(part: str) -> bool:
    """Return whether a part does not end with a word that something must follow."""
    words = words_of(part)
    return bool(words) and words[-1].casefold() not in OPEN


def _goes_on(masked: str, parts: Sequence[Range], first: int, last: int) -> bool:
    """Return whether a subject without a verb precedes the insertion, and its verb follows."""
    following = words_of(masked[slice(*parts[last + 1])])
    subject = words_of(masked[slice(*parts[first - 1])])
    alone = masked[slice(*parts[first])]
    if subject and first == last and CONNECTIVE.fullmatch(alone) and subject[-1].casefold() in AUXILIARIES:
        return True
    if not following or not subject or not is_verb(following[0]) or first > 2:
        return False
    if subject[-1].isdigit() or any(is_verb(word) for word in subject):
        return False
    if first == 2 and not _introduces(masked[slice(*parts[0])]):
        return False
    rest = [words_of(masked[slice(*part)])[:1] for part in parts[last + 2 :]]
    return not any(words and is_verb(words[0]) for words in rest)


def _introduces(part: str) -> bool:
    """Return whether the first part of a sentence is a phrase or a connective before the subject."""
    words = words_of(part.casefold())
    is_phrase = bool(words) and words[0] in OPEN and words[0] not in ARTICLES
    return is_phrase or CONNECTIVE.fullmatch(part.casefold()) is not None


def _at_end(masked: str, parts: Sequence[Range]) -> Iterator[Range]:
    """Yield the last part with its comma, if it is a relative clause, examples or a connective."""
    if len(parts) < 2 or CLEFT.match(masked) or not masked.rstrip().endswith("."):
        return
    part, before = masked[slice(*parts[-1])], words_of(masked[slice(*parts[-2])])
    if CONNECTIVE.fullmatch(part):
        yield parts[-2][1], parts[-1][1]
    if not any(is_verb(word) for start, end in parts[:-1] for word in words_of(masked[start:end])):
        return
    if not SENSE.search(part) and _is_relative(part, before):
        yield parts[-2][1], parts[-1][1]
    for number, (start, _) in enumerate(parts[1:], start=1):
        if EXAMPLES.match(masked, start) and _examples_end(masked, parts, number) == len(parts) - 1:
            yield parts[number - 1][1], parts[-1][1]
