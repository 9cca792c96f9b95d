"""Index rows of mentions and quotes: readers never see a partial result if a writer crashes or is overtaken."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse, HTTPHeaders
from hypothesis import given
from hypothesis import strategies as st
from urllib3 import HTTPResponse

from infra.local.in_process import InProcessStack
from shared.documents.document_store import key_of
from shared.errors import Code, PermanentError, TransientError
from shared.names.agreement import Agreement
from shared.names.names import EntityType
from shared.object_version import ObjectVersion
from shared.revision import Revision
from shared.summary import Entity, Summary
from shared.table.index_entries import MentionEntry, QuoteEntry, best_first
from shared.table.index_plan import MOST_ATTRIBUTIONS, MOST_ENTITIES, MOST_KEYS, index_warnings, plan_of
from shared.table.item_size import size_of
from shared.table.items import from_item, to_item
from shared.table.keys import manifests_of
from shared.table.manifests import SETTLED
from shared.table.table import SummaryTable
from shared.table.transitions import Seen
from tests.chaos.clock import Clock
from tests.support.properties import examples
from tests.support.summaries import URI, WHEN, a_summary, an_entity, said

OLD, NEW, REPROCESSED = Revision("0A"), Revision("0B"), Revision("0A", 1)
LATER = "2026-11-22T10:00:00.000Z"


class Killed(Exception):
    """Simulates a crash of the process."""


class Tables:
    """The table of a stack, with a client that can be stopped or interrupted before any call."""

    def __init__(self, stack: InProcessStack, clock: Clock) -> None:
        self._stack = stack
        self._clock = clock
        self.name = stack.name("SummariesTable")
        self.table = SummaryTable(self.name, stack.clients.dynamodb)
        self._acts: dict[int, Callable[[], None]] = {}
        self._numbers = count()
        self._disturbed = self.client()
        self._disturbed.meta.events.register("before-call.dynamodb", self._before)

    def before_call(self, number: int | None, act: Callable[[], None]) -> SummaryTable:
        """Return a table whose client runs `act` before the call with this number, counted from 0."""
        return self.before_calls({} if number is None else {number: act})

    def before_calls(self, acts: dict[int, Callable[[], None]]) -> SummaryTable:
        """Return a table whose client runs several acts, by the numbers of the calls."""
        self._acts, self._numbers = acts, count()
        return SummaryTable(self.name, self._disturbed)  # it remembers no names, so that calls have the same numbers

    def _before(self, **_: Any) -> None:
        self._acts.get(next(self._numbers), lambda: None)()

    def client(self) -> Any:
        """Create another client."""
        return boto3.client("dynamodb", self._stack.clients.dynamodb.meta.region_name)

    def rows(self) -> list[dict[str, Any]]:
        """Return every row of the table, except for those of names, which are never removed."""
        pages = self._stack.clients.dynamodb.get_paginator("scan").paginate(TableName=self.name)
        rows = [from_item(item) for page in pages for item in page["Items"]]
        return [row for row in rows if not row["pk"].startswith("names#")]

    def index_rows(self) -> list[dict[str, Any]]:
        """Return every index row and manifest."""
        return [row for row in self.rows() if row["pk"].startswith(("entity#", "speaker#", "index#"))]

    def put(self, row: dict[str, Any]) -> None:
        """Put a row as it is."""
        self._stack.clients.dynamodb.put_item(TableName=self.name, Item=to_item(row))

    def forward(self, seconds: float) -> None:
        """Move the clock of Nutgraf's code."""
        self._clock.forward(timedelta(seconds=seconds))

    def sweep(self) -> None:
        """Let an hour pass, so that nothing that was put is still in progress, and sweep the object."""
        self._clock.forward(2 * SETTLED)
        self.table.sweep(URI)

    def clear(self) -> None:
        """Empty the table."""
        for row in self.rows():
            key = {"pk": {"S": row["pk"]}, "sk": {"S": row["sk"]}}
            self._stack.clients.dynamodb.delete_item(TableName=self.name, Key=key)


