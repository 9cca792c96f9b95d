"""Words and mentions that are no entities: improbable ones, offices, vessels, works, currencies, openings."""

import pytest

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.any_language import entities as any_language
from functions.summarize.entities.entities import find_entities
from tests.support.found_entities import names
from tests.support.tagged import tagged


def test_an_entity_without_a_probable_mention_is_left_out() -> None:
    text, (ann, reed, again) = tagged("[P:Orrin Tark] left. [P:Reed] came, and [P:Reed] ate.")
    index = find_entities(
        text,
        [
            Mention(ann.start, ann.end, "PERSON", 0.5),
            Mention(reed.start, reed.end, "PERSON", 0.5),
            Mention(again.start, again.end, "PERSON", 0.6),
        ],
    )
    assert [(each.name, len(each.mentions)) for each in index.entities] == [("Reed", 2)]


def test_an_improbable_person_with_a_title_or_a_common_given_name_is_an_entity() -> None:
    assert set(names("Ms [P:Quill] and [P:Anna Verholt] came. [P:Ferrin Tark] left.", 0.4)) == {
        "Quill",
        "Anna Verholt",
    }


def test_an_entity_without_a_probable_mention_is_left_out_in_other_languages() -> None:
    text = "Анна ушла."
    assert any_language.find_entities(text, [Mention(0, 4, "PERSON", 0.45)], "ru").entities == []
    assert [each.name for each in any_language.find_entities(text, [Mention(0, 4, "PERSON", 0.6)], "ru").entities] == [
        "Анна"
    ]


@pytest.mark.parametrize(
    ("marked", "score", "expected"),
    [
        ("[O:Taproom] opens at six. The taproom seats forty.", 0.7, set()),
        ("[O:Taproom] opens at six. The taproom seats forty.", 0.9, {"Taproom"}),
        ("[O:Norling] grew. See norling.example/news or #norling.", 0.7, {"Norling"}),
        ("Mr [P:Baker] is a baker.", 0.7, {"Baker"}),
    ],
)
def test_a_doubtful_name_that_is_a_word_of_the_text_is_left_out(marked: str, score: float, expected: set[str]) -> None:
    assert set(names(marked, score)) == expected


@pytest.mark.parametrize("office", ["EVP", "VP Sales"])
def test_the_office_of_a_deputy_is_no_name(office: str) -> None:
    assert names(f"She is [O:{office}] of a firm.") == {}
    assert names("She met [O:VP Kara Hale] there.") == {"VP Kara Hale": ()}


def test_the_code_of_a_currency_is_no_place() -> None:
    assert names("They paid [L:US]$600 in the [L:US].") == {"US": ()}


def test_vessels_and_storms_are_no_names_of_people_or_places() -> None:
    assert names("The brig [P:Otter] sank. Cyclone [P:Wilma] came to [L:Merrow]. [P:Otter] lay there.") == {
        "Merrow": ()
    }


def test_a_word_of_a_longer_name_after_a_vessel_is_kept() -> None:
    assert "Otto Birse" in names("The ferry [P:Birse] took was late. [P:Otto Birse] waited.")


def test_a_word_that_only_opens_sentences_and_is_mostly_no_name_is_none() -> None:
    marked = "[O:Kelp] grows fast.\n\nKelp that floats dies. Kelp feeds fish. [L:Merrow] has some."
    assert set(names(marked, 0.7)) == {"Merrow"}


@pytest.mark.parametrize("more", ["They sold Kelp shares.", "[O:Kelp] pays well. [O:Kelp] hires."])
def test_a_word_inside_a_sentence_or_often_a_name_is_kept(more: str) -> None:
    marked = f"[O:Kelp] grows fast.\n\nKelp that floats dies. {more} [L:Merrow] has some."
    assert set(names(marked, 0.7)) == {"Kelp", "Merrow"}


