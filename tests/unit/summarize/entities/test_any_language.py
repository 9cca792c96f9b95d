"""Entities of texts in other languages than English, merged by their words alone."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.any_language.entities import LEAST_PROBABILITY, find_entities
from functions.summarize.entities.any_language.proper_names import proper_names
from functions.summarize.entities.any_language.spans import exact_spans
from functions.summarize.entities.any_language.words import contains, same_word, same_words, words_in, words_of
from functions.summarize.entities.entities import is_probable
from shared.names.names import EntityType
from tests.support.properties import examples


def entities(text: str, language: str, kind: EntityType, names: list[str]) -> dict[str, tuple[str, ...]]:
    """Return the name and the aliases of each entity, with every place of the given names tagged."""
    mentions = [
        Mention(match.start(), match.end(), kind, 0.9)
        for name in sorted(names, key=len, reverse=True)
        for match in re.finditer(re.escape(name), text)
    ]
    return {entity.name: entity.aliases for entity in find_entities(text, mentions, language).entities}


@pytest.mark.parametrize(
    ("text", "language", "names", "found"),
    [
        (
            "Simone Aichinger kam. Aichinger sprach.",
            "de",
            ["Simone Aichinger", "Aichinger"],
            {"Simone Aichinger": ("Aichinger",)},
        ),
        (
            "Орбан Виктор приехал. Слова Орбана.",
            "ru",
            ["Орбан Виктор", "Орбана"],
            {"Орбан Виктор": ("Орбана",)},
        ),
        (
            "Алмаз Дюсенов снял фильм. По признанию Дюсенова, с Дюсеновым спорили.",
            "ru",
            ["Алмаз Дюсенов", "Дюсенова", "Дюсеновым"],
            {"Алмаз Дюсенов": ("Дюсенова", "Дюсеновым")},
        ),
        (
            "Nagy Péter jött. Nagyék vártak Péter Nagyra.",
            "hu",
            ["Nagy Péter", "Péter Nagyra"],
            {"Nagy Péter": ("Péter Nagyra",)},
        ),
        ("赵以宁说。赵说。", "zh", ["赵以宁", "赵"], {"赵以宁": ("赵",)}),
        ("安德烈·科瓦奇说。科瓦奇说。", "zh", ["安德烈·科瓦奇", "科瓦奇"], {"安德烈·科瓦奇": ("科瓦奇",)}),
        ("丁一帆 (Ding Yifan) 说", "zh", ["丁一帆", "Ding Yifan"], {"丁一帆": ("Ding Yifan",)}),
        ("김정호는 말했다. 김정호", "ko", ["김정호"], {"김정호": ()}),
        ("Der TSV 1860 spielte. 1860 gewann.", "de", ["1860"], {"1860": ()}),
        ("Das Bistum gab Bernhard IV. ein Schloss.", "de", ["Bernhard IV."], {"Bernhard IV.": ()}),
        ("Das Schloss bekam Bernhard.", "de", ["Bernhard."], {"Bernhard": ()}),
    ],
)
def test_the_forms_of_a_name_are_one_person(
    text: str, language: str, names: list[str], found: dict[str, tuple[str, ...]]
) -> None:
    assert entities(text, language, "PERSON", names) == found


def test_a_patronymic_is_no_other_person() -> None:
    text = "Владимир Владимирович Петров приехал. Владимир Петров уехал."
    names = ["Владимир Владимирович Петров", "Владимир Петров"]
    assert entities(text, "ru", "PERSON", names) == {"Владимир Владимирович Петров": ("Владимир Петров",)}


def test_a_short_name_of_two_people_is_nobodys() -> None:
    text = "Ana Gómez y Luis Gómez vinieron. Gómez habló."
    found = entities(text, "es", "PERSON", ["Ana Gómez", "Luis Gómez", "Gómez"])
    assert found == {"Ana Gómez": (), "Luis Gómez": (), "Gómez": ()}


def test_endings_do_not_unite_names_in_languages_that_do_not_decline_them() -> None:
    assert entities("Paul Meier kam. Paula kam auch.", "de", "PERSON", ["Paul Meier", "Paula"]).keys() == {
        "Paul Meier",
        "Paula",
    }


def test_an_abbreviation_in_brackets_is_another_name_of_its_organization() -> None:
    text = "Avrupa İmar ve Kalkınma Bankası (EBRD) imzaladı. EBRD bildirdi."
    found = entities(text, "tr", "ORGANIZATION", ["Avrupa İmar ve Kalkınma Bankası", "EBRD"])
    assert found == {"Avrupa İmar ve Kalkınma Bankası": ("EBRD",)}


def test_the_first_words_of_an_organization_are_its_short_name() -> None:
    text = "Die Helvion AG wächst. Helvion plant mehr."
    assert entities(text, "de", "ORGANIZATION", ["Helvion AG", "Helvion"]) == {"Helvion AG": ("Helvion",)}
    text = "云鹿科技有限公司败诉。云鹿科技上诉。"
    assert entities(text, "zh", "ORGANIZATION", ["云鹿科技有限公司", "云鹿科技"]) == {"云鹿科技有限公司": ("云鹿科技",)}


def test_a_name_has_the_type_of_most_of_its_mentions() -> None:
    text = "Kiel siegt. Kiel feiert. Kiel tanzt."
    mentions = [Mention(0, 4, "LOCATION", 0.8), Mention(12, 16, "ORGANIZATION", 0.8), Mention(25, 29, "LOCATION", 0.8)]
    (entity,) = find_entities(text, mentions, "de").entities
    assert (entity.type, len(entity.mentions)) == ("LOCATION", 3)


def test_names_that_the_annotator_missed_are_found_again() -> None:
    text = "Simone Aichinger kam. Später ging Simone Aichinger. Die Simone Aichingers gibt es nicht."
    (entity,) = find_entities(text, [Mention(0, 16, "PERSON", 0.9)], "de").entities
    assert [mention.start for mention in entity.mentions] == [0, 34]
    text = "赵以宁来了，后来赵以宁走了。"
    (entity,) = find_entities(text, [Mention(0, 3, "PERSON", 0.9)], "zh").entities
    assert [mention.start for mention in entity.mentions] == [0, 8]


def test_a_lower_case_word_is_no_repetition_of_a_name() -> None:
    text = "Bäcker kam. Der bäcker backt. Bäcker ging."
    (entity,) = find_entities(text, [Mention(0, 6, "PERSON", 0.9)], "de").entities
    assert len(entity.mentions) == 1


@examples(200)
@given(
    st.text(alphabet="Aaб赵 «»()“”.,-", max_size=40),
    st.lists(
        st.tuples(
            st.integers(-3, 45),
            st.integers(-3, 45),
            st.sampled_from(["PERSON", "ORGANIZATION", "LOCATION"]),
            st.floats(0, 1),
        ),
        max_size=8,
    ),
    st.sampled_from(["ru", "zh", "de", None]),
)
@example("A", [(-1, 1, "PERSON", 1.0)], "zh")
def test_mentions_of_any_text_are_in_order_without_overlap_and_each_probable_one_in_one_entity(
    text: str, spans: list[tuple[int, int, EntityType, float]], language: str | None
) -> None:
    mentions = [Mention(*span) for span in spans]
    exact = exact_spans(text, mentions)
    assert all(one.end <= other.start for one, other in pairwise(exact))
    found = find_entities(text, mentions, language).entities
    places = sorted((mention.start, mention.end) for entity in found for mention in entity.mentions)
    assert len(places) == len(set(places))
    proper = proper_names(text, exact, language)
    assert {(span.start, span.end) for span in proper if is_probable([span], LEAST_PROBABILITY)} <= set(places)
    assert all(text[start].isalnum() or text[start] in "-" for start, _ in places if start < len(text))


@examples(200)
@given(st.text(max_size=8), st.text(max_size=8), st.sampled_from(["ru", "de", None]))
def test_matching_of_words_is_symmetric_and_reflexive(one: str, other: str, language: str | None) -> None:
    assert same_word(one, one, language)
    assert same_word(one, other, language) == same_word(other, one, language)
    assert same_words(words_of(one), words_of(other), language) == same_words(words_of(other), words_of(one), language)
    assert contains(words_of(one), words_of(one), language)


@pytest.mark.parametrize(("text", "count"), [("zwei Wörter", 2), ("法院认为即便", 3), ("", 0), ("AI 技术", 2)])
def test_two_letters_without_spaces_count_as_a_word(text: str, count: int) -> None:
    assert words_in(text) == count


def test_a_part_of_a_name_without_spaces_is_extended_to_the_name_that_is_there() -> None:
    text = "沈若兰说。沈若兰又说。"
    (entity,) = find_entities(text, [Mention(0, 3, "PERSON", 0.9), Mention(6, 8, "PERSON", 0.6)], "zh").entities
    assert [(mention.start, mention.end) for mention in entity.mentions] == [(0, 3), (5, 8)]


def test_a_name_is_in_one_cell_of_a_table() -> None:
    assert entities("Route\tBoats\nNord\t14\nAda Lovelace\t3", "de", "PERSON", ["Nord\t14", "Ada Lovelace"]) == {
        "Ada Lovelace": ()
    }


def test_an_institution_is_not_the_place_that_its_name_begins_with() -> None:
    found = entities("云鹿县图书馆在云鹿县。云鹿。", "zh", "LOCATION", ["云鹿县图书馆", "云鹿县", "云鹿"])
    assert found == {"云鹿县图书馆": (), "云鹿县": ("云鹿",)}
