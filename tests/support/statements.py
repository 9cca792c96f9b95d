"""The parts of an attribution that `well_formed` keeps, from the words of a text."""

from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.attributions.structure import well_formed
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Block, BlockKind

Parts = tuple[str | None, str, list[str]]


def blocks_of(text: str, heading: str = "") -> list[Block]:
    """Return the paragraphs between blank lines, where a paragraph that is `heading` is one."""
    blocks, start = [], 0
    for paragraph in text.split("\n\n"):
        kind = BlockKind.HEADING if paragraph == heading else BlockKind.PARAGRAPH
        blocks.append(Block(kind=kind, start=start, end=start + len(paragraph)))
        start += len(paragraph) + 2
    return [block for block in blocks if block.start < block.end]


def kept(text: str, source: str | None, cue: str, *content: str, heading: str = "") -> Parts | None:
    """Return the parts of the attribution after `well_formed`, None if it is left out."""

    def place(part: str, after: int = 0) -> TextRange:
        return text.index(part, after), text.index(part, after) + len(part)

    blocks = blocks_of(text, heading)
    layout = Layout(text, blocks, [(each.start, each.end) for each in sentences_of(text, blocks)])
    quotations = find_quotations(text, blocks)
    pieces = tuple(place(piece) for piece in content)
    direct = any(text[start] in '“"' for start, _ in pieces)
    drafts = [Draft((place(source),) if source else (), place(cue), pieces, direct)]
    found = well_formed(text, drafts, layout, quotations)
    if not found:
        return None
    (draft,) = found
    assert draft.cue is not None
    spoken = text[slice(*draft.source[0])] if draft.source else None
    return spoken, text[slice(*draft.cue)], [text[slice(*piece)] for piece in draft.content]
