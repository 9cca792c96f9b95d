"""Search and the list of names, on the rows that SummaryTable writes."""

import pytest

from shared.names.names import EntityType
from shared.revision import Revision
from shared.search.body import Field
from shared.search.matches import Entity
from shared.search.question import QuestionError
from shared.search.results import SearchCursor
from shared.table.name_rows import NameEntry, PrefixError
from shared.table.table import SummaryTable
from tests.support.summaries import a_summary, an_entity
from tests.unit.shared.table.conftest import Setup

BELLWEATHER = an_entity("Anna Bellweather", "Bellweather", "Ostrander")
BOARD = an_entity("Harbour Board", type="ORGANIZATION")
AMERICA = an_entity("United States", "U.S.", type="LOCATION")


@pytest.fixture
def table(dynamodb: Setup) -> SummaryTable:
    return dynamodb.table()


def put(table: SummaryTable, name: str, title: str, *keywords: str, day: int = 1, **fields: object) -> str:
    uri = f"s3://uploads/{name}"
    when = f"2026-11-{day:02}T09:30:00.000Z"
    assert table.put_summary(a_summary(uri, uploaded_at=when, title=title, keywords=list(keywords), **fields))  # type: ignore[arg-type]  # fields of a Summary
    return uri


def found(table: SummaryTable, text: str, **criteria: object) -> list[str]:
    """Return the URIs of all pages."""
    uris: list[str] = []
    cursor: SearchCursor | None = None
    while True:
        page = table.search(text, cursor=cursor, **criteria)  # type: ignore[arg-type]  # criteria of the test
        uris += [entry.uri for entry in page.entries]
        if page.cursor is None:
            return uris
        cursor = page.cursor


def test_documents_are_found_by_words_of_title_names_and_keywords(table: SummaryTable) -> None:
    first = put(table, "a", "Mayor of Kesterport resigns", "ferry terminal", entities=[BELLWEATHER, BOARD, AMERICA])
    put(table, "b", "Flood closes a bridge")
    for text in (
        "mayor", "the MAYORS of Kesterport", "resign", "ferry mayor", "Bellweather", "anna", "Anna Bellweather",
        "harbour board", "board", "US", "United States mayor", "ostrander resigns",
    ):  # fmt: skip
        assert found(table, text) == [first], text
    for text in ("mayor bridge", "mayors deputy", "Robert Bellweather"):
        assert found(table, text) == [], text


def test_a_title_counts_more_than_a_keyword_and_new_documents_more_than_old_ones(table: SummaryTable) -> None:
    keyword = put(table, "keyword", "The budget", "ferry", day=20)
    old = put(table, "old", "Ferry sinks", day=2)
    new = put(table, "new", "Ferry sails", day=19)
    assert found(table, "ferry") == [new, old, keyword]


def test_results_have_highlights(table: SummaryTable) -> None:
    put(table, "a", "Mayor resigns", "mayoral race", entities=[BELLWEATHER])
    (entry,) = table.search("mayor bellweather").entries
    assert [(each.field, each.text, each.ranges) for each in entry.highlights] == [
        (Field.TITLE, "Mayor resigns", ((0, 5),)),
        (Field.NAME, "Anna Bellweather", ((5, 16),)),
        (Field.KEYWORD, "mayoral race", ((0, 7),)),
    ]
    assert (entry.uri, entry.title, entry.published_at) == ("s3://uploads/a", "Mayor resigns", None)


def test_words_of_every_script_are_found(table: SummaryTable) -> None:
    titles = ["Мэр Киева", "東京都知事選挙", "عمدة المدينة", "महापौर का इस्तीफा", "นายกเทศมนตรีลาออก", "Đà Nẵng"]
    uris = [put(table, str(number), title, language="xx") for number, title in enumerate(titles)]
    questions = ["киева", "東京", "المدينة", "इस्तीफा", "ลาออก", "da nang"]
    assert [found(table, question) for question in questions] == [[uri] for uri in uris]


def test_a_period_limits_the_results(table: SummaryTable) -> None:
    uris = [put(table, str(day), "Ferry sails", day=day) for day in (1, 2, 3)]
    assert found(table, "ferry", period=("2026-11-02", "2026-11-03")) == [uris[1]]
    assert found(table, "ferry", period=("2026-11-02", None)) == [uris[2], uris[1]]
    assert found(table, "ferry", period=(None, "2026-11-02T09:30:00.000Z")) == [uris[0]]
    assert found(table, "ferry", period=("2027", None)) == []


