"""The answers of the API. A field without a value is absent from the JSON, never null."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.documents.document import BlockKind, Instant
from shared.names.names import EntityType
from shared.revision import Status
from shared.state import State
from shared.summary import Summary

Agreement = Literal["same", "partly", "close", "unknown"]


class Answer(BaseModel):
    """The base class of answers. It rejects unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ObjectAnswer(Answer):
    """An object of the bucket."""

    id: str = Field(description="the URI in base64url without padding")
    uri: str = Field(description="s3://bucket/key; the key is not URL-encoded")


class DocumentEntry(ObjectAnswer):
    """An object in a list of documents."""

    status: Status = Field(description="the status of the newest version")
    updated_at: Instant = Field(description="when the status changed")
    uploaded_at: Instant | None = Field(default=None, description="absent for DELETED")
    title: str | None = None
    short_summary: str | None = Field(default=None, description="the summary, cut after 280 code points")
    media_type: str | None = None
    language: str | None = Field(default=None, description="ISO 639-1")
    published_at: str | None = Field(default=None, description="ISO 8601, as the document states it")
    words: int | None = None
    size: int | None = Field(default=None, description="bytes of the upload")
    code: str | None = Field(default=None, description="why the newest version failed")
    message: str | None = None
    advice: str | None = Field(default=None, description="what to do about the failure")


class Documents(Answer):
    """A page of documents."""

    items: list[DocumentEntry]
    next: str | None = Field(default=None, description="the cursor of the next page; absent at the end")


class DocumentAnswer(ObjectAnswer):
    """The state of an object, and its last good summary."""

    status: Status
    state: State
    summary: Summary | None = None


class TextBlock(Answer):
    """A block of the text. Its positions refer to the whole text."""

    kind: BlockKind
    start: int
    end: int
    level: int | None = Field(default=None, description="level of a heading; 1 is the highest")
    page: int | None = Field(default=None, description="page on which the block begins")
    rows: list[list[str]] | None = Field(
        default=None, description="cells of a table; only where the table begins in this part of the text"
    )
    speaker: str | None = None
    spoken_from: int | None = Field(default=None, description="where the words of a turn begin")
    notice: bool | None = Field(
        default=None, description="true for what surrounds the text of a message, such as a notice of confidentiality"
    )


class TextPage(Answer):
    """A page of a PDF or a picture: the rectangles of its lines of text."""

    number: int = Field(description="page number in its file")
    part: int | None = Field(
        default=None, description="position in `parts` of the summary of the file with this page; absent for the upload"
    )
    width: int = Field(description="of the page as it is displayed, in points; in pixels if it is a picture")
    height: int
    lines: list[tuple[int, int, int, int, int, int]] = Field(
        description="start and end of each line in the whole text, and its corners x0, y0, x1, y1, from 0 to 10,000"
    )


class DocumentText(ObjectAnswer):
    """A part of the Document's text, and the blocks in it."""

    start: int = Field(description="position of the first code point of `text` in the whole text")
    end: int
    characters: int = Field(description="code points of the whole text")
    text: str
    blocks: list[TextBlock]
    pages: list[TextPage] | None = Field(
        default=None, description="with `layout`: the pages with lines of this part; absent if the format has none"
    )
    next: int | None = Field(default=None, description="the `start` of the next part; absent at the end")


class Original(Answer):
    """A link to the upload."""

    url: str
    expires_at: Instant
    name: str
    version_id: str | None = None
    media_type: str | None = None
    size: int | None = None


class NamedEntry(ObjectAnswer):
    """What a document says about a name."""

    uploaded_at: Instant
    published_at: str | None = None
    title: str | None = None
    name: str
    type: EntityType
    aliases: list[str] = Field(description="the first ten other forms, as written")
    agreement: Agreement = Field(description="how well the name agrees with that of the request")


class Mention(NamedEntry):
    """A document that mentions a name."""

    mentions: int
    salience: float


class Mentions(Answer):
    """A page of documents that mention a name."""

    items: list[Mention]
    next: str | None = None


