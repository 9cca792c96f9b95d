"""The answers of the API as typed models. Fields that a newer API adds are ignored."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, Field

from functions.read.answers import (
    DocumentAnswer,
    DocumentEntry,
    DocumentText,
    Failure,
    Mention,
    Original,
    Statement,
    Stats,
    TextBlock,
    Upload,
)
from shared.documents.document import Span
from shared.names.names import EntityType
from shared.revision import Status
from shared.state import State
from shared.summary import Attribution, Entity, KeyPoint, Summary, TimelineEntry

Model = TypeVar("Model", bound=BaseModel)


class Name(BaseModel):
    """A name that occurs in documents."""

    type: EntityType
    key: str
    name: str


class Highlight(BaseModel):
    """A text in which words of a question were found; `ranges` are pairs of positions in it."""

    field: str
    text: str
    ranges: list[tuple[int, int]]


class Found(DocumentEntry):
    """A document that a search found. A higher score is better; it compares only within one answer."""

    score: float
    highlights: list[Highlight] = Field(default_factory=list)


def read(model: type[Model], values: Mapping[str, Any]) -> Model:
    """Return values of an answer as a model; raise pydantic's ValidationError if they do not fit."""
    return model.model_validate(values, extra="ignore")


__all__ = [
    "Attribution",
    "DocumentAnswer",
    "DocumentEntry",
    "DocumentText",
    "Entity",
    "Failure",
    "Found",
    "Highlight",
    "KeyPoint",
    "Mention",
    "Model",
    "Name",
    "Original",
    "Span",
    "State",
    "Statement",
    "Stats",
    "Status",
    "Summary",
    "TextBlock",
    "TimelineEntry",
    "Upload",
    "read",
]
