"""StateChange: what EventBridge tells other services when an object's state has become terminal."""

from typing import Literal

from pydantic import Field

from shared.documents.document import Model
from shared.errors import Code
from shared.revision import Revision

# By these, rules know the events of Nutgraf.
SOURCE, DETAIL_TYPE = "nutgraf", "State Change"


class StringAttribute(Model):
    """A string as DynamoDB writes it."""

    S: str


class StateChange(Model):
    """The `detail` of an event. It names the object and what became of it, and holds no text.

    Made by StateChangesPipe in template.yaml from a row of the table, without any code.
    """

    schema_version: Literal[1]
    uri: StringAttribute = Field(description="the object's URI, s3://bucket/key; also the partition key of its rows")
    version_id: str = Field(description="empty when it was deleted, and in a bucket that has never been versioned")
    sequencer: str = Field(description="S3's, which orders the events of one object: pad with zeros on the right")
    generation: str = Field(pattern=r"^[0-9]{1,6}$", description="0; greater when the same version was processed again")
    status: Literal["SUMMARIZED", "FAILED", "DELETED"]
    code: Code | Literal[""] = Field(description="why it FAILED, else empty; the codes are stable")

    @property
    def revision(self) -> Revision:
        """Its place among all changes of the object; raises ValueError when the sequencer is none."""
        return Revision(self.sequencer, int(self.generation))
