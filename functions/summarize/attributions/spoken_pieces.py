"""Bound the pieces of somebody's words: they end where a sentence of somebody else comes between them and the cue."""

from collections.abc import Sequence

from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation, quotation_at


def inner_piece(piece: TextRange, cue: TextRange, quotation: Quotation, layout: Layout) -> TextRange | None:
    """Return the part of a piece of content that a cue in the same quotation can report, None if there is none.

    A nested quotation is reported as a whole, without the words after it. Other words belong to the sentence of the
    cue: "“Ann told me it is safe. The clerk told Ann it is safe.”" are two statements.
    """
    nested = next((each for each in quotation.nested if each[0] <= piece[0] < each[1]), None)
    if nested is not None:
        return piece[0], min(piece[1], nested[1])
    home = layout.sentence(cue[0])
    first, last = layout.sentence(piece[0]), layout.sentence(piece[1] - 1)
    if first > home or last < home:
        return None
    if first == last:
        return piece
    start, end = layout.sentences[home]
    return max(piece[0], start), min(piece[1], end)


def unbroken(
    text: str, content: Sequence[TextRange], parts: Sequence[TextRange], quotations: Sequence[Quotation]
) -> list[TextRange]:
    """Return the pieces of content without quotations that another sentence separates from the source and the cue.

    `parts` are the source and the cue. The sentence can name another speaker: "Lee said, “…” The clerk objects. “…”".
    The piece that is nearest to the cue stays.
    """
    if len(content) < 2:
        return list(content)
    start, end = min(part[0] for part in parts), max(part[1] for part in parts)
    before = [piece for piece in content if piece[1] <= start]
    after = [piece for piece in content if piece[0] >= end]
    between = [piece for piece in content if piece not in before and piece not in after]
    kept = _joined_to(text, end, after, quotations)
    earlier = []
    limit = start
    for piece in reversed(before):
        if _is_quoted(piece, quotations) and _is_sentence(text[piece[1] : limit]) and (kept or earlier or between):
            break
        earlier.append(piece)
        limit = piece[0]
    return [*reversed(earlier), *between, *kept]


def _joined_to(text: str, end: int, pieces: Sequence[TextRange], quotations: Sequence[Quotation]) -> list[TextRange]:
    kept: list[TextRange] = []
    for piece in pieces:
        if kept and _is_quoted(piece, quotations) and _is_sentence(text[end : piece[0]]):
            break
        kept.append(piece)
        end = piece[1]
    return kept


def _is_quoted(piece: TextRange, quotations: Sequence[Quotation]) -> bool:
    return quotation_at(quotations, piece[0]) is not None


def _is_sentence(gap: str) -> bool:
    """Whether the words between two pieces begin a sentence."""
    return gap.lstrip()[:1].isupper()
