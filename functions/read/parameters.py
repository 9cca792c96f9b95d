"""The parameters of the routes, with their limits and descriptions."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from shared.errors import Code
from shared.names.names import EntityType
from shared.revision import Status
from shared.search.question import LONGEST_QUESTION, MOST_TERMS

# The longest id: a URI has at most 5 + 63 + 1 + 1,024 bytes, each 4/3 characters of base64url.
LONGEST_ID = 1_458

# Code points of text in one answer: by default, at least, and at most.
TEXT_DEFAULT, TEXT_LEAST, TEXT_MOST = 100_000, 1_000, 500_000

_DAY = {"format": "date"}

ObjectId = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z0-9_-]+$",
        max_length=LONGEST_ID,
        description="the URI of the object, s3://bucket/key, in base64url without padding",
    ),
]
Type = Annotated[EntityType, Path(description="the type of the name")]
Key = Annotated[
    str,
    Path(max_length=500, description="a key of a name, or a name, of which the API makes the key"),
]
Name = Annotated[
    str | None, Query(max_length=500, description="the full name: leaves out other people of the family name")
]
Limit = Annotated[int, Query(ge=1, le=100, description="maximum number of items")]
Cursor = Annotated[
    str | None, Query(max_length=4_000, description="`next` of the page before; all other parameters must be the same")
]
Day = Annotated[
    str | None,
    Query(max_length=40, description="a day, YYYY-MM-DD, UTC; not with `from` or `to`", json_schema_extra=_DAY),
]
From = Annotated[
    str | None, Query(alias="from", max_length=40, description="first day, or first time (RFC 3339, inclusive)")
]
To = Annotated[
    str | None,
    Query(alias="to", max_length=40, description="last day, or time (RFC 3339) before which it ends"),
]
OfStatus = Annotated[Status | None, Query(description="the status of the newest version")]
Prefix = Annotated[str, Query(max_length=1_024, description="the key begins with this text")]
MediaType = Annotated[str, Query(max_length=127, description="media type, or a group such as image/*")]
Language = Annotated[str, Query(max_length=35, description="ISO 639-1")]
Words = Annotated[str, Query(min_length=1, max_length=LONGEST_QUESTION, description=f"words, at most {MOST_TERMS}")]
Mode = Annotated[
    Literal["words", "meaning"],
    Query(description="`words`: documents that have all words; `meaning`: documents that are about the same"),
]
Beginning = Annotated[
    str, Query(min_length=1, max_length=200, description="the beginning of a name, at least two letters or digits")
]
OfEntity = Annotated[
    str | None,
    Query(
        pattern=r"^(PERSON|ORGANIZATION|LOCATION)/.+$",
        max_length=500,
        description="a name that the document mentions: its type, `/`, and its key or the name",
    ),
]
OfType = Annotated[EntityType | None, Query(description="the type of the name")]
OfCode = Annotated[Code | None, Query(description="code of the failure")]
TextStart = Annotated[int, Query(ge=0, le=2**53 - 1, description="position of the first code point")]
TextLimit = Annotated[int, Query(ge=TEXT_LEAST, le=TEXT_MOST, description="maximum number of code points")]
Layout = Annotated[bool, Query(description="whether the answer has the rectangles of the lines")]
FirstDay = Annotated[
    str | None, Query(alias="from", max_length=40, description="the first day, YYYY-MM-DD", json_schema_extra=_DAY)
]
LastDay = Annotated[
    str | None, Query(alias="to", max_length=40, description="the last day, YYYY-MM-DD", json_schema_extra=_DAY)
]
