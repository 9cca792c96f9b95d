"""Mentions that are no proper names, and names of which the annotator has found a part or too much."""

import re

import pytest

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.any_language.entities import find_entities
from shared.names.names import EntityType


def names(text: str, language: str, *tagged: tuple[str, EntityType]) -> set[tuple[str, str]]:
    """Return type and name of each entity, from the given mentions in the order of the text."""
    mentions, place = [], 0
    for written, kind in tagged:
        place = text.index(written, place)
        mentions.append(Mention(place, place + len(written), kind, 0.9))
        place += len(written)
    return {(entity.type, entity.name) for entity in find_entities(text, mentions, language).entities}


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("Llegó tarde. Luego se fue.", "es", "Luego"),
        ("Hij kwam laat. Zelf wil hij niet.", "nl", "Zelf"),
        ("Er kam spät. Danach ging er.", "de", "Danach"),
        ("Il est venu. Puis il a dormi.", "fr", "Puis"),
    ],
)
def test_a_frequent_word_that_begins_a_sentence_is_no_name(text: str, language: str, word: str) -> None:
    assert names(text, language, (word, "PERSON")) == set()


def test_an_abbreviation_and_a_name_are_no_frequent_words() -> None:
    assert names("Die EU zahlt.", "de", ("EU", "ORGANIZATION")) == {("ORGANIZATION", "EU")}
    assert names("Clara kam.", "de", ("Clara", "PERSON")) == {("PERSON", "Clara")}


def test_a_title_before_the_name_is_no_name() -> None:
    text = "قال النائب سالم غانم إن البحر هادئ."
    assert names(text, "ar", ("النائب", "PERSON"), ("سالم غانم", "PERSON")) == {("PERSON", "سالم غانم")}
    text = "Дождь прошёл. Член городского совета Анна Белова уехала."
    found = names(text, "ru", ("Член городского совета", "ORGANIZATION"), ("Анна Белова", "PERSON"))
    assert found == {("PERSON", "Анна Белова")}


def test_the_mother_of_somebody_is_not_the_child() -> None:
    assert names("قالت أم سالم إن البحر هادئ.", "ar", ("سالم", "PERSON")) == {("PERSON", "أم سالم")}
    assert names("قال سالم إن البحر هادئ.", "ar", ("سالم", "PERSON")) == {("PERSON", "سالم")}


def test_an_organization_before_the_name_of_its_member_is_a_name() -> None:
    text = "Сюда приехал депутат Верховной рады Анна Белова."
    found = names(text, "ru", ("Верховной рады", "ORGANIZATION"), ("Анна Белова", "PERSON"))
    assert found == {("ORGANIZATION", "Верховной рады"), ("PERSON", "Анна Белова")}


@pytest.mark.parametrize(
    ("text", "language", "first", "second", "whole"),
    [
        ("La Asociación de Amigos del Puente de Villaseca crece.", "es", "Asociación de Amigos del Puente de",
         "Villaseca", "Asociación de Amigos del Puente de Villaseca"),
        ("L'association Les Voisins du Canal de Brémont grandit.", "fr", "Les Voisins du Canal de", "Brémont",
         "Les Voisins du Canal de Brémont"),
    ],
)  # fmt: skip
def test_the_name_of_an_organization_goes_on_with_its_place(
    text: str, language: str, first: str, second: str, whole: str
) -> None:
    found = names(text, language, (first, "ORGANIZATION"), (second, "LOCATION"))
    assert found == {("ORGANIZATION", whole)}


def test_a_preposition_ends_no_name() -> None:
    text = "Pisze o tym Bractwo Mostowe w radosnym liście."
    assert names(text, "pl", ("Bractwo Mostowe w", "ORGANIZATION")) == {("ORGANIZATION", "Bractwo Mostowe")}


def test_a_dateline_of_several_words_is_one_place() -> None:
    text = "Most stoi\n\nHORNÍ LHOTA – Most u řeky stojí."
    found = names(text, "cs", ("HORNÍ", "ORGANIZATION"), ("LHOTA", "LOCATION"))
    assert found == {("LOCATION", "HORNÍ LHOTA")}
    text = "Chiude il ponte\n\nCASTRO SUL SERIO – Il ponte chiude."
    assert names(text, "it", ("CASTRO", "LOCATION"), ("SERIO", "LOCATION")) == {("LOCATION", "CASTRO SUL SERIO")}


