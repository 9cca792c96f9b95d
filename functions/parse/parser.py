"""From bytes to a ParsedDocument: find the format, read it, make the text, bound it. The worker process runs this."""

from collections.abc import Mapping
from time import perf_counter

from functions.parse.formats import FORMATS
from functions.parse.formats.format import Extracted, Format, Hints
from functions.parse.language import language_of
from functions.parse.media_types import UNKNOWN, media_type_of
from functions.parse.text_decoding import normalize
from shared.document import BLOCK_SEPARATOR, Block, BlockText, Metadata, ParsedDocument, PipelineWarning, compose
from shared.errors import Code, PermanentError


def parse(content: bytes, hints: Hints, max_characters: int, formats: Mapping[str, Format] = FORMATS) -> ParsedDocument:
    """The document that `content` holds, its text at most `max_characters` code points long.

    Raises PermanentError: empty, unsupported, encrypted, corrupt.
    """
    started = perf_counter()
    media_type = media_type_of(content, hints)
    read = formats.get(media_type)
    if read is None:
        shown = "no format known" if media_type == UNKNOWN else f"{media_type}, which is not read"
        raise PermanentError(Code.UNSUPPORTED, f"The file's bytes show {shown}.")
    recognized = perf_counter()
    extracted = read(content, hints)
    extracted_at = perf_counter()
    text, blocks, warnings = _composed(extracted, max_characters)
    metadata = extracted.metadata
    if metadata.language is None:
        metadata = metadata.model_copy(update={"language": language_of(text)})
    return ParsedDocument(
        media_type=media_type,
        text=text,
        blocks=blocks,
        metadata=_storable(metadata),
        warnings=[*extracted.warnings, *warnings],
        parser=extracted.parser,
        milliseconds={
            "recognize": _milliseconds(started, recognized),
            "extract": _milliseconds(recognized, extracted_at),
            "compose": _milliseconds(extracted_at, perf_counter()),
        },
    )


def _composed(extracted: Extracted, max_characters: int) -> tuple[str, list[Block], list[PipelineWarning]]:
    """The text and its blocks, cut between blocks where they are too long. Raises PermanentError: empty."""
    pieces = [_storable_block(block) for block in extracted.blocks]
    pieces = [piece for piece in pieces if piece.text]
    if not pieces:
        raise PermanentError(Code.EMPTY, "The file holds no text.")
    kept, whole = _cut(pieces, max_characters)
    text, blocks = compose(kept)
    if len(text) == whole:
        return text, blocks, []
    message = f"The text has {whole:,} characters. The first {len(text):,} were kept, the rest was cut."
    return text, blocks, [PipelineWarning(code="cut", message=message)]


def _cut(pieces: list[BlockText], max_characters: int) -> tuple[list[BlockText], int]:
    """The blocks that fit into `max_characters`, the last one cut after a word, and how many code points all take."""
    kept: list[BlockText] = []
    length = 0
    for piece in pieces:
        start = length + (len(BLOCK_SEPARATOR) if length else 0)
        length = start + len(piece.text)
        if length <= max_characters:
            kept.append(piece)
        elif start < max_characters:
            head = piece.text[: max_characters - start]
            words, blank, _ = head.rpartition(" ")
            if blank or not kept:
                kept.append(BlockText(piece.kind, words if blank else head, level=piece.level, page=piece.page))
    return kept, length


def _storable_block(block: BlockText) -> BlockText:
    rows = block.rows and [[normalize(cell) for cell in row] for row in block.rows]
    text = normalize(block.text).strip()
    return BlockText(kind=block.kind, text=text, level=block.level, page=block.page, rows=rows)


def _storable(metadata: Metadata) -> Metadata:
    """Metadata comes from bytes as well: what no UTF-8 can hold must not reach the row."""
    values = metadata.model_dump()
    return Metadata(**{key: normalize(value) if isinstance(value, str) else value for key, value in values.items()})


def _milliseconds(start: float, end: float) -> float:
    return round(1000 * (end - start), 3)
