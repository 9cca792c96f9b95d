"""Settings from environment variables, validated once at the start of a function."""

import os
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shared.errors import ConfigurationError
from shared.summary_length import words_of

Name = Annotated[str, Field(min_length=1)]

# Begins a `summary_model` that is a model of Amazon Bedrock. The rest is the id or the ARN of a model or a profile.
BEDROCK = "bedrock:"

# An id or an ARN (Amazon Bedrock API Reference, `modelId` of Converse).
BEDROCK_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:/_-]{0,2047}")


class SandboxMode(StrEnum):
    """What happens where the kernel lacks a layer of the sandbox in which files are parsed."""

    # Files are parsed without that layer, and the metric `sandbox.gaps` counts it.
    BEST_EFFORT = "best-effort"
    # No file is parsed.
    REQUIRED = "required"
    # No layer that can reject what a parser does is requested.
    OFF = "off"


class EnvironmentSettings(BaseModel):
    """Settings of every function. The environment variable of a field is its name in upper case."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    documents_bucket: Name
    summaries_table: Name
    index_shards: int = Field(default=1, ge=1, le=1000, description="shards of the indexes by day and by status")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Return the settings in `environment`; raise ConfigurationError with every invalid variable."""
        given = {name: environment[name.upper()] for name in cls.model_fields if name.upper() in environment}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            problems = (
                f"{str(part['loc'][0]).upper()}"
                + (" is not set" if part["type"] == "missing" else f"={part['input']!r}: {part['msg']}")
                for part in error.errors()
            )
            raise ConfigurationError(f"Wrong settings in the environment: {'; '.join(problems)}.") from error


class Settings(EnvironmentSettings):
    """Settings of every function that writes the table."""

    parking_queue_url: Name
    tombstone_days: int = Field(default=30, ge=15, description="must exceed the 14 days that queues keep messages")


class QueueSettings(Settings):
    """Settings of a function that returns failed messages to its queue with a delay."""

    queue_url: Name


class ReadSettings(EnvironmentSettings):
    """Settings of ReadFunction. Without `uploads_bucket`, it signs no links to originals and no uploads."""

    uploads_bucket: str = Field(default="", description="bucket of the uploads; empty: no links are signed")
    uploads_prefix: str = Field(default="", description="prefix of the keys that the stack processes")
    allow_uploads: bool = Field(default=False, description="sign forms for uploads")
    max_bytes: int = Field(default=100_000_000, ge=1, description="maximum size of one file")
    vector_bucket: str = Field(default="", description="bucket of the vectors; empty: no search by meaning")
    search_function: str = Field(default="", description="function that encodes questions")


class VectorsSettings(EnvironmentSettings):
    """Settings of VectorsFunction."""

    vector_bucket: Name
    vector_graphs: Name

    @property
    def graphs(self) -> list[str]:
        """The ids of the graphs that have an index."""
        return self.vector_graphs.split(",")


class ReadingLimits(BaseModel):
    """Limits on how much of one upload is processed."""

    model_config = ConfigDict(frozen=True)

    max_characters: int = Field(default=5_000_000, ge=1, description="code points of text; the rest is truncated")
    max_blocks: int = Field(default=100_000, ge=1, description="headings, paragraphs, tables …; the rest is truncated")
    max_pages: int = Field(default=5_000, ge=1, description="pages of a PDF, slides or sheets; the rest is left out")
    max_ocr_pages: int = Field(
        default=30, ge=0, description="pages and images with text recognition; the rest is left out"
    )
    max_pixels: int = Field(default=50_000_000, ge=1, description="pixels of one image; larger images are skipped")
    max_parts: int = Field(
        default=200, ge=0, description="attachments and members of archives at all depths; the rest is left out"
    )
    max_depth: int = Field(default=4, ge=0, le=16, description="nesting depth of parts; deeper parts are left out")
    max_unpacked_bytes: int = Field(
        default=250_000_000,
        ge=1,
        description="unpacked size; the rest is left out, or the upload fails as too_large",
    )


class ParseSettings(ReadingLimits, QueueSettings):
    """Settings of ParseFunction. Each limit is enforced in the worker process or before it starts to parse."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    uploads_bucket: Name
    max_bytes: int = Field(default=100_000_000, ge=1, description="maximum size of one file")
    parse_seconds: float = Field(default=60, gt=0, description="time limit for one file")
    parse_memory_mb: int = Field(default=1500, ge=256, description="address space of the worker process")
    parse_sandbox: SandboxMode = Field(
        default=SandboxMode.BEST_EFFORT, description="what happens where the kernel lacks a layer of the sandbox"
    )
    worker_files: int = Field(default=200, ge=1, description="number of files after which a worker is replaced")


class SummarizeSettings(QueueSettings):
    """Settings of SummarizeFunction: the length of a summary and the model that writes it."""

    summary_model: str = Field(
        default="",
        description="a sequence-to-sequence model, or `bedrock:` and the id of a model of Amazon Bedrock; empty: "
        "summaries are extractive",
    )
    summary_model_revision: str = ""
    summary_model_folder: Path | None = Field(default=None, description="the folder of that model in a container image")
    summary_length: str = Field(default="75", description="short, medium, long or a number of words")
    keyword_search: bool = Field(default=True, description="write the rows that the search needs")
    semantic_search: bool = Field(default=False, description="put vectors into the states, for the search by meaning")
    events_name_entities: bool = Field(default=False, description="put names into the states, for their events")

    @field_validator("summary_length")
    @classmethod
    def _check_length(cls, length: str) -> str:
        words_of(length)
        return length

    @field_validator("summary_model")
    @classmethod
    def _check_model(cls, model: str) -> str:
        if model.startswith(BEDROCK) and not BEDROCK_ID.fullmatch(model.removeprefix(BEDROCK)):
            raise ValueError(
                f"after {BEDROCK} it must be the id or the ARN of a model or an inference profile, for example "
                f"{BEDROCK}amazon.nova-micro-v1:0"
            )
        return model

    @property
    def is_hosted(self) -> bool:
        """Whether a model of Amazon Bedrock writes the summaries."""
        return self.summary_model.startswith(BEDROCK)


class SweepSettings(Settings):
    """Settings of SweepFunction: when an object has stalled, and how often it is sent again."""

    parse_queue_url: Name
    stalled_minutes: float = Field(
        default=180, gt=0, description="time without a state change; a message may be retried for 2.5 hours"
    )
    most_resends: int = Field(default=3, ge=0, description="of one version, before it becomes FAILED, stalled")
    sweep_objects: int = Field(default=500, ge=1, description="maximum number of objects in one run")
