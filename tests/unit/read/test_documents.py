"""Lists of documents and failures: order, periods, filters, pages, shards, and rows that are no longer current."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.read import listing
from functions.read.documents import Filter, list_documents, list_failures
from functions.read.ids import id_of
from functions.read.periods import period_of
from shared.errors import Code
from shared.instants import instant
from shared.revision import Revision, Status
from shared.table.items import to_item
from shared.table.reader import DayEntry, StatusEntry, TableReader
from tests.unit.read.conftest import Shelf

DAY = "2026-11-22"


def at(minute: int, day: str = DAY) -> str:
    return f"{day}T10:{minute:02}:00.000Z"


def keys(shelf: Shelf, items: list[dict[str, Any]]) -> list[str]:
    return [item["uri"].removeprefix(shelf.uri("")) for item in items]


def test_a_day_has_its_documents_newest_first(shelf: Shelf) -> None:
    for key, uploaded_at in (("a", at(1)), ("c", at(3)), ("b", at(2)), ("before", at(1, "2026-11-21"))):
        shelf.summarized(key, uploaded_at)
    got = shelf.api.get("/v1/documents", day=DAY, prefix=shelf.prefix)
    assert got.status == 200 and got.headers["Content-Type"] == "application/json"
    assert keys(shelf, got.json["items"]) == ["c", "b", "a"]
    assert "next" not in got.json
    assert got.json["items"][0] == {
        "id": id_of(shelf.uri("c")),
        "uri": shelf.uri("c"),
        "status": "SUMMARIZED",
        "uploaded_at": at(3),
        "updated_at": got.json["items"][0]["updated_at"],
        "title": "A bridge",
        "short_summary": "A bridge fell.",
        "media_type": "text/plain",
        "words": 3,
        "size": 14,
    }


def test_without_a_period_the_newest_of_all_come_first_across_days(shelf: Shelf) -> None:
    now = datetime.now(UTC)
    ages = {"now": 0, "yesterday": 1, "spring": 200}
    for key, days in ages.items():
        shelf.summarized(key, instant(now - timedelta(days=days)))
    shelf.summarized("ancient", instant(now - timedelta(days=500)))
    assert keys(shelf, shelf.api.items("/v1/documents", prefix=shelf.prefix)) == list(ages)
    first = shelf.api.get("/v1/documents", prefix=shelf.prefix).json
    assert keys(shelf, first["items"]) == ["now", "yesterday"] and first["next"]
    since = (now - timedelta(days=600)).date().isoformat()
    assert keys(shelf, shelf.api.items("/v1/documents", prefix=shelf.prefix, from_=since)) == [*ages, "ancient"]


def test_one_request_reads_a_limited_number_of_days(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[str] = []
    by_day = TableReader.by_day

    def noted(table: TableReader, day: str, **options: Any) -> Iterator[DayEntry]:
        days.append(day)
        return by_day(table, day, **options)

    monkeypatch.setattr(TableReader, "by_day", noted)
    got = shelf.api.get("/v1/documents", prefix=shelf.prefix, from_="2000-01-01", to="2001-12-31").json
    assert got["items"] == [] and len(days) == listing.MOST_QUERIES
    assert (days[0], days[-1]) == ("2001-12-31", "2001-09-23")
    shelf.api.get("/v1/documents", prefix=shelf.prefix, from_="2000-01-01", to="2001-12-31", cursor=got["next"])
    assert days[listing.MOST_QUERIES] == "2001-09-22"


@pytest.mark.parametrize("shards", [1, 3])
@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_have_every_document_once_also_those_of_one_instant(
    shelf_of: Callable[[int], Shelf], shards: int, limit: int
) -> None:
    shelf = shelf_of(shards)
    day = f"20{shards:02}-01-{limit % 28 + 1:02}"
    for number in range(7):
        shelf.summarized(f"{number}", at(number // 3, day))
    pages = shelf.api.pages("/v1/documents", day=day, limit=limit)
    assert all(len(page) <= limit for page in pages)
    assert keys(shelf, [item for page in pages for item in page]) == ["6", "5", "4", "3", "2", "1", "0"]
    assert len(pages) == -(-7 // limit)


def test_a_page_goes_on_where_the_one_before_ended_although_documents_arrived_since(shelf: Shelf) -> None:
    for number in range(4):
        shelf.summarized(f"{number}", at(number, "2020-02-02"))
    first = shelf.api.get("/v1/documents", day="2020-02-02", limit=2).json
    shelf.summarized("new", at(9, "2020-02-02"))
    second = shelf.api.get("/v1/documents", day="2020-02-02", limit=2, cursor=first["next"]).json
    assert keys(shelf, first["items"] + second["items"]) == ["3", "2", "1", "0"]


def test_from_and_to_limit_the_time_of_the_upload(shelf: Shelf) -> None:
    for number, day in enumerate(("2021-03-01", "2021-03-02", "2021-03-03")):
        shelf.summarized(f"{number}", at(number, day))

    def listed(**period: str) -> list[str]:
        return keys(shelf, shelf.api.items("/v1/documents", prefix=shelf.prefix, **period))

    assert listed(from_="2021-03-01", to="2021-03-02") == ["1", "0"]
    assert listed(from_="2021-03-02T10:01:00Z", to="2021-03-03T10:02:00Z") == ["1"]
    assert listed(from_="2021-03-03T10:02:00Z", to="2021-03-04T00:00:00Z") == ["2"]
    assert listed(from_="2021-03-01T00:00:00+02:00", to="2021-03-01T12:00:00+02:00") == []


@pytest.mark.parametrize("ahead", [timedelta(minutes=10), timedelta(days=2)], ids=["the same day", "another day"])
def test_a_list_from_a_time_in_the_future_is_empty_and_needs_no_query(shelf: Shelf, ahead: timedelta) -> None:
    shelf.summarized("now", instant(datetime.now(UTC)))
    queries: list[dict[str, Any]] = []

    def note(params: dict[str, Any], **_: object) -> None:
        queries.append(params)

    events = shelf.stack.clients.dynamodb.meta.events
    events.register_first("provide-client-params.dynamodb.Query", note, unique_id="queries")
    try:
        got = shelf.api.get("/v1/documents", from_=instant(datetime.now(UTC) + ahead))
    finally:
        events.unregister("provide-client-params.dynamodb.Query", unique_id="queries")
    assert (got.status, got.json, queries) == (200, {"items": []}, [])


@pytest.mark.parametrize(
    ("path", "query"), [("/v1/failures", {}), ("/v1/documents", {"status": "FAILED"}), ("/v1/search", {"q": "bridge"})]
)
def test_other_lists_from_a_time_in_the_future_are_empty(shelf: Shelf, path: str, query: dict[str, str]) -> None:
    shelf.summarized("now", instant(datetime.now(UTC)))
    shelf.failed("failed")
    got = shelf.api.get(path, from_=instant(datetime.now(UTC) + timedelta(minutes=10)), **query)
    assert (got.status, got.json) == (200, {"items": []})


def test_filters_select_by_key_type_and_language(shelf: Shelf) -> None:
    shelf.summarized("in/a.pdf", at(1), media_type="application/pdf", language="de")
    shelf.summarized("in/b.png", at(2), media_type="image/png", language="en")
    shelf.summarized("out/c.jpg", at(3), media_type="image/jpeg")

    def listed(**filters: str) -> list[str]:
        return keys(shelf, shelf.api.items("/v1/documents", **{"day": DAY, "prefix": shelf.prefix} | filters))

    assert listed(prefix=f"{shelf.prefix}in/") == ["in/b.png", "in/a.pdf"]
    assert listed(media_type="image/*") == ["out/c.jpg", "in/b.png"]
    assert listed(media_type="Application/PDF") == ["in/a.pdf"]
    assert listed(language="DE") == ["in/a.pdf"]
    assert listed(language="de", media_type="image/*") == []


def test_filters_work_across_pages(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        shelf.summarized(f"{number:02}", at(number, "2022-05-05"), language="de" if number % 5 == 0 else "en")
    expected = ["10", "05", "00"]
    for limit in (1, 2, 3, 50):
        assert keys(shelf, shelf.api.items("/v1/documents", day="2022-05-05", language="de", limit=limit)) == expected
    monkeypatch.setattr(listing, "MOST_OBJECTS", 4)
    pages = shelf.api.pages("/v1/documents", day="2022-05-05", language="de", limit=3)
    assert keys(shelf, [item for page in pages for item in page]) == expected
    assert len(pages) > 2


def test_a_status_lists_its_objects_by_the_last_change(shelf: Shelf) -> None:
    shelf.summarized("done", at(1))
    shelf.claimed("first")
    shelf.claimed("second")
    shelf.failed("bad")

    def listed(status: str) -> list[str]:
        return keys(shelf, shelf.api.items("/v1/documents", prefix=shelf.prefix, status=status, limit=1))

    assert listed("PROCESSING") == ["second", "first"]
    assert listed("FAILED") == ["bad"]
    assert listed("DELETED") == []
    (item,) = shelf.api.items("/v1/documents", prefix=shelf.prefix, status="FAILED")
    assert (item["code"], item["message"]) == ("empty", "The file is empty.") and item["advice"].startswith("Check")
    assert "title" not in item and item["uploaded_at"]


def test_a_deleted_object_is_in_no_list_but_that_of_deleted_ones(shelf: Shelf) -> None:
    shelf.summarized("gone", at(1))
    shelf.table.delete(shelf.uri("gone"), Revision("0B"))
    assert shelf.api.items("/v1/documents", day=DAY, prefix=shelf.prefix) == []
    (item,) = shelf.api.items("/v1/documents", status="DELETED", prefix=shelf.prefix)
    assert item["uri"] == shelf.uri("gone") and "uploaded_at" not in item


def test_an_object_whose_newer_version_failed_keeps_its_summary_and_shows_the_failure(shelf: Shelf) -> None:
    shelf.summarized("a", at(1))
    shelf.failed("a", sequencer="0B")
    (item,) = shelf.api.items("/v1/documents", day=DAY, prefix=shelf.prefix)
    assert (item["status"], item["title"], item["code"]) == ("FAILED", "A bridge", "empty")
    assert item["uploaded_at"] == at(1)
    assert shelf.api.items("/v1/documents", day=DAY, prefix=shelf.prefix, status="SUMMARIZED") == []


def test_a_summary_to_which_no_state_points_does_not_count(shelf: Shelf) -> None:
    """A Summary can exist for a moment before its state, or after its object was deleted."""
    shelf.summarized("a", at(1))
    key = to_item({"pk": shelf.uri("a"), "sk": "state"})
    shelf.stack.clients.dynamodb.update_item(TableName=shelf.table.name, Key=key, UpdateExpression="REMOVE index_id")
    assert shelf.api.items("/v1/documents", day=DAY, prefix=shelf.prefix) == []
    object_id = id_of(shelf.uri("a"))
    assert shelf.api.get(f"/v1/documents/{object_id}").json.keys() == {"id", "uri", "status", "state"}
    assert shelf.api.get(f"/v1/documents/{object_id}/text").json["code"] == "no_summary"


class LaggingReader(TableReader):
    """Reads an index that is behind the table by one write, as DynamoDB's are for a moment."""

    def by_day(self, day: str, **options: Any) -> Iterator[DayEntry]:
        """Yield the entries of the day as they were two minutes before."""
        for entry in super().by_day(day):
            yield entry._replace(uploaded_at=at(0))

    def by_status(self, status: Status, **options: Any) -> Iterator[StatusEntry]:
        """Yield a state of this status that has changed since."""
        for entry in super().by_day(DAY):
            yield StatusEntry(entry.uri, at(0), "empty", "")


