"""Which documents match a question, and in what order."""

import pytest

from shared.search.body import Body, Field
from shared.search.matches import Entity, Highlight, match, score
from shared.search.question import question_of

BODY = Body(
    "Kesterport mayor resigns",
    {"PERSON": ["Anna Bellweather"], "ORGANIZATION": ["Harbour Board"], "LOCATION": ["Kesterport", "United States"]},
    ["ferry terminal", "resignation"],
)


def relevance(text: str) -> float | None:
    found = match(question_of(text), BODY)
    return found and found.relevance


def test_a_document_must_have_all_words() -> None:
    assert relevance("mayor ferry")
    assert relevance("mayor train") is None


def test_title_counts_more_than_names_and_names_more_than_keywords() -> None:
    assert relevance("mayor") == 1
    assert relevance("bellweather") == pytest.approx(2 / 3)
    assert relevance("terminal") == pytest.approx(1 / 3)
    assert relevance("mayor terminal") == pytest.approx(2 / 3)


def test_a_name_matches_in_its_other_forms() -> None:
    assert relevance("US ferry") == pytest.approx((2 + 1) / 6)
    found = match(question_of("US"), BODY)
    assert found and found.highlights == (Highlight(Field.NAME, "United States", ((0, 13),)),)


def test_an_alias_matches_by_the_key_that_the_row_is_under() -> None:
    question = question_of("Ostrander")
    assert match(question, BODY) is None
    assert match(question, BODY, [("PERSON", "ostrander")])


def test_highlights_show_where_the_words_are() -> None:
    found = match(question_of("resigned mayor harbour"), BODY)
    assert found and found.highlights == (
        Highlight(Field.TITLE, "Kesterport mayor resigns", ((11, 16), (17, 24))),
        Highlight(Field.NAME, "Harbour Board", ((0, 7),)),
        Highlight(Field.KEYWORD, "resignation", ((0, 11),)),
    )


def test_pairs_of_characters_are_highlighted_as_one_range() -> None:
    found = match(question_of("東京都"), Body("新東京都知事", {}, ()))
    assert found and found.highlights == (Highlight(Field.TITLE, "新東京都知事", ((1, 4),)),)


def test_a_type_requires_a_word_in_a_name_of_it() -> None:
    question = question_of("mayor kesterport")
    assert match(question, BODY, kind="LOCATION")
    assert match(question, BODY, kind="PERSON") is None


def test_an_entity_is_found_by_its_key_and_given_names() -> None:
    assert Entity("Bellweather", ("PERSON",)).is_in(BODY)
    assert Entity("Anna Bellweather", ("PERSON",)).is_in(BODY)
    assert not Entity("Robert Bellweather", ("PERSON",)).is_in(BODY)
    assert not Entity("Bellweather", ("LOCATION",)).is_in(BODY)


def test_a_document_counts_half_after_half_a_year() -> None:
    now = "2026-11-28T12:00:00.000Z"
    assert score(1, now, now) == 1
    assert score(1, "2026-06-01T12:00:00.000Z", now) == pytest.approx(0.5)
    assert score(1, "2026-12-24T12:00:00.000Z", now) == 1
