"""Index rows that have all entities or statements of a document under one key, and rows of versions before 0.4."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.names.agreement import Agreement
from shared.revision import Revision
from shared.summary import Attribution
from shared.table.index_entries import MentionEntry, QuoteEntry
from shared.table.index_plan import MOST_ATTRIBUTIONS, plan_of
from shared.table.item_size import size_of
from shared.table.items import to_item
from tests.support.properties import examples
from tests.support.summaries import URI, WHEN, a_summary, an_entity, said
from tests.unit.shared.table.conftest import Setup

OLD_URI, OLDER = "s3://uploads/old.txt", "2026-11-20T09:30:00.000Z"
HASH, INDEX_ID = "0123456789abcdef", "fedcba9876543210"


def old_row(pk: str, place: int, **fields: object) -> dict[str, Any]:
    """Return an index row as version 0.3 wrote it: one entity or one statement."""
    return {
        "pk": pk,
        "sk": f"{OLDER}#{HASH}#{INDEX_ID}#{place:04}",
        "index_id": INDEX_ID,
        "uri": OLD_URI,
        "revision": str(Revision("0A")),
        "uploaded_at": OLDER,
        "title": "An old one",
        "name": "Ines Holt",
        "type": "PERSON",
        "aliases": ["Holt"],
        "salience": 0.5,
    } | fields


def old_statement(place: int, **fields: object) -> dict[str, Any]:
    said = {"speaker": "she", "cue": "said", "quote": f"Old words {place}.", "quotation": "direct"}
    return old_row("speaker#PERSON#holt", place, **(said | {"start": place, "end": place + 9} | fields))


OLD_ROWS = [
    old_row("entity#PERSON#holt", 0, mentions=3),
    old_row("entity#PERSON#holt", 4, name="Omar Holt", aliases=[], salience=0.25, mentions=1),
    old_statement(2),
    old_statement(10, name="Omar Holt", aliases=[], salience=0.25, outlet="Al Jazeera", confidence=0.75),
    old_statement(11, turn=True),
]


@pytest.fixture
def both(dynamodb: Setup) -> Setup:
    """A table with a document of the old form and a newer one of the present form, about the same people."""
    state = {
        "pk": OLD_URI, "sk": "state", "uri": OLD_URI, "status": "SUMMARIZED", "sequencer": "0A", "generation": 0,
        "revision": str(Revision("0A")), "updated_at": OLDER, "index_id": INDEX_ID,
    }  # fmt: skip
    for row in [*OLD_ROWS, state]:
        dynamodb.client.put_item(TableName="summaries", Item=to_item(row))
    people = [an_entity("Ines Holt", salience=0.9), an_entity("Omar Holt", salience=0.1)]
    words = [said("Omar Holt", "First.", start=5), said("Ines Holt", "Second.", start=20, outlet="RT")]
    assert dynamodb.table().put_summary(a_summary(entities=people, attributions=words))
    return dynamodb


def test_a_document_has_one_row_for_each_key(both: Setup) -> None:
    rows = {
        row["pk"]: row for row in both.rows() if row.get("uri") == URI and str(row["pk"]).startswith(("ent", "spea"))
    }
    assert rows.keys() == {"entity#PERSON#holt", "speaker#PERSON#holt"}
    common = {"pk", "sk", "uri", "index_id", "revision", "uploaded_at", "title", "entities"}
    assert rows["entity#PERSON#holt"].keys() == common
    assert rows["entity#PERSON#holt"]["entities"] == [
        {"name": "Ines Holt", "type": "PERSON", "aliases": [], "salience": 0.9, "mentions": 1},
        {"name": "Omar Holt", "type": "PERSON", "aliases": [], "salience": 0.1, "mentions": 1},
    ]
    assert rows["speaker#PERSON#holt"].keys() == common | {"statements"}
    assert rows["speaker#PERSON#holt"]["entities"] == [
        {"name": "Omar Holt", "type": "PERSON", "aliases": [], "salience": 0.1},
        {"name": "Ines Holt", "type": "PERSON", "aliases": [], "salience": 0.9},
    ]
    assert rows["speaker#PERSON#holt"]["statements"] == [
        {"name": "Omar Holt", "speaker": "he", "cue": "said", "quote": "First.", "quotation": "direct",
         "start": 5, "end": 11},
        {"name": "Ines Holt", "speaker": "he", "cue": "said", "quote": "Second.", "quotation": "direct",
         "outlet": "RT", "start": 20, "end": 27},
    ]  # fmt: skip


def test_rows_of_both_forms_answer_one_query_newest_document_first(both: Setup) -> None:
    old: dict[str, Any] = {"uri": OLD_URI, "uploaded_at": OLDER, "published_at": None, "title": "An old one"}
    new: dict[str, Any] = {"uri": URI, "uploaded_at": WHEN, "published_at": None, "title": "A bridge"}
    ines: dict[str, Any] = {"name": "Ines Holt", "type": "PERSON"}
    omar: dict[str, Any] = {"name": "Omar Holt", "type": "PERSON"}
    assert list(both.table().by_entity("holt")) == [
        MentionEntry(**new, **ines, aliases=[], mentions=1, salience=0.9, agreement=Agreement.UNKNOWN),
        MentionEntry(**new, **omar, aliases=[], mentions=1, salience=0.1, agreement=Agreement.UNKNOWN),
        MentionEntry(**old, **omar, aliases=[], mentions=1, salience=0.25, agreement=Agreement.UNKNOWN),
        MentionEntry(**old, **ines, aliases=["Holt"], mentions=3, salience=0.5, agreement=Agreement.SAME),
    ]
    quotes = list(both.table().by_speaker("holt"))
    assert [(quote.uri, quote.name, quote.quote) for quote in quotes] == [
        (URI, "Omar Holt", "First."),
        (URI, "Ines Holt", "Second."),
        (OLD_URI, "Ines Holt", "Old words 2."),
        (OLD_URI, "Omar Holt", "Old words 10."),
        (OLD_URI, "Ines Holt", "Old words 11."),
    ]
    assert quotes[3] == QuoteEntry(
        **old, **omar, aliases=[], speaker="she", cue="said", quote="Old words 10.", quotation="direct",
        outlet="Al Jazeera", confidence=0.75, turn=None, start=10, end=19, agreement=Agreement.UNKNOWN,
    )  # fmt: skip
    assert [quote.quote for quote in both.table().by_speaker("Omar Holt")] == ["First.", "Old words 10."]
    assert [entry.uri for entry in both.table().by_entity("Ines Holt")] == [URI, OLD_URI]


def large(number: int, words: str, length: int) -> Attribution:
    text = (words * 1200)[:length]
    return said("Ines Holt" if number % 3 else "Omar Holt", text, start=number, outlet=text[:400])


@examples(30)
@given(
    texts=st.lists(
        st.tuples(st.sampled_from(["a", "é", "桥", "𝕏", '"\\', "\x01"]), st.integers(1, 1200)),
        min_size=1,
        max_size=MOST_ATTRIBUTIONS,
    )
)
def test_no_row_exceeds_400_kb_and_no_statement_is_left_out(dynamodb: Setup, texts: list[tuple[str, int]]) -> None:
    words = [large(number, *text) for number, text in enumerate(texts)]
    people = [an_entity("Ines Holt", *("𝕏" * n for n in range(90, 99))), an_entity("Omar Holt")]
    summary = a_summary(entities=people, attributions=words)
    rows = [row for row in plan_of(summary).rows if row["pk"] == "speaker#PERSON#holt"]
    assert all(size_of(to_item(row)) < 400_000 for row in rows)
    assert [statement["start"] for row in rows for statement in row["statements"]] == [*range(len(words))]
    for row in rows:
        assert {entity["name"] for entity in row["entities"]} == {statement["name"] for statement in row["statements"]}
    assert sorted(row["sk"] for row in rows) == [row["sk"] for row in rows], "rows follow the order of the text"


def test_statements_that_fill_several_rows_are_read_in_order(dynamodb: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.table.index_plan.LARGEST_STATEMENTS", 3_000)
    words = [large(number, "𝕏", 100) for number in range(12)]
    summary = a_summary(entities=[an_entity("Ines Holt"), an_entity("Omar Holt")], attributions=words)
    plan = plan_of(summary)
    keys = [row["sk"] for row in plan.rows if row["pk"] == "speaker#PERSON#holt"]
    assert keys == [plan.row_key, *(f"{plan.row_key}#{number:02}" for number in range(1, len(keys)))]
    assert len(keys) > 3
    assert dynamodb.table().put_summary(summary)
    assert [quote.start for quote in dynamodb.table().by_speaker("Holt")] == [*range(12)]
    assert dynamodb.table().delete(URI, Revision("0B"))
    assert {str(row["pk"]).partition("#")[0] for row in dynamodb.rows()} == {URI, "index", "names"}
