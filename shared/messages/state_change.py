"""StateChange: the event on EventBridge when the state of an object becomes terminal."""

from typing import Literal

from pydantic import Field

from shared.documents.document import StoredModel
from shared.errors import Code
from shared.revision import Revision

# The `source` and `detail-type` of the events, for event patterns.
SOURCE, DETAIL_TYPE = "nutgraf", "State Change"


class StringAttribute(StoredModel):
    """A string in DynamoDB's JSON format."""

    S: str


class StateChange(StoredModel):
    """The `detail` of an event. It identifies the object and its new state, and contains no text of the document.

    StateChangesPipe in template.yaml creates it from a row of the table, without code.
    """

    schema_version: Literal[1]
    uri: StringAttribute = Field(description="the object's URI, s3://bucket/key; also the partition key of its rows")
    version_id: str = Field(description="empty if the object was deleted, or in a bucket that has never been versioned")
    sequencer: str = Field(description="from S3; orders the events of one object: pad with zeros on the right")
    generation: str = Field(pattern=r"^[0-9]{1,6}$", description="0; greater if the same version was processed again")
    status: Literal["SUMMARIZED", "FAILED", "DELETED"]
    code: Code | Literal[""] = Field(description="the reason if the status is FAILED, else empty; the codes are stable")

    entities: list[str] = Field(
        default_factory=list,
        max_length=10,
        description="only with EventsNameEntities: the most salient names as TYPE#key, then empty strings up to ten",
    )

    @property
    def revision(self) -> Revision:
        """The place among all changes of the object; raises ValueError if the sequencer is not valid."""
        return Revision(self.sequencer, int(self.generation))
