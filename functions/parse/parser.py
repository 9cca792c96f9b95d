"""Parse bytes into a ParsedDocument in the worker process: detect the format, read the file and its parts, and compose
the text."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from time import perf_counter

from functions.parse.contract import Extracted, Format, Hints, Limits
from functions.parse.formats.registry import FORMATS
from functions.parse.parts import PartsReader, PartText, nothing_read
from functions.parse.recognition.block_languages import with_languages
from functions.parse.recognition.language import language_of
from functions.parse.recognition.media_types import UNKNOWN, media_type_of
from functions.parse.recognition.text_decoding import normalize
from functions.parse.turns.turn_blocks import with_turns
from shared.documents.document import (
    BLOCK_SEPARATOR,
    Block,
    BlockText,
    Metadata,
    ParsedDocument,
    Part,
    PipelineWarning,
    compose,
)
from shared.documents.layout import MOST_LINES, layout_of
from shared.errors import Code, PermanentError


def parse(content: bytes, hints: Hints, limits: Limits, formats: Mapping[str, Format] = FORMATS) -> ParsedDocument:
    """Parse `content` and its parts, within the limits.

    Raises PermanentError: empty, unsupported, encrypted, corrupt, too_large, ocr_unavailable.
    """
    started = perf_counter()
    media_type, read = _format_of(content, hints, formats)
    recognized_at = perf_counter()
    extracted = _extracted(read, content, hints, limits)
    reader = PartsReader(partial(_read, formats=formats), limits, list(extracted.blocks))
    reader.read_all(extracted)
    extracted_at = perf_counter()
    if not reader.blocks:
        reader.blocks.append(_without_text(extracted, nothing_read(reader.texts, reader.left_out)))
    text, blocks, kept, warnings = _composed(reader.blocks, limits)
    parts = [_placed(part, blocks, len(text)) for part in reader.texts]
    layout, over = layout_of(kept, blocks, text, parts)
    metadata = _metadata(extracted, reader)
    if metadata.language is None:
        metadata = metadata.model_copy(update={"language": language_of(text)})
    return ParsedDocument(
        media_type=media_type,
        text=text,
        blocks=with_languages(text, blocks, metadata.language),
        parts=parts,
        layout=layout,
        metadata=metadata,
        warnings=[*extracted.warnings, *reader.warnings, *warnings, *_layout_warnings(over)],
        parser=extracted.parser,
        milliseconds={
            "recognize": _milliseconds(started, recognized_at),
            "extract": _milliseconds(recognized_at, extracted_at),
            "compose": _milliseconds(extracted_at, perf_counter()),
        },
    )


def _read(
    content: bytes, hints: Hints, limits: Limits, read_as: Format | None, formats: Mapping[str, Format]
) -> tuple[str, Extracted]:
    declared = (hints.declared_type or UNKNOWN).partition(";")[0].strip()
    media_type, read = (declared, read_as) if read_as else _format_of(content, hints, formats)
    return media_type, _extracted(read, content, hints, limits)


def _extracted(read: Format, content: bytes, hints: Hints, limits: Limits) -> Extracted:
    try:
        extracted = _storable(read(content, hints, limits))
    except RecursionError as error:
        raise PermanentError(Code.TOO_LARGE, "The file is nested too deeply to be read.") from error
    return replace(extracted, blocks=with_turns(extracted.blocks))


def _format_of(content: bytes, hints: Hints, formats: Mapping[str, Format]) -> tuple[str, Format]:
    media_type = media_type_of(content, hints)
    read = formats.get(media_type)
    if read is None:
        if media_type == UNKNOWN:
            raise PermanentError(Code.UNSUPPORTED, "The format of the file was not recognized.")
        raise PermanentError(Code.UNSUPPORTED, f"Files of type {media_type} are not supported.")
    return media_type, read


def _without_text(extracted: Extracted, error: PermanentError) -> BlockText:
    """Return the block of a file in which nothing else can be read, such as the subject of a message.

    Raises `error` if the file has no such block, or if the stack itself can correct the reason.
    """
    if extracted.without_text is None or error.code is Code.OCR_UNAVAILABLE:
        raise error
    return extracted.without_text


def _metadata(extracted: Extracted, reader: PartsReader) -> Metadata:
    """Return the metadata of the upload, or of its only part if the upload is just a wrapper around that part."""
    if not extracted.blocks and len(reader.extracted) == 1 and extracted.metadata == Metadata():
        return reader.extracted[0].metadata
    return extracted.metadata


def _composed(
    blocks: list[BlockText], limits: Limits
) -> tuple[str, list[Block], list[BlockText], list[PipelineWarning]]:
    """Compose the text from the blocks within the limits: the text, its blocks, what they were made of, and a warning
    if text was cut."""
    pieces, whole = _cut(blocks, limits)
    kept = [piece for piece in pieces if piece.text.strip()]
    text, made = compose(kept)
    if len(text) == whole:
        return text, made, kept, []
    message = (
        f"The text has {whole:,} characters. "
        f"The first {len(text):,} characters, in {len(made):,} blocks, were kept, and the rest was cut."
    )
    return text, made, kept, [PipelineWarning(code="cut", message=message)]


def _layout_warnings(over: int) -> list[PipelineWarning]:
    if not over:
        return []
    message = f"{over:,} lines have no place on a page, because a document has at most {MOST_LINES:,} lines with one."
    return [PipelineWarning(code="layout_cut", message=message)]


def _cut(pieces: list[BlockText], limits: Limits) -> tuple[list[BlockText], int]:
    """Return the blocks within the limits, the last one cut after a word, and the code points of the full text."""
    kept: list[BlockText] = []
    length = 0
    for place, piece in enumerate(pieces):
        start = length + (len(BLOCK_SEPARATOR) if length else 0)
        length = start + len(piece.text)
        if place >= limits.max_blocks:
            continue
        if length <= limits.max_characters:
            kept.append(piece)
        elif start < limits.max_characters:
            head = piece.text[: limits.max_characters - start]
            words, blank, _ = head.rpartition(" ")
            if blank or not kept:
                kept.append(replace(piece, text=words if blank else head, rows=None))
    return kept, length


def _placed(part: PartText, blocks: list[Block], length: int) -> Part:
    """Return the part with the range of its text. The range is empty if the part has no text or its text was cut."""
    start = blocks[part.first].start if part.first < len(blocks) else length
    end = blocks[min(part.after, len(blocks)) - 1].end if part.after > part.first < len(blocks) else start
    return Part(
        name=part.name,
        media_type=part.media_type,
        start=start,
        end=end,
        code=part.error and part.error.code.value,
        message=part.error and part.error.message,
    )


def _storable(extracted: Extracted) -> Extracted:
    """Return the content without empty blocks and without code points that UTF-8 can't encode."""
    blocks = [_storable_block(block) for block in extracted.blocks]
    values = {key: normalize(value) if isinstance(value, str) else value for key, value in extracted.metadata}
    return replace(
        extracted,
        blocks=[block for block in blocks if block.text],
        metadata=Metadata(**values),
        warnings=[warning.model_copy(update={"message": normalize(warning.message)}) for warning in extracted.warnings],
    )


def _storable_block(block: BlockText) -> BlockText:
    text = normalize(block.text).strip()
    rows = block.rows and [[normalize(cell) for cell in row] for row in block.rows]
    # Most blocks need no change, and a copy costs more than these checks.
    if text == block.text and rows == block.rows:
        return block
    lines = [line._replace(text=normalize(line.text)) for line in block.lines]
    spoken_from = block.spoken_from and len(normalize(block.text[: block.spoken_from]).lstrip())
    return replace(block, text=text, rows=rows, lines=lines, spoken_from=spoken_from)


def _milliseconds(start: float, end: float) -> float:
    return round(1000 * (end - start), 3)
