"""Quotations without words of their own that say who speaks, because the one before them did."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from functions.summarize.attributions.drafts import Draft, Span2
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.sentences.boundaries import CLAUSE_END, SENTENCE_BREAK

# Of a quotation that goes on. A shorter one may as well be a title, or words held at arm's length.
FEWEST_WORDS = 4

# Code points between the two quotations, in which the first is attributed.
LONGEST_GAP = 250


def carry_on(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """The drafts, their content extended by the quotations that go on from it and belong to no draft yet.

    A quotation goes on from one in the same line that a draft has, after at most the rest of the sentence that
    attributes it ("…," she said. "…"), and from one at the end of the line before if it fills a line itself.
    """
    contents = sorted((span, number) for number, draft in enumerate(drafts) for span in draft.content)
    cues = sorted(draft.cue[0] for draft in drafts if draft.cue)
    more: dict[int, list[Span2]] = defaultdict(list)
    before: Quotation | None = None
    owner: int | None = None
    for quotation in quotations:
        owners = _owners(contents, quotation)
        if owners:
            owner = owners[-1] if drafts[owners[-1]].direct else None
        elif before is None or owner is None or not _goes_on(text, before, quotation, cues, drafts[owner]):
            # Two words between marks in the rest of the sentence don't part a quotation from the next.
            owner = owner if len(text[quotation.start : quotation.end].split()) < FEWEST_WORDS else None
            if owner is not None:
                continue
        else:
            more[owner].append((quotation.start, quotation.end))
        before = quotation
    return [
        replace(draft, content=tuple(sorted((*draft.content, *more[number])))) if number in more else draft
        for number, draft in enumerate(drafts)
    ]


def _owners(contents: Sequence[tuple[Span2, int]], quotation: Quotation) -> list[int]:
    """The numbers of the drafts that have content in the quotation, in the order of the text."""
    at = max(0, bisect_left(contents, quotation.start, key=lambda item: item[0][0]) - 1)
    found = []
    while at < len(contents) and contents[at][0][0] < quotation.end:
        if contents[at][0][1] > quotation.start:
            found.append(contents[at][1])
        at += 1
    return found


def _goes_on(text: str, before: Quotation, quotation: Quotation, cues: Sequence[int], draft: Draft) -> bool:
    if len(text[quotation.start : quotation.end].split()) < FEWEST_WORDS:
        return False
    gap = text[before.end : quotation.start]
    if len(gap) > LONGEST_GAP:
        return False
    others = cues[bisect_right(cues, before.end - 1) : bisect_left(cues, quotation.start)]
    if any(cue != (draft.cue or (None,))[0] for cue in others):
        return False
    if "\n" in gap:
        rest = text[quotation.end : quotation.end + 1]
        return rest in ("", "\n") and gap.rsplit("\n", 1)[1].strip() == "" and not gap.split("\n", 1)[0].strip(" ,.")
    return gap.strip() == "" or (CLAUSE_END.search(gap) is not None and SENTENCE_BREAK.search(gap.rstrip()) is None)
