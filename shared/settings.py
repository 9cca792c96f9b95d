"""Settings, read once from the environment and refused with a clear message when they are wrong."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shared.errors import ConfigurationError
from shared.summary_length import words_of

Name = Annotated[str, Field(min_length=1)]


class Settings(BaseModel):
    """What every function needs. The environment variable of a field is its name in capitals."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    documents_bucket: Name
    summaries_table: Name
    parking_queue_url: Name
    index_shards: int = Field(default=1, ge=1, le=1000, description="parts that each day's and status's index has")
    tombstone_days: int = Field(default=30, ge=15, description="must outlast any message: queues keep them 14 days")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings in `environment`; raises ConfigurationError that names every variable that is wrong."""
        given = {name: environment[name.upper()] for name in cls.model_fields if name.upper() in environment}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            wrong = (
                f"{str(part['loc'][0]).upper()}"
                + (" is not set" if part["type"] == "missing" else f"={part['input']!r}: {part['msg']}")
                for part in error.errors()
            )
            raise ConfigurationError(f"Wrong settings in the environment: {'; '.join(wrong)}.") from error


class ReadingLimits(BaseModel):
    """How much of one upload is read."""

    model_config = ConfigDict(frozen=True)

    max_characters: int = Field(default=5_000_000, ge=1, description="of a Document's text; what is over is cut")
    max_blocks: int = Field(default=100_000, ge=1, description="headings, paragraphs, tables …; what is over is cut")
    max_pages: int = Field(
        default=5_000, ge=1, description="pages of a PDF, slides, sheets; those after them are left out"
    )
    max_ocr_pages: int = Field(
        default=30, ge=0, description="pages and images whose text is recognized; those after them are left out"
    )
    max_pixels: int = Field(default=50_000_000, ge=1, description="of one image; larger ones are not looked at")
    max_parts: int = Field(
        default=200, ge=0, description="attachments and members of archives, all depths together; the rest is left out"
    )
    max_depth: int = Field(default=4, ge=0, le=16, description="of parts within parts; deeper ones are left out")
    max_unpacked_bytes: int = Field(
        default=250_000_000, ge=1, description="that one upload unpacks to; what is over is left out, or too_large"
    )


class ParseSettings(ReadingLimits, Settings):
    """Limits of what Parse reads, each enforced by the worker process or before it is asked."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    uploads_bucket: Name
    max_bytes: int = Field(default=100_000_000, ge=1, description="of one file")
    parse_seconds: float = Field(default=60, gt=0, description="for one file")
    parse_memory_mb: int = Field(default=1500, ge=256, description="address space of the worker process")
    parse_sandbox: bool = Field(default=True, description="off: a way out should a kernel refuse what parsers need")
    worker_files: int = Field(default=200, ge=1, description="files that a worker reads before it is replaced")


class SummarizeSettings(Settings):
    """How long a summary is and which model writes it."""

    summary_model: str = Field(default="", description="a sequence-to-sequence model; empty: sentences are extracted")
    summary_model_revision: str = ""
    summary_model_folder: Path | None = Field(default=None, description="where an image holds that model")
    summary_length: str = Field(default="75", description="of summaries: short, medium, long or a number of words")

    @field_validator("summary_length")
    @classmethod
    def _length_is_known(cls, length: str) -> str:
        words_of(length)
        return length


class SweepSettings(Settings):
    """When an object has stalled, and what is done about it."""

    parse_queue_url: Name
    stalled_minutes: float = Field(
        default=180, gt=0, description="under way without a change; a message may be tried for five half hours"
    )
    most_resends: int = Field(default=3, ge=0, description="of one version, before it becomes FAILED, stalled")
    sweep_objects: int = Field(default=500, ge=1, description="that one run looks after")
