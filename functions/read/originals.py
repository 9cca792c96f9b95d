"""Links to the uploaded files."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any, Literal
from urllib.parse import quote

from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.read.answers import Original
from functions.read.problems import ProblemError, not_found
from functions.read.sources import Sources
from shared.instants import instant
from shared.object_version import bucket_and_key
from shared.revision import Status

# Validity of links and forms in seconds. Everyone who has one can use it.
SECONDS = 300

Disposition = Annotated[
    Literal["attachment", "inline"], Query(description="whether a browser stores the file or shows it")
]


def original_of(sources: Sources, uri: str, disposition: str) -> Original:
    """Return a link to the version that the Summary of an object was made from, or else to the newest one.

    Raises ProblemError if there is no such object, or if this deployment signs no links.
    """
    bucket, key = bucket_and_key(uri)
    if bucket != sources.settings.uploads_bucket:
        detail = "This deployment signs no links to originals. Deploy read.yaml with UploadsBucket, or read the object."
        raise ProblemError(HTTPStatus.FORBIDDEN, "originals_off", detail)
    facts = sources.table.objects([uri]).get(uri)
    if facts is None or facts.status is Status.DELETED:
        raise not_found(f"There is no object {uri}. GET /v1/documents lists the objects.")
    version_id = facts.summary.version_id if facts.summary else facts.version_id
    name = key.rstrip("/").rpartition("/")[2]
    parameters: dict[str, Any] = {
        "Bucket": bucket,
        "Key": key,
        "ResponseContentDisposition": f"{disposition}; filename*=UTF-8''{quote(name, safe='')}",
    }
    if version_id:
        parameters["VersionId"] = version_id
    return Original(
        url=sources.s3.generate_presigned_url("get_object", Params=parameters, ExpiresIn=SECONDS),
        expires_at=expiry(),
        name=name,
        version_id=version_id,
        media_type=facts.summary.media_type if facts.summary else None,
        size=facts.summary.size if facts.summary else None,
    )


def expiry() -> str:
    """Return the time at which a link or a form that is signed now becomes invalid."""
    return instant(datetime.now(UTC) + timedelta(seconds=SECONDS))
