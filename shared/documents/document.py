"""The Document: the output of Parse for one upload. Every span of a Summary is a range of its text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.documents.line_packing import checked_end
from shared.documents.placed_lines import UNITS, PlacedLine
from shared.object_version import ObjectVersion
from shared.revision import Revision

DOCUMENT_SCHEMA_VERSION = 1
BLOCK_SEPARATOR = "\n\n"

# A time in UTC with milliseconds. All instants have the same length, so that they sort as strings.
Instant = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]


class StoredModel(BaseModel):
    """The base class of all stored models: it rejects unknown fields, and instances are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(StoredModel):
    """A range of a Document's text: `document.text[start:end] == text`, in Unicode code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    page: int | None = Field(
        default=None,
        ge=1,
        exclude_if=lambda page: page is None,
        description="page, slide or sheet on which the span begins, if the format has pages; within an attachment, "
        "its own pages count",
    )

    @model_validator(mode="after")
    def _check_length(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span [{self.start}, {self.end}) does not match a text of {len(self.text)} code points")
        return self


class BlockKind(StrEnum):
    """The role of a block in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTATION = "quotation"
    TABLE = "table"
    CAPTION = "caption"
    CODE = "code"
    TURN = "turn"


class Block(StoredModel):
    """A block of the text, `document.text[start:end]`. Blocks are in order and don't overlap."""

    kind: BlockKind
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    level: int | None = Field(default=None, ge=1, description="level of a heading; 1 is the highest")
    page: int | None = Field(default=None, ge=1, description="page on which the block begins, if the format has pages")
    rows: list[list[str]] | None = Field(default=None, description="cells of a table, row by row")
    speaker: str | None = Field(
        default=None, description="name of who speaks in a turn, as written, without role; absent if it has no name"
    )
    spoken_from: int | None = Field(
        default=None, ge=0, description="where the words of a turn begin, after its label; `start` without a label"
    )
    notice: bool | None = Field(
        default=None,
        description="true for what surrounds the text of a message: a notice of confidentiality, a signature",
    )
    language: str | None = Field(
        default=None,
        exclude_if=lambda language: language is None,
        description="ISO 639-1, lower case; absent if it is the language of the document",
    )


class Metadata(StoredModel):
    """Metadata that the file contains. Nothing is guessed, except that `language` may be detected from the text."""

    title: str | None = None
    byline: str | None = None
    published_at: str | None = Field(default=None, description="ISO 8601, a date or a date with time")
    publisher: str | None = None
    language: str | None = Field(default=None, description="ISO 639-1, lower case")
    standfirst: str | None = Field(default=None, description="the summary sentence below the title of an article")
    recipients: str | None = Field(default=None, description="recipients of a message")
    dateline: str | None = Field(default=None, description="place and date line of a news agency's item")
    rights: str | None = Field(default=None, description="owner of the text and terms of use")
    pages: int | None = Field(default=None, ge=0)


class Part(StoredModel):
    """A file within the upload: an attachment of a message or a member of an archive. Its text is `text[start:end]`."""

    name: str = Field(description="its path within the upload, separated by `/`")
    media_type: str | None = Field(
        default=None, description="media type detected from its bytes; absent if they were not read"
    )
    start: int = Field(ge=0)
    end: int = Field(ge=0, description="the same as `start` if it has no text")
    code: str | None = Field(default=None, description="why it could not be read: one of the codes of failures")
    message: str | None = Field(default=None, description="the same as a sentence")


class PageLayout(StoredModel):
    """The lines of text of one page and their rectangles, packed by `line_packing`: see `shared.documents.layout`."""

    number: int = Field(ge=1, description="page number in its file")
    part: int | None = Field(
        default=None, ge=0, description="position in `parts` of the file with this page; absent for the upload itself"
    )
    width: int = Field(ge=1, description="of the page as it is displayed, in points; in pixels if it is a picture")
    height: int = Field(ge=1)
    start: int = Field(ge=0, description="start of its first line in the text, in code points")
    end: int = Field(ge=0, description="end of its last line; lines of other pages may be between the two")
    lines: list[int] = Field(description="six integers for each line")

    @model_validator(mode="after")
    def _check_lines(self) -> Self:
        end = checked_end(self.start, self.lines, UNITS)
        if end != self.end:
            raise ValueError(f"the lines of page {self.number} end at {end}, not at {self.end}")
        return self


