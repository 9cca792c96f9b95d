"""The client: a method for each route of the read API."""

import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

from functions.read.ids import id_of
from nutgraf_client.auth import Auth
from nutgraf_client.errors import NotFoundError
from nutgraf_client.models import (
    DocumentAnswer,
    DocumentEntry,
    DocumentText,
    Failure,
    Found,
    KnownName,
    Mention,
    Model,
    Original,
    SimilarDocument,
    SimilarDocuments,
    Statement,
    Stats,
    Upload,
    read,
)
from nutgraf_client.transport import Transport
from shared.instants import instant
from shared.names.names import EntityType
from shared.revision import Status

# A day, or a moment with a time zone. A text is sent as it is.
When = date | datetime | str

# Items that the client asks for at once.
PAGE = 100


class Uploaded(NamedTuple):
    """A file that was uploaded; `version_id` None in a bucket without versions."""

    id: str
    uri: str
    version_id: str | None


class Client:
    """A client of one API: `Client("http://127.0.0.1:5056")`, or the stack output ApiUrl with `auth=AwsSignature()`.

    A document is named by its URI (`s3://bucket/key`) or its id. Lists are iterators, which read a page when they need
    it. Throttled and failed requests are repeated `retries` times, after pauses that double and have jitter, or as
    Retry-After says; `timeout` is in seconds, for the connection and for each read. Methods raise ApiError and its
    subclasses, UnreachableError, and pydantic's ValidationError for an answer that this version cannot read.
    """

    def __init__(
        self, url: str, auth: Auth | None = None, *, retries: int = 5, timeout: float = 30, pause: float = 0.2
    ) -> None:
        self._transport = Transport(url, auth, retries=retries, timeout=timeout, pause=pause)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def documents(
        self,
        *,
        day: When | None = None,
        since: When | None = None,
        until: When | None = None,
        status: Status | None = None,
        prefix: str | None = None,
        media_type: str | None = None,
        language: str | None = None,
    ) -> Iterator[DocumentEntry]:
        """Yield documents, newest first. `since` is inclusive; `until` includes a date, and excludes a moment."""
        return self._items(
            DocumentEntry, "documents", **_period(day, since, until), status=status, prefix=prefix,
            media_type=media_type, language=language,
        )  # fmt: skip

    def document(self, document: str) -> DocumentAnswer:
        """Return the state of an object and its last good summary; raise NotFoundError if there is no such object."""
        return read(DocumentAnswer, self._transport.get("documents", _id(document)))

    def text(self, document: str) -> Iterator[DocumentText]:
        """Yield the text of a document in parts, each with its blocks; raise NotFoundError if it has none."""
        start: int | None = 0
        while start is not None:
            part = read(DocumentText, self._transport.get("documents", _id(document), "text", start=start))
            yield part
            start = part.next

    def original(self, document: str, disposition: Literal["attachment", "inline"] = "attachment") -> Original:
        """Return a link to the uploaded file, which is valid for minutes."""
        values = self._transport.get("documents", _id(document), "original", disposition=disposition)
        return read(Original, values)

    def similar(self, document: str, limit: int = 10) -> list[SimilarDocument]:
        """Return the documents that are most similar to one, at most 99; raise NotFoundError if it has no vector."""
        values = self._transport.get("documents", _id(document), "similar", limit=limit)
        return read(SimilarDocuments, values).items

    def names(self, beginning: str, kind: EntityType | None = None) -> Iterator[KnownName]:
        """Yield the names that begin with at least two letters or digits."""
        return self._items(KnownName, "entities", q=beginning, type=kind)

    def mentions(self, kind: EntityType, name: str, full_name: str | None = None) -> Iterator[Mention]:
        """Yield the documents that mention a name, newest first. `name` is a name or a key, as `names` yields it.

        With given names, in `name` or in `full_name`, people whose given names contradict them are left out.
        """
        return self._items(Mention, "entities", kind, name, "documents", name=full_name)

    def statements(self, kind: EntityType, name: str, full_name: str | None = None) -> Iterator[Statement]:
        """Yield what somebody said, newest document first. The names are those of `mentions`."""
        return self._items(Statement, "speakers", kind, name, "statements", name=full_name)

    def search(
        self,
        words: str,
        *,
        mode: Literal["words", "meaning"] | None = None,
        entity: tuple[EntityType, str] | None = None,
        day: When | None = None,
        since: When | None = None,
        until: When | None = None,
    ) -> Iterator[Found]:
        """Yield the documents that have all words, or with the mode `meaning` those about the same, best first.

        `entity` is the type and the key of a name that the documents mention, only with the mode `words`. The mode
        `meaning` yields at most 100 documents.
        """
        return self._items(
            Found, "search", q=words, mode=mode, entity="/".join(entity) if entity else None,
            **_period(day, since, until),
        )  # fmt: skip

    def failures(
        self,
        *,
        code: str | None = None,
        day: When | None = None,
        since: When | None = None,
        until: When | None = None,
        prefix: str | None = None,
    ) -> Iterator[Failure]:
        """Yield the objects whose newest version failed, last failure first."""
        return self._items(Failure, "failures", code=code, prefix=prefix, **_period(day, since, until))

    def stats(self, since: date | None = None, until: date | None = None) -> Stats:
        """Return counts by day and status, of at most 31 days; by default, of the last seven."""
        return read(Stats, self._transport.get("stats", **_period(None, since, until)))

    def upload_form(
        self,
        key: str,
        *,
        content_type: str = "application/octet-stream",
        summary_length: str | None = None,
        replace: bool = False,
    ) -> Upload:
        """Return a form by which anybody uploads one file in the next minutes.

        Raises ConflictError if there is an object with this key and `replace` is false.
        """
        values = {"key": key, "content_type": content_type, "replace": replace}
        length = {"summary_length": summary_length} if summary_length is not None else {}
        return read(Upload, self._transport.post("uploads", values | length))

    def upload(
        self,
        content: bytes | Path,
        key: str,
        *,
        content_type: str = "application/octet-stream",
        summary_length: str | None = None,
        replace: bool = False,
    ) -> Uploaded:
        """Upload a file. Raises ConflictError as `upload_form` does, and ValueError if it is larger than the limit."""
        data = content.read_bytes() if isinstance(content, Path) else content
        form = self.upload_form(key, content_type=content_type, summary_length=summary_length, replace=replace)
        if len(data) > form.max_bytes:
            raise ValueError(f"The file has {len(data)} bytes; this deployment accepts {form.max_bytes}.")
        answer = self._transport.post_form(form.url, form.fields, data)
        return Uploaded(form.id, form.uri, answer.headers.get("x-amz-version-id"))

    def wait(self, uploaded: Uploaded, timeout: float = 300, interval: float = 1) -> DocumentAnswer:
        """Return the document of an upload when it is SUMMARIZED or FAILED; raise TimeoutError after `timeout` seconds.

        Also raises TimeoutError if another upload to the same key came in between.
        """
        end = time.monotonic() + timeout
        while True:
            document = self._document_of(uploaded)
            if document is not None and document.status is not Status.PROCESSING:
                return document
            if time.monotonic() + interval > end:
                raise TimeoutError(f"{uploaded.uri} is not summarized after {timeout} seconds.")
            time.sleep(interval)

    def _document_of(self, uploaded: Uploaded) -> DocumentAnswer | None:
        """Return the document if it is of the uploaded version."""
        try:
            document = self.document(uploaded.id)
        except NotFoundError:
            return None
        same = uploaded.version_id is None or document.state.version_id == uploaded.version_id
        return document if same else None

    def _items(self, model: type[Model], *path: str, **parameters: object) -> Iterator[Model]:
        cursor: str | None = None
        while True:
            page = self._transport.get(*path, **parameters, limit=PAGE, cursor=cursor)
            for item in page["items"]:
                yield read(model, item)
            cursor = page.get("next")
            if cursor is None:
                return


def _id(document: str) -> str:
    """Return the id of a document that is named by its URI or its id."""
    return id_of(document) if document.startswith("s3://") else document


def _period(day: When | None, since: When | None, until: When | None) -> dict[str, str | None]:
    return {"day": _written(day), "from_": _written(since), "to": _written(until)}


def _written(when: When | None) -> str | None:
    """Return a moment in RFC 3339; raise ValueError if it has no time zone."""
    if isinstance(when, datetime):
        if when.tzinfo is None:
            raise ValueError(f"{when} has no time zone. Use datetime.now(UTC), or moment.astimezone().")
        return instant(when)
    return when.isoformat() if isinstance(when, date) else when
