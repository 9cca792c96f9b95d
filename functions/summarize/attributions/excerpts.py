"""Excerpts of reports that a text announces and sets between quotation marks, line by line."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from functions.summarize.attributions.introductions import EXCERPT, STATEMENT, Introduction
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.entities.roles import PUBLIC_BODIES, is_outlet
from functions.summarize.sentences.boundaries import SENTENCE_BREAK

ATTRIBUTING = re.compile(r",?[ \xa0]+[a-z]")
REST_OF_SENTENCE = re.compile(r",?[ \xa0]+[a-z][^.!?\n]{0,200}")
SOMEBODY_S_WORDS = re.compile(rf"\b{STATEMENT}\b", re.IGNORECASE)


def read_as_prose(text: str, quotations: Sequence[Quotation], introductions: Sequence[Introduction]) -> str:
    """The text with blanks for the quotation marks around announced excerpts of news reports; places stay the same.

    Such marks say where the words were taken from, not that somebody speaks. What an official says in an excerpt is
    found only by who reads it as the report that it is.
    """
    characters = list(text)
    starts = [quotation.start for quotation in quotations]
    for introduction in introductions:
        announcement = text[introduction.start : introduction.end]
        if (
            EXCERPT.search(announcement)
            and not _is_of_public_body(announcement)
            and not SOMEBODY_S_WORDS.search(announcement)
        ):
            first = bisect_left(starts, introduction.quotation.start)
            for quotation in quotations[first : first + excerpt_length(text, quotations, first)]:
                for start, end in quotation.paragraphs:
                    for place in {start, end - 1}:
                        if not characters[place].isalnum() and characters[place] not in ".!?…":
                            characters[place] = " "
    return "".join(characters)


def _is_of_public_body(announcement: str) -> bool:
    """Whether the report is of a ministry or an office, and no news."""
    words = (word.rstrip(".,:;") for word in announcement.split())
    return not is_outlet(announcement) and any(
        word[:1].isupper() and word.casefold() in PUBLIC_BODIES for word in words
    )


def end_in_line(text: str, quotations: Sequence[Quotation], first: int) -> int:
    """Where an excerpt ends that is announced in its own line: with the words that attribute it and its next piece.

    « … », the nurse wrote. « … » is one excerpt; what comes after another sentence is not of it.
    """
    last = first
    while last + 1 < len(quotations):
        gap = text[quotations[last].end : quotations[last + 1].start]
        if "\n" in gap or SENTENCE_BREAK.search(gap.rstrip()) or not ATTRIBUTING.match(gap):
            break
        last += 1
    end = quotations[last].end
    rest = REST_OF_SENTENCE.match(text, end)
    return rest.end() if rest else end


def excerpt_length(text: str, quotations: Sequence[Quotation], first: int) -> int:
    """How many quotations follow on one another from the first, with nothing but line breaks between them."""
    last = first
    while last + 1 < len(quotations):
        gap = text[quotations[last].end : quotations[last + 1].start]
        if gap.strip() or "\n" not in gap:
            break
        last += 1
    return last - first + 1
