"""What ReadFunction sends to SearchFunction, and what it returns."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.search.question import LONGEST_QUESTION


class EncodingRequest(BaseModel):
    """A question, in any words, of which the vector is wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION)]


class Encoded(BaseModel):
    """The vector of a question: the id of its graph, and a unit vector (384), or zeros for a text without words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    graph: str
    vector: list[float]
