"""Rows of the search: what they cost, and what they contain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.search.body import Body
from shared.search.results import body_of as content_of
from shared.summary import Summary
from shared.table.index_plan import IndexPlan, plan_of
from shared.table.item_size import UNIT, size_of, write_units
from shared.table.items import to_item
from shared.table.search_rows import MOST_UNITS, body_of
from tests.support.summaries import a_summary, an_entity, said

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
NAMES = st.lists(
    st.tuples(TEXT.filter(str.strip), st.sampled_from(["PERSON", "ORGANIZATION", "LOCATION"])), max_size=30
)


def summary(
    title: str | None, keywords: list[str] | None = None, names: list[tuple[str, str]] | None = None, key: str = "a"
) -> Summary:
    entities = [an_entity(name, type=kind) for name, kind in names or []]  # type: ignore[arg-type]  # sampled types
    return a_summary(f"s3://uploads/{key}", title=title, keywords=keywords or [], entities=entities)


def units(plan: IndexPlan, *kinds: str) -> int:
    return sum(write_units(size_of(to_item(row))) for row in plan.rows if row["pk"].partition("#")[0] in kinds)


@given(st.text(max_size=300), st.lists(TEXT, max_size=10), NAMES, st.integers(1, 1000))
def test_a_document_costs_at_most_eight_units_more(
    title: str, keywords: list[str], names: list[tuple[str, str]], length: int
) -> None:
    found = summary(title, keywords, names, "k" * length)
    without, plan = plan_of(found, None), plan_of(found)
    assert units(plan, "keyword", "search") <= MOST_UNITS
    assert units(plan, "entity", "speaker") == units(without, "entity", "speaker")
    assert len(plan.rows) == len({(row["pk"], row["sk"]) for row in plan.rows})
    # The manifest has the partition keys of these rows in addition.
    added = sum(len(row["pk"].encode()) + 1 for row in plan.rows) - sum(
        len(row["pk"].encode()) + 1 for row in without.rows
    )
    assert added <= UNIT


def test_rows_under_words_and_names_contain_the_whole_content() -> None:
    found = summary("Kesterport mayor resigns", ["ferry terminal"], [("Anna Bellweather", "PERSON")])
    plan = plan_of(found, 3)
    by_partition = {row["pk"]: row for row in plan.rows}
    assert list(by_partition) == [
        "entity#PERSON#bellweather", "search#3", "keyword#kesterport", "keyword#ferri", "keyword#resign",
        "keyword#termin", "keyword#mayor",
    ]  # fmt: skip
    for row in plan.rows:
        names: dict[str, list[str]] = {"PERSON": ["Anna Bellweather"], "ORGANIZATION": [], "LOCATION": []}
        assert content_of(row) == Body("Kesterport mayor resigns", names, ["ferry terminal"])  # type: ignore[arg-type]
        assert (row["sk"], row["index_id"]) == (plan.row_key, plan.index_id)


def test_what_does_not_fit_is_left_out_names_and_keywords_in_turn() -> None:
    names = [(f"Committee number {n} on the affairs of the harbour and its ferries", "ORGANIZATION") for n in range(25)]
    plan = plan_of(summary("A title", [f"keyword {n}" for n in range(10)], names))
    row = next(row for row in plan.rows if row["pk"] == "search#0")
    assert row["keywords"] == [f"keyword {n}" for n in range(10)]
    assert 5 <= len(row["names"]["ORGANIZATION"]) < 25
    assert write_units(size_of(to_item(row))) == 1


def test_statements_of_speakers_have_no_copy_of_the_content() -> None:
    person = an_entity("Anna Bellweather")
    plan = plan_of(a_summary(entities=[person], attributions=[said(person.name, "No.")]))
    assert all("keywords" not in row and "names" not in row for row in plan.rows if row["pk"].startswith("speaker#"))


def test_without_keyword_search_there_are_no_such_rows() -> None:
    plan = plan_of(summary("Kesterport mayor resigns", ["ferry"], [("Anna Bellweather", "PERSON")]), None)
    assert [row["pk"] for row in plan.rows] == ["entity#PERSON#bellweather"]
    assert "keywords" not in plan.rows[0]


def test_a_document_without_title_and_keywords_has_a_row_among_all_documents() -> None:
    plan = plan_of(summary(None))
    assert [row["pk"] for row in plan.rows] == ["search#0"]


def test_names_are_ordered_by_salience() -> None:
    entities = [an_entity("Low", salience=0.1), an_entity("High", salience=0.9)]
    assert body_of(a_summary(entities=entities)) == Body("A bridge", {"PERSON": ["High", "Low"]}, [])


@pytest.mark.parametrize("language", ["en", None, "fr"])
def test_short_words_are_keys_only_in_english(language: str | None) -> None:
    plan = plan_of(a_summary(title="Sea ferry", language=language))
    assert ("keyword#sea" in {row["pk"] for row in plan.rows}) is (language != "fr")