@pytest.fixture
def tables(pipeline_stack: InProcessStack) -> Iterator[Tables]:
    clock = Clock()
    with clock.installed():
        tables = Tables(pipeline_stack, clock)
        tables.clear()
        yield tables


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reduce the limit, so that a short document needs several batches."""
    monkeypatch.setattr("shared.table.batches.MOST_IN_BATCH_WRITE", 3)


def killed() -> None:
    raise Killed


def about(*people: str, revision: Revision = OLD, uploaded_at: str = WHEN, quotes: int = 1, uri: str = URI) -> Summary:
    """Return the Summary of a document with statements of people."""
    attributions = [said(person, f"{person}, {n}", start=n) for person in people for n in range(quotes)]
    return a_summary(
        uri, revision, uploaded_at=uploaded_at, entities=[an_entity(p) for p in people], attributions=attributions
    )


def answers(table: SummaryTable, *names: str) -> dict[str, tuple[list[str], list[str]]]:
    """Return the documents and upload times of mentions, and the quotes, by name."""
    return {
        name: (
            [f"{entry.uri} {entry.uploaded_at}" for entry in table.by_entity(name, "PERSON")],
            [f"{entry.quote} {entry.uploaded_at}" for entry in table.by_speaker(name, "PERSON")],
        )
        for name in names
    }


def expected(summary: Summary | None, *names: str) -> dict[str, tuple[list[str], list[str]]]:
    """Return the expected answers for full names if this is the only Summary in the table."""
    found: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in names}
    if summary is not None:
        for entity in summary.entities:
            found[entity.name][0].append(f"{summary.source.uri} {summary.source.uploaded_at}")
        for a in summary.attributions[:MOST_ATTRIBUTIONS]:
            found[a.entity or ""][1].append(f"{a.content[0].text} {summary.source.uploaded_at}")
    return found


NAMES = ("Ada Holt", "Ben Crane", "Cleo Marsh")
BEFORE = about("Ada Holt", "Ben Crane")
AFTER = about("Ada Holt", "Cleo Marsh", revision=NEW, uploaded_at=LATER)
AGAIN = about("Ada Holt", "Cleo Marsh", revision=REPROCESSED)
WRITES: dict[str, tuple[Callable[[SummaryTable], bool], Summary | None]] = {
    "a new version": (lambda table: table.put_summary(AFTER), AFTER),
    "the same version again": (lambda table: table.put_summary(AGAIN), AGAIN),
    "a deletion": (lambda table: table.delete(URI, NEW), None),
}


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
            tables.before_call(number, killed).put_summary(BEFORE, seen=Seen(claimed))
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


def assert_true(value: bool) -> None:
    assert value


def assert_nothing_is_left_over(tables: Tables) -> None:
    """Check that, after the sweep, the rows are the state, the valid Summary, its index rows and its manifest."""
    tables.sweep()
    standing = tables.table.get(URI)
    plan = plan_of(standing) if standing else None
    wanted = {(row["pk"], row["sk"]) for row in plan.rows} if plan else set()
    if plan:
        wanted |= {(manifests_of(URI), plan.index_id), (URI, "summary")}
    assert {(row["pk"], row["sk"]) for row in tables.rows()} - {(URI, "state")} == wanted


STEPS = st.tuples(
    st.sampled_from(["put", "put", "put", "delete"]),
    st.integers(0, 2),
    st.integers(0, 1),
    st.sets(st.sampled_from(NAMES), max_size=3),
    st.none() | st.integers(0, 8),
)


@examples(20)
@given(steps=st.lists(STEPS, max_size=6))
def test_whatever_is_written_and_wherever_it_stops_answers_are_those_of_the_summary_that_stands(
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
    tables.sweep()
    assert tables.index_rows() == []


def test_a_first_summary_takes_five_calls_and_one_that_replaces_another_cleans_up(tables: Tables) -> None:
    calls: list[str] = []
    client = tables.client()
    client.meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    table = SummaryTable(tables.name, client)
    claimed = tables.table.claim(ObjectVersion.of_uri(URI, "v1", WHEN), OLD)
    assert claimed is not None and claimed.replaces_nothing
    assert table.put_summary(about("Ada Holt", "Ben Crane", quotes=48), seen=Seen(claimed))
    assert calls == ["PutItem", "BatchGetItem", "BatchWriteItem", "PutItem", "UpdateItem"]
    calls.clear()
    claimed = tables.table.claim(ObjectVersion.of_uri(URI, "v2", LATER), NEW)
    assert claimed is not None and not claimed.replaces_nothing
    assert table.put_summary(AFTER, seen=Seen(claimed))
    assert calls[:4] == ["PutItem", "BatchGetItem", "BatchWriteItem", "TransactWriteItems"]
    assert_nothing_is_left_over(tables)


@pytest.mark.parametrize("seconds", [0, 3500])
def test_rows_that_come_after_their_removal_are_swept_when_their_manifest_has_settled(
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
    tables.table.sweep(URI)
    assert tables.index_rows() == []


def test_a_summary_that_comes_after_the_deletion_is_deleted_when_the_document_is_missing(tables: Tables) -> None:
    tables.table.claim(ObjectVersion.of_uri(URI, "v1", WHEN), OLD)
    with pytest.raises(Killed):
        tables.before_calls({1: lambda: assert_true(tables.table.delete(URI, NEW)), 5: killed}).put_summary(BEFORE)
    assert any(row["sk"] == "summary" for row in tables.rows())
    assert tables.table.get(URI) is None, "the state has no index id"
    tables.table.sweep_beside(key_of(URI, OLD))
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


def test_of_300_entities_the_most_salient_can_be_asked_for_and_the_others_are_counted(tables: Tables) -> None:
    entities = [an_entity(f"Person Name{n:03}", salience=n / 300) for n in range(300)]
    attributions = [said(entities[n % 300].name, f"quote {n}", start=n) for n in range(400)]
    summary = a_summary(entities=entities, attributions=attributions)
    assert tables.table.put_summary(summary)
    found = [e.name for e in entities[::7] + entities[-30:] if list(tables.table.by_entity(e.name, "PERSON"))]
    assert found == [e.name for e in (entities[::7] + entities[-30:]) if e in entities[-MOST_ENTITIES:]]
    quotes = [q.quote for n in range(MOST_ATTRIBUTIONS + 9) for q in tables.table.by_speaker(f"name{n:03}", "PERSON")]
    assert quotes == [f"quote {n}" for n in range(MOST_ATTRIBUTIONS)]
    assert [warning.message for warning in index_warnings(summary)] == [
        "Of 300 entities the 25 most salient are indexed; 275 can't be found by name.",
        "Of 400 attributions the 100 first are indexed; 300 can't be found by name.",
    ]


def test_reported_statements_are_indexed_before_turns(tables: Tables) -> None:
    turns = [said("Ann Holt", f"turn {n}", start=n, turn=True) for n in range(MOST_ATTRIBUTIONS)]
    reported = [said("Ann Holt", "reported", start=MOST_ATTRIBUTIONS)]
    summary = a_summary(entities=[an_entity("Ann Holt")], attributions=[*turns, *reported])
    assert tables.table.put_summary(summary)
    found = list(tables.table.by_speaker("Holt"))
    assert [quote.quote for quote in found] == [*(f"turn {n}" for n in range(MOST_ATTRIBUTIONS - 1)), "reported"]
    assert [quote.turn for quote in found] == [True] * (MOST_ATTRIBUTIONS - 1) + [None]
    assert [warning.message for warning in index_warnings(summary)] == [
        "Of 101 attributions the 100 first (statements before turns) are indexed; 1 can't be found by name."
    ]


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
        assert tables.table.put_summary(again, seen=Seen(tables.table.state(URI)))
        tables.table.sweep(URI)
        standing = tables.table.get(URI)
        assert standing in (first, again)
        finished.append(standing == first)
        assert answers(tables.table, *NAMES) == expected(standing, *NAMES)
        assert_nothing_is_left_over(tables)
    assert finished == [False] * 4 + [True], "stopped before the manifest, the names, the rows, the Summary, the state"


def test_a_person_is_found_by_every_name_that_is_asked_and_every_spelling_that_is_written(tables: Tables) -> None:
    assad = an_entity("Bashar al-Assad", "President Bashar", "Bahar al-Assad", "Al-Assad", "Assad")
    shoigu = an_entity("Sergey Shoigu", "Shoygu")
    obama = an_entity("Barrack Obama", "President Obama", "Obama")
    tables.table.put_summary(
        a_summary(
            entities=[assad, shoigu, obama],
            attributions=[said("Barrack Obama", "I am not optimistic.", outlet="Al Jazeera")],
        )
    )
    queries = {
        assad.name: [
            "Bashar al-Assad",
            "assad",
            "Assad, Bashar",
            "al-Assad",
            "BASHAR ASSAD",
            "Bahar al-Assad",
            "Bashar",
        ],
        shoigu.name: ["Sergey Shoigu", "Shoygu", "Sergei Shoigu", "S. Shoigu", "Defense Minister Shoigu"],
        obama.name: ["obama", "Barack Obama", "President Obama", "B. Obama", "Barack Hussein Obama", "Óbama"],
    }
    for name, questions in queries.items():
        for question in questions:
            assert [entry.name for entry in tables.table.by_entity(question)] == [name], question
    (quote,) = tables.table.by_speaker("Barack Obama")
    assert (quote.quote, quote.cue, quote.outlet, quote.agreement) == (
        "I am not optimistic.", "said", "Al Jazeera", Agreement.CLOSE,
    )  # fmt: skip
    for other in ("Michelle Obama", "Hafez al-Assad", "", "#", "\u200f", "nobody"):
        assert list(tables.table.by_entity(other)) == [], other
        assert list(tables.table.by_speaker(other)) == [], other


def test_namesakes_in_one_document_are_distinguished_by_given_names_and_ranked(tables: Tables) -> None:
    people = [an_entity("Michelle Obama", "Mrs. Obama"), an_entity("Barack Obama", "Mr. Obama")]
    tables.table.put_summary(a_summary(entities=people))
    tables.table.put_summary(a_summary("s3://uploads/b.txt", uploaded_at=LATER, entities=[an_entity("Obama")]))
    assert {entry.name for entry in tables.table.by_entity("obama")} == {"Michelle Obama", "Barack Obama", "Obama"}
    newest_first = list(tables.table.by_entity("Barack Obama"))
    assert [entry.name for entry in newest_first] == ["Obama", "Barack Obama"]
    assert [entry.name for entry in best_first(newest_first)] == ["Barack Obama", "Obama"]


def test_organizations_and_places_are_found_by_their_names_in_full_and_by_type(tables: Tables) -> None:
    kinds: list[tuple[str, EntityType]] = [("Lincoln", "PERSON"), ("Lincoln", "LOCATION"), ("Lincoln", "ORGANIZATION")]
    union = an_entity("The United Nations", "U.N.", type="ORGANIZATION")
    tables.table.put_summary(a_summary(entities=[union, *(an_entity(n, type=kind) for n, kind in kinds)]))
    for question in ("united nations", "UN", "the U.N."):
        assert [entry.name for entry in tables.table.by_entity(question)] == [union.name]
    assert list(tables.table.by_entity("nations")) == []
    assert sorted(entry.type for entry in tables.table.by_entity("Lincoln")) == sorted(kind for _, kind in kinds)
    assert [entry.type for entry in tables.table.by_entity("Lincoln", "LOCATION")] == ["LOCATION"]


@pytest.mark.parametrize(
    ("written", "questions"),
    [
        ("U.S.", "US|us|USA|United States|the United States of America|America"),
        ("European Union", "EU|E.U.|the EU"),
        ("Turkey", "Türkiye|Turkey"),
    ],
)
def test_a_country_is_found_by_each_of_its_names(tables: Tables, written: str, questions: str) -> None:
    tables.table.put_summary(a_summary(entities=[an_entity(written, type="LOCATION")]))
    for question in questions.split("|"):
        assert [entry.name for entry in tables.table.by_entity(question)] == [written], question


def test_answers_come_newest_first_page_by_page_and_quotes_in_the_order_of_their_text(tables: Tables) -> None:
    documents, quotes = 60, 3
    for n in range(documents):
        when = f"2026-11-22T{n // 60:02}:{n % 60:02}:00.000Z"
        tables.table.put_summary(about("Ada Holt", uri=f"s3://uploads/{n}", uploaded_at=when, quotes=quotes))
    calls: list[str] = []
    client = tables.client()
    client.meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    table = SummaryTable(tables.name, client)
    next(table.by_speaker("Holt", "PERSON"))
    assert calls == ["Query", "BatchGetItem"], "an answer begins with its first page"
    calls.clear()
    found = list(table.by_speaker("Holt", "PERSON"))
    numbers = reversed(range(documents))
    assert [(q.uri, q.start) for q in found] == [
        (f"s3://uploads/{n}", start) for n in numbers for start in range(quotes)
    ]
    assert calls.count("BatchGetItem") <= calls.count("Query") <= documents * quotes // 100 + 1
    assert [entry.uri for entry in table.by_entity("Holt")] == [f"s3://uploads/{n}" for n in reversed(range(documents))]


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


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.text(st.sampled_from("#\n\t\u200f\u202e🎉é'’-., \x00aA"), max_size=40),
    st.sampled_from(["x" * 10_000, "Ж" * 10_000, "a b" * 5_000, "#" * 10_000, "Jr.", "al-", "s3://uploads/a.txt"]),
)


@examples(25)
@given(name=HOSTILE, kind=st.sampled_from(["PERSON", "ORGANIZATION", "LOCATION"]))
def test_any_name_is_found_by_itself_or_has_no_letter_to_be_found_by(
    tables: Tables, name: str, kind: EntityType
) -> None:
    tables.clear()
    entity = Entity(name=name, type=kind, aliases=[name], mentions=[], salience=1)
    summary = a_summary(entities=[entity], attributions=[said(name, "x" * 5000)])
    assert tables.table.put_summary(summary)
    rows = [row for row in plan_of(summary).rows if row["pk"].startswith(("entity#", "speaker#"))]
    assert len(rows) in (0, 2)
    assert (
        len(list(tables.table.by_entity(name, kind))) == len(list(tables.table.by_speaker(name, kind))) == len(rows) / 2
    )
    tables.table.delete(URI, NEW)
    tables.sweep()
    assert tables.index_rows() == []


def test_the_largest_rows_fit_into_dynamodb(tables: Tables) -> None:
    long = [f"{chr(0x1F600 + n % 50) * 5000} {chr(0x4E00 + n) * 5000}" for n in range(MOST_ENTITIES)]
    entities = [an_entity(name, *(f"{name}{'王' * n}" for n in range(20))) for name in long]
    attributions = [said(long[n % len(long)], "𝕏" * 20_000) for n in range(MOST_ATTRIBUTIONS)]
    summary = a_summary(entities=entities, attributions=attributions, published_at="2" * 10_000)
    rows = plan_of(summary).rows
    by_name = [row for row in rows if row["pk"].startswith(("entity#", "speaker#"))]
    assert len(by_name) == MOST_ENTITIES * MOST_KEYS * 2, "a row of mentions and a row of statements for each key"
    assert all(len(row["pk"].encode()) <= 2048 and len(row["sk"].encode()) <= 1024 for row in rows)
    assert max(size_of(to_item(row)) for row in rows) < 400_000
    manifest = json.dumps([[row["pk"], row["sk"]] for row in rows], ensure_ascii=False)
    assert len(manifest.encode()) < 300_000
    # Summarize limits the size of the Summary itself.
    small = a_summary(entities=[an_entity(long[0][:300])], attributions=[said(long[0][:300], "𝕏" * 20_000)])
    assert tables.table.put_summary(small)


def test_entries_have_the_fields_to_display(tables: Tables) -> None:
    assad = an_entity("Bashar al-Assad", "Assad", salience=0.25)
    quote = said("Bashar al-Assad", "Victories paved the way.", start=40, outlet="RT")
    tables.table.put_summary(a_summary(entities=[assad], attributions=[quote], published_at="2016-12-24"))
    common: dict[str, Any] = {
        "uri": URI, "uploaded_at": WHEN, "published_at": "2016-12-24", "title": "A bridge", "name": "Bashar al-Assad",
        "type": "PERSON", "aliases": ["Assad"],
    }  # fmt: skip
    assert list(tables.table.by_entity("assad")) == [
        MentionEntry(**common, mentions=2, salience=0.25, agreement=Agreement.SAME)
    ]
    assert list(tables.table.by_speaker("Bashar al-Assad")) == [
        QuoteEntry(
            **common, speaker="he", cue="said", quote="Victories paved the way.", quotation="direct", outlet="RT",
            confidence=None, turn=None, start=40, end=64, agreement=Agreement.SAME,
        )
    ]  # fmt: skip


def test_rows_whose_object_has_no_state_any_more_are_swept(tables: Tables) -> None:
    tables.table.put_summary(about("Ada Osei"))
    assert tables.index_rows()
    for row in tables.rows():
        if row["pk"] == URI:  # as after a deletion that crashed before its sweep, once the tombstone has expired
            key = {"pk": {"S": row["pk"]}, "sk": {"S": row["sk"]}}
            tables.client().delete_item(TableName=tables.name, Key=key)
    tables.sweep()
    assert tables.rows() == []