def test_two_names_in_capitals_in_a_sentence_are_no_dateline() -> None:
    text = "Ecco CASTRO SUL SERIO – chiude."
    found = names(text, "it", ("CASTRO", "LOCATION"), ("SERIO", "LOCATION"))
    assert found == {("LOCATION", "CASTRO"), ("LOCATION", "SERIO")}


def test_a_name_does_not_go_over_two_blocks() -> None:
    text = "Vinter i Sundby\n\nSUNDBY – Det sner i Sundby."
    assert names(text, "da", ("Sundby\n\nSUNDBY", "LOCATION")) == {("LOCATION", "Sundby")}
    text = "Ekonomi\n\nVerksamheten går bra."
    assert names(text, "sv", ("Ekonomi\n\nVerksamheten", "ORGANIZATION")) == set()


@pytest.mark.parametrize(
    ("text", "tagged", "name"),
    [
        ("附近的北河建设集团道歉。", ("的北河建设集团", "ORGANIZATION"), "北河建设集团"),
        ("代表王国栋则反对。", ("王国栋则", "PERSON"), "王国栋"),
        ("主任李立群7日说。", ("李立群7", "PERSON"), "李立群"),
        ("店主小钱抱怨。", ("钱", "PERSON"), "小钱"),
        ("皇帝奥古斯都来了。", ("奥古斯都", "PERSON"), "奥古斯都"),
    ],
)
def test_particles_and_digits_beside_a_chinese_name_are_no_part_of_it(
    text: str, tagged: tuple[str, EntityType], name: str
) -> None:
    assert names(text, "zh", tagged) == {(tagged[1], name)}


def test_the_kind_of_its_town_can_be_before_an_organization() -> None:
    text = "市供水集团道歉。供水集团赔偿。"
    assert names(text, "zh", ("市供水集团", "ORGANIZATION"), ("供水集团", "ORGANIZATION")) == {
        ("ORGANIZATION", "市供水集团")
    }


def test_a_genitive_is_the_name_that_is_there_as_well() -> None:
    text = "Samsø venter. Samsøs beboere venter."
    assert names(text, "da", ("Samsø", "LOCATION"), ("Samsøs", "ORGANIZATION")) == {("LOCATION", "Samsø")}
    text = "Bauers Hund bellt. Bauer schläft."
    assert names(text, "de", ("Bauers", "PERSON"), ("Bauer", "PERSON")) == {("PERSON", "Bauer")}


@pytest.mark.parametrize(
    ("text", "language", "kind", "found"),
    [
        ("Podle Petra Hrušky prší. Hruška odešel.", "cs", "PERSON", "Hruška"),
        ("По словам Павла Ивановича Громова, дождь. Громов ушёл.", "ru", "PERSON", "Громов"),
        ("Za słowami Jana Wilczka pada. Wilczek wyszedł.", "pl", "PERSON", "Wilczek"),
        ("Pavel Hruška přišel. Viděl Hrušku.", "cs", "PERSON", "Pavel Hruška"),
        ("По словам Тараса Ткаченка, дощ. Ткаченко пішов.", "uk", "PERSON", "Ткаченко"),
        ("Bydlí u Kolince. Kolinec je město.", "cs", "LOCATION", "Kolinec"),
    ],
)
def test_the_name_is_in_the_nominative_if_the_text_has_it(
    text: str, language: str, kind: EntityType, found: str
) -> None:
    written = re.findall(r"(?:Petra |Pavla Ивановича |Павла Ивановича |Jana |Pavel |Тараса )?"
                         r"(?:Hrušk\w|Громов\w?|Wilcz\w+|Ткаченк\w|Kolin\w+)", text)  # fmt: skip
    assert names(text, language, *((name, kind) for name in written)) == {(kind, found)}


def test_an_abbreviation_is_not_the_nominative_of_a_name() -> None:
    text = "Članovi Zelenog saveza radnika (Z&R) dolaze."
    tagged: list[tuple[str, EntityType]] = [("Zelenog saveza radnika", "ORGANIZATION"), ("Z&R", "ORGANIZATION")]
    assert names(text, "sr", *tagged) == {("ORGANIZATION", "Zelenog saveza radnika")}
