"""From bytes to a ParsedDocument: find the format, read it and its parts, make the text. The worker runs this."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from time import perf_counter

from functions.parse.formats import FORMATS
from functions.parse.formats.format import Extracted, Format, Hints, Limits
from functions.parse.language import language_of
from functions.parse.media_types import UNKNOWN, media_type_of
from functions.parse.parts import PartsReader, PartText
from functions.parse.text_decoding import normalize
from shared.document import BLOCK_SEPARATOR, Block, BlockText, Metadata, ParsedDocument, Part, PipelineWarning, compose
from shared.errors import Code, PermanentError


def parse(content: bytes, hints: Hints, limits: Limits, formats: Mapping[str, Format] = FORMATS) -> ParsedDocument:
    """The document that `content` holds, with its parts, within the limits.

    Raises PermanentError: empty, unsupported, encrypted, corrupt, too_large, ocr_unavailable.
    """
    started = perf_counter()
    media_type, read = _format_of(content, hints, formats)
    recognized = perf_counter()
    extracted = _storable(read(content, hints, limits))
    reader = PartsReader(partial(_read, formats=formats), limits, extracted.blocks)
    reader.read_all(extracted)
    extracted_at = perf_counter()
    if not reader.blocks:
        raise _nothing_read(reader.texts)
    text, blocks, warnings = _composed(reader.blocks, limits.max_characters)
    metadata = _metadata(extracted, reader)
    if metadata.language is None:
        metadata = metadata.model_copy(update={"language": language_of(text)})
    return ParsedDocument(
        media_type=media_type,
        text=text,
        blocks=blocks,
        parts=[_placed(part, blocks, len(text)) for part in reader.texts],
        metadata=metadata,
        warnings=[*extracted.warnings, *reader.warnings, *warnings],
        parser=extracted.parser,
        milliseconds={
            "recognize": _milliseconds(started, recognized),
            "extract": _milliseconds(recognized, extracted_at),
            "compose": _milliseconds(extracted_at, perf_counter()),
        },
    )


def _read(content: bytes, hints: Hints, limits: Limits, formats: Mapping[str, Format]) -> tuple[str, Extracted]:
    media_type, read = _format_of(content, hints, formats)
    return media_type, _storable(read(content, hints, limits))


def _format_of(content: bytes, hints: Hints, formats: Mapping[str, Format]) -> tuple[str, Format]:
    media_type = media_type_of(content, hints)
    read = formats.get(media_type)
    if read is None:
        shown = "no format known" if media_type == UNKNOWN else f"{media_type}, which is not read"
        raise PermanentError(Code.UNSUPPORTED, f"The file's bytes show {shown}.")
    return media_type, read


def _nothing_read(parts: list[PartText]) -> PermanentError:
    """Why there is no text: the parts' own reason where they share one."""
    errors = {part.error.code: part.error for part in parts if part.error is not None}
    if len(errors) == 1:
        ((code, error),) = errors.items()
        return error if len(parts) == 1 else PermanentError(code, f"None of {len(parts)} parts was read: {error}")
    if errors:
        codes = ", ".join(sorted(code.value for code in errors))
        return PermanentError(Code.EMPTY, f"None of {len(parts)} parts was read ({codes}).")
    return PermanentError(Code.EMPTY, "The file holds no text.")


def _metadata(extracted: Extracted, reader: PartsReader) -> Metadata:
    """The upload's own; those of its one part where it is no more than a wrapping around that."""
    if not extracted.blocks and len(reader.extracted) == 1 and extracted.metadata == Metadata():
        return reader.extracted[0].metadata
    return extracted.metadata


def _composed(blocks: list[BlockText], max_characters: int) -> tuple[str, list[Block], list[PipelineWarning]]:
    """The text and its blocks, those that don't fit left out."""
    kept, whole = _cut(blocks, max_characters)
    text, made = compose(kept)
    if len(text) == whole:
        return text, made, []
    message = f"The text has {whole:,} characters. The first {len(text):,} were kept, the rest was cut."
    return text, made, [PipelineWarning(code="cut", message=message)]


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
                kept.append(replace(piece, text=words if blank else head, rows=None))
    return kept, length


def _placed(part: PartText, blocks: list[Block], length: int) -> Part:
    """Where the text of a part is; an empty place where it has none, or where that was cut."""
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
    """What was extracted, without blocks that have no text, and without what no UTF-8 can hold."""
    blocks = [_storable_block(block) for block in extracted.blocks]
    said = {key: normalize(value) if isinstance(value, str) else value for key, value in extracted.metadata}
    return replace(
        extracted,
        blocks=[block for block in blocks if block.text],
        metadata=Metadata(**said),
        warnings=[warning.model_copy(update={"message": normalize(warning.message)}) for warning in extracted.warnings],
    )


def _storable_block(block: BlockText) -> BlockText:
    rows = block.rows and [[normalize(cell) for cell in row] for row in block.rows]
    return replace(block, text=normalize(block.text).strip(), rows=rows)


def _milliseconds(start: float, end: float) -> float:
    return round(1000 * (end - start), 3)
