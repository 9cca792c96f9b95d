"""The Document: what Parse makes of one upload, and what every span of a Summary points into."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

DOCUMENT_SCHEMA_VERSION = 1
BLOCK_SEPARATOR = "\n\n"

# A moment in UTC with milliseconds, always of the same length, so that instants sort as strings.
Instant = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]


class Model(BaseModel):
    """The base of all that is stored: unknown fields are refused, values don't change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Model):
    """A piece of a Document's text: `document.text[start:end] == text`, in Unicode code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str

    @model_validator(mode="after")
    def _length_is_that_of_the_text(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span [{self.start}, {self.end}) can't hold a text of {len(self.text)} code points")
        return self


class BlockKind(StrEnum):
    """What a block of text is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTATION = "quotation"
    TABLE = "table"
    CAPTION = "caption"
    CODE = "code"


class Block(Model):
    """One block of the text, `document.text[start:end]`. Blocks are in order and don't overlap."""

    kind: BlockKind
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    level: int | None = Field(default=None, ge=1, description="of a heading, 1 is the highest")
    page: int | None = Field(default=None, ge=1, description="the page that the block begins on, where there are pages")
    rows: list[list[str]] | None = Field(default=None, description="the cells of a table, row by row")


class Metadata(Model):
    """What the format itself says about the document. Nothing is guessed, but `language` may have been detected."""

    title: str | None = None
    byline: str | None = None
    published_at: str | None = Field(default=None, description="ISO 8601, a date or a date with time")
    publisher: str | None = None
    language: str | None = Field(default=None, description="ISO 639-1, lower case")
    standfirst: str | None = Field(default=None, description="the editor's sentence below the title of an article")
    recipients: str | None = Field(default=None, description="of a message: whom it was sent to")
    dateline: str | None = Field(default=None, description="of a news agency's item: where and when it was written")
    rights: str | None = Field(default=None, description="who owns the text, and on what terms it may be used")
    pages: int | None = Field(default=None, ge=0)


class Part(Model):
    """A file within the upload: an attachment of a message, a member of an archive. Its text is `text[start:end]`."""

    name: str = Field(description="its path from the upload inward, parted by `/`")
    media_type: str | None = Field(
        default=None, description="what its bytes show; absent where they were not looked at"
    )
    start: int = Field(ge=0)
    end: int = Field(ge=0, description="the same as `start` where nothing of it was read")
    code: str | None = Field(default=None, description="why it could not be read, one of the codes of failures")
    message: str | None = Field(default=None, description="the same as a sentence")


class PipelineWarning(Model):
    """Something that a reader of the row should know: a cut, a skipped part, an unsupported language."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    message: str


class Source(Model):
    """The version of the object that a Document was made from."""

    uri: str = Field(description="s3://bucket/key, the key as it is, not encoded")
    bucket: str
    key: str
    version_id: str | None = None
    etag: str | None = None
    size: int = Field(ge=0, description="bytes")
    media_type: str = Field(description="what the bytes show, whatever the name says")
    sequencer: str = Field(description="S3's own order of uploads and removals of this key")
    generation: int = Field(
        default=0, ge=0, description="0 for an S3 event, higher when the same version is read again"
    )
    uploaded_at: Instant
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    supersedes: str | None = Field(default=None, description="version id of the version that was current before")


class ParsedDocument(Model):
    """What a parser makes of bytes, before anything is known of the object that they came from."""

    media_type: str = Field(pattern=r"^[A-Za-z0-9.+_-]+/[A-Za-z0-9.+_-]+$", max_length=127)
    text: str
    blocks: list[Block]
    parts: list[Part] = Field(default_factory=list, description="in the order of their texts, which may be nested")
    metadata: Metadata = Metadata()
    warnings: list[PipelineWarning] = Field(default_factory=list)
    parser: str = Field(description="name and version of what read the bytes, for example `kreuzberg 4.10.4`")
    milliseconds: dict[str, float] = Field(default_factory=dict, description="by stage of the parsing")

    @model_validator(mode="after")
    def _blocks_are_in_order_and_inside(self) -> Self:
        end = 0
        for block in self.blocks:
            if not end <= block.start <= block.end <= len(self.text):
                raise ValueError(f"block [{block.start}, {block.end}) overlaps another or leaves the text")
            end = block.end
        return self


class Document(ParsedDocument):
    """One upload, read: its text, the blocks and metadata found in it, and the object version it came from."""

    schema_version: int = DOCUMENT_SCHEMA_VERSION
    source: Source
    summary_length: str | None = Field(default=None, description="what the uploader asks for, as it was written")
    pipeline_version: str

    def span(self, start: int, end: int) -> Span:
        """The span from code point `start` to `end`, exclusive."""
        return Span(start=start, end=end, text=self.text[start:end])


@dataclass(frozen=True, slots=True)
class BlockText:
    """A block that has its text but no place yet: what a format hands to `compose`."""

    kind: BlockKind
    text: str
    level: int | None = None
    page: int | None = None
    rows: list[list[str]] | None = None


def compose(pieces: Iterable[BlockText]) -> tuple[str, list[Block]]:
    """The text made from blocks, once, and the blocks with their places in it. Blocks without text are left out."""
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
            )
        )
        parts.append(text)
        position += len(text)
    return "".join(parts), blocks
