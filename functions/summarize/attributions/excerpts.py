"""Excerpts of reports that a text introduces and sets between quotation marks, line by line."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from functions.summarize.attributions.introductions import EXCERPT, STATEMENT, Introduction
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.entities.roles import PUBLIC_BODIES, is_outlet
from functions.summarize.sentences.boundaries import SENTENCE_BREAK

# The start of an attribution in the middle of an excerpt, and the rest of its sentence: `, the nurse wrote`.
ATTRIBUTING = re.compile(r",?[ \xa0]+[a-z]")
REST_OF_SENTENCE = re.compile(r",?[ \xa0]+[a-z][^.!?\n]{0,200}")

# An introduction of somebody's own words instead of a report.
PERSONAL = re.compile(rf"\b{STATEMENT}\b", re.IGNORECASE)


def read_as_prose(text: str, quotations: Sequence[Quotation], introductions: Sequence[Introduction]) -> str:
    """Return the text with spaces instead of the quotation marks around introduced excerpts of news reports.

    The length of the text stays the same. These marks show the origin of the words, not a speaker. Without them, the
    annotator reads the excerpt as a report and finds the attributions in it.
    """
    characters = list(text)
    starts = [quotation.start for quotation in quotations]
    for introduction in introductions:
        words = text[introduction.start : introduction.end]
        if EXCERPT.search(words) and not _is_of_public_body(words) and not PERSONAL.search(words):
            first = bisect_left(starts, introduction.quotation.start)
            for quotation in quotations[first : first + excerpt_length(text, quotations, first)]:
                for start, end in quotation.paragraphs:
                    for place in {start, end - 1}:
                        if not characters[place].isalnum() and characters[place] not in ".!?…":
                            characters[place] = " "
    return "".join(characters)


def _is_of_public_body(introduction: str) -> bool:
    """Return whether the report is by a ministry or an office and not by a news outlet."""
    words = (word.rstrip(".,:;") for word in introduction.split())
    return not is_outlet(introduction) and any(
        word[:1].isupper() and word.casefold() in PUBLIC_BODIES for word in words
    )


def end_in_line(text: str, quotations: Sequence[Quotation], first: int) -> int:
    """Return the end of an excerpt in the line of its introduction, with its attribution and its next pieces.

    « … », the nurse wrote. « … » is one excerpt. A quotation after another sentence does not belong to it.
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
    """Return the number of quotations from the first on that are only separated by line breaks."""
    last = first
    while last + 1 < len(quotations):
        gap = text[quotations[last].end : quotations[last + 1].start]
        if gap.strip() or "\n" not in gap:
            break
        last += 1
    return last - first + 1
