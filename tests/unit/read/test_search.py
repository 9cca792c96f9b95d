"""The search and the list of names over HTTP."""

from typing import Any

import pytest

from functions.read.cursors import cursor_at
from shared.revision import Revision
from tests.support.summaries import an_entity
from tests.unit.read.conftest import Shelf

BOARD = an_entity("Cormorant Board", type="ORGANIZATION")


def found(shelf: Shelf, q: str, **query: object) -> list[str]:
    return [item["uri"] for item in shelf.api.items("/v1/search", q=q, **query)]


def test_documents_with_all_words_are_found_best_first(shelf: Shelf) -> None:
    shelf.summarized("keyword", title="The budget", keywords=["zeppelin hangar"])
    shelf.summarized("title", title="Zeppelin lands", entities=[BOARD])
    assert found(shelf, "zeppelins") == [shelf.uri("title"), shelf.uri("keyword")]
    assert found(shelf, "zeppelin cormorant") == [shelf.uri("title")]
    (item,) = shelf.api.items("/v1/search", q="hangar budget")
    assert (
        item.items()
        >= {
            "uri": shelf.uri("keyword"),
            "status": "SUMMARIZED",
            "title": "The budget",
            "short_summary": "A bridge fell.",
            "highlights": [
                {"field": "title", "text": "The budget", "ranges": [[4, 10]]},
                {"field": "keywords", "text": "zeppelin hangar", "ranges": [[9, 15]]},
            ],
        }.items()
    )
    assert 0 < item["score"] <= 1


def test_results_are_read_page_by_page(shelf: Shelf) -> None:
    uris = {shelf.summarized(str(number), title="Quagga seen").source.uri for number in range(7)}
    for limit in (1, 3, 100):
        pages = found(shelf, "quagga", limit=limit)
        assert len(pages) == 7 and set(pages) == uris


def test_filters_limit_the_results(shelf: Shelf) -> None:
    lorne = an_entity("Edda Wimbrel")
    shelf.summarized("a", "2026-11-20T10:00:00.000Z", title="Dirigible one", entities=[lorne])
    shelf.summarized("b", "2026-11-21T10:00:00.000Z", title="Dirigible two", entities=[an_entity("Omar Wimbrel")])
    shelf.summarized("c", "2026-11-22T10:00:00.000Z", title="Dirigible Wimbrel")
    assert found(shelf, "dirigible", day="2026-11-21") == [shelf.uri("b")]
    assert found(shelf, "dirigible", **{"from": "2026-11-21", "to": "2026-11-21"}) == [shelf.uri("b")]
    assert found(shelf, "dirigible", entity="PERSON/wimbrel") == [shelf.uri("b"), shelf.uri("a")]
    assert found(shelf, "dirigible", entity="PERSON/Edda Wimbrel") == [shelf.uri("a")]
    assert found(shelf, "dirigible", entity="LOCATION/wimbrel") == []
    assert len(found(shelf, "dirigible wimbrel")) == 3
    assert len(found(shelf, "dirigible wimbrel", type="PERSON")) == 2


def test_a_deleted_document_is_not_found(shelf: Shelf) -> None:
    shelf.summarized("a", title="Auk hatches")
    shelf.table.delete(shelf.uri("a"), Revision("0B"))
    assert found(shelf, "auk") == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"q": ""}, "q"),
        ({"q": "?"}, "q"),
        ({"q": "a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11"}, "q"),
        ({"q": "x" * 201}, "q"),
        ({}, "q"),
        ({"q": "auk", "entity": "lorne"}, "entity"),
        ({"q": "auk", "type": "ANIMAL"}, "type"),
        ({"q": "auk", "cursor": "e30"}, "cursor"),
        ({"q": "auk", "day": "2026-13-01"}, "day"),
    ],
)
def test_wrong_parameters_are_named(shelf: Shelf, query: dict[str, str], name: str) -> None:
    answer = shelf.api.get("/v1/search", None, **query)
    assert answer.status == 422
    assert [error["name"] for error in answer.json["errors"]] == [name]


def test_a_cursor_with_a_wrong_time_is_refused(shelf: Shelf) -> None:
    request = {"search": [None, None, None, "auk", None, None]}
    for time in ("yesterday", "2026-11-22T00:00:00"):
        answer = shelf.api.get("/v1/search", q="auk", cursor=cursor_at((time, {}, None), request))
        assert answer.status == 422 and answer.json["errors"][0]["name"] == "cursor"


def listed(shelf: Shelf, q: str, **query: object) -> list[dict[str, Any]]:
    return shelf.api.items("/v1/entities", q=q, **query)


def test_names_are_listed_by_their_beginning(shelf: Shelf) -> None:
    entities = [an_entity("Edda Xylander"), an_entity("Ole Xylos"), an_entity("Xylem Works", type="ORGANIZATION")]
    shelf.summarized("a", entities=entities)
    for limit in (1, 2, 50):
        assert listed(shelf, "Xyl", limit=limit) == [
            {"type": "PERSON", "key": "xylander", "name": "Edda Xylander"},
            {"type": "PERSON", "key": "xylos", "name": "Ole Xylos"},
            {"type": "ORGANIZATION", "key": "xylem works", "name": "Xylem Works"},
        ]
    assert [each["key"] for each in listed(shelf, "xyl", type="ORGANIZATION")] == ["xylem works"]
    shelf.table.delete(shelf.uri("a"), Revision("0B"))
    assert listed(shelf, "xyl") == []


@pytest.mark.parametrize("q", ["", "x", "-"])
def test_a_beginning_has_two_letters(shelf: Shelf, q: str) -> None:
    answer = shelf.api.get("/v1/entities", q=q)
    assert answer.status == 422 and answer.json["errors"][0]["name"] == "q"
