"""Nutgraf's internal messages in the parse queue, beside S3's events: check an object, or reprocess it."""

import json
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from shared.documents.document import Instant, StoredModel
from shared.errors import MalformedEventError
from shared.messages.upload_events import Removal, Upload, read_message
from shared.object_version import ObjectVersion, uri_of
from shared.revision import SEQUENCER_WIDTH, Revision
from shared.state import State

# The prefix of the `kind` field of Nutgraf's messages. S3's events have no such field.
_KIND_PREFIX = "nutgraf."


class InternalMessage(StoredModel):
    """The fields common to internal messages: the object, and the version that the sender saw."""

    version: Literal[1] = 1
    bucket: str = Field(min_length=1)
    key: str = Field(min_length=1, description="not URL-encoded")
    version_id: str | None = Field(description="None in a bucket that has never been versioned")
    uploaded_at: Instant

    @property
    def uri(self) -> str:
        """The URI of the object."""
        return uri_of(self.bucket, self.key)

    @property
    def object_version(self) -> ObjectVersion:
        """The version that the sender saw."""
        return ObjectVersion(self.bucket, self.key, self.version_id, self.uploaded_at)


class Check(InternalMessage):
    """A request to compare an object with its state and update the state. It has no sequencer: a later event wins.

    The sweep, backfill and reconcile send it. It may arrive late or more than once, because it only identifies an
    object; Parse looks up the current version itself.
    """

    kind: Literal["nutgraf.check"] = "nutgraf.check"

    @classmethod
    def of(cls, state: State) -> "Check":
        """Return the message that checks the object of a state."""
        version = state.object_version
        return cls(
            bucket=version.bucket, key=version.key, version_id=version.version_id, uploaded_at=version.uploaded_at
        )


class Reprocess(InternalMessage):
    """A request to process an object again at a revision: the sequencer of its state with a higher generation.

    The commands redrive and reprocess send it.
    """

    kind: Literal["nutgraf.reprocess"] = "nutgraf.reprocess"
    sequencer: str = Field(pattern=rf"^[0-9A-Fa-f]{{0,{SEQUENCER_WIDTH}}}$")
    generation: int = Field(ge=1, le=999_999)

    @property
    def revision(self) -> Revision:
        """The revision at which the object is processed."""
        return Revision(self.sequencer, self.generation)

    @classmethod
    def of(cls, state: State) -> "Reprocess":
        """Return the message that reprocesses the version of a state. The same state always gives the same message."""
        version, revision = state.object_version, state.revision.next_generation
        return cls(
            bucket=version.bucket,
            key=version.key,
            version_id=version.version_id,
            uploaded_at=version.uploaded_at,
            sequencer=revision.sequencer,
            generation=revision.generation,
        )


_messages: TypeAdapter[Check | Reprocess] = TypeAdapter(Annotated[Check | Reprocess, Field(discriminator="kind")])


def read_parse_message(body: str) -> list[Upload | Removal | Check | Reprocess]:
    """Parse a message of the parse queue, from S3 or from Nutgraf; raise MalformedEventError if it is neither."""
    try:
        message = json.loads(body)
    except ValueError:
        message = None  # read_message raises the error
    if not isinstance(message, dict) or not str(message.get("kind", "")).startswith(_KIND_PREFIX):
        return list(read_message(body))
    try:
        return [_messages.validate_json(body)]
    except ValidationError as error:
        details = "; ".join(f"{'.'.join(map(str, part['loc']))}: {part['msg']}" for part in error.errors())
        raise MalformedEventError(f"The message does not match Nutgraf's message format: {details}.") from error
