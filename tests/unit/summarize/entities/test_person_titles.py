"""Titles before names, and descriptions of people after them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.entities.person_titles import (
    Description,
    description_after,
    is_kin,
    is_only_title,
    roles_before,
    title_before,
)


def before(marked: str) -> tuple[str, set[str]] | None:
    """Return the title before `|` and its roles."""
    title = title_before(marked.replace("|", ""), marked.index("|"))
    return (title.text, set(title.roles)) if title else None


@pytest.mark.parametrize(
    ("marked", "title", "roles"),
    [
        ("They saw U.S. President |Ames", "U.S. President", {"president"}),
        ("a statement by Russia's Defense Minister |Ames", "Russia's Defense Minister", {"minister"}),
        ("When President |Ames", "President", {"president"}),
        ("the former Secretary of State |Ames", "former Secretary of State", {"secretary"}),
        ("The Tarsian President, |Ames", "Tarsian President", {"president"}),
        ("He left. Lt. Gen. |Ames", "Lt. Gen.", {"lieutenant", "general"}),
        ("said Mrs. |Ames", "Mrs.", set()),
        ("Minister\nof Health |Ames", "Minister\nof Health", {"minister"}),
    ],
)
def test_a_title_is_directly_before_the_name(marked: str, title: str, roles: set[str]) -> None:
    assert before(marked) == (title, roles)


@pytest.mark.parametrize(
    "marked",
    [
        "He is a doctor. |Ames",
        "Director of the |Ames Institute",
        "his father |Ames",
        "The president:\n\n|Ames",
        "|Ames",
    ],
)
def test_other_words_before_a_name_are_not_a_title(marked: str) -> None:
    assert before(marked) is None


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Ames|, 45, a baker from Leeds, said", Description(45, frozenset({"baker"}), frozenset({"baker"}))),
        ("Ames| (45).", Description(45, frozenset(), frozenset())),
        ("Ames|, the president of Tarsia, said", Description(None, frozenset({"president"}), frozenset({"president"}))),
        ("Ames|, a major critic of it, said", Description(None, frozenset({"major", "critic"}), frozenset({"critic"}))),
        ("Ames|, who left, said", None),
        ("Ames|, on Monday, said", None),
        ("Ames| said", None),
    ],
)
def test_an_age_and_a_role_after_a_name(marked: str, expected: Description | None) -> None:
    assert description_after(marked.replace("|", ""), marked.index("|")) == expected


def test_the_word_before_the_name_marks_a_relative() -> None:
    assert is_kin("He and his brother, Ames", 20)
    assert not is_kin("He and his friend Ames", 18)


def test_a_title_without_a_name() -> None:
    assert is_only_title("Prime Minister")
    assert not is_only_title("Minister Ames")
    assert not is_only_title("—")


@given(st.text(max_size=200), st.integers(0, 200))
def test_a_title_is_a_piece_of_any_text_that_ends_before_the_name(text: str, start: int) -> None:
    start = min(start, len(text))
    title = title_before(text, start)
    if title is not None:
        assert title.text in text[:start]
    description_after(text, start)


@pytest.mark.parametrize(
    ("marked", "roles"),
    [
        ("The science minister of the country, Hon. |Ames", {"minister"}),
        ("He left. The chairman of the board, |Ames", {"chairman"}),
        ("She met the minister of the country, and |Ames", set()),
        ("The harbour of the country, |Ames", set()),
        ("The minister of the country. |Ames", set()),
    ],
)
def test_a_role_in_apposition_before_the_name_belongs_to_the_person(marked: str, roles: set[str]) -> None:
    assert roles_before(marked.replace("|", ""), marked.index("|")) == roles


@pytest.mark.parametrize(
    ("described", "gender"),
    [("the younger brother of the director", "male"), ("a sister of the director", "female"), ("a baker", None)],
)
def test_a_noun_for_a_relative_after_the_name_gives_the_gender(described: str, gender: str | None) -> None:
    found = description_after(f"Noor Ames, {described}, came.", len("Noor Ames"))
    assert found is not None and found.gender == gender
