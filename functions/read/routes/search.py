"""Routes of the search: documents with some words, and names that begin with some letters."""

from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from functions.read.answers import KnownNames, SearchResults
from functions.read.meaning import by_meaning
from functions.read.parameters import Beginning, Cursor, Day, From, Limit, Mode, OfEntity, OfType, To, Words
from functions.read.problems import invalid
from functions.read.resolver import ReadResolver
from functions.read.routes.common import cursor_after, period, position_in, responses
from functions.read.search import NameListPosition, SearchRequest, names, search
from functions.read.sources import Sources
from shared.search.question import QuestionError
from shared.search.results import SearchCursor
from shared.table.name_rows import PrefixError

_FORBIDDEN = "the token or the signature is wrong, or the search by meaning is off"


def add_search(api: ReadResolver, sources: Sources) -> None:
    """Add the search for documents."""

    @api.get(
        "/v1/search",
        summary="Find documents by words in their titles, names or keywords, or by meaning, best first",
        operation_id="search",
        responses=responses(SearchResults, "a page of documents", {403: _FORBIDDEN}),
    )
    def documents(
        q: Words,
        mode: Mode = "words",
        day: Day = None,
        since: From = None,
        until: To = None,
        entity: OfEntity = None,
        type: OfType = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response[str]:
        if mode == "meaning":
            _only_of_words(entity=entity, type=type, cursor=cursor)
            within = period(day, since, until)
            return api.answer(SearchResults(items=by_meaning(sources.table, sources.meaning, q, within, limit)))
        wanted = SearchRequest(q, entity, type)
        request = {"search": [day, since, until, *wanted]}
        try:
            items, last = search(
                sources.table, wanted, period(day, since, until), _search_position(cursor, request), limit
            )
        except QuestionError as error:
            raise invalid("q", str(error)) from error
        return api.answer(SearchResults(items=items, next=cursor_after(last, request)))


def add_name_list(api: ReadResolver, sources: Sources) -> None:
    """Add the list of names."""

    @api.get(
        "/v1/entities",
        summary="List names that begin with some letters",
        operation_id="listNames",
        responses=responses(KnownNames, "a page of names"),
    )
    def entities(q: Beginning, type: OfType = None, limit: Limit = 50, cursor: Cursor = None) -> Response[str]:
        request = {"names": [q, type]}
        try:
            items, last = names(sources.table, q, type, position_in(cursor, NameListPosition, request), limit)
        except PrefixError as error:
            raise invalid("q", str(error)) from error
        return api.answer(KnownNames(items=items, next=cursor_after(last, request)))


def _only_of_words(**given: str | None) -> None:
    """Raise ProblemError for a parameter that the search by meaning does not have."""
    for name, value in given.items():
        if value is not None:
            raise invalid(name, "only with the mode `words`")


def _search_position(cursor: str | None, request: dict[str, list[str | None]]) -> SearchCursor | None:
    position = position_in(cursor, SearchCursor, request)
    try:
        if position and datetime.fromisoformat(position.asked_at).tzinfo is None:
            raise ValueError("the time has no zone")
    except ValueError as error:
        raise invalid("cursor", "this is not a cursor of this API: pass `next` of the page before unchanged") from error
    return position