def test_entries_of_an_index_that_is_behind_the_table_are_left_out(shelf: Shelf) -> None:
    shelf.summarized("a", at(2))
    behind = LaggingReader(shelf.table.name, shelf.stack.clients.dynamodb)
    period, wanted = period_of(DAY, None, None), Filter(prefix=shelf.prefix)
    assert len(list_documents(shelf.api.table, wanted, period, None, 10)[0]) == 1
    assert list_documents(behind, wanted, period, None, 10) == ([], None)
    assert list_documents(behind, wanted._replace(status=Status.PROCESSING), period, None, 10) == ([], None)
    assert list_failures(behind, wanted, period, None, 10) == ([], None)


def test_failures_have_the_reason_and_what_to_do(shelf: Shelf) -> None:
    shelf.failed("empty")
    shelf.summarized("twice", at(1))
    shelf.failed("twice", Code.ENCRYPTED, "0B")
    first, second = shelf.api.items("/v1/failures", prefix=shelf.prefix, limit=1)
    assert (first["code"], first["has_summary"]) == ("encrypted", True)
    assert (second["code"], second["has_summary"], second["attempts"]) == ("empty", False, 1)
    assert second["advice"].startswith("Check that the file") and second["status"] == "FAILED"
    assert [f["code"] for f in shelf.api.items("/v1/failures", prefix=shelf.prefix, code="empty")] == ["empty"]
    assert shelf.api.items("/v1/failures", prefix=shelf.prefix, to="2020-01-01") == []


