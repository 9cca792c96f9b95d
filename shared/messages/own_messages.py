"""Messages of our own in the parse queue, beside S3's events: look at an object again, or read it again."""

import json
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from shared.documents.document import Instant, Model
from shared.errors import MalformedEventError
from shared.messages.upload_events import Removal, Upload, read_message, uri_of
from shared.revision import SEQUENCER_WIDTH, Revision
from shared.state import State

# What the kind of every message of our own begins with. S3's events have no kind.
_KINDS = "nutgraf."


class OwnMessage(Model):
    """What all of them say: which object, and which of its versions the sender saw."""

    version: Literal[1] = 1
    bucket: str = Field(min_length=1)
    key: str = Field(min_length=1, description="as it is, not encoded")
    version_id: str | None = Field(description="None in a bucket that has never been versioned")
    uploaded_at: Instant

    @property
    def uri(self) -> str:
        """The object's own URI."""
        return uri_of(self.bucket, self.key)


class Check(OwnMessage):
    """Look at the object as it is now, and make the table agree. Knows no sequencer, so the next real event wins.

    Sent by the sweep, by backfill and by reconcile. It may come late or often: it says nothing but where to look.
    """

    kind: Literal["nutgraf.check"] = "nutgraf.check"


class Reprocess(OwnMessage):
    """Read the object once more at a revision: the sequencer of its state with a higher generation.

    Sent by redrive and by reprocess.
    """

    kind: Literal["nutgraf.reprocess"] = "nutgraf.reprocess"
    sequencer: str = Field(pattern=rf"^[0-9A-Fa-f]{{0,{SEQUENCER_WIDTH}}}$")
    generation: int = Field(ge=1, le=999_999)

    @property
    def revision(self) -> Revision:
        """Where the reading stands among the events of the object."""
        return Revision(self.sequencer, self.generation)

    @classmethod
    def of(cls, state: State, bucket: str, key: str) -> "Reprocess":
        """The message that has the version of a state read again. Sent twice, it is the same reading."""
        revision = state.revision.next_generation
        return cls(
            bucket=bucket,
            key=key,
            version_id=state.version_id,
            uploaded_at=state.uploaded_at or state.updated_at,
            sequencer=revision.sequencer,
            generation=revision.generation,
        )


_messages: TypeAdapter[Check | Reprocess] = TypeAdapter(Annotated[Check | Reprocess, Field(discriminator="kind")])


def read_parse_message(body: str) -> list[Upload | Removal | Check | Reprocess]:
    """What a message of the parse queue, S3's or our own, asks for; raises MalformedEventError when it is neither."""
    try:
        message = json.loads(body)
    except ValueError:
        message = None  # read_message says what is wrong with it
    if not isinstance(message, dict) or not str(message.get("kind", "")).startswith(_KINDS):
        return list(read_message(body))
    try:
        return [_messages.validate_json(body)]
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, part['loc']))}: {part['msg']}" for part in error.errors())
        raise MalformedEventError(f"The message is not what Nutgraf sends: {wrong}.") from error
