"""Quotations without an attribution that continue the attributed quotation before them, in any language."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from functions.summarize.attributions.drafts import Draft, TextRange, contents_in, contents_of, stripped
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.entities.any_language.words import words_in

# Minimum words of a quotation that continues another. Shorter ones are often titles or scare quotes.
FEWEST_WORDS = 4

# Maximum distance in code points between the two quotations. The attribution of the first is between them.
LONGEST_GAP = 250


def with_continuations(
    text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation], layout: Layout
) -> list[Draft]:
    """Return the drafts, with their content extended by unattributed quotations that continue it.

    A quotation continues the attributed one before it in the same passage if between them is nothing but white space
    or the clause with its cue. A quotation that fills the next passage continues one that ends its passage. A draft
    that consists of nothing but such a quotation is left out.
    """
    contents = contents_of(drafts)
    cues = sorted((draft.cue[0], number) for number, draft in enumerate(drafts) if draft.cue)
    added: dict[int, list[TextRange]] = defaultdict(list)
    gone: set[int] = set()
    before: tuple[Quotation, int] | None = None
    for quotation in quotations:
        found = {number for _, number in contents_in(contents, quotation.start, quotation.end)}
        owners = sorted(number for number in found if drafts[number].cue or drafts[number].source)
        if owners:
            before = (quotation, owners[-1]) if drafts[owners[-1]].direct else None
        elif before and words_in(text[quotation.start : quotation.end]) >= FEWEST_WORDS:
            number = before[1]
            between = cues[bisect_left(cues, (before[0].end, -1)) : bisect_left(cues, (quotation.start, -1))]
            if all(owner == number for _, owner in between) and _continues(
                text, before[0], quotation, [cue for cue, _ in between], layout
            ):
                added[number].append((quotation.start, quotation.end))
                gone |= found
                before = (quotation, number)
            else:
                before = None
    return [
        replace(draft, content=tuple(sorted((*draft.content, *added[number])))) if number in added else draft
        for number, draft in enumerate(drafts)
        if number not in gone
    ]


def _continues(text: str, before: Quotation, quotation: Quotation, cues: Sequence[int], layout: Layout) -> bool:
    gap = text[before.end : quotation.start]
    if len(gap) > LONGEST_GAP or text[quotation.start].isalnum():
        return False
    if layout.at(before.end - 1) == layout.at(quotation.start):
        if not any(map(str.isalnum, gap)):
            return True
        # With a cue between them, the second quotation must begin directly after its sentence or clause. What a colon
        # introduces begins anew.
        first = layout.sentence(stripped(text, quotation.start, quotation.end)[0])
        ends = not gap.rstrip()[-1:].isalnum() and gap.rstrip()[-1:] not in ":："
        return bool(cues) and ends and "\n" not in gap and first - layout.sentence(cues[-1]) <= 1
    following = layout.at(quotation.start)
    passage = layout.passages[following]
    fills = quotation.start == passage.start and passage.end - quotation.end <= 1
    return fills and not any(map(str.isalnum, gap))
