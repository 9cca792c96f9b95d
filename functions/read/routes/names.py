"""Routes of names: the documents that mention one, and the statements of a speaker."""

from aws_lambda_powertools.event_handler import Response

from functions.read.answers import Mentions, Statements
from functions.read.names import EntryPosition, NameQuery, mentions, statements
from functions.read.parameters import Cursor, Key, Limit, Name, Type
from functions.read.resolver import ReadResolver
from functions.read.routes.common import cursor_after, position_in, responses
from functions.read.sources import Sources


def add_names(api: ReadResolver, sources: Sources) -> None:
    """Add the routes of one name."""

    @api.get(
        "/v1/entities/<type>/<key>/documents",
        summary="List documents that mention a name, newest first",
        operation_id="listMentions",
        responses=responses(Mentions, "a page of documents"),
    )
    def entity_documents(
        type: Type, key: Key, name: Name = None, limit: Limit = 50, cursor: Cursor = None
    ) -> Response[str]:
        query = NameQuery(type, key, name)
        request = {"mentions": query}
        items, last = mentions(sources.table, query, position_in(cursor, EntryPosition, request), limit)
        return api.answer(Mentions(items=items, next=cursor_after(last, request)))

    @api.get(
        "/v1/speakers/<type>/<key>/statements",
        summary="List the statements of a speaker, newest document first",
        operation_id="listStatements",
        responses=responses(Statements, "a page of statements"),
    )
    def speaker_statements(
        type: Type, key: Key, name: Name = None, limit: Limit = 50, cursor: Cursor = None
    ) -> Response[str]:
        query = NameQuery(type, key, name)
        request = {"statements": query}
        items, last = statements(sources.table, query, position_in(cursor, EntryPosition, request), limit)
        return api.answer(Statements(items=items, next=cursor_after(last, request)))
