"""The keys under which the names of a document are found, by its language."""

import pytest

from shared.names.agreement import Agreement, best_agreement
from shared.summary import Entity
from shared.table.index_plan import keys_of


def person(name: str, *aliases: str) -> Entity:
    return Entity(name=name, type="PERSON", aliases=list(aliases), mentions=[], salience=1)


@pytest.mark.parametrize(
    ("language", "name", "keys"),
    [
        ("hu", "Orbán Viktor", ["viktor", "orban"]),
        ("hu", "Orbán", ["orban"]),
        ("es", "Pedro Sánchez Pérez-Castejón", ["perez castejon", "sanchez"]),
        ("es", "Ana Gil", ["gil"]),
        ("en", "Viktor Orbán", ["orban"]),
        (None, "丁一帆", ["丁一帆"]),
    ],
)
def test_a_name_has_the_keys_of_its_family_names(language: str | None, name: str, keys: list[str]) -> None:
    assert keys_of(person(name), language) == keys


def test_aliases_add_keys_up_to_three() -> None:
    assert keys_of(person("Orbán Viktor", "Orbánnal", "Orbánt"), "hu") == ["viktor", "orban", "orbannal"]


@pytest.mark.parametrize(
    ("queried", "name"),
    [("Viktor Orbán", "Orbán Viktor"), ("Pedro Sánchez", "Pedro Sánchez Pérez-Castejón"), ("Péter Nagy", "Nagy Péter")],
)
def test_a_query_agrees_with_a_name_that_has_all_its_words(queried: str, name: str) -> None:
    assert best_agreement(queried, [name]) >= Agreement.PARTLY


def test_a_query_by_one_word_agrees_with_no_other_family_name() -> None:
    assert best_agreement("Viktor", ["Orbán Viktor"]) is Agreement.UNKNOWN
    assert best_agreement("Ann Lee", ["Ann Hale"]) is Agreement.CONTRADICTS