class PipelineWarning(StoredModel):
    """A limitation of the result, for example truncated text, a skipped part or an unsupported language."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    message: str


class Source(StoredModel):
    """The version of the object that a Document was made from."""

    uri: str = Field(description="s3://bucket/key; the key is not URL-encoded")
    bucket: str
    key: str
    version_id: str | None = None
    etag: str | None = None
    size: int = Field(ge=0, description="bytes")
    media_type: str = Field(description="detected from the bytes, regardless of the file name")
    sequencer: str = Field(description="orders the uploads and removals of this key; from S3")
    generation: int = Field(
        default=0, ge=0, description="0 for an S3 event, higher if the same version is processed again"
    )
    uploaded_at: Instant
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    supersedes: str | None = Field(default=None, description="version id of the version that was current before")

    @property
    def revision(self) -> Revision:
        """The revision at which the version was processed."""
        return Revision(self.sequencer, self.generation)

    @property
    def object_version(self) -> ObjectVersion:
        """The version itself."""
        return ObjectVersion(self.bucket, self.key, self.version_id, self.uploaded_at)


class ParsedDocument(StoredModel):
    """The output of a parser for the bytes of a file, without the object that they came from."""

    media_type: str = Field(pattern=r"^[A-Za-z0-9.+_-]+/[A-Za-z0-9.+_-]+$", max_length=127)
    text: str
    blocks: list[Block]
    parts: list[Part] = Field(default_factory=list, description="in the order of their texts; parts may be nested")
    layout: list[PageLayout] = Field(
        default_factory=list,
        exclude_if=lambda layout: not layout,
        description="the rectangles of the lines, for PDFs and pictures; without them, the text has no places on pages",
    )
    metadata: Metadata = Metadata()
    warnings: list[PipelineWarning] = Field(default_factory=list)
    parser: str = Field(description="name and version of the parser, for example `kreuzberg 4.10.4`")
    milliseconds: dict[str, float] = Field(default_factory=dict, description="duration by stage of parsing")

    @model_validator(mode="after")
    def _check_blocks(self) -> Self:
        end = 0
        for block in self.blocks:
            if not end <= block.start <= block.end <= len(self.text):
                raise ValueError(f"block [{block.start}, {block.end}) overlaps another block or exceeds the text")
            end = block.end
        return self

    @model_validator(mode="after")
    def _check_layout(self) -> Self:
        for page in self.layout:
            if page.end > len(self.text) or (page.part is not None and page.part >= len(self.parts)):
                raise ValueError(f"the lines of page {page.number} exceed the text, or it is of an unknown part")
        return self


class Document(ParsedDocument):
    """A parsed upload: its text, the blocks and metadata found in it, and the object version it came from."""

    schema_version: int = DOCUMENT_SCHEMA_VERSION
    source: Source
    summary_length: str | None = Field(default=None, description="length that the uploader requested, as written")
    pipeline_version: str

    def span(self, start: int, end: int) -> Span:
        """Return the span from code point `start` to `end`, exclusive."""
        return Span(start=start, end=end, text=self.text[start:end])


@dataclass(frozen=True, slots=True)
class BlockText:
    """A block with its text but without a position: the output of a format and the input of `compose`."""

    kind: BlockKind
    text: str
    level: int | None = None
    page: int | None = None
    rows: list[list[str]] | None = None
    # Of a turn: the name of the speaker as written, and where the words begin in `text`, after the label.
    speaker: str | None = None
    spoken_from: int | None = None
    # Of a message: what surrounds its text, such as a notice of confidentiality. None if it is the text.
    notice: bool | None = None
    # Of a PDF or a picture: the lines that `text` consists of, in its order. Blanks and hyphens may be between them.
    lines: Sequence[PlacedLine] = ()


def compose(pieces: Iterable[BlockText]) -> tuple[str, list[Block]]:
    """Join blocks to one text, and return it with the blocks and their positions. Blocks without text are left out."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for piece in pieces:
        text = piece.text.strip()
        if not text:
            continue
        if parts:
            parts.append(BLOCK_SEPARATOR)
            position += len(BLOCK_SEPARATOR)
        blocks.append(
            Block(
                kind=piece.kind,
                start=position,
                end=position + len(text),
                level=piece.level,
                page=piece.page,
                rows=piece.rows,
                speaker=piece.speaker,
                spoken_from=None if piece.spoken_from is None else position + min(piece.spoken_from, len(text)),
                notice=piece.notice,
            )
        )
        parts.append(text)
        position += len(text)
    return "".join(parts), blocks
