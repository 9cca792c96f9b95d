"""The state of an object: the stage of its newest version in the pipeline, and the reason if processing failed."""

from typing import Any

from pydantic import Field

from shared.documents.document import Instant, StoredModel
from shared.object_version import ObjectVersion
from shared.revision import Revision, Status
from shared.summary import Summary


class State(StoredModel):
    """The state row of an object. A tombstone (DELETED) keeps only the URI, the revision and its expiry time."""

    uri: str
    status: Status
    sequencer: str
    generation: int = Field(ge=0)
    updated_at: Instant
    version_id: str | None = None
    uploaded_at: Instant | None = None
    supersedes: str | None = Field(default=None, description="version id of the version that was current before")
    replaces: str | None = Field(
        default=None, description="revision that the row had before this claim; null if there was no row"
    )
    index_id: str | None = Field(default=None, description="id of the last good Summary and of its index rows")
    attempts: int = Field(default=0, ge=0, description="number of times Parse started to process this revision")
    sent_again: int = Field(
        default=0, ge=0, description="number of times the sweep sent the object again because it had stalled"
    )
    code: str | None = Field(default=None, description="why it FAILED; shared.errors.Code lists the stable codes")
    message: str | None = None
    advice: str | None = None
    last_error: str | None = Field(default=None, description="the last failure that was retried")
    looked_up: bool = Field(
        default=False, description="found by a lookup of the current version: it may be newer than its revision"
    )
    entities: list[str] | None = Field(
        default=None, description="the ten most salient names as TYPE#key, if EventsNameEntities is on"
    )
    expires_at: int | None = Field(default=None, description="epoch seconds at which a tombstone expires")

    @property
    def revision(self) -> Revision:
        """The revision of the event that led to this state."""
        return Revision(self.sequencer, self.generation)

    @property
    def replaces_nothing(self) -> bool:
        """Whether this is the first attempt at the first version of the object, so that no row or Document is older.

        States of versions before 0.4 do not have `replaces`; nothing can be inferred from them.
        """
        is_first = "replaces" in self.model_fields_set and self.replaces is None and self.index_id is None
        return is_first and self.attempts == 1 and not self.looked_up and self.last_error is None

    @property
    def object_version(self) -> ObjectVersion:
        """The version of the object that this state describes. A tombstone has no upload time: use its update time."""
        return ObjectVersion.of_uri(self.uri, self.version_id, self.uploaded_at or self.updated_at)


def row_as_json(state: State, summary: Summary | None) -> dict[str, Any]:
    """Return the row of an object: its Summary with the URI and the status, or its state if it has no Summary."""
    if summary is None:
        return state.model_dump(mode="json")
    return {"uri": state.uri, "status": state.status.value} | summary.model_dump(mode="json")
