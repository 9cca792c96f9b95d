"""Quotations without an attribution of their own, which continue the attributed quotation before them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from functions.summarize.attributions.drafts import Draft, TextRange, contents_in, contents_of
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.sentences.boundaries import CLAUSE_END, SENTENCE_BREAK

# Minimum words of a quotation that continues another. Shorter ones are often titles or scare quotes.
FEWEST_WORDS = 4

# Maximum distance in code points between the two quotations. The attribution of the first is between them.
LONGEST_GAP = 250


def with_continuations(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """Return the drafts, with their content extended by unattributed quotations that continue it.

    A quotation continues one in the same line if at most the rest of the attributing sentence is between them
    ("…," she said. "…"). A quotation that fills a line continues one at the end of the line before, unless it is a
    block without quotation marks: a pull quote can be anybody's.
    """
    contents = contents_of(drafts)
    cues = sorted(draft.cue[0] for draft in drafts if draft.cue)
    added: dict[int, list[TextRange]] = defaultdict(list)
    before: Quotation | None = None
    owner: int | None = None
    for quotation in quotations:
        owners = [number for _, number in contents_in(contents, quotation.start, quotation.end)]
        if owners:
            owner = owners[-1] if drafts[owners[-1]].direct else None
        elif before is None or owner is None or not _continues(text, before, quotation, cues, drafts[owner]):
            # A few quoted words in the rest of the sentence do not separate a quotation from the next.
            owner = owner if len(text[quotation.start : quotation.end].split()) < FEWEST_WORDS else None
            if owner is not None:
                continue
        else:
            added[owner].append((quotation.start, quotation.end))
        before = quotation
    return [
        replace(draft, content=tuple(sorted((*draft.content, *added[number])))) if number in added else draft
        for number, draft in enumerate(drafts)
    ]


def _continues(text: str, before: Quotation, quotation: Quotation, cues: Sequence[int], draft: Draft) -> bool:
    if len(text[quotation.start : quotation.end].split()) < FEWEST_WORDS or text[quotation.start].isalnum():
        return False
    gap = text[before.end : quotation.start]
    if len(gap) > LONGEST_GAP:
        return False
    others = cues[bisect_right(cues, before.end - 1) : bisect_left(cues, quotation.start)]
    if any(cue != (draft.cue or (None,))[0] for cue in others):
        return False
    if not _belongs(text, before, quotation, draft):
        return False
    if "\n" in gap:
        rest = text[quotation.end : quotation.end + 1]
        return rest in ("", "\n") and gap.strip(" ,.\n") == ""
    return gap.strip() == "" or (CLAUSE_END.search(gap) is not None and SENTENCE_BREAK.search(gap.rstrip()) is None)


def _belongs(text: str, before: Quotation, quotation: Quotation, draft: Draft) -> bool:
    """Whether the words between two quotations belong to the sentence of the first: its cue, or the rest of a clause.

    Another sentence can name another speaker: "“…,” said Lee. In the minutes, the clerk objects. “…”".
    """
    gap = text[before.end : quotation.start].lstrip()
    if not gap[:1].isupper():
        return True
    parts = (*draft.source, *((draft.cue,) if draft.cue else ()))
    return any(before.end <= start < quotation.start for start, _ in parts)
