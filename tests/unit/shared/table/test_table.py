"""SummaryTable on moto: the ordering rule as a DynamoDB condition, and every query."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.documents.document import Span
from shared.errors import Code, PermanentError, TransientError
from shared.object_version import ObjectVersion
from shared.revision import Revision, Status, may_write
from shared.summary import (
    Attribution,
    SummaryText,
)
from shared.table.items import from_item, to_item
from shared.table.manifests import SETTLED
from shared.table.summary_row import SHORT_SUMMARY_LENGTH, UnknownSchemaError
from shared.table.table import SummaryTable
from shared.table.transitions import ExpectedState
from tests.chaos.clock import Clock
from tests.support.properties import examples
from tests.support.summaries import URI, WHEN, a_summary, an_entity
from tests.unit.shared.table.conftest import Setup


def version(version_id: str | None) -> ObjectVersion:
    return ObjectVersion.of_uri(URI, version_id, WHEN)


def write(table: SummaryTable, uri: str, revision: Revision, status: Status) -> bool:
    match status:
        case Status.PROCESSING:
            state = table.claim(ObjectVersion.of_uri(uri, "v", WHEN), revision)
            return state is not None and state.attempts == 1
        case Status.FAILED:
            error = PermanentError(Code.CORRUPT, "It is broken.")
            return table.fail(ObjectVersion.of_uri(uri, "v", WHEN), revision, error)
        case Status.DELETED:
            return table.delete(uri, revision)
        case Status.SUMMARIZED:
            return table.put_summary(a_summary(uri, revision))


EXAMPLE = count()
WRITES = st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from(Status))


@examples(40)
@given(writes=st.lists(WRITES, max_size=8))
def test_the_table_decides_every_write_as_the_ordering_rule_does(
    dynamodb: Setup, writes: list[tuple[int, int, Status]]
) -> None:
    table, uri = dynamodb.table(), f"s3://uploads/{next(EXAMPLE)}"
    current: tuple[Revision, Status] | None = None
    summary_stands = False
    for n, generation, status in writes:
        revision = Revision(f"0{n}", generation)
        expected = may_write(current, revision, status)
        assert write(table, uri, revision, status) is expected
        if expected:
            current = (revision, status)
            summary_stands = status is Status.SUMMARIZED or (summary_stands and status is not Status.DELETED)
        state = table.state(uri)
        assert (state and (state.revision, state.status)) == current
        assert (table.get(uri) is not None) is summary_stands


def test_a_summary_is_read_as_it_was_written(dynamodb: Setup) -> None:
    table = dynamodb.table()
    summary = a_summary(byline="Ann Lee")
    assert table.put_summary(summary)
    assert table.get(URI) == summary


def test_a_summary_is_stored_as_native_maps_lists_and_numbers(dynamodb: Setup) -> None:
    dynamodb.table().put_summary(a_summary())
    item = dynamodb.client.get_item(TableName="summaries", Key=to_item({"pk": URI, "sk": "summary"}))["Item"]
    assert item["key_points"]["L"][0]["M"]["score"] == {"N": "0.75"}
    assert item["source"]["M"]["bucket"] == {"S": "uploads"}
    assert "byline" not in item


def test_a_claim_that_comes_again_counts_an_attempt(dynamodb: Setup) -> None:
    table = dynamodb.table()
    attempts = [table.claim(version("v1"), Revision("0A")) for _ in range(3)]
    assert [state and state.attempts for state in attempts] == [1, 2, 3]


def test_a_version_that_was_found_by_looking_is_replaced_by_no_event_of_another_one(dynamodb: Setup) -> None:
    table = dynamodb.table()
    assert table.adopt(version("v3"), Revision("0B"), ExpectedState(None))
    assert table.claim(version("v2"), Revision("0C")) is None
    broken = PermanentError(Code.CORRUPT, "It is broken.")
    for revision in (Revision("0B"), Revision("0C")):
        assert not table.fail(version("v2"), revision, broken)
    claimed = table.claim(version("v3"), Revision("0D"))
    assert claimed is not None
    assert claimed.looked_up
    assert table.claim(version("v4"), Revision("0E")) is None


@pytest.mark.parametrize("version_id", ["v1", None])
def test_what_was_found_by_looking_is_not_written_over_what_came_meanwhile(
    dynamodb: Setup, version_id: str | None
) -> None:
    table = dynamodb.table()
    table.claim(version(version_id), Revision("0A"))
    expected = ExpectedState(table.state(URI))
    table.claim(version("v2"), Revision("0B"))
    with pytest.raises(TransientError, match="has changed"):
        table.adopt(version("v1"), Revision("0C"), expected)
    assert not table.delete(URI, Revision("0C"), expected=expected)
    state = table.state(URI)
    assert state is not None
    assert (state.status, state.version_id) == (Status.PROCESSING, "v2")


def test_an_end_that_was_found_twice_takes_the_index_rows_that_the_first_left(dynamodb: Setup, clock: Clock) -> None:
    table = dynamodb.table()
    table.put_summary(a_summary(entities=[an_entity("Ines Holt")]))
    rows = [row for row in dynamodb.rows() if row["pk"] != URI and "index_id" in row]
    table.delete(URI, Revision("0B"), expected=ExpectedState(table.state(URI)))
    for row in rows:  # as after a deletion that was interrupted before it removed them
        dynamodb.client.put_item(TableName="summaries", Item=to_item(row))
    clock.forward(2 * SETTLED)
    assert not table.delete(URI, Revision("0B"), expected=ExpectedState(table.state(URI)))
    assert [row["sk"] for row in dynamodb.rows()] == ["holt", "state"]  # the row in the list of names stays


def test_a_new_version_names_the_one_that_it_supersedes(dynamodb: Setup) -> None:
    table = dynamodb.table()
    for n, version_id in enumerate(["v1", "v2"]):
        state = table.claim(version(version_id), Revision(f"0{n}"))
    assert state is not None
    assert (state.version_id, state.supersedes) == ("v2", "v1")


def test_the_last_good_summary_stays_while_a_new_version_is_under_way_and_after_it_failed(dynamodb: Setup) -> None:
    table = dynamodb.table()
    table.put_summary(a_summary())
    write(table, URI, Revision("0B"), Status.PROCESSING)
    assert table.get(URI) == a_summary()
    write(table, URI, Revision("0B"), Status.FAILED)
    assert table.get(URI) == a_summary()


def test_a_tombstone_keeps_no_content_and_expires(dynamodb: Setup, clock: Clock) -> None:
    table = dynamodb.table()
    table.put_summary(a_summary())
    clock.forward(2 * SETTLED)
    table.delete(URI, Revision("0B"))
    (row,) = dynamodb.rows()
    assert row.keys() == {
        "pk", "sk", "uri", "status", "revision", "sequencer", "generation", "updated_at", "status_key", "expires_at",
    }  # fmt: skip
    assert list(table.by_day(WHEN[:10])) == []
    assert list(table.by_sha256("0" * 64)) == []


def test_a_failure_has_its_code_its_sentence_and_what_to_do(dynamodb: Setup) -> None:
    table = dynamodb.table()
    write(table, URI, Revision("0A"), Status.PROCESSING)
    table.note_error(URI, Revision("0A"), ValueError("x" * 9999))
    write(table, URI, Revision("0A"), Status.FAILED)
    state = table.state(URI)
    assert state is not None
    assert (state.code, state.message) == ("corrupt", "It is broken.")
    assert state.advice
    assert state.last_error
    assert len(state.last_error) <= 500


def test_an_error_of_an_older_version_is_not_noted_in_the_state_of_a_newer_one(dynamodb: Setup) -> None:
    table = dynamodb.table()
    write(table, URI, Revision("0B"), Status.PROCESSING)
    assert not table.note_error(URI, Revision("0A"), ValueError("old"))


@pytest.mark.parametrize("shards", [1, 3])
def test_a_day_is_read_newest_first_over_all_shards_and_pages(dynamodb: Setup, shards: int) -> None:
    table = dynamodb.table(shards)
    long_text = SummaryText(text="word " * 500, method="extractive", model="m", revision="1", evidence=[])
    for n in range(30):
        when = f"2026-11-22T09:{n:02}:00.000Z"
        table.put_summary(a_summary(f"s3://uploads/{n}", uploaded_at=when, summary=long_text))
    table.put_summary(a_summary("s3://uploads/other-day", uploaded_at="2026-11-23T00:00:00.000Z"))
    entries = list(table.by_day("2026-11-22"))
    assert [entry.uri for entry in entries] == [f"s3://uploads/{n}" for n in reversed(range(30))]
    assert all(len(entry.short_summary) <= SHORT_SUMMARY_LENGTH for entry in entries)


def test_states_are_found_by_status_but_for_the_summarized(dynamodb: Setup) -> None:
    table = dynamodb.table(3)
    for n in range(6):
        write(table, f"s3://uploads/{n}", Revision("0A"), Status.PROCESSING)
    write(table, "s3://uploads/1", Revision("0A"), Status.FAILED)
    write(table, "s3://uploads/2", Revision("0A"), Status.SUMMARIZED)
    write(table, "s3://uploads/3", Revision("0B"), Status.DELETED)
    assert {entry.uri[-1] for entry in table.by_status(Status.PROCESSING)} == {"0", "4", "5"}
    assert [(entry.uri[-1], entry.code) for entry in table.by_status(Status.FAILED)] == [("1", "corrupt")]
    assert [entry.uri[-1] for entry in table.by_status(Status.DELETED)] == ["3"]
    assert list(table.by_status(Status.FAILED, since="2999")) == []
    with pytest.raises(ValueError, match="not in the index"):
        table.by_status(Status.SUMMARIZED)


def test_a_range_that_ends_before_it_begins_has_no_rows(dynamodb: Setup) -> None:
    table = dynamodb.table(3)
    table.put_summary(a_summary(uploaded_at=WHEN))
    write(table, "s3://uploads/failed", Revision("0A"), Status.FAILED)
    assert [entry.uri for entry in table.by_day(WHEN[:10], since=WHEN, until=WHEN)] == [URI]
    assert list(table.by_day(WHEN[:10], since=f"{WHEN[:10]}T23", until=WHEN)) == []
    assert list(table.by_status(Status.FAILED, since="2999", until="1999")) == []


def test_copies_are_found_by_their_content(dynamodb: Setup) -> None:
    table = dynamodb.table()
    for n in range(3):
        table.put_summary(a_summary(f"s3://uploads/{n}", sha256=f"{n % 2:064}"))
    assert set(table.by_sha256("0" * 64)) == {"s3://uploads/0", "s3://uploads/2"}


def test_a_row_of_a_newer_nutgraf_is_refused_with_a_clear_message(dynamodb: Setup) -> None:
    table = dynamodb.table()
    table.put_summary(a_summary(schema_version=99))
    with pytest.raises(UnknownSchemaError, match="schema version 99"):
        table.get(URI)


VALUES = st.recursive(
    st.text(max_size=5)
    | st.integers(-(10**15), 10**15)
    | st.floats(-1e6, 1e6).map(lambda x: round(x, 6))
    | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=5), inner, max_size=3),
)


@given(st.dictionaries(st.text(min_size=1, max_size=5), VALUES, max_size=4))
def test_plain_values_survive_the_way_through_attribute_values(values: dict[str, object]) -> None:
    assert from_item(to_item(values)) == values


def test_what_is_unknown_of_an_attribution_may_be_missing_in_the_row(dynamodb: Setup) -> None:
    table = dynamodb.table()
    content = Attribution(content=[Span(start=0, end=3, text="Yes")], quotation="direct")
    table.put_summary(a_summary(attributions=[content]))
    summary = table.get(URI)
    assert summary is not None
    assert summary.attributions == [content]


def test_the_short_summary_of_a_text_without_spaces_is_its_beginning(dynamodb: Setup) -> None:
    table = dynamodb.table()
    table.put_summary(
        a_summary(summary=SummaryText(text="桥" * 999, method="extractive", model="m", revision="1", evidence=[]))
    )
    (entry,) = table.by_day(WHEN[:10])
    assert entry.short_summary.startswith("桥" * 200)
