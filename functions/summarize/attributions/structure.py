"""Keep what is one statement: source, cue and content of an attribution in the same passage, and none in a heading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from functions.summarize.attributions.assertion import is_asserted
from functions.summarize.attributions.clauses import (
    interrupted_head,
    is_elliptic,
    whole_clause,
    whole_end,
    with_condition,
    with_negation,
    with_subordinator,
    without_addressee,
)
from functions.summarize.attributions.drafts import Draft, TextRange, without_overlap
from functions.summarize.attributions.fragments import without_fragments
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation, is_direct, quotation_at
from functions.summarize.attributions.source_phrases import completed
from functions.summarize.attributions.spoken_pieces import inner_piece, unbroken, without_comment, without_narration
from functions.summarize.attributions.trimming import has_words, trimmed, trimmed_cue
from functions.summarize.sentences.characters import DOUBLE_QUOTES

# The end of a paragraph whose cue introduces a quotation in the next one: "He wrote:".
INTRODUCES = (":", ",", ";", "-", "–", "—")

# Relative pronouns, and the maximum number of words between one that is a speaker and its cue: "who has also said".
RELATIVE_PRONOUNS = frozenset(("who", "that", "which"))
MOST_ADVERBS = 2

# Maximum number of words that the annotator misses inside a clause, and what ends the clause there.
MOST_MISSED = 8
ENDS = re.compile(rf"[.,;:!?–—―{DOUBLE_QUOTES}\n]|\s-\s|\b(?:and|but|or|while|although|though)\b")

# All that is between two pieces that the annotator parts inside of a clause.
JOINS = re.compile(r",?[ ]")

# The end of a quotation after a cue whose content is in the next one: "“He said [to me,”] Lee recalled, “that it …”".
GOES_ON = re.compile(rf"[\w\s’']{{0,30}},[{DOUBLE_QUOTES}]")

# Minimum number of words of a piece outside quotation marks that is a part of a direct quotation.
FEWEST_WORDS = 4


def well_formed(text: str, drafts: Sequence[Draft], layout: Layout, quotations: Sequence[Quotation]) -> list[Draft]:
    """Return the drafts that are one statement, each with a whole source and cue, and its content in whole clauses.

    Each draft must have a cue. A draft is left out if its source is missing or nobody (a lone article, a footnote
    mark), if its cue is no word, if they are in different passages, or if no content remains. A quotation without a
    source stays.
    """
    return [draft for each in drafts if (draft := _well_formed(text, each, layout, quotations)) is not None]


def _well_formed(text: str, draft: Draft, layout: Layout, quotations: Sequence[Quotation]) -> Draft | None:
    cue = trimmed_cue(text, draft.cue) if draft.cue else None
    if cue is None or layout.at(cue[0]) != layout.at(cue[1] - 1) or not layout.is_spoken(layout.at(cue[0])):
        return None
    source = completed(text, draft, cue, layout) if draft.source else None
    if source is None and (draft.source or not draft.direct):
        return None
    if source is not None and (_has_another_subject(text, source, cue) or not is_asserted(text, source, cue)):
        return None
    cue = with_negation(text, cue, source)
    content = _statement(text, _clauses(text, draft, cue, source, layout, quotations), draft.direct, quotations)
    if not content:
        return None
    sources = (source,) if source else ()
    tag = min(part[0] for part in (cue, *sources)), max(part[1] for part in (cue, *sources))
    head = interrupted_head(text, content[0], tag, layout)
    content = without_fragments(text, [head, *content] if head else content, tag)
    if not content:
        return None
    longest = max(content, key=lambda piece: piece[1] - piece[0])
    direct = is_direct(text, *longest, quotations, cue)
    return replace(draft, source=sources, cue=cue, content=tuple(content), direct=direct)


def _clauses(
    text: str,
    draft: Draft,
    cue: TextRange,
    source: TextRange | None,
    layout: Layout,
    quotations: Sequence[Quotation],
) -> list[TextRange]:
    """Return the pieces of content that belong to the cue, each a whole clause."""
    own = _pieces(text, draft, cue, layout, quotations)
    pieces = [whole for piece in own if (whole := without_addressee(text, piece, cue)) is not None]
    pieces = [with_subordinator(text, whole_end(text, piece, layout), cue) for piece in pieces]
    content = [whole_clause(text, piece, cue, source, layout) for piece in pieces]
    tag = min(cue[0], source[0]) if source else cue[0]
    content = [trimmed(text, with_condition(text, piece, tag, layout), cue, quotations) for piece in content]
    content = [piece for piece in content if has_words(text, piece) and not _overlap(piece, source)]
    content = unbroken(text, without_overlap(content), (cue, source or cue), quotations)
    return _filled(text, without_narration(text, content, cue, source, quotations), (cue, source or cue), draft.direct)


def _statement(
    text: str, content: Sequence[TextRange], direct: bool, quotations: Sequence[Quotation]
) -> list[TextRange]:
    """Return the pieces that say something: a quotation or several words outside it, or a paraphrase."""
    if direct:
        return [piece for piece in content if _is_quoted_or_long(text, piece, quotations)]
    found = [without_comment(text, piece, quotations) for piece in content]
    says = any(" " in text[start:end] for start, end in found) and not is_elliptic(text, found)
    return found if says else []


def _pieces(
    text: str, draft: Draft, cue: TextRange, layout: Layout, quotations: Sequence[Quotation]
) -> Iterator[TextRange]:
    """Yield the pieces of content that can belong to the cue: in its passage, or in a quotation that reaches beyond it.

    Words outside quotation marks belong to the sentence of the cue.
    """
    cue_passage = layout.at(cue[0])
    around = quotation_at(quotations, cue[0])
    goes_on = around is not None and GOES_ON.fullmatch(text, cue[1], quotations[around].end)
    next_one = around + 1 if around is not None and goes_on else around
    for piece in draft.content:
        at = quotation_at(quotations, piece[0])
        if around is not None and at not in (None, around, next_one) and _is_closed(text, quotations[around]):
            continue
        if at is not None and around == at:
            inner = inner_piece(piece, cue, quotations[at], layout)
            if inner is not None:
                yield inner
        elif at is not None and (
            layout.at(piece[0]) == cue_passage or _reaches(text, quotations[at], piece, cue_passage, layout)
        ):
            yield piece[0], _end_of_words(quotations[at], piece, layout)
        elif at is None:
            inside = layout.clipped(piece, cue_passage)
            if inside is not None and layout.sentence(inside[1] - 1) >= layout.sentence(cue[0]) >= layout.sentence(
                inside[0]
            ):
                yield inside


def _is_closed(text: str, quotation: Quotation) -> bool:
    """Whether a quotation ends in a mark that closes it. Without one, the marks can be paired wrongly."""
    return text[quotation.end - 1] in DOUBLE_QUOTES


def _reaches(text: str, quotation: Quotation, piece: TextRange, cue_passage: int, layout: Layout) -> bool:
    """Whether a quotation in another passage belongs to the passage of the cue: it begins there or directly after it.

    In the next passage, it must be introduced, or fill the passage.
    """
    first, at = layout.at(quotation.start), layout.at(piece[0])
    if first == cue_passage:
        return True
    if first != cue_passage + 1 or cue_passage < 0:
        return False
    before = text[layout.passages[cue_passage].start : layout.passages[cue_passage].end].rstrip()
    passage = layout.passages[at]
    fills = quotation.start <= passage.start and passage.end <= quotation.end + 1
    return before.endswith(INTRODUCES) or fills


def _filled(text: str, content: Sequence[TextRange], taken: Sequence[TextRange], direct: bool) -> list[TextRange]:
    """Return the content with the few words between two pieces of one clause, which make no sense without them.

    Pieces that only a space or a comma parts are one, too, unless one of them is a quotation with its cue.
    """
    filled: list[TextRange] = []
    for piece in content:
        last = filled[-1] if filled else None
        gap = (last[1], piece[0]) if last else piece
        is_missed = len(text[slice(*gap)].split()) <= MOST_MISSED and not ENDS.search(text, *gap)
        if JOINS.fullmatch(text, *gap):
            is_missed = text[gap[0] - 1].isalnum() and not (direct and not text[gap[1]].isalnum())
        if last is not None and is_missed and not any(_overlap(gap, part) for part in taken):
            filled[-1] = last[0], piece[1]
        else:
            filled.append(piece)
    return filled


def _end_of_words(quotation: Quotation, piece: TextRange, layout: Layout) -> int:
    """Return the end of a piece that begins in a quotation: it does not go on in the sentence after the quotation."""
    last = quotation.end - 1
    is_foreign = layout.at(piece[1] - 1) != layout.at(last) or layout.sentence(piece[1] - 1) != layout.sentence(last)
    return min(piece[1], quotation.end) if is_foreign else piece[1]


def _has_another_subject(text: str, source: TextRange, cue: TextRange) -> bool:
    """Whether a relative pronoun is the object of the cue: "a decision which the owner, Norrsund Ports, said …"."""
    between = text[source[1] : cue[0]]
    return text[slice(*source)].casefold() in RELATIVE_PRONOUNS and (
        "," in between or len(between.split()) > MOST_ADVERBS
    )


def _overlap(piece: TextRange, source: TextRange | None) -> bool:
    return source is not None and piece[0] < source[1] and source[0] < piece[1]


def _is_quoted_or_long(text: str, piece: TextRange, quotations: Sequence[Quotation]) -> bool:
    return quotation_at(quotations, piece[0]) is not None or len(text[slice(*piece)].split()) >= FEWEST_WORDS
