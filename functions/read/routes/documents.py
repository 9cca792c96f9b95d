"""Routes of documents: the list, one document, its text, its original; and the list of failures."""

import json
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

from functions.read.answers import DocumentAnswer, Documents, DocumentText, Failures, Original, as_json
from functions.read.documents import Filter, list_documents, list_failures
from functions.read.listing import ObjectPosition
from functions.read.originals import Disposition, original_of
from functions.read.parameters import (
    TEXT_DEFAULT,
    Cursor,
    Day,
    From,
    Language,
    Layout,
    Limit,
    MediaType,
    ObjectId,
    OfCode,
    OfStatus,
    Prefix,
    TextLimit,
    TextStart,
    To,
)
from functions.read.problems import ProblemError, invalid, not_found
from functions.read.resolver import ReadResolver, etag_of
from functions.read.routes.common import cursor_after, period, position_in, responses, uri_of
from functions.read.sources import Sources
from functions.read.text import part_of
from shared.documents.document import Document
from shared.revision import Status
from shared.table.reader import CurrentState

# Maximum bytes of an answer: Lambda's limit of 6 MB, less headers and the escapes of JSON in JSON.
MOST_BYTES = 5_500_000

_ABSENT = {404: "no object with this id, or no summary of it"}
_TEXT_PROBLEMS = {**_ABSENT, 409: "the document changed during the request"}


def add_list(api: ReadResolver, sources: Sources) -> None:
    """Add the list of documents."""

    @api.get(
        "/v1/documents",
        summary="List documents, newest first",
        operation_id="listDocuments",
        responses=responses(Documents, "a page of documents"),
    )
    def documents(
        day: Day = None,
        since: From = None,
        until: To = None,
        status: OfStatus = None,
        prefix: Prefix = "",
        media_type: MediaType = "",
        language: Language = "",
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response[str]:
        wanted = Filter(status, prefix, media_type, language)
        request = {"documents": [day, since, until, *wanted]}
        after = position_in(cursor, ObjectPosition, request)
        items, last = list_documents(
            sources.table, wanted, period(day, since, until), after, limit, sources.settings.index_shards
        )
        return api.answer(Documents(items=items, next=cursor_after(last, request)))


def add_failures(api: ReadResolver, sources: Sources) -> None:
    """Add the list of failures."""

    @api.get(
        "/v1/failures",
        summary="List objects that failed, the last failure first",
        operation_id="listFailures",
        responses=responses(Failures, "a page of failures"),
    )
    def failures(
        code: OfCode = None,
        day: Day = None,
        since: From = None,
        until: To = None,
        prefix: Prefix = "",
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response[str]:
        wanted = Filter(Status.FAILED, prefix, code=code or "")
        request = {"failures": [day, since, until, *wanted]}
        after = position_in(cursor, ObjectPosition, request)
        items, last = list_failures(sources.table, wanted, period(day, since, until), after, limit)
        return api.answer(Failures(items=items, next=cursor_after(last, request)))


def add_document(api: ReadResolver, sources: Sources) -> None:
    """Add the routes of one document and its text."""

    @api.get(
        "/v1/documents/<id>",
        summary="Get the state and the summary of an object",
        operation_id="getDocument",
        responses=responses(DocumentAnswer, "the object", _ABSENT),
    )
    def document(id: ObjectId) -> Response[str]:
        uri = uri_of(id)
        current = _current(sources, uri)
        etag = etag_of("document", uri, current.index_id, current.state.model_dump_json())
        if api.has_current(etag):
            return api.not_modified(etag)
        summary = sources.table.get(uri) if current.index_id else None
        answer = DocumentAnswer(id=id, uri=uri, status=current.state.status, state=current.state, summary=summary)
        return api.answer(answer, etag=etag)

    @api.get(
        "/v1/documents/<id>/text",
        summary="Get the text of a document with its blocks",
        operation_id="getText",
        responses=responses(DocumentText, "a part of the text", _TEXT_PROBLEMS),
    )
    def text(
        id: ObjectId, start: TextStart = 0, limit: TextLimit = TEXT_DEFAULT, layout: Layout = False
    ) -> Response[str]:
        uri = uri_of(id)
        current = _with_summary(sources, uri)
        etag = etag_of("text", uri, current.index_id, start, limit, layout)
        if api.has_current(etag):
            return api.not_modified(etag)
        return api.answer(_text(_document(sources, uri), start, limit, layout), etag=etag)


def add_original(api: ReadResolver, sources: Sources) -> None:
    """Add the link to the uploaded file."""

    @api.get(
        "/v1/documents/<id>/original",
        summary="Get a link to the uploaded file",
        operation_id="getOriginal",
        responses=responses(Original, "a link that is valid for five minutes", _ABSENT),
    )
    def original(id: ObjectId, disposition: Disposition = "attachment") -> Response[str]:
        return api.fresh(original_of(sources, uri_of(id), disposition))


def _current(sources: Sources, uri: str) -> CurrentState:
    current = sources.table.current(uri)
    if current is None:
        raise not_found(f"There is no object {uri}. GET /v1/documents lists the objects.")
    return current


def _with_summary(sources: Sources, uri: str) -> CurrentState:
    current = _current(sources, uri)
    if current.index_id is None:
        advice = f" {current.state.advice}" if current.state.advice else ""
        raise not_found(f"{uri} has no summary: its status is {current.state.status}.{advice}", "no_summary")
    return current


def _document(sources: Sources, uri: str) -> Document:
    key = sources.table.document_of(uri)
    document = sources.documents.get(key) if key else None
    if document is None:
        detail = f"{uri} changed during the request. Repeat it."
        raise ProblemError(HTTPStatus.CONFLICT, "changed", detail)
    return document


def _text(document: Document, start: int, limit: int, layout: bool) -> DocumentText:
    """Return a part of the text that fits into an answer."""
    while True:
        try:
            part = part_of(document, start, limit, layout=layout)
        except ValueError as error:
            raise invalid("start", str(error)) from error
        # Lambda sends the answer as a string in JSON, which escapes quotes and line breaks.
        sent = json.dumps(as_json(part), ensure_ascii=False).encode()
        if len(sent) <= MOST_BYTES or part.end - part.start <= 1:
            return part
        limit = (part.end - part.start) // 2
