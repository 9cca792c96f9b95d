"""Keep what is one statement in any language: cue, source and content in one passage, without marks at their edges."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from functions.summarize.attributions.any_language.conjunctions import without_conjunctions
from functions.summarize.attributions.any_language.sources import is_cut_off, without_clause_start
from functions.summarize.attributions.drafts import Draft, TextRange, without_overlap
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation, is_direct, quotation_at
from functions.summarize.attributions.trimming import whole_quotation
from functions.summarize.entities.any_language.words import UNSPACED, words_in
from functions.summarize.sentences.quotation_edges import with_both_marks

# Marks that separate the parts of a statement, in all scripts. Full stops and quotation marks belong to content.
SEPARATORS = ",;:،؛，、；：·"
MARKS = frozenset(SEPARATORS + ".。।؟?!！？…–—―-()（）[]\"“”„«»‹›「」『』'‘’‚")

CHINESE = "zh"

# Minimum number of words of a piece outside quotation marks that is a part of a direct quotation, and of the content of
# an indirect one.
FEWEST_BESIDE = 4
FEWEST_INDIRECT = 2

# The word at the end of a piece that begins the next clause: the minister, who. Maximum number of code points of it.
LINK = re.compile(r"\s*[,،，]\s+[^\W\d_]+$")
LONGEST_LINK = 16
CLAUSE_GOES_ON = re.compile(r"[^\S\n]+[^\W\d_]")

# The dash that begins the words of somebody in a dialogue, at the start of a line, or goes on after the cue.
DIALOGUE = re.compile(r"\s*[–—―-]\s*(?=\S)")
DASH_BEFORE = re.compile(r"(?:^|[\s,.!?…])[–—―-]\s*$")


def well_formed(
    text: str, drafts: Sequence[Draft], layout: Layout, quotations: Sequence[Quotation], language: str | None
) -> list[Draft]:
    """Return the drafts that are one statement.

    A draft is left out if its cue has no letter or is in a heading, a table or code, if its source is cut off, or if no
    content remains. A source in another passage than the cue is left out: many languages need no subject.
    """
    found = (
        _well_formed(text, draft, layout, quotations, language)
        for draft in drafts
        if not is_cut_off(text, draft, language)
    )
    return [draft for draft in found if draft is not None]


def _well_formed(
    text: str, draft: Draft, layout: Layout, quotations: Sequence[Quotation], language: str | None
) -> Draft | None:
    cue = _trimmed(text, draft.cue) if draft.cue else None
    anchor = cue or draft.content[0]
    passage = layout.at(anchor[0])
    if (draft.cue and cue is None) or not layout.is_spoken(passage):
        return None
    sources = tuple(_sources(text, draft, cue, layout, passage))
    tag = cue or next(iter(sources), None)
    pieces = (_edged(text, piece, quotations, tag) for piece in _pieces(draft, passage, layout, quotations))
    taken = (*((cue,) if cue else ()), *sources)
    content = [piece for each in pieces for piece in _apart(each, taken) if _has_letter(text, piece)]
    content = without_overlap([_without_link(text, piece) for piece in content])
    whole = (_whole_clause(text, piece, language) for piece in content)
    joined = (without_conjunctions(text, piece, language, first=not number) for number, piece in enumerate(whole))
    content = [_without_separators(text, *piece) for piece in joined]
    if not content:
        return None
    longest = max(content, key=lambda piece: piece[1] - piece[0])
    direct = draft.tied or is_direct(text, *longest, quotations, cue) or _is_dialogue(text, longest, layout)
    if direct and not draft.tied:
        content = [
            piece
            for piece in content
            if quotation_at(quotations, piece[0]) is not None or words_in(text[slice(*piece)]) >= FEWEST_BESIDE
        ] or [longest]
    elif not direct and sum(words_in(text[slice(*piece)]) for piece in content) < FEWEST_INDIRECT:
        return None
    return replace(draft, source=sources, cue=cue, content=tuple(content), direct=direct)


def _sources(text: str, draft: Draft, cue: TextRange | None, layout: Layout, passage: int) -> Iterator[TextRange]:
    """Yield the parts of the sources in a passage, by its number, without what is not a part of their phrase."""
    for span in draft.source:
        inside = layout.clipped(span, passage)
        place = _trimmed(text, without_clause_start(text, _without_link(text, inside), cue)) if inside else None
        if place is not None and not (cue and _overlap(place, cue)):
            yield place


def _whole_clause(text: str, piece: TextRange, language: str | None) -> TextRange:
    """Return content in Chinese with the last letter of its clause, which belongs to its last word."""
    start, end = piece
    if language != CHINESE:
        return piece
    is_left = UNSPACED.match(text[end - 1 : end]) and UNSPACED.match(text[end : end + 1])
    return (start, end + 1) if is_left and text[end + 1 : end + 2] in MARKS else piece


def _pieces(draft: Draft, passage: int, layout: Layout, quotations: Sequence[Quotation]) -> Iterator[TextRange]:
    """Yield the pieces of content in a passage, by its number, and the quotations that reach beyond it or follow it."""
    for piece in draft.content:
        at = quotation_at(quotations, piece[0])
        if at is not None and layout.at(quotations[at].start) in (passage, passage + 1):
            yield piece
        elif (inside := layout.clipped(piece, passage)) is not None:
            yield inside


def _edged(text: str, piece: TextRange, quotations: Sequence[Quotation], tag: TextRange | None) -> TextRange:
    """Return a piece with whole quotations, both marks or neither, and without separators at its edges.

    A piece of a quotation with the `tag`, the cue or the source, inside stays as it is.
    """
    start, end = _without_separators(text, *whole_quotation(text, piece, quotations, tag))
    if _is_balanced((start, end), quotations):
        return start, end
    return _stripped_end(text, *with_both_marks(text, start, end))


def _is_balanced(piece: TextRange, quotations: Sequence[Quotation]) -> bool:
    """Whether the quotations at both edges of a piece, in any style of marks, are in it as a whole."""
    edges = {quotation_at(quotations, piece[0]), quotation_at(quotations, piece[1] - 1)} - {None}
    whole = [quotations[at] for at in edges if at is not None]
    return bool(whole) and all(piece[0] <= each.start and each.end <= piece[1] for each in whole)


def _without_separators(text: str, start: int, end: int) -> TextRange:
    while start < end and (text[start].isspace() or text[start] in SEPARATORS + "–—―-"):
        start += 1
    return _stripped_end(text, start, end)


def _stripped_end(text: str, start: int, end: int) -> TextRange:
    while end > start and (text[end - 1].isspace() or text[end - 1] in SEPARATORS + "–—―-"):
        end -= 1
    return start, end


def _trimmed(text: str, span: TextRange) -> TextRange | None:
    """Return a cue or a source without marks at its edges, None if it has no letter. Brackets stay in pairs."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in MARKS):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in MARKS):
        end -= 1
    for opening, closing in ("()", "（）", "«»", "“”", "「」", "„“"):
        is_open = text.rfind(opening, start, end) > text.rfind(closing, start, end)
        if is_open and text[end : end + 1] == closing:
            end += 1
    return (start, end) if _has_letter(text, (start, end)) else None


