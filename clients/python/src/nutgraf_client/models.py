"""The answers of the API as typed models. Fields that a newer API adds are ignored."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from functions.read.answers import (
    DocumentAnswer,
    DocumentEntry,
    DocumentText,
    Failure,
    Found,
    FoundHighlight,
    KnownName,
    Mention,
    Original,
    SimilarDocument,
    SimilarDocuments,
    Statement,
    Stats,
    TextBlock,
    Upload,
)
from shared.documents.document import Span
from shared.revision import Status
from shared.state import State
from shared.summary import Attribution, Entity, KeyPoint, Summary, TimelineEntry

Model = TypeVar("Model", bound=BaseModel)


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
    "FoundHighlight",
    "KeyPoint",
    "KnownName",
    "Mention",
    "Model",
    "Original",
    "SimilarDocument",
    "SimilarDocuments",
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
