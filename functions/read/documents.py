"""Documents and failures: lists of objects, and one object with its Summary."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

from functions.read.answers import DocumentEntry, Failure
from functions.read.ids import id_of
from functions.read.listing import ByDay, ByStatus, ObjectPosition, select
from shared.instants import Period, instant
from shared.revision import Status
from shared.table.objects import ObjectFacts
from shared.table.reader import TableReader

# Days before today that a list of documents has without `from`.
DEFAULT_DAYS = 366

# Clocks of S3 and of the function may differ by a little.
_AHEAD = timedelta(minutes=5)


class Filter(NamedTuple):
    """Which objects of a list are wanted; an empty value matches every object."""

    status: Status | None = None
    prefix: str = ""
    media_type: str = ""
    language: str = ""
    code: str = ""


def list_documents(
    table: TableReader, wanted: Filter, period: Period, after: ObjectPosition | None, limit: int, shards: int = 1
) -> tuple[list[DocumentEntry], ObjectPosition | None]:
    """Return a page of objects, newest first, and the position after which the next page begins; None at the end."""
    if wanted.status not in (None, Status.SUMMARIZED):
        by_status = ByStatus(table, wanted.status, period, after, limit + 1)
        return select(by_status, table.objects, partial(_of_status, wanted), limit=limit, prefix=wanted.prefix)
    by_day = ByDay(table, _bounded(period), after, limit + 1, shards)
    return select(by_day, table.objects, partial(_of_day, wanted), limit=limit, prefix=wanted.prefix)


def list_failures(
    table: TableReader, wanted: Filter, period: Period, after: ObjectPosition | None, limit: int
) -> tuple[list[Failure], ObjectPosition | None]:
    """Return a page of failed objects, the last failure first, and the position after which the next page begins."""
    failed = ByStatus(table, Status.FAILED, period, after, limit + 1)
    return select(failed, table.objects, partial(_failure, wanted), limit=limit, prefix=wanted.prefix)


def entry_of(facts: ObjectFacts, uploaded_at: str | None) -> DocumentEntry:
    """Return an object as an entry of a list."""
    summary = facts.summary
    failed = facts.status is Status.FAILED
    return DocumentEntry(
        id=id_of(facts.uri),
        uri=facts.uri,
        status=facts.status,
        updated_at=facts.updated_at,
        uploaded_at=uploaded_at,
        title=summary.title if summary else None,
        short_summary=summary.short_summary if summary else None,
        media_type=summary.media_type if summary else None,
        language=summary.language if summary else None,
        published_at=summary.published_at if summary else None,
        words=summary.words if summary else None,
        size=summary.size if summary else None,
        code=facts.code if failed else None,
        message=facts.message if failed else None,
        advice=facts.advice if failed else None,
    )


def _bounded(period: Period) -> Period:
    """Return the period with a first and a last time: no object is uploaded later than now."""
    now = datetime.now(UTC)
    latest = instant(now + _AHEAD)
    until = min(period.until or latest, latest)
    return Period(period.since or instant(now - timedelta(days=DEFAULT_DAYS)), until)


def _of_day(wanted: Filter, position: ObjectPosition, facts: ObjectFacts) -> DocumentEntry | None:
    """Return the entry of an object with a Summary. The index may still have a Summary that was replaced."""
    if facts.summary is None or facts.summary.uploaded_at != position.time or not _matches(facts, wanted):
        return None
    return entry_of(facts, facts.summary.uploaded_at)


def _of_status(wanted: Filter, position: ObjectPosition, facts: ObjectFacts) -> DocumentEntry | None:
    """Return the entry of an object of a status. The index may still have an earlier status."""
    return entry_of(facts, facts.uploaded_at) if _is_now(position, facts, wanted) else None


def _failure(wanted: Filter, position: ObjectPosition, facts: ObjectFacts) -> Failure | None:
    if not _is_now(position, facts, wanted._replace(status=Status.FAILED)):
        return None
    return Failure(
        id=id_of(facts.uri),
        uri=facts.uri,
        updated_at=facts.updated_at,
        uploaded_at=facts.uploaded_at,
        version_id=facts.version_id,
        code=facts.code or "",
        message=facts.message or "",
        advice=facts.advice or "",
        attempts=facts.attempts,
        last_error=facts.last_error,
        has_summary=facts.summary is not None,
    )


def _is_now(position: ObjectPosition, facts: ObjectFacts, wanted: Filter) -> bool:
    return facts.updated_at == position.time and _matches(facts, wanted)


def _matches(facts: ObjectFacts, wanted: Filter) -> bool:
    media_type, language = (facts.summary.media_type, facts.summary.language) if facts.summary else ("", "")
    return (
        wanted.status in (None, facts.status)
        and wanted.code in ("", facts.code)
        and (not wanted.language or wanted.language.lower() == (language or "").lower())
        and (not wanted.media_type or _is_of_type(media_type, wanted.media_type))
    )


def _is_of_type(media_type: str, pattern: str) -> bool:
    """Whether a media type is one such as `application/pdf` or of a group such as `image/*`."""
    if pattern.endswith("/*"):
        return media_type.lower().startswith(pattern[:-1].lower())
    return media_type.lower() == pattern.lower()