def test_an_entity_limits_the_results(table: SummaryTable) -> None:
    first = put(table, "a", "Ferry sails", entities=[BELLWEATHER])
    put(table, "b", "Ferry sinks", entities=[an_entity("Robert Bellweather")])
    put(table, "c", "Ferry returns")
    assert found(table, "ferry", entity=Entity("Anna Bellweather", ("PERSON",))) == [first]
    assert len(found(table, "ferry", entity=Entity("bellweather", ("PERSON",)))) == 2
    assert found(table, "ferry", entity=Entity("bellweather", ("LOCATION",))) == []


def test_pages_have_each_document_once(table: SummaryTable) -> None:
    uris = {put(table, str(number), "Ferry sails", "ferry", day=1 + number % 28) for number in range(24)}
    for limit in (5, 100):
        pages = found(table, "ferry", limit=limit)
        assert len(pages) == len(uris) and set(pages) == uris


def test_a_document_with_more_words_than_rows_is_found_by_each_of_them(table: SummaryTable) -> None:
    words = "harbour tunnel ferry bridge mayor council budget deficit election turnout storm barrier".split()
    uri = put(table, "a", " ".join(words[:6]), *words[6:])
    put(table, "b", "Something else")
    assert all(found(table, word) == [uri] for word in words)


def test_replaced_and_deleted_documents_are_not_found(table: SummaryTable) -> None:
    uri = put(table, "a", "Mayor resigns")
    assert table.put_summary(a_summary(uri, Revision("0B"), title="Ferry sails"))
    assert found(table, "mayor") == []
    assert found(table, "ferry") == [uri]
    assert table.delete(uri, Revision("0C"))
    assert found(table, "ferry") == []


def test_all_rows_of_the_search_are_removed_with_the_document(dynamodb: Setup, table: SummaryTable) -> None:
    uri = put(table, "a", "Mayor resigns", "ferry")
    assert {"search#0", "keyword#mayor"} <= {row["pk"] for row in dynamodb.rows()}
    table.delete(uri, Revision("0C"))
    kinds = {str(row["pk"]).partition("#")[0] for row in dynamodb.rows()}
    assert kinds.isdisjoint({"search", "keyword", "entity"})


def test_a_table_with_shards_is_searched_in_all_of_them(dynamodb: Setup) -> None:
    table = dynamodb.table(shards=4)
    words = "harbour tunnel ferry bridge mayor council budget deficit election turnout storm barrier".split()
    uris = {put(table, str(number), " ".join(words)) for number in range(12)}
    assert all(set(found(table, word)) == uris for word in words)


@pytest.mark.parametrize("text", ["", "!", "x " * 150])
def test_a_question_without_words_is_rejected(table: SummaryTable, text: str) -> None:
    with pytest.raises(QuestionError):
        table.search(text)


def names(table: SummaryTable, prefix: str, kind: EntityType = "PERSON", after: str | None = None) -> list[str]:
    return [entry.key for entry in table.names(prefix, kind, after=after)]


def test_names_are_listed_by_how_they_begin(table: SummaryTable) -> None:
    people = ["Anna Bellweather", "Bela Bellini", "Ursula von der Leyen", "Bo Abel", "王小明"]
    put(table, "a", "A title", entities=[*map(an_entity, people), BOARD, AMERICA])
    assert names(table, "bell") == ["bellini", "bellweather"]
    assert names(table, "BELLW") == ["bellweather"]
    assert names(table, "von der Le") == ["leyen"]
    assert names(table, "the Har", "ORGANIZATION") == ["harbour board"]
    assert names(table, "U.S", "LOCATION") == []
    assert names(table, "united", "LOCATION") == ["united states"]
    assert names(table, "王") == ["王小明"]
    assert names(table, "bell", after="bellini") == ["bellweather"]
    assert names(table, "bell", after="c") == []
    assert list(table.names("abel", "PERSON")) == [NameEntry("PERSON", "abel", "Bo Abel")]


@pytest.mark.parametrize("prefix", ["", "b", "-"])
def test_a_prefix_must_have_two_letters(table: SummaryTable, prefix: str) -> None:
    with pytest.raises(PrefixError, match="first 2 letters"):
        names(table, prefix)


def test_a_name_is_listed_only_while_a_document_mentions_it(table: SummaryTable) -> None:
    uris = [put(table, str(day), "A title", day=day, entities=[BELLWEATHER]) for day in (1, 2)]
    for uri in reversed(uris):
        assert names(table, "bell") == ["bellweather"]
        assert table.delete(uri, Revision("0C"))
    assert names(table, "bell") == []
    put(table, "c", "A title", entities=[BELLWEATHER])
    assert names(table, "bell") == ["bellweather"]


def test_the_row_of_a_name_is_written_once(dynamodb: Setup) -> None:
    for number in range(3):
        put(dynamodb.table(), str(number), "A title", entities=[an_entity(f"{number} Bellweather")])
    assert [row["name"] for row in dynamodb.rows() if str(row["pk"]).startswith("names#")] == ["0 Bellweather"]
