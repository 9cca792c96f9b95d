"""Sections: the text under each heading, and its most representative sentence."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from functions.summarize.bounds import LONGEST_HEADING, MOST_SECTIONS
from functions.summarize.selection.heading_lines import heading_lines
from functions.summarize.selection.ranking import Ranking
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Block, BlockKind, Document, Span
from shared.summary import Section

# Minimum number of sentences of a section that gets a summary. A shorter one is as quickly read as its summary.
FEWEST_SENTENCES = 3


def sections_of(document: Document, sentences: Sequence[Sentence], vectors: NDArray[np.float32]) -> list[Section]:
    """Return the sections of a document in order, each up to the next heading of the same or a higher level.

    If at most one block is a heading, lines that are headings by their form count too.

    `vectors`: (sentences, width), unit rows. Only the first MOST_SECTIONS, which fit in the row, get a summary.
    """
    headings = [
        block
        for block in document.blocks
        if block.kind is BlockKind.HEADING and block.end - block.start <= LONGEST_HEADING
    ]
    if len(headings) <= 1:
        # At most a title is marked, as in plain text.
        headings = sorted([*headings, *heading_lines(document.text, document.blocks)], key=lambda block: block.start)
    starts = [sentence.start for sentence in sentences]
    sections: list[Section] = []
    for number, (block, end) in enumerate(zip(headings, _ends(headings, len(document.text)), strict=True)):
        first, after = bisect_left(starts, block.start), bisect_left(starts, end)
        summary = _best_sentence(sentences[first:after], vectors[first:after]) if number < MOST_SECTIONS else None
        heading = document.span(block.start, block.end)
        sections.append(Section(heading=heading, level=block.level or 1, start=block.start, end=end, summary=summary))
    return sections


def _ends(headings: Sequence[Block], end: int) -> list[int]:
    """Return the end of the section of each heading."""
    ends = [end] * len(headings)
    open_ones: list[tuple[int, int]] = []
    for number, block in enumerate(headings):
        level = block.level or 1
        while open_ones and open_ones[-1][1] >= level:
            ends[open_ones.pop()[0]] = block.start
        open_ones.append((number, level))
    return ends


def _best_sentence(sentences: Sequence[Sentence], vectors: NDArray[np.float32]) -> Span | None:
    """Return the first key point of a section, ranked with its heading as the title. None for a short section."""
    if sum(sentence.kind is not BlockKind.HEADING for sentence in sentences) < FEWEST_SENTENCES:
        return None
    title = vectors[0] if sentences[0].kind is BlockKind.HEADING else None
    for choice in Ranking(sentences, vectors, title).key_points(1):
        chosen = sentences[choice.number]
        return Span(start=chosen.start, end=chosen.end, text=chosen.text)
    return None
