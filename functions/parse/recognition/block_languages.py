"""The blocks of a text that are in another language than the rest of it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from functions.parse.recognition.language import language_of
from shared.documents.document import Block, BlockKind

# Kinds of blocks whose words do not show a language. They follow their neighbours.
WITHOUT_PROSE = frozenset({BlockKind.TABLE, BlockKind.CODE})

# Minimum length in code points of the consecutive blocks whose language is detected together, and maximum number of
# such pieces, which bounds the time.
SHORTEST_PIECE = 250
MOST_PIECES = 24

# Minimum confidence (0 to 1) of the detection for a piece. Of 650 English documents, one has a piece that is then taken
# for another language, a list of sport results. Of 34 pieces of texts in eight other languages, 33 are recognized.
MIN_CONFIDENCE = 0.9

# Minimum length in code points of consecutive pieces in another language.
SHORTEST_PART = 300


def with_languages(text: str, blocks: Sequence[Block], language: str | None) -> list[Block]:
    """Return the blocks, with their language if it is not `language`, that of the document.

    Short blocks are examined together with the ones after them. What has no recognized language follows the blocks
    before it.
    """
    found: list[Block] = []
    for own, part in _parts(text, blocks, language):
        found += part if own == language else [block.model_copy(update={"language": own}) for block in part]
    return found


def _parts(text: str, blocks: Sequence[Block], language: str | None) -> Iterator[tuple[str | None, list[Block]]]:
    """Yield languages with consecutive blocks. A part that is too short is in the language of the part before it."""
    pieces = list(_pieces(blocks, max(SHORTEST_PIECE, len(text) // MOST_PIECES)))
    detected = [_language_of(text, piece) for piece in pieces]
    if not any(detected):
        yield language, list(blocks)
        return
    last = next(own for own in detected if own)
    filled = []
    for own in detected:
        last = own or last
        filled.append(last)
    before = language
    for own, group in groupby(zip(filled, pieces, strict=True), key=lambda pair: pair[0]):
        part = [block for _, piece in group for block in piece]
        if own == language or sum(block.end - block.start for block in part) >= SHORTEST_PART:
            before = own
        yield before, part


def _pieces(blocks: Sequence[Block], shortest: int) -> Iterator[list[Block]]:
    """Yield consecutive blocks that have at least the length `shortest` together, and the rest."""
    piece: list[Block] = []
    size = 0
    for block in blocks:
        piece.append(block)
        size += 0 if block.kind in WITHOUT_PROSE else block.end - block.start
        if size >= shortest:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _language_of(text: str, piece: Sequence[Block]) -> str | None:
    prose = [text[block.start : block.end] for block in piece if block.kind not in WITHOUT_PROSE]
    return language_of("\n".join(prose), MIN_CONFIDENCE) if sum(map(len, prose)) >= SHORTEST_PIECE else None