class Statement(NamedEntry):
    """A statement of a speaker."""

    speaker: str | None = Field(default=None, description="as written: a name, a pronoun or a role")
    cue: str | None = None
    quote: str = Field(description="the statement, cut after 1,000 code points")
    quotation: Literal["direct", "indirect"]
    outlet: str | None = None
    confidence: float | None = None
    turn: bool | None = Field(default=None, description="true for a turn of a transcript")
    start: int
    end: int


class Statements(Answer):
    """A page of statements."""

    items: list[Statement]
    next: str | None = None


class FoundHighlight(Answer):
    """Where a title, a name or a keyword matches the words."""

    field: Literal["title", "entities", "keywords"]
    text: str
    ranges: list[tuple[int, int]] = Field(description="start and end in `text`, in Unicode code points, in order")


class Found(DocumentEntry):
    """A document that a search has found."""

    score: float = Field(
        description="0 to 1: by where the words are, halved for every 180 days of age; with the mode `meaning`, the "
        "similarity of the document and the question"
    )
    highlights: list[FoundHighlight] = Field(description="empty with the mode `meaning`")


class SearchResults(Answer):
    """A page of a search: the best of the documents that this request has found."""

    items: list[Found]
    next: str | None = Field(
        default=None, description="the cursor of the next page, which can have further documents; absent at the end"
    )


class SimilarDocument(DocumentEntry):
    """A document that is similar to another one."""

    score: float = Field(description="similarity of both documents (0 to 1)")


class SimilarDocuments(Answer):
    """The documents that are most similar to one document, the most similar first."""

    items: list[SimilarDocument]


class KnownName(Answer):
    """A name that documents mention."""

    type: EntityType
    key: str = Field(description="the key for the routes of one name")
    name: str = Field(description="the name as written in a document")


class KnownNames(Answer):
    """A page of names."""

    items: list[KnownName]
    next: str | None = None


class Failure(ObjectAnswer):
    """An object whose newest version failed."""

    status: Literal["FAILED"] = "FAILED"
    updated_at: Instant
    uploaded_at: Instant | None = None
    version_id: str | None = None
    code: str
    message: str
    advice: str
    attempts: int
    last_error: str | None = None
    has_summary: bool = Field(description="whether the summary of an earlier version is readable")


class Failures(Answer):
    """A page of failures."""

    items: list[Failure]
    next: str | None = None


class UploadRequest(BaseModel):
    """The upload that a form is for."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [{"key": "inbox/report.pdf"}]}
    )

    key: str = Field(min_length=1, max_length=1024, description="key of the object, below the stack's UploadsPrefix")
    content_type: str = Field(
        default="application/octet-stream",
        pattern=r"^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+$",
        max_length=127,
        description="media type that the form sends",
    )
    summary_length: str = Field(
        default="",
        pattern=r"^(|short|medium|long|[1-9][0-9]{1,2}|1000)$",
        description="short, medium, long or a number of words; empty: the length of the stack",
    )
    replace: bool = Field(default=False, description="whether an object with this key may be replaced")


class Upload(ObjectAnswer):
    """A form that uploads one file to S3: `fields`, then a field `file`, as multipart/form-data to `url`."""

    url: str
    fields: dict[str, str]
    max_bytes: int
    expires_at: Instant


class DayCounts(Answer):
    """The number of objects of a day by status."""

    day: str
    counts: dict[Status, int]


class Stats(Answer):
    """Counts of a period."""

    from_: str = Field(alias="from", serialization_alias="from", description="the first day")
    to: str = Field(description="the last day")
    complete: bool = Field(description="false if the counting stopped at a limit; the counts are then too low")
    failures: dict[str, int] = Field(description="the failures of the period by code")
    days: list[DayCounts] = Field(description="newest first")


def as_json(answer: BaseModel) -> str:
    """Return the JSON of an answer, without the fields that have no value."""
    return answer.model_dump_json(by_alias=True, exclude_none=True)