def _without_link(text: str, piece: TextRange) -> TextRange:
    """Return a piece without the word after its last comma, if the clause that this word begins goes on behind it."""
    start, end = piece
    link = LINK.search(text, max(start, end - LONGEST_LINK), end)
    return (start, link.start()) if link and CLAUSE_GOES_ON.match(text, end) else piece


def _apart(piece: TextRange, taken: Sequence[TextRange]) -> Iterator[TextRange]:
    """Yield the parts of a piece before and after the cue and the source in it."""
    start, end = piece
    for first, last in sorted(taken):
        if start < last and first < end:
            if start < first:
                yield start, first
            start = max(start, last)
    if start < end:
        yield start, end


def _is_dialogue(text: str, piece: TextRange, layout: Layout) -> bool:
    """Whether content is in a line of a dialogue, directly after the dash that begins the line, or a later one."""
    line = text.rfind("\n", 0, piece[0]) + 1
    dash = DIALOGUE.match(text, line)
    if dash is None or layout.at(line) != layout.at(piece[0]):
        return False
    return dash.end() == piece[0] or DASH_BEFORE.search(text[max(line, piece[0] - 4) : piece[0]]) is not None


def _overlap(one: TextRange, other: TextRange) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _has_letter(text: str, span: TextRange) -> bool:
    return any(map(str.isalpha, text[slice(*span)]))
