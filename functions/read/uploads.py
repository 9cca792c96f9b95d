"""Forms for uploads, with limits that S3 enforces."""

from http import HTTPStatus

from functions.read.answers import Upload, UploadRequest
from functions.read.ids import id_of
from functions.read.originals import SECONDS, expiry
from functions.read.problems import ProblemError, invalid
from functions.read.sources import Sources
from shared.object_version import uri_of
from shared.revision import Status
from shared.upload_form import UploadFormError, presigned_upload


def upload_of(sources: Sources, request: UploadRequest) -> Upload:
    """Return a form for one upload; raise ProblemError if the request or this deployment does not permit it."""
    settings = sources.settings
    if not (settings.allow_uploads and settings.uploads_bucket):
        detail = "This deployment signs no uploads. Deploy read.yaml with AllowUploads and UploadsBucket."
        raise ProblemError(HTTPStatus.FORBIDDEN, "uploads_off", detail)
    if not request.key.startswith(settings.uploads_prefix):
        raise invalid("key", f"this stack processes only keys that begin with {settings.uploads_prefix}", "body")
    uri = uri_of(settings.uploads_bucket, request.key)
    state = None if request.replace else sources.table.state(uri)
    if state and state.status is not Status.DELETED:
        detail = f"There is an object {uri}. Choose another key, or set `replace` to true."
        raise ProblemError(HTTPStatus.CONFLICT, "exists", detail)
    try:
        form = presigned_upload(
            sources.s3,
            settings.uploads_bucket,
            key=request.key,
            content_type=request.content_type,
            max_bytes=settings.max_bytes,
            summary_length=request.summary_length or None,
            seconds=SECONDS,
        )
    except UploadFormError as error:
        raise invalid("key", str(error), "body") from error
    return Upload(
        id=id_of(uri),
        uri=uri,
        url=form.url,
        fields=form.fields,
        max_bytes=settings.max_bytes,
        expires_at=expiry(),
    )