def test_an_object_that_is_no_longer_failed_is_not_among_the_failures(shelf: Shelf) -> None:
    shelf.failed("a")
    shelf.claimed("a", sequencer="0B")
    assert shelf.api.items("/v1/failures", prefix=shelf.prefix) == []


def test_an_empty_list_ends(shelf: Shelf) -> None:
    got = shelf.api.get("/v1/documents", prefix=shelf.prefix, day="1999-01-01")
    assert got.json == {"items": []}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"status": "DONE"}, "status"),
        ({"day": "today"}, "day"),
        ({"from_": "2026-11-22", "to": "2026-11-21"}, "to"),
        ({"cursor": "x"}, "cursor"),
        ({"order": "up"}, "order"),
    ],
)
def test_wrong_parameters_are_named(shelf: Shelf, query: dict[str, object], name: str) -> None:
    got = shelf.api.get("/v1/documents", **query)
    assert got.status == 422 and got.headers["Content-Type"] == "application/problem+json"
    assert got.json["code"] == "invalid"
    assert [(error["in"], error["name"]) for error in got.json["errors"]] == [("query", name)]


def test_a_repeated_parameter_is_refused(shelf: Shelf) -> None:
    got = shelf.api.send("GET", "/v1/documents?prefix=a&prefix=b")
    assert got.status == 422 and got.json["errors"][0]["name"] == "prefix"


def test_a_comma_is_part_of_a_value(shelf: Shelf) -> None:
    shelf.summarized("a,b/c", at(1))
    assert len(shelf.api.items("/v1/documents", day=DAY, prefix=f"{shelf.prefix}a,b/")) == 1


def test_a_cursor_of_another_list_is_refused(shelf: Shelf) -> None:
    for number in range(2):
        shelf.summarized(f"{number}", at(number, "2023-01-01"))
    cursor = shelf.api.get("/v1/documents", day="2023-01-01", limit=1).json["next"]
    got = shelf.api.get("/v1/documents", day="2023-01-02", limit=1, cursor=cursor)
    assert got.status == 422 and "same parameters" in got.json["errors"][0]["message"]
