"""The state of an object: where its newest version is in the pipeline, and why it failed if it did."""

from pydantic import Field

from shared.documents.document import Instant, Model
from shared.revision import Revision, Status


class State(Model):
    """One small row per object. A tombstone (DELETED) keeps nothing but uri, revision and when it expires."""

    uri: str
    status: Status
    sequencer: str
    generation: int = Field(ge=0)
    updated_at: Instant
    version_id: str | None = None
    uploaded_at: Instant | None = None
    supersedes: str | None = Field(default=None, description="version id of the version that was current before")
    attempts: int = Field(default=0, ge=0, description="how often Parse has begun with this revision")
    sent_again: int = Field(
        default=0, ge=0, description="how often the sweep has sent it again, because it had stalled"
    )
    code: str | None = Field(default=None, description="why it FAILED; shared.errors.Code lists the stable codes")
    message: str | None = None
    advice: str | None = None
    last_error: str | None = Field(default=None, description="the last failure that was tried again")
    looked_up: bool = Field(
        default=False, description="found by looking for the current version: it may be newer than its revision"
    )
    expires_at: int | None = Field(default=None, description="epoch seconds at which a tombstone goes")

    @property
    def revision(self) -> Revision:
        """The place of the event that this state comes from."""
        return Revision(self.sequencer, self.generation)
