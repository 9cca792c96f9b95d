"""The Summary: the public face of Nutgraf, one per upload, every line of it pointing at its evidence."""

from typing import Literal

from pydantic import Field

from shared.documents.document import Model, Part, PipelineWarning, Source, Span

SUMMARY_SCHEMA_VERSION = 1


class SummarySentence(Model):
    """A sentence of a summary, and what it rests on."""

    text: str
    evidence: list[int] = Field(min_length=1, description="positions in the `evidence` of the summary")


class SummaryText(Model):
    """A few sentences that tell what the document is about."""

    text: str
    method: Literal["extractive", "abstractive"]
    model: str = Field(description="name of the model that chose or wrote the sentences")
    revision: str = Field(description="revision of that model: a commit, or the SHA-256 of its file")
    evidence: list[Span] = Field(description="the sentences of the document that the summary consists of or rests on")
    sentences: list[SummarySentence] = Field(default_factory=list, description="of which the text is made")


class KeyPoint(Model):
    """A sentence worth knowing. Key points come in order of importance."""

    span: Span
    score: float = Field(ge=0, le=1)
    entities: list[str] = Field(default_factory=list, description="names of the entities in it, in their order there")


class Attribution(Model):
    """Who said what."""

    speaker: Span | None = Field(default=None, description="as written: a name, a pronoun, a role")
    entity: str | None = Field(default=None, description="name of the entity that the speaker resolves to")
    cue: Span | None = Field(default=None, description="the word that attributes, for example `said`")
    content: list[Span] = Field(min_length=1, description="what was said; several spans where it is interrupted")
    quotation: Literal["direct", "indirect"]
    outlet: str | None = Field(
        default=None, description="the news outlet the passage is taken from, when the text says so"
    )


class Entity(Model):
    """A person, organization or place that the document mentions."""

    name: str = Field(description="the longest good form")
    type: Literal["PERSON", "ORGANIZATION", "LOCATION"]
    aliases: list[str] = Field(description="every other form as written, misspellings too")
    mentions: list[Span]
    salience: float = Field(ge=0, le=1)


class TimelineEntry(Model):
    """A date that the text names, normalised."""

    date: str = Field(description="ISO 8601: a year, a month, a day or a moment")
    span: Span = Field(description="the date as written")
    sentence: Span


class Section(Model):
    """A part of the document under its own heading, up to the next heading of its level or above."""

    heading: Span
    level: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    summary: Span | None = Field(default=None, description="the sentence that tells best what a longer section says")


class Statistics(Model):
    """Sizes of the document's text."""

    characters: int = Field(ge=0, description="Unicode code points")
    words: int = Field(ge=0)
    sentences: int = Field(ge=0)
    paragraphs: int = Field(ge=0)
    pages: int | None = None


class DocumentLocation(Model):
    """Where the Document that all spans point into is kept: gzip-compressed JSON in S3."""

    bucket: str
    key: str


class Provenance(Model):
    """How the Summary came to be."""

    pipeline_version: str
    parser: str
    models: dict[str, str] = Field(description="model revisions by what they do")
    milliseconds: dict[str, float] = Field(description="by stage")
    warnings: list[PipelineWarning] = Field(default_factory=list)


class Findings(Model):
    """What summarizing finds in a Document's text, before it is joined with where the document came from."""

    title: str | None = None
    title_span: Span | None = Field(
        default=None, description="where the title was cut from the text; absent if the title is the document's own"
    )
    summary: SummaryText
    key_points: list[KeyPoint]
    attributions: list[Attribution] = Field(default_factory=list)
    entities: list[Entity] = Field(default_factory=list)
    timeline: list[TimelineEntry] = Field(default_factory=list)
    keywords: list[str] = Field(default_factory=list, description="phrases and names as written, the best first")
    sections: list[Section] = Field(default_factory=list)
    statistics: Statistics


class Summary(Findings):
    """The structured, grounded summary of one upload. docs/summary.schema.json is generated from this model."""

    schema_version: int = Field(default=SUMMARY_SCHEMA_VERSION, ge=1)
    source: Source
    document: DocumentLocation
    byline: str | None = None
    published_at: str | None = None
    publisher: str | None = None
    language: str | None = None
    standfirst: str | None = Field(default=None, description="the editor's sentence below the title of an article")
    recipients: str | None = None
    dateline: str | None = None
    rights: str | None = None
    parts: list[Part] = Field(default_factory=list, description="attachments of a message, members of an archive")
    provenance: Provenance
