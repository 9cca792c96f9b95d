"""Quotations inside quotations, which their speaker introduces: « Il m'a dit : “…” »."""

import re
from collections.abc import Iterator, Sequence

from functions.summarize.attributions.any_language.speakers import Speakers
from functions.summarize.attributions.drafts import Draft, TextRange, stripped
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.entities.any_language.words import words_in

# Minimum number of words of a quotation inside another. Shorter ones are mostly titles.
FEWEST_WORDS = 3

# Maximum number of words of the clause that introduces it, and of code points before the quotation that are searched
# for it: a search in all of the outer quotation would take quadratic time where nothing ends a clause.
LONGEST_CLAUSE = 8
LONGEST_BEFORE = 160

# The clause before a colon.
CLAUSE = re.compile(r"[^.!?…:;。！？؟।]+[:：]\s*$")


def nested_quotations(text: str, quotations: Sequence[Quotation], speakers: Speakers) -> Iterator[Draft]:
    """Yield an attribution of each quotation in another one after a short clause with a pronoun or one name."""
    for quotation in quotations:
        for start, end in quotation.nested:
            floor = max(quotation.start + 1, start - LONGEST_BEFORE)
            clause = CLAUSE.search(text, floor, start)
            if clause is None or words_in(text[start:end]) < FEWEST_WORDS:
                continue
            if clause.start() == floor > quotation.start + 1:
                continue
            place = stripped(text, clause.start(), start)
            source = _speaker(text, place, speakers) if words_in(text[slice(*place)]) <= LONGEST_CLAUSE else None
            if source is not None:
                cue = _rest(text, place, source)
                yield Draft((source,), cue, ((start, end),), direct=True, tied=True)


def _speaker(text: str, clause: TextRange, speakers: Speakers) -> TextRange | None:
    """Return the name or pronoun that begins or ends a clause."""
    start, end = clause
    words = text[start:end].split()
    if not words:
        return None
    names = [name for name in speakers.people_in(start, end) if name[0] == start or name[1] == end]
    edges = (*names, (start, start + len(words[0])), (end - len(words[-1]), end))
    return next((place for place in edges if speakers.is_somebody(place)), None)


def _rest(text: str, clause: TextRange, source: TextRange) -> TextRange | None:
    place = (source[1], clause[1]) if source[0] == clause[0] else (clause[0], source[0])
    start, end = stripped(text, *place)
    return (start, end) if start < end else None