@pytest.mark.parametrize(
    ("text", "is_named"), [("[L:Merrow] slept.", False), ("[L:Merrow] slept in [L:Merrow].", True)]
)
def test_a_doubtful_place_must_be_mentioned_twice(text: str, *, is_named: bool) -> None:
    assert bool(names(text, 0.58)) == is_named


def test_a_storm_with_initials_before_its_name_is_no_person() -> None:
    assert names("Cyclone [P:Wilma] came. [P:T C Wilma] left [L:Merrow]. [P:Wilma]'s winds fell.") == {"Merrow": ()}


@pytest.mark.parametrize("office", ["Inspector-General of Police", "Undersecretary for Education", "Minister of Trade"])
def test_an_office_with_its_field_is_no_organization(office: str) -> None:
    assert names(f"The [O:{office}] spoke in [L:Merrow].") == {"Merrow": ()}


def test_the_office_of_an_officer_is_an_organization() -> None:
    assert "Director of National Intelligence Office" in names(
        "The [O:Director of National Intelligence Office] spoke."
    )


def test_a_word_with_an_article_in_a_line_in_capitals_is_no_name() -> None:
    marked = "WHAT THE [O:REBELS] SAY\n\nThe [O:Merrow Club] met. IN THE [O:MERROW COUNTY COURT]"
    assert set(names(marked, 0.7)) == {"Merrow Club", "MERROW COUNTY COURT"}


def test_an_abbreviation_with_an_article_in_a_sentence_is_a_name() -> None:
    assert set(names("THE [O:QBX] said so. They left THE [O:QBX].", 0.7)) == {"QBX"}


def test_a_noun_for_somebody_from_a_place_is_no_person() -> None:
    assert names("A heavy, courteous [P:Merrovian] named [P:Asa Tarn] came.", 0.7) == {"Asa Tarn": ()}
    assert "Tarnan" in names("Then [P:Tarnan] came.", 0.7)


@pytest.mark.parametrize(
    "work", ["Merrow Light Festival", "Charter of the Merrow Club", "Freedom of Ferries Act", "Bachelor of Science"]
)
def test_a_law_an_event_or_a_degree_is_no_organization(work: str) -> None:
    assert names(f"They read of the [O:{work}] in [L:Tarn].") == {"Tarn": ()}


def test_the_abbreviation_of_a_law_is_no_organization() -> None:
    marked = "A Freedom of Ferries Act ([O:FFA]) request and an [O:FFA] lawsuit came from [L:Tarn]."
    assert names(marked) == {"Tarn": ()}


@pytest.mark.parametrize("name", ["Merrow Geological Survey", "Office of the Charter", "Festival"])
def test_a_noun_for_a_work_elsewhere_in_a_name_says_nothing(name: str) -> None:
    assert name in names(f"They told the [O:{name}] so.")


def test_a_currency_with_a_space_before_its_sign_is_no_place() -> None:
    assert names("It cost [L:NZ] $ 26 million in [L:Merrow].") == {"Merrow": ()}


def test_a_piece_of_the_name_of_a_work_before_its_noun_is_no_organization() -> None:
    marked = "The [O:Great Merrow Salt Study] is out. The [O:Merrow Salt] study was long. [O:Merrow Trust] paid."
    assert names(marked) == {"Merrow Trust": ()}


def test_an_organization_before_a_noun_for_a_work_is_kept() -> None:
    marked = "The [O:Great Merrow Salt Study] is out. A [O:Tarn University] study was long."
    assert names(marked) == {"Tarn University": ()}


def test_who_gets_an_amount_is_no_code_of_a_currency() -> None:
    assert set(names("The court awarded [P:Ann Reed] $500 and gave [O:Lund Corp] €5. [L:US] $40.")) == {
        "Ann Reed",
        "Lund Corp",
    }


def test_a_place_with_the_name_of_a_vessel_stays() -> None:
    assert "Portland" in names("The frigate [L:Portland] sailed. It was built in [L:Portland].")
