"""Bound the pieces of somebody's words: they end where a sentence of somebody else comes between them and the cue."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation, quotation_at
from functions.summarize.sentences.characters import DOUBLE_QUOTES

# The end of a quotation whose sentence goes on with the source or the cue.
GOES_ON = re.compile(rf"[,!?…–—-]['’{DOUBLE_QUOTES}]*,?\s*$")

# Words without punctuation, or none. Only punctuation can part what somebody says from a tag after it.
PLAIN = re.compile(r"[\w\s]*")

# A relative pronoun before a piece, and the code points before the piece that are searched for it.
RELATIVE = re.compile(r",\s+(?:which|who|whom|whose|where)\s+$")
LONGEST_RELATIVE = 12

# The narrator's words after a quotation in a paraphrase: a noun phrase, or a clause of its own.
COMMENT = re.compile(r",\s+(?:an?\s|the\s|and\s+(?:he|she|they|it|I|we)\s)")


def inner_piece(piece: TextRange, cue: TextRange, quotation: Quotation, layout: Layout) -> TextRange | None:
    """Return the part of a piece of content that a cue in the same quotation can report, None if there is none.

    A nested quotation is reported as a whole, without the words after it. Other words belong to the sentence of the
    cue: "“Ann told me it is safe. The clerk told Ann it is safe.”" are two statements.
    """
    nested = next((each for each in quotation.nested if each[0] <= piece[0] < each[1]), None)
    if nested is not None:
        return piece[0], min(piece[1], nested[1])
    cue_sentence = layout.sentence(cue[0])
    first, last = layout.sentence(piece[0]), layout.sentence(piece[1] - 1)
    if first > cue_sentence or last < cue_sentence:
        return None
    if first == last:
        return piece
    start, end = layout.sentences[cue_sentence]
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
    earlier: list[TextRange] = []
    limit = start
    for piece in reversed(before):
        if _is_quoted(piece, quotations) and _is_sentence(text[piece[1] : limit]) and (kept or earlier or between):
            break
        earlier.append(piece)
        limit = piece[0]
    return [*reversed(earlier), *between, *kept]


def without_narration(
    text: str, content: Sequence[TextRange], cue: TextRange, source: TextRange | None, quotations: Sequence[Quotation]
) -> list[TextRange]:
    """Return the content without the narrator's words beside a quotation and its cue: "…," says Lee, not turning.

    Before a cue that introduces a quotation, all other words are the narrator's, and so are relative clauses beside it
    ("read from the letter, which he kept: “…”"). So are words before the source without a comma: "When I rang he said".
    """
    tag = min(cue[0], source[0]) if source else cue[0]
    spoken = [piece for piece in content if _is_spoken(piece, cue, quotations)]
    if spoken:
        content = [piece for piece in content if piece in spoken or not _is_relative(text, piece)]
    if any(piece[0] >= cue[1] for piece in content):
        content = [
            piece
            for piece in content
            if piece in spoken or piece[1] > tag or not PLAIN.fullmatch(text, piece[1] - 2, tag)
        ]
    if any(piece[0] >= cue[1] and not text[cue[1] : piece[0]].strip(" :,\n") for piece in spoken):
        content = [piece for piece in content if piece in spoken or piece[0] >= cue[1]]
    if not any(piece[1] <= tag and GOES_ON.search(text[piece[1] - 2 : tag]) for piece in spoken):
        return list(content)
    return [piece for piece in content if piece in spoken or piece[1] <= tag]


def without_comment(text: str, piece: TextRange, quotations: Sequence[Quotation]) -> TextRange:
    """Return a paraphrase without the narrator's words after its last quotation: "it was “sad”, a word of his"."""
    at = bisect_right(quotations, piece[1] - 1, key=lambda quotation: quotation.start) - 1
    if at < 0 or quotations[at].start <= piece[0] or quotations[at].end >= piece[1]:
        return piece
    end = quotations[at].end
    return (piece[0], end) if COMMENT.match(text, end, piece[1]) else piece


def _is_spoken(piece: TextRange, cue: TextRange, quotations: Sequence[Quotation]) -> bool:
    """Whether a piece begins in a quotation, in a nested one if the cue is in the same quotation."""
    at = quotation_at(quotations, piece[0])
    if at is None or quotation_at(quotations, cue[0]) != at:
        return at is not None
    return any(start <= piece[0] < end for start, end in quotations[at].nested)


def _is_relative(text: str, piece: TextRange) -> bool:
    """Whether a piece is a relative clause, with or without its pronoun."""
    return RELATIVE.search(text, max(0, piece[0] - LONGEST_RELATIVE), piece[0]) is not None


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
    return gap.lstrip(".!? \n")[:1].isupper()
