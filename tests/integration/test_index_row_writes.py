"""Writes of index rows: readers never see a partial result if a writer crashes or is overtaken."""

import json
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse, HTTPHeaders
from hypothesis import given
from hypothesis import strategies as st
from urllib3 import HTTPResponse

from shared.documents.document_store import key_of
from shared.errors import Code, PermanentError, TransientError
from shared.object_version import ObjectVersion
from shared.revision import Revision
from shared.table.index_plan import plan_of
from shared.table.keys import manifests_of
from shared.table.table import SummaryTable
from shared.table.transitions import ExpectedState
from tests.support.index_tables import (
    AFTER,
    AGAIN,
    BEFORE,
    LATER,
    NAMES,
    NEW,
    OLD,
    WRITES,
    Killed,
    Tables,
    about,
    answers,
    assert_nothing_is_left_over,
    assert_true,
    expected,
    killed,
)
from tests.support.properties import examples
from tests.support.summaries import URI, WHEN


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reduce the limit, so that a short document needs several batches."""
    monkeypatch.setattr("shared.table.batches.MOST_IN_BATCH_WRITE", 3)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("write", WRITES)
def test_a_crash_between_any_two_writes_leaves_no_wrong_answer(tables: Tables, write: str) -> None:
    act, wanted = WRITES[write]
    for number in range(100):
        tables.clear()
        tables.table.put_summary(BEFORE)
        try:
            act(tables.before_call(number, killed))
        except Killed:
            standing = tables.table.get(URI)
            assert standing in (BEFORE, wanted)
            assert answers(tables.table, *NAMES) == expected(standing, *NAMES), f"after {number} calls"
            act(tables.table)
        else:
            break
        assert answers(tables.table, *NAMES) == expected(wanted, *NAMES), f"after {number} calls and another try"
        assert_nothing_is_left_over(tables)
    assert number > 4, "a writer makes calls"


@pytest.mark.usefixtures("small_batches")
def test_a_crash_of_the_first_writer_shows_nothing_until_the_state_is_updated(tables: Tables) -> None:
    for number in range(100):
        tables.clear()
        claimed = tables.table.claim(ObjectVersion.of_uri(URI, "v1", WHEN), OLD)
        try:
            tables.before_call(number, killed).put_summary(BEFORE, expected=ExpectedState(claimed))
        except Killed:
            assert tables.table.get(URI) is None
            assert answers(tables.table, *NAMES) == expected(None, *NAMES), f"after {number} calls"
            assert tables.table.put_summary(BEFORE)
        else:
            break
        assert answers(tables.table, *NAMES) == expected(BEFORE, *NAMES)
        assert_nothing_is_left_over(tables)
    assert number == 6, "the manifest, the names, two batches of rows, the Summary, the state"


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("write", WRITES)
def test_a_writer_that_is_overtaken_at_any_call_leaves_nothing_behind(tables: Tables, write: str) -> None:
    act, wanted = WRITES[write]
    for number in range(100):
        tables.clear()
        happened: list[bool] = []

        def overtake(happened: list[bool] = happened) -> None:
            happened.append(act(tables.table))

        written = tables.before_call(number, overtake).put_summary(BEFORE)
        if not happened:
            break
        assert happened == [True]
        assert tables.table.get(URI) == wanted
        assert answers(tables.table, *NAMES) == expected(wanted, *NAMES), f"overtaken before call {number}"
        assert_nothing_is_left_over(tables)
        assert not written or number > 5
    assert number > 5, "a writer makes calls"


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("write", WRITES)
def test_a_writer_that_is_overtaken_at_any_call_and_dies_leaves_no_wrong_answer(tables: Tables, write: str) -> None:
    act, wanted = WRITES[write]
    for overtaken in range(7):
        for dies in range(overtaken + 1, 10):
            tables.clear()
            doomed = tables.before_calls({overtaken: lambda: assert_true(act(tables.table)), dies: killed})
            try:
                doomed.put_summary(BEFORE)
            except Killed:
                assert answers(tables.table, *NAMES) == expected(wanted, *NAMES)
            assert_nothing_is_left_over(tables)


STEPS = st.tuples(
    st.sampled_from(["put", "put", "put", "delete"]),
    st.integers(0, 2),
    st.integers(0, 1),
    st.sets(st.sampled_from(NAMES), max_size=3),
    st.none() | st.integers(0, 8),
)


@examples(20)
@given(steps=st.lists(STEPS, max_size=6))
def test_answers_are_those_of_the_current_summary_for_any_writes_that_stop_anywhere(
    tables: Tables, steps: list[tuple[str, int, int, set[str], int | None]]
) -> None:
    tables.clear()
    for kind, sequencer, generation, people, stops in steps:
        revision = Revision(f"0{sequencer}", generation)
        table = tables.before_call(stops, killed)
        try:
            if kind == "put":
                table.put_summary(about(*sorted(people), revision=revision))
            else:
                table.delete(URI, revision)
        except Killed:
            pass
        assert answers(tables.table, *NAMES) == expected(tables.table.get(URI), *NAMES)
    tables.table.delete(URI, Revision("0F"))
    tables.remove_left_overs()
    assert tables.index_rows() == []


def test_a_first_summary_takes_five_calls_and_one_that_replaces_another_cleans_up(tables: Tables) -> None:
    calls: list[str] = []
    client = tables.client()
    client.meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    table = SummaryTable(tables.name, client)
    claimed = tables.table.claim(ObjectVersion.of_uri(URI, "v1", WHEN), OLD)
    assert claimed is not None and claimed.replaces_nothing
    assert table.put_summary(about("Ada Holt", "Ben Crane", quotes=48), expected=ExpectedState(claimed))
    assert calls == ["PutItem", "BatchGetItem", "BatchWriteItem", "PutItem", "UpdateItem"]
    calls.clear()
    claimed = tables.table.claim(ObjectVersion.of_uri(URI, "v2", LATER), NEW)
    assert claimed is not None and not claimed.replaces_nothing
    assert table.put_summary(AFTER, expected=ExpectedState(claimed))
    assert calls[:4] == ["PutItem", "BatchGetItem", "BatchWriteItem", "TransactWriteItems"]
    assert_nothing_is_left_over(tables)


@pytest.mark.parametrize("seconds", [0, 3500])
def test_rows_that_come_after_their_removal_are_removed_when_their_manifest_has_settled(
    tables: Tables, seconds: int
) -> None:
    """A writer is overtaken by a deletion, waits, puts its rows and stops; its message is lost."""
    tables.table.claim(ObjectVersion.of_uri(URI, "v1", WHEN), OLD)

    def overtake() -> None:
        tables.table.delete(URI, NEW)
        tables.forward(seconds)

    with pytest.raises(Killed):
        tables.before_calls({3: overtake, 4: killed}).put_summary(BEFORE)
    assert [row["pk"] for row in tables.index_rows()] != [manifests_of(URI)], "rows were put after the deletion"
    assert answers(tables.table, *NAMES) == expected(None, *NAMES)
    assert list(tables.table.left_over()) == []
    tables.forward(3601)
    assert list(tables.table.left_over()) == [URI]
    tables.table.remove_left_overs(URI)
    assert tables.index_rows() == []


def test_a_summary_that_comes_after_the_deletion_is_deleted_when_the_document_is_missing(tables: Tables) -> None:
    tables.table.claim(ObjectVersion.of_uri(URI, "v1", WHEN), OLD)
    with pytest.raises(Killed):
        tables.before_calls({1: lambda: assert_true(tables.table.delete(URI, NEW)), 5: killed}).put_summary(BEFORE)
    assert any(row["sk"] == "summary" for row in tables.rows())
    assert tables.table.get(URI) is None, "the state has no index id"
    tables.table.remove_left_overs_beside(key_of(URI, OLD))
    assert not any(row["sk"] == "summary" for row in tables.rows())
    assert_nothing_is_left_over(tables)


def test_rows_and_manifest_of_version_0_3_are_replaced(tables: Tables) -> None:
    old_id = "fedcba9876543210"
    sort_key = f"{WHEN}#0123456789abcdef#{old_id}"
    keys = [("entity#PERSON#holt", f"{sort_key}#0000"), ("speaker#PERSON#holt", f"{sort_key}#0001")]
    common = {"uri": URI, "revision": str(OLD)}
    tables.table.claim(ObjectVersion.of_uri(URI, "v1", WHEN), OLD)
    tables.put({"pk": f"index#{URI}", "sk": old_id, "rows": [list(key) for key in keys]} | common)
    for pk, sk in keys:
        tables.put({"pk": pk, "sk": sk, "index_id": old_id, "uploaded_at": WHEN, "name": "Ada Holt"} | common)
    state = next(row for row in tables.rows() if row["sk"] == "state")
    tables.put(state | {"status": "SUMMARIZED", "index_id": old_id})
    tables.put({"pk": URI, "sk": "summary", "document": {"bucket": "documents", "key": "k"}} | common)
    assert tables.table.document_of(URI) == "k"
    assert not tables.table.has_left_over(URI)
    assert tables.table.put_summary(AGAIN), "as `nutgraf reprocess` does"
    assert {row["index_id"] for row in tables.index_rows() if "index_id" in row} == {plan_of(AGAIN).index_id}
    assert {row["pk"] for row in tables.index_rows() if row["pk"].startswith("index#")} == {manifests_of(URI)}
    assert answers(tables.table, *NAMES) == expected(AGAIN, *NAMES)


def test_a_new_version_that_drops_half_of_the_entities_is_no_longer_found_by_them(tables: Tables) -> None:
    people = [f"Person Name{n:03}" for n in range(24)]
    tables.table.put_summary(about(*people, quotes=4))
    tables.table.put_summary(about(*people[::2], revision=NEW, quotes=4))
    for n, person in enumerate(people):
        assert len(list(tables.table.by_entity(person, "PERSON"))) == (n + 1) % 2
        assert len(list(tables.table.by_speaker(person, "PERSON"))) == (n + 1) % 2 * 4
    assert_nothing_is_left_over(tables)


def test_the_last_good_rows_are_read_while_a_new_version_is_under_way_and_after_it_failed(tables: Tables) -> None:
    tables.table.put_summary(BEFORE)
    tables.table.claim(ObjectVersion.of_uri(URI, "v2", LATER), NEW)
    assert answers(tables.table, *NAMES) == expected(BEFORE, *NAMES)
    tables.table.fail(ObjectVersion.of_uri(URI, "v2", LATER), NEW, PermanentError(Code.CORRUPT, "Broken."))
    assert answers(tables.table, *NAMES) == expected(BEFORE, *NAMES)


def test_an_older_version_that_comes_late_writes_no_index_row(tables: Tables) -> None:
    tables.table.put_summary(AFTER)
    assert not tables.table.put_summary(BEFORE)
    assert answers(tables.table, *NAMES) == expected(AFTER, *NAMES)
    assert_nothing_is_left_over(tables)


def test_rows_that_another_nutgraf_put_at_the_same_revision_do_not_mix(tables: Tables) -> None:
    """A crash, then a deployment that finds other entities, then the retry. A Summary that was put is finished."""
    first, again = about("Ada Holt", "Ben Crane", quotes=9), about("Ada Holt", "Cleo Marsh")
    finished = []
    for number in range(1, 6):  # the first call reads the state
        tables.clear()
        tables.table.claim(ObjectVersion.of_uri(URI, "v1", WHEN), OLD)
        with pytest.raises(Killed):
            tables.before_call(number, killed).put_summary(first)
        assert tables.table.put_summary(again, expected=ExpectedState(tables.table.state(URI)))
        tables.table.remove_left_overs(URI)
        standing = tables.table.get(URI)
        assert standing in (first, again)
        finished.append(standing == first)
        assert answers(tables.table, *NAMES) == expected(standing, *NAMES)
        assert_nothing_is_left_over(tables)
    assert finished == [False] * 4 + [True], "stopped before the manifest, the names, the rows, the Summary, the state"


@pytest.mark.parametrize(
    ("operation", "left"), [("BatchWriteItem", "UnprocessedItems"), ("BatchGetItem", "UnprocessedKeys")]
)
@pytest.mark.parametrize("times", [2, 100])
def test_what_dynamodb_leaves_undone_of_a_batch_is_tried_again_but_not_for_ever(
    tables: Tables, monkeypatch: pytest.MonkeyPatch, operation: str, left: str, times: int
) -> None:
    monkeypatch.setattr("shared.table.retries._FIRST_PAUSE_SECONDS", 0)
    answered = count()

    def leave_all(request: AWSPreparedRequest, **_: Any) -> AWSResponse | None:
        if next(answered) >= times:
            return None
        undone = json.loads(str(request.body, "utf-8"))["RequestItems"]  # type: ignore[arg-type]  # bytes, of this client
        body = json.dumps({"Responses": {}, left: undone}).encode()
        raw: Any = HTTPResponse(body=BytesIO(body), preload_content=False)
        return AWSResponse(request.url, 200, HTTPHeaders(), raw)

    client = tables.client()
    client.meta.events.register_first(f"before-send.dynamodb.{operation}", leave_all)
    table = SummaryTable(tables.name, client)

    def replace_and_ask() -> dict[str, tuple[list[str], list[str]]]:
        table.put_summary(BEFORE)
        table.put_summary(AFTER)
        return answers(table, *NAMES)

    if times > 10:
        with pytest.raises(TransientError):
            replace_and_ask()
    else:
        assert replace_and_ask() == expected(AFTER, *NAMES)
        assert_nothing_is_left_over(tables)


def test_rows_whose_object_has_no_state_any_more_are_removed(tables: Tables) -> None:
    tables.table.put_summary(about("Ada Osei"))
    assert tables.index_rows()
    for row in tables.rows():
        if row["pk"] == URI:  # as after a deletion that crashed before it removed them, once the tombstone has expired
            key = {"pk": {"S": row["pk"]}, "sk": {"S": row["sk"]}}
            tables.client().delete_item(TableName=tables.name, Key=key)
    tables.remove_left_overs()
    assert tables.rows() == []
