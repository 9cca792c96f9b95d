"""What somebody says between dashes: in a line of a dialogue, or in a quotation that its tag interrupts."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.layout import Layout, Passage
from functions.summarize.attributions.quotations import Quotation, quotation_at
from functions.summarize.entities.any_language.words import words_in
from shared.documents.document import BlockKind

# Maximum number of words of a tag that has a name and no cue.
LONGEST_TAG = 6

# The dash that begins a line of a dialogue. It can also be after a sentence of the narrator, in any language; found in
# Polish: Było ciemno. – Nic nie widziałem – mówi.
LINE_DASH = re.compile(r"\s*[–—―-]\s*(?=\S)")
DASH_AFTER_SENTENCE = re.compile(r"[.!?…:][»”\"]?\s[–—―]\s+(?=\S)")

# The dashes in the line: at the edge of a word, not between two.
INNER_DASH = re.compile(r"(?<=\s)[–—―-]\s*|[–—―](?=[\s.,;:!?…])[.,;:…]?\s*")

# The dash before and after a tag inside a quotation, which follows a comma or the end of a sentence.
INTERRUPTING_DASH = re.compile(r"(?<=[,.!?…]\s)[–—―-]\s+")

LINE = re.compile(r"[^\n]+")


class Signs(NamedTuple):
    """The starts of the cues and of the names of people, and the contents, each in the order of the text."""

    cues: Sequence[int]
    names: Sequence[int]
    contents: Sequence[TextRange]


def in_dialogues(text: str, signs: Signs, quotations: Sequence[Quotation], layout: Layout) -> Iterator[TextRange]:
    """Yield what somebody says in a line after the first dash, beside a tag between dashes."""
    for passage in layout.passages:
        for line in LINE.finditer(text, passage.start, passage.end):
            start = _spoken_start(text, line.span(), passage, signs)
            if start is not None and quotation_at(quotations, start - 1) is None:
                yield from _beside_tags(text, (start, line.end()), signs, INNER_DASH)


def _spoken_start(text: str, line: TextRange, passage: Passage, signs: Signs) -> int | None:
    """Return where somebody begins to speak in a line: after a dash. An item of a list begins with its dash."""
    if dash := LINE_DASH.match(text, *line):
        return dash.end()
    if passage.kind is BlockKind.LIST_ITEM and line[0] == passage.start:
        at = bisect_left(signs.contents, (line[0], -1))
        return line[0] if at < len(signs.contents) and signs.contents[at][0] == line[0] else None
    dash = DASH_AFTER_SENTENCE.search(text, *line)
    return dash.end() if dash else None


def interrupted(text: str, quotation: TextRange, signs: Signs) -> list[TextRange]:
    """Return the parts of a quotation around a tag without a cue between dashes, none if it has no such tag."""
    start, end = quotation
    return (
        [] if _has(signs.cues, start, end) else list(_beside_tags(text, (start + 1, end - 1), signs, INTERRUPTING_DASH))
    )


def _beside_tags(text: str, place: TextRange, signs: Signs, dash: re.Pattern[str]) -> Iterator[TextRange]:
    """Yield what dashes separate, apart from the tag: what has a cue or, if nothing has one, a name and few words."""
    dashes = [match.span() for match in dash.finditer(text, *place)]
    bounds = [place[0], *(bound for each in dashes for bound in each), place[1]]
    pieces = list(zip(bounds[::2], bounds[1::2], strict=True))
    tags = [_has(signs.cues, *piece) for piece in pieces]
    if not any(tags):
        tags = [_has(signs.names, *piece) and words_in(text[slice(*piece)]) <= LONGEST_TAG for piece in pieces]
    if tags[0] or not any(tags):
        return
    for (start, end), is_tag in zip(pieces, tags, strict=True):
        if not is_tag and _has_content(signs.contents, start, end):
            yield start, start + len(text[start:end].rstrip(" \t,;:"))


def _has(places: Sequence[int], start: int, end: int) -> bool:
    return bisect_left(places, end) > bisect_left(places, start)


def _has_content(contents: Sequence[TextRange], start: int, end: int) -> bool:
    at = bisect_left(contents, end, key=lambda content: content[0]) - 1
    return at >= 0 and contents[at][1] > start
