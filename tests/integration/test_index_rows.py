"""Queries of index rows by the names of entities and speakers."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.names.agreement import Agreement
from shared.names.names import EntityType
from shared.summary import Entity
from shared.table.index_entries import MentionEntry, QuoteEntry, best_first
from shared.table.index_plan import MOST_ATTRIBUTIONS, MOST_ENTITIES, MOST_KEYS, index_warnings, plan_of
from shared.table.item_size import size_of
from shared.table.items import to_item
from shared.table.table import SummaryTable
from tests.support.index_tables import (
    LATER,
    NEW,
    Tables,
    about,
)
from tests.support.properties import examples
from tests.support.summaries import URI, WHEN, a_summary, an_entity, said


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
        "Of the 300 entities in the row, the 25 most salient are indexed; 275 cannot be found by name.",
        "Of the 400 attributions to a named speaker in the row, the 100 first are indexed; "
        "300 cannot be found by name.",
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
        "Of the 101 attributions to a named speaker in the row, the 100 first (statements before turns) are indexed; "
        "1 cannot be found by name."
    ]


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
    tables.remove_left_overs()
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
