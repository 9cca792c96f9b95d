"""The Summary: Nutgraf's public output, one per upload. Every statement refers to spans of the Document."""

from typing import Literal

from pydantic import Field

from shared.documents.document import Part, PipelineWarning, Source, Span, StoredModel

SUMMARY_SCHEMA_VERSION = 1


class SummarySentence(StoredModel):
    """A sentence of a summary and its evidence."""

    text: str
    evidence: list[int] = Field(min_length=1, description="positions in the `evidence` of the summary")
    pieces: list[Span] | None = Field(
        default=None,
        description="the ranges of the document that the text consists of, in order, if it is cut from its evidence",
    )


class SummaryText(StoredModel):
    """A few sentences that summarize the document."""

    text: str
    method: Literal["extractive", "abstractive", "described"] = Field(
        description="extractive: sentences of the document; abstractive: written by a model; described: what a "
        "document without sentences contains, for example a table"
    )
    model: str = Field(description="name of the model or the rules that chose or wrote the sentences")
    revision: str = Field(
        description="its revision: a commit, the SHA-256 of its file, or the version of the rules or of the prompt"
    )
    evidence: list[Span] = Field(
        description="sentences or pieces of the document that the summary consists of or is based on"
    )
    sentences: list[SummarySentence] = Field(default_factory=list, description="the sentences of the text")
    dropped: dict[str, int] | None = Field(
        default=None, description="number of written sentences that the text does not support, by reason"
    )


class KeyPoint(StoredModel):
    """An important sentence. Key points are in order of importance."""

    span: Span
    score: float = Field(ge=0, le=1)
    entities: list[str] = Field(default_factory=list, description="names of the entities in the sentence, in order")


class Attribution(StoredModel):
    """Who said what."""

    speaker: Span | None = Field(default=None, description="as written: a name, a pronoun or a role")
    entity: str | None = Field(default=None, description="name of the entity that the speaker resolves to")
    cue: Span | None = Field(default=None, description="the word that attributes, for example `said`")
    content: list[Span] = Field(min_length=1, description="what was said; several spans if it is interrupted")
    quotation: Literal["direct", "indirect"]
    turn: Literal[True] | None = Field(
        default=None, description="true if the content is a turn of a transcript; it has no cue"
    )
    outlet: str | None = Field(
        default=None, description="the news outlet that the passage is taken from, if the text names it"
    )
    confidence: float | None = Field(
        default=None, ge=0, le=1, description="probability that the text attributes this content to this speaker"
    )


class Entity(StoredModel):
    """A person, organization or place that the document mentions."""

    name: str = Field(description="the longest suitable form")
    type: Literal["PERSON", "ORGANIZATION", "LOCATION"]
    aliases: list[str] = Field(description="every other form as written, including misspellings")
    mentions: list[Span]
    salience: float = Field(ge=0, le=1)


class TimelineEntry(StoredModel):
    """A date in the text, normalised."""

    date: str = Field(description="ISO 8601: a year, month, day, quarter (2019-Q3) or range (start/end)")
    span: Span = Field(description="the date as written")
    sentence: Span


class Section(StoredModel):
    """A part of the document under a heading, up to the next heading of the same or a higher level."""

    heading: Span
    level: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    summary: Span | None = Field(default=None, description="the sentence that best summarizes a longer section")


class LanguageRange(StoredModel):
    """A part of the text in one language."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    language: str | None = Field(default=None, description="ISO 639-1; absent if it was not recognized")


class Statistics(StoredModel):
    """Sizes of the document's text."""

    characters: int = Field(ge=0, description="Unicode code points")
    words: int = Field(ge=0)
    sentences: int = Field(ge=0)
    paragraphs: int = Field(ge=0)
    pages: int | None = None


class DocumentLocation(StoredModel):
    """The location of the Document that all spans refer to: gzip-compressed JSON in S3."""

    bucket: str
    key: str


class Provenance(StoredModel):
    """The versions, models and durations that produced the Summary."""

    pipeline_version: str
    parser: str
    models: dict[str, str] = Field(description="model revisions by task")
    milliseconds: dict[str, float] = Field(description="duration by stage")
    warnings: list[PipelineWarning] = Field(default_factory=list)


class Findings(StoredModel):
    """The result of summarizing a Document's text, without its source and metadata."""

    title: str | None = None
    title_span: Span | None = Field(
        default=None,
        description="the title's range in the text; absent if the title comes from the document's metadata",
    )
    summary: SummaryText
    key_points: list[KeyPoint]
    attributions: list[Attribution] = Field(default_factory=list)
    entities: list[Entity] = Field(default_factory=list)
    timeline: list[TimelineEntry] = Field(default_factory=list)
    keywords: list[str] = Field(default_factory=list, description="phrases and names as written, best first")
    sections: list[Section] = Field(default_factory=list)
    statistics: Statistics
    languages: list[LanguageRange] = Field(
        default_factory=list,
        exclude_if=lambda languages: not languages,
        description="the parts of a text in several languages, in order; absent if all of it is in `language`",
    )


class Summary(Findings):
    """The structured, grounded summary of one upload. docs/summary.schema.json is generated from this model."""

    schema_version: int = Field(default=SUMMARY_SCHEMA_VERSION, ge=1)
    source: Source
    document: DocumentLocation
    byline: str | None = None
    published_at: str | None = None
    publisher: str | None = None
    language: str | None = None
    standfirst: str | None = Field(default=None, description="the summary sentence below the title of an article")
    recipients: str | None = None
    dateline: str | None = None
    rights: str | None = None
    parts: list[Part] = Field(default_factory=list, description="attachments of a message, members of an archive")
    provenance: Provenance
