"""Names: documents that mention one, statements of a speaker, keys and names in the path, pages."""

from typing import Any

import pytest

from shared.revision import Revision
from tests.support.summaries import an_entity, said
from tests.unit.read.conftest import Shelf


def statements(shelf: Shelf, key: str, **query: object) -> list[dict[str, Any]]:
    return shelf.api.items(f"/v1/speakers/PERSON/{key}/statements", **query)


def mentioned(shelf: Shelf, key: str, kind: str = "PERSON", **query: object) -> list[str]:
    return [item["name"] for item in shelf.api.items(f"/v1/entities/{kind}/{key}/documents", **query)]


def test_statements_come_newest_document_first_then_in_the_order_of_the_text(shelf: Shelf) -> None:
    speaker = an_entity("Edda Quillborn", "Quillborn")
    for number in range(3):
        quotes = [said("Edda Quillborn", f"{number}.{n}", start=n * 10) for n in range(4)]
        shelf.summarized(f"{number}", f"2026-11-2{number}T10:00:00.000Z", entities=[speaker], attributions=quotes)
    expected = [f"{number}.{n}" for number in (2, 1, 0) for n in range(4)]
    for limit in (1, 2, 3, 5, 50):
        found = statements(shelf, "quillborn", limit=limit)
        assert [item["quote"] for item in found] == expected
    assert (
        found[0].items()
        >= {
            "uri": shelf.uri("2"),
            "name": "Edda Quillborn",
            "type": "PERSON",
            "aliases": ["Quillborn"],
            "speaker": "he",
            "cue": "said",
            "quotation": "direct",
            "start": 0,
            "end": 3,
            "agreement": "unknown",
        }.items()
    )
    assert "turn" not in found[0]


def test_a_page_goes_on_where_the_one_before_ended_although_names_changed_since(shelf: Shelf) -> None:
    speaker = an_entity("Ines Pageturner")
    for number in range(3):
        quotes = [said("Ines Pageturner", f"{number}.{n}", start=n * 10) for n in range(2)]
        shelf.summarized(f"{number}", f"2026-11-2{number}T10:00:00.000Z", entities=[speaker], attributions=quotes)
    path = "/v1/speakers/PERSON/pageturner/statements"
    first = shelf.api.get(path, limit=3).json
    shelf.summarized("new", "2026-11-25T10:00:00.000Z", entities=[speaker], attributions=[said("Ines Pageturner", "x")])
    shelf.table.delete(shelf.uri("1"), Revision("0B"))
    second = shelf.api.get(path, limit=3, cursor=first["next"]).json
    assert [item["quote"] for item in first["items"]] == ["2.0", "2.1", "1.0"]
    assert [item["quote"] for item in second["items"]] == ["0.0", "0.1"]


def test_rows_of_a_version_that_was_replaced_are_left_out(shelf: Shelf) -> None:
    shelf.summarized("a", entities=[an_entity("Vera Stalewell")], attributions=[said("Vera Stalewell", "old")])
    shelf.summarized(
        "a", sequencer="0B", entities=[an_entity("Vera Stalewell")], attributions=[said("Vera Stalewell", "new")]
    )
    assert [item["quote"] for item in statements(shelf, "stalewell")] == ["new"]
    shelf.table.delete(shelf.uri("a"), Revision("0C"))
    assert statements(shelf, "stalewell") == [] and mentioned(shelf, "stalewell") == []


def test_documents_that_mention_a_name_have_its_mentions(shelf: Shelf) -> None:
    shelf.summarized("a", entities=[an_entity("Port of Kelpsund", type="ORGANIZATION", salience=0.8)])
    (item,) = shelf.api.items("/v1/entities/ORGANIZATION/port of kelpsund/documents")
    assert (item["mentions"], item["salience"], item["agreement"], item["title"]) == (1, 0.8, "same", "A bridge")
    assert mentioned(shelf, "port of kelpsund", "LOCATION") == []


@pytest.mark.parametrize("key", ["marklund", "Marklund", "Olga Marklund", "President Marklund", "Marklund, Olga"])
def test_the_path_has_a_key_or_a_name(shelf: Shelf, key: str) -> None:
    if not mentioned(shelf, "marklund"):
        shelf.summarized("a", entities=[an_entity("Olga Marklund")])
    assert mentioned(shelf, key) == ["Olga Marklund"]


def test_a_full_name_leaves_out_other_people_of_the_family(shelf: Shelf) -> None:
    shelf.summarized("a", entities=[an_entity("Olga Twinsen")])
    shelf.summarized("b", entities=[an_entity("Bertil Twinsen")])
    shelf.summarized("c", entities=[an_entity("Twinsen")])
    assert sorted(mentioned(shelf, "twinsen")) == ["Bertil Twinsen", "Olga Twinsen", "Twinsen"]
    assert sorted(mentioned(shelf, "twinsen", name="Olga Twinsen")) == ["Olga Twinsen", "Twinsen"]
    assert sorted(mentioned(shelf, "Olga Twinsen", limit=1)) == ["Olga Twinsen", "Twinsen"]
    agreements = {
        item["name"]: item["agreement"]
        for item in shelf.api.items("/v1/entities/PERSON/twinsen/documents", name="O. Twinsen")
    }
    assert agreements == {"Olga Twinsen": "close", "Twinsen": "unknown"}


def test_a_key_of_two_words_is_a_key_before_it_is_a_name(shelf: Shelf) -> None:
    shelf.summarized("a", entities=[an_entity("Gabriel Aldana-Berro")])
    shelf.summarized("b", entities=[an_entity("Rosa Castellan")])
    assert mentioned(shelf, "aldana berro") == ["Gabriel Aldana-Berro"]
    assert mentioned(shelf, "rosa castellan") == ["Rosa Castellan"]


def test_a_long_key_that_was_cut_is_found(shelf: Shelf) -> None:
    name = "Ministry of " + "Very Long Affairs and " * 20 + "Boats"
    shelf.summarized("a", entities=[an_entity(name, type="ORGANIZATION")])
    (row,) = [
        item["pk"]["S"]
        for item in shelf.stack.clients.dynamodb.scan(TableName=shelf.table.name)["Items"]
        if item["pk"]["S"].startswith("entity#ORGANIZATION#ministry of very long")
    ]
    assert "~" in row
    (found,) = mentioned(shelf, row.split("#")[2], "ORGANIZATION")
    assert found.startswith("Ministry of Very Long Affairs")
    assert mentioned(shelf, name[:400], "ORGANIZATION") == []


@pytest.mark.parametrize("name", ["जवाहरलाल नेहरू", "محمود درويش", "王小波", "Þórður Jónsson"])
def test_names_of_every_script_are_found(shelf: Shelf, name: str) -> None:
    shelf.summarized("a", entities=[an_entity(name)])
    assert mentioned(shelf, name) == [name]


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/v1/entities/CAR/x/documents", "path"),
        ("/v1/speakers/person/x/statements", "path"),
    ],
)
def test_an_unknown_type_is_refused(shelf: Shelf, path: str, where: str) -> None:
    got = shelf.api.get(path)
    assert (got.status, got.json["errors"][0]["in"], got.json["errors"][0]["name"]) == (422, where, "type")


@pytest.mark.parametrize("key", ["nobody", "###", "!", " ", "%", "\n"])
def test_a_name_that_nothing_mentions_has_an_empty_list(shelf: Shelf, key: str) -> None:
    assert mentioned(shelf, key) == []
