"""The blocks of a text that are in another language than the rest of it."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from functions.parse.recognition.frequent_words import language_of as language_by_words
from functions.parse.recognition.language import language_of
from shared.documents.document import Block, BlockKind

# Kinds of blocks whose words do not show a language. They follow their neighbours.
WITHOUT_PROSE = frozenset({BlockKind.TABLE, BlockKind.CODE})

# Minimum length in code points of the consecutive blocks whose language is detected together, and maximum number of
# such pieces, which bounds the time.
SHORTEST_PIECE = 250
MOST_PIECES = 24

# Minimum confidence (0 to 1) of the detection for a piece.
MIN_CONFIDENCE = 0.9

# The last letter of the Latin script in Unicode's first blocks.
LAST_LATIN = "\u024f"

# Minimum ratio of the capitalized words to those in small letters in a list of names. In German prose, it is below 0.7.
NAMES_RATIO = 2

WORD = re.compile(r"[^\W\d_]+")

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
    if sum(map(len, prose)) < SHORTEST_PIECE:
        return None
    sample = "\n".join(prose)
    if _is_list_of_names(sample):
        return None
    found = language_of(sample, MIN_CONFIDENCE)
    # In other lists in Latin letters, trigrams show some language, but no word of one is there.
    return None if found is not None and _is_latin(sample) and language_by_words(sample) is None else found


def _is_list_of_names(text: str) -> bool:
    """Whether most words are capitalized. Their trigrams, and words such as `van der`, show some language."""
    words = WORD.findall(text)
    return sum(map(str.istitle, words)) > NAMES_RATIO * sum(map(str.islower, words))


def _is_latin(text: str) -> bool:
    if text.isascii():
        return any(map(str.isalpha, text))
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter <= LAST_LATIN for letter in letters) > len(letters)
