"""Blocks of kind `turn` for the turns of the transcripts in the blocks that a format has read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from functions.parse.turns.labels import Label, label_of
from functions.parse.turns.speech import is_question, is_sentence, words_of
from functions.parse.turns.transcripts import turns_of
from shared.documents.document import BlockKind, BlockText

# Kinds of blocks whose lines can begin a turn. A heading can only be the label of the turn below it.
SPOKEN = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})

# Maximum number of paragraphs without a label between two turns that all belong to the first one.
MOST_PARAGRAPHS = 30

# Share (0 to 1) of the passages between two turns that end in a question from which all of them are an interviewer's.
QUESTIONS_SHARE = 0.5

# A description of what happens: `(Applause.)`, `[Laughter]`.
DESCRIPTION = re.compile(r"\(.*\)|\[.*\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Line:
    block: int
    text: str


def with_turns(blocks: Sequence[BlockText]) -> list[BlockText]:
    """Return the blocks, with a block of kind `turn` for each turn of a transcript. No text is lost.

    Paragraphs between two turns continue the first one: they are turns of the same speaker without a label.
    """
    lines = [_Line(number, text) for number, block in enumerate(blocks) for text in _lines_of(block)]
    transcripts = turns_of([line.text for line in lines])
    if not transcripts:
        return list(blocks)
    labels = {number: label for transcript in transcripts for number, label in transcript}
    divided: list[BlockText] = []
    # For each transcript, the places of its turns among the divided blocks.
    places: dict[int, int] = {}
    for block, own in _by_block(blocks, lines):
        for piece, first in _divided(block, own, lines, labels):
            if first in labels:
                places[first] = len(divided)
            divided.append(piece)
    for transcript in transcripts:
        _continue(divided, [places[number] for number, _ in transcript])
    return divided


def turn(text: str, label: Label, block: BlockText) -> BlockText:
    """Return a turn whose text begins with the label; `block` is the block that contained it."""
    spoken = len(text) - len(text[label.after :].lstrip())
    speaker = None if label.is_anonymous else label.name
    return BlockText(
        kind=BlockKind.TURN, text=text, page=block.page, speaker=speaker, spoken_from=spoken, lines=block.lines
    )


def _lines_of(block: BlockText) -> list[str]:
    """Return the lines of a block that can begin turns; empty lines if it can't contain any."""
    if block.kind in SPOKEN:
        return block.text.split("\n")
    if block.kind is BlockKind.HEADING and "\n" not in block.text:
        label = label_of(block.text)
        return [block.text if label and label.after == len(block.text) else ""]
    return [""]


def _by_block(blocks: Sequence[BlockText], lines: Sequence[_Line]) -> Iterator[tuple[BlockText, range]]:
    """Yield each block with the numbers of its lines."""
    start = 0
    for number, block in enumerate(blocks):
        end = start
        while end < len(lines) and lines[end].block == number:
            end += 1
        yield block, range(start, end)
        start = end


def _divided(
    block: BlockText, own: range, lines: Sequence[_Line], labels: dict[int, Label]
) -> Iterator[tuple[BlockText, int]]:
    """Yield the turns in a block, and the text before the first as a block, each with the number of its first line."""
    starts = [number for number in own if number in labels]
    if not starts:
        yield block, -1
        return
    for start, end in zip([own.start, *starts], [*starts, own.stop], strict=True):
        text = "\n".join(line.text for line in lines[start:end])
        if text.strip() and start in labels:
            indent = len(text) - len(text.lstrip())
            label = labels[start]
            yield (
                turn(text.strip(), replace(label, start=label.start - indent, after=label.after - indent), block),
                start,
            )
        elif text.strip():
            yield replace(block, text=text.strip()), -1


def _continue(blocks: list[BlockText], places: Sequence[int]) -> None:
    """Make the paragraphs after a label continue its turn, in the list itself. `places` are those of the labels."""
    gaps = [_gap(blocks, start, end) for start, end in zip(places, [*places[1:], len(blocks)], strict=True)]
    asked = sum(bool(gap) and is_question(blocks[gap[-1]].text) for gap in gaps[:-1])
    is_asked = asked >= QUESTIONS_SHARE * sum(map(bool, gaps[:-1])) and asked > 0
    several = len({blocks[place].speaker for place in places}) > 1
    for number, (place, gap) in enumerate(zip(places, gaps, strict=True)):
        first = blocks[place]
        is_bare = first.spoken_from == len(first.text)
        continued = gap if several and not is_asked and number < len(places) - 1 else []
        if continued and is_question(blocks[continued[-1]].text):
            continued = continued[:-1]
        if any(_names(blocks[at].text, first.speaker) for at in continued):
            continued = []
        for at in continued or (gap[:1] if is_bare else []):
            blocks[at] = replace(blocks[at], kind=BlockKind.TURN, level=None, speaker=first.speaker, spoken_from=0)


def _gap(blocks: Sequence[BlockText], start: int, end: int) -> list[int]:
    """Return the places of the paragraphs between two turns, up to the first that is not a part of a speech.

    A line that does not end like a sentence is a heading.
    """
    found = []
    for place in range(start + 1, min(end, start + MOST_PARAGRAPHS + 2)):
        if DESCRIPTION.fullmatch(blocks[place].text):
            continue
        if blocks[place].kind not in SPOKEN or not is_sentence(blocks[place].text):
            break
        found.append(place)
    return found if len(found) <= MOST_PARAGRAPHS else found[:1]


def _names(text: str, speaker: str | None) -> bool:
    """Whether a paragraph names the speaker, as a report does and the speaker does not."""
    return speaker is not None and words_of(speaker)[-1].casefold() in {word.casefold() for word in words_of(text)}
