"""The title of a Document: its own, else the nominal phrase of its text that says most of what it is about."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from functions.summarize.selection.phrases import Phrase, function_words
from functions.summarize.sentences.boundaries import STATEMENT_END
from functions.summarize.sentences.presentable import boilerplate
from shared.documents.document import BlockKind, Document, Span
from shared.summary import Entity
from shared.text import shortened

# Code points of a first line that may be taken for a title.
LONGEST_TITLE_LINE = 150

# Phrases, the best ones, that a chosen title may be made of.
TELLING = 40

# Of a chosen title.
FEWEST_WORDS, MOST_WORDS = 2, 9

# What the most prominent name is worth beside the best phrase: a name alone says little of a document.
NAME = 0.7

# Of worths and cosines, so that equal ones are equal on every machine.
DECIMALS = 3

# That vectors are made for.
MOST_CANDIDATES = 12

# What likeness to the first sentence is worth beside likeness to the whole.
LEAD = 2.0

# What likeness is worth, and what each place in the order of candidates costs.
LIKENESS, LATER = 0.5, 0.02

# What a phrase is worth in one sentence, beside the sentence before it in order of importance.
FADING = 0.85

# What may stand between two phrases of a title: nothing, a possessive, `and` or a preposition with its article.
LINK = re.compile(r"(\s+|['’]s?\s+|\s+(?:of|in|for|at|on|against|between|over|and)(?:\s+(?:the|an?))?\s+)")


def title_of(document: Document) -> str | None:
    """The title that the format names, else the first heading, else a first line that is none of the sentences.

    What an attachment or a member of an archive is called is no title of the whole, unless it is the whole.
    """
    if document.metadata.title:
        return shortened(document.metadata.title)
    end = len(document.text)
    wrapped = any(part.start == 0 and part.end == end for part in document.parts)
    own_end = end if wrapped else min((part.start for part in document.parts), default=end)
    blocks = [block for block in document.blocks if block.end <= own_end]
    if not blocks:
        return None
    first = blocks[0]
    line = document.text[first.start : first.end]
    if first.kind is BlockKind.HEADING:
        return shortened(line)
    stands_alone = first.kind is BlockKind.PARAGRAPH and len(blocks) > 1 and len(line) <= LONGEST_TITLE_LINE
    if stands_alone and not STATEMENT_END.search(line) and not boilerplate(line):
        return shortened(line)
    headings = (block for block in blocks if block.kind is BlockKind.HEADING)
    return next((shortened(document.text[block.start : block.end]) for block in headings), None)


# Endings of verbs and adverbs, which would make a clause of a phrase.
VERBAL = re.compile(r"(?:ed|ing|ly)$")

WORD_BEFORE = re.compile(r"([^\W_]+)\s+$")
WORD_AFTER = re.compile(r"\s+([^\W_]+)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A phrase or a name at its place, and what it is worth in a title."""

    start: int
    end: int
    key: str
    worth: float


def title_candidates(
    document: Document, telling: Sequence[Span], topics: Sequence[Phrase], entities: Sequence[Entity]
) -> list[Span]:
    """Nominal phrases of an English text that could be its title, the best first: phrases and names side by side.

    They are cut from the sentences that tell most (`telling`, the best first).
    """
    pieces = sorted(_pieces(topics, entities), key=lambda piece: (piece.start, -piece.end))
    starts = [piece.start for piece in pieces]
    best: dict[str, tuple[float, Span]] = {}
    for number, sentence in enumerate(telling):
        inside = pieces[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        for start, end, worth in _runs(document.text, [piece for piece in inside if piece.end <= sentence.end]):
            if _is_whole(sentence, start, end):
                span = document.span(start, end)
                value = round(worth * FADING**number, DECIMALS)
                best[span.text] = max(best.get(span.text, (value, span)), (value, span), key=lambda each: each[0])
    ranked = sorted(best.values(), key=lambda each: (-each[0], each[1].start))
    return [span for _, span in ranked[:MOST_CANDIDATES]]


def best_title(candidates: Sequence[Span], vectors: NDArray[np.float32], told: NDArray[np.float32]) -> Span:
    """The candidate that is most like what a document tells, and early among them: one at least, the best first.

    `vectors`: (candidates, width); `told`: (sentences, width), unit rows; both in the same space.
    """
    centre = told.mean(axis=0)
    about = centre / max(float(np.linalg.norm(centre)), 1e-9) + LEAD * told[0]
    likeness = LIKENESS * (vectors @ about).astype(np.float64) - LATER * np.arange(len(candidates))
    return candidates[int(np.argmax(np.round(likeness, DECIMALS)))]


def _pieces(topics: Sequence[Phrase], entities: Sequence[Entity]) -> Iterator[_Piece]:
    telling = topics[:TELLING]
    top = max((phrase.score for phrase in telling), default=0.0)
    for phrase in telling:
        if phrase.score > 0 and not any(VERBAL.search(word) for word in phrase.key.split()):
            worth = (phrase.score / top) ** 2
            yield from (_Piece(start, end, phrase.key, worth) for start, end in phrase.places)
    for entity in entities:
        for span in entity.mentions:
            yield _Piece(span.start, span.end, entity.name, entity.salience * NAME)


def _runs(text: str, pieces: Sequence[_Piece]) -> Iterator[tuple[int, int, float]]:
    """[start, end) of the runs of pieces from each on, and what the different pieces in them are worth together."""
    for first, piece in enumerate(pieces):
        end = piece.end
        worths = {piece.key: piece.worth}
        for other in (piece, *pieces[first + 1 :]):
            if other.end > end and not (other.start < end or LINK.fullmatch(text, end, other.start)):
                break
            if other.end > end or other is piece:
                end = other.end
                worths[other.key] = max(worths.get(other.key, 0.0), other.worth)
                words = len(text[piece.start : end].split())
                if words > MOST_WORDS:
                    break
                if words >= FEWEST_WORDS:
                    yield piece.start, end, sum(worths.values())


def _is_whole(sentence: Span, start: int, end: int) -> bool:
    """Whether no noun or adjective stands right before or behind, which would belong to the phrase."""
    functions = function_words("en")
    before = WORD_BEFORE.search(sentence.text[: start - sentence.start])
    after = WORD_AFTER.match(sentence.text, end - sentence.start)
    return (before is None or before[1].casefold() in functions) and (after is None or after[1].casefold() in functions)
