"""Sections: what stands under each heading, and the sentence that tells best what it is about."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from functions.summarize.bounds import LONGEST_HEADING, MOST_SECTIONS
from functions.summarize.selection.ranking import Ranking
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Block, BlockKind, Document, Span
from shared.summary import Section

# Of a section. A shorter one is read as fast as a sentence chosen from it.
FEWEST_SENTENCES = 3


def sections_of(document: Document, sentences: Sequence[Sentence], vectors: NDArray[np.float32]) -> list[Section]:
    """The sections of a document in order, each up to the next heading of its level or above.

    `vectors`: (sentences, width), unit rows. Only the first MOST_SECTIONS, which a row has room for, get a sentence.
    """
    headings = [
        block
        for block in document.blocks
        if block.kind is BlockKind.HEADING and block.end - block.start <= LONGEST_HEADING
    ]
    starts = [sentence.start for sentence in sentences]
    sections: list[Section] = []
    for number, (block, end) in enumerate(zip(headings, _ends(headings, len(document.text)), strict=True)):
        first, after = bisect_left(starts, block.start), bisect_left(starts, end)
        told = _told_best(sentences[first:after], vectors[first:after]) if number < MOST_SECTIONS else None
        heading = document.span(block.start, block.end)
        sections.append(Section(heading=heading, level=block.level or 1, start=block.start, end=end, summary=told))
    return sections


def _ends(headings: Sequence[Block], end: int) -> list[int]:
    """Where the section of each heading ends."""
    ends = [end] * len(headings)
    open_ones: list[tuple[int, int]] = []
    for number, block in enumerate(headings):
        level = block.level or 1
        while open_ones and open_ones[-1][1] >= level:
            ends[open_ones.pop()[0]] = block.start
        open_ones.append((number, level))
    return ends


def _told_best(sentences: Sequence[Sentence], vectors: NDArray[np.float32]) -> Span | None:
    """The sentence that a section of several would be told by, in the light of its heading."""
    if sum(sentence.kind is not BlockKind.HEADING for sentence in sentences) < FEWEST_SENTENCES:
        return None
    title = vectors[0] if sentences[0].kind is BlockKind.HEADING else None
    for choice in Ranking(sentences, vectors, title).key_points(1):
        chosen = sentences[choice.number]
        return Span(start=chosen.start, end=chosen.end, text=chosen.text)
    return None
