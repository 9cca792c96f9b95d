"""Entities in documents unlike news: defined names, nicknames, teams, relatives, firms."""

import pytest

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.entities import find_entities
from tests.support.found_entities import found, names, types
from tests.support.tagged import tagged


@pytest.mark.parametrize(
    "marked",
    [
        '[O:Quillon Pumps Corp.] (NYSE: QLP) ("[P:Quillon]" or the "Company") was founded by [P:Otto Quillon]. '
        "[P:Quillon] grew.",
        "[O:Quillon Pumps Corp.] (hereinafter the “[P:Quillon]”) met [P:Otto Quillon]. [P:Quillon] grew.",
    ],
)
def test_a_short_name_that_the_text_defines_in_brackets_is_the_name_before_them(marked: str) -> None:
    assert types(marked)["Quillon Pumps Corp."] == "ORGANIZATION"
    assert names(marked) == {"Quillon Pumps Corp.": ("Quillon",), "Otto Quillon": ()}


def test_initials_in_brackets_after_a_person_are_that_person() -> None:
    marked = "Interviewer: [P:Callan Birse] ([O:CB]). [O:CB] asked about [L:Merrow]."
    assert names(marked) == {"Callan Birse": ("CB",), "Merrow": ()}


def test_other_letters_in_brackets_after_a_person_are_not_that_person() -> None:
    assert names("[P:Callan Birse] ([O:QT]) asked.") == {"Callan Birse": (), "QT": ()}


@pytest.mark.parametrize(
    "pieces", ['[P:Willa] "[P:Winnie" Tarn]', '[P:Willa "Winnie]" [P:Tarn]', '[P:Willa "Winnie" Tarn]']
)
def test_a_nickname_in_quotation_marks_is_part_of_the_name_and_names_the_person_alone(pieces: str) -> None:
    assert names(f"{pieces} came. Later [P:Winnie] left.") == {'Willa "Winnie" Tarn': ("Winnie",)}


def test_a_birth_name_is_not_the_relative_with_that_name() -> None:
    index = names("[P:Willa Tarn] (née [P:Sand]) was the daughter of [P:Magnus Sand]. [P:Sand] died.")
    assert index == {"Willa Tarn": ("Sand",), "Magnus Sand": ("Sand",)}


def test_a_short_form_of_a_given_name_is_the_only_person_with_it() -> None:
    assert names("[P:Raymond Zoll] left in May. [P:Ray] came back.") == {"Raymond Zoll": ("Ray",)}
    two = "[P:Raymond Zoll] and [P:Raymond Pell] left in May. [P:Ray] came back."
    assert set(names(two)) == {"Raymond Zoll", "Raymond Pell", "Ray"}


def test_a_common_given_name_alone_is_the_person_with_that_given_name() -> None:
    assert names("[P:Joe Adam] died. [P:Adam Orrin] rode home. [P:Adam] slept.")["Adam Orrin"] == ("Adam",)


def test_a_titled_woman_is_not_the_man_with_her_initial() -> None:
    assert set(names("Mrs [P:J. Tarn] and [P:John Tarn] read the lesson.")) == {"J. Tarn", "John Tarn"}


def test_of_two_relatives_named_equally_often_the_family_name_means_the_one_whom_the_text_names_first() -> None:
    marked = "[P:Ansel Prow] wrote.\n\nHis cousin, [P:Martin Prow], read.\n\nCritics say that [P:Prow] slept."
    assert names(marked)["Ansel Prow"] == ("Prow",)


def test_the_players_of_a_team_are_people() -> None:
    marked = (
        "[P:Rory Mulhane] and [P:Dessie Lyne] were late. TEAM: [L:Lyne] 4; [L:Mulhane] 5, [L:Hargan] 6, [L:Ruad] 6; "
        "[L:Tuohan] 6 ([L:Blighe] 66), [P:Keaveny] 5."
    )
    people = {name for name, kind in types(marked, 0.95).items() if kind == "PERSON"}
    assert people == {"Rory Mulhane", "Dessie Lyne", "Hargan", "Ruad", "Tuohan", "Blighe", "Keaveny"}


def test_people_named_in_full_in_an_enumeration_decide_no_other_type() -> None:
    marked = "They met [P:Ann Lee], [P:Bob Hale], [O:Orfam], [L:Velland] and [L:Ostria]."
    assert types(marked, 0.99) == {
        "Ann Lee": "PERSON",
        "Bob Hale": "PERSON",
        "Orfam": "ORGANIZATION",
        "Velland": "LOCATION",
        "Ostria": "LOCATION",
    }


def test_a_doubtful_name_in_an_enumeration_has_the_type_of_most_others() -> None:
    marked = "They crossed [L:Velland], [L:Ostria], [P:Marrow], [L:Tarnia] and [L:Bregia]."
    assert set(types(marked, 0.8).values()) == {"LOCATION"}
    assert types(marked, 0.95)["Marrow"] == "PERSON"


@pytest.mark.parametrize(("score", "kind"), [(0.7, "ORGANIZATION"), (0.95, "PERSON")])
def test_a_doubtful_person_is_the_organization_whose_name_begins_so(score: float, kind: str) -> None:
    marked = "[O:Kildare Rovers] lost. [P:Kildare] were tired, and [P:Kildare] slept."
    assert {each.type for each in found(marked, score).entities if len(each.mentions) > 1} == {kind}


def test_a_doubtful_place_beside_an_organization_that_begins_so_stays_a_place() -> None:
    assert types("[O:Bostley Globe] wrote. They left [L:Bostley] and saw [L:Bostley] again.", 0.7) == {
        "Bostley Globe": "ORGANIZATION",
        "Bostley": "LOCATION",
    }


@pytest.mark.parametrize(
    ("marked", "written"),
    [
        ("Ms [P:Carrow KC] argued.", "Carrow"),
        ("[P:Strang and Oduya LJJ] agreed.", "Oduya"),
        ("Canon [P:Canon Aubrey Vane] preached.", "Aubrey Vane"),
        ("[P:Corrigal d]. 1962.", "Corrigal"),
        ("as [P:Kari Limm.] et al. say", "Kari Limm"),
        ("by [P:Dana A.] and others", "Dana A."),
        ("the [O:old Institute of Sedges]", "Institute of Sedges"),
        ("Copperton ([O:Ashby) Ltd] built it.", "Copperton (Ashby) Ltd"),
        ("[O:Moorland Trust v Asquith] was cited.", "Moorland Trust"),
        ("[P:Heinrich v. Kleist] wrote.", "Heinrich v. Kleist"),
    ],
)
def test_a_name_has_no_title_letters_of_honour_adjective_or_rest(marked: str, written: str) -> None:
    assert written in names(marked)


def test_a_noun_alone_is_the_only_organization_with_it() -> None:
    assert names("The [O:Merrow District Council] met. The [O:Council] agreed.") == {
        "Merrow District Council": ("Council",)
    }
    two = "BRILL BOROUGH COUNCIL\n\nThe [O:Merrow Parish Council] wrote. The [O:Council] agreed."
    assert set(names(two)) == {"Merrow Parish Council", "Council"}


def test_a_relative_named_in_passing_does_not_take_over_the_family_name() -> None:
    marked = (
        "[P:Otto Birse] built clocks. [P:Birse] was one of nine children of [P:Wim Birse], a pilot, and "
        "[P:Birse] said so."
        "\n\n[P:Birse] left. His son, Mr [P:Lars Birse], stayed, and Mr [P:Lars Birse] wrote."
        "\n\nMr [P:Birse] denied it.\n\nMr [P:Birse] shook his head."
    )
    found_in = {each.name: len(each.mentions) for each in found(marked).entities}
    assert found_in == {"Otto Birse": 6, "Wim Birse": 1, "Lars Birse": 2}


def test_a_name_with_a_particle_is_no_given_name() -> None:
    marked = "[P:Umm Samir] fled. Her nephew, [P:Samir Tarn], stayed."
    assert names(marked) == {"Umm Samir": (), "Samir Tarn": ()}


def test_a_name_ends_with_its_column() -> None:
    assert names("[P:WILLA MAE TARN               Claimant]\n\nMr [P:Tarn] came.") == {"WILLA MAE TARN": ("Tarn",)}


@pytest.mark.parametrize("name", ["Merrow Orchards Limited", "MERROW ORCHARDS LIMITED", "Merrow Orchards, Inc."])
def test_a_name_before_a_legal_form_is_that_of_a_firm(name: str) -> None:
    first, last = name.rsplit(maxsplit=1)
    marked = f"They sued [L:{first.rstrip(',')}]{',' if ',' in first else ''} {last}"
    assert list(types(marked).values()) == ["ORGANIZATION"]
    assert [written.rstrip(".") for written in names(marked)] == [name.rstrip(".")]


def test_a_limited_edition_is_no_legal_form() -> None:
    assert types("They drove a [L:Merrow] Limited Edition.") == {"Merrow": "LOCATION"}


def test_partners_with_an_ampersand_are_a_firm() -> None:
    assert types("The lawyers, [P:Tarn] & [O:Birse], replied.") == {"Tarn & Birse": "ORGANIZATION"}
    assert types("They shut [P:Tarn] & Daughter in May.") == {"Tarn & Daughter": "ORGANIZATION"}


def test_authors_with_an_ampersand_and_a_year_are_no_firm() -> None:
    assert set(names("It is known ([P:Tarn] & [O:Birse], 2014).")) == {"Tarn", "Birse"}


def test_an_initial_after_a_given_name_alone_belongs_to_it() -> None:
    assert set(names('"[P:Willa] R.," 26, and "[P:Otto] M." came. [P:Ines] J. Holt and [P:Lars]. A dog barked.')) == {
        "Willa R.",
        "Otto M.",
        "Ines",
        "Lars",
    }


def test_initials_after_a_family_name_in_a_bibliography_are_of_that_person() -> None:
    marked = "[P:Willa Mae Tarn] wrote.\n\n2. [P:Tarn], [P:W. M.], Some Memories (1883), p. 7."
    assert names(marked) == {"Willa Mae Tarn": ("Tarn, W. M.",)}


def test_an_organization_and_its_part_are_two_if_one_is_named_elsewhere() -> None:
    marked = "It was made at [O:Merrow University's School of Art]. The [O:School of Art] is old."
    assert names(marked) == {"Merrow University": (), "School of Art": ()}


def test_the_first_words_of_a_firm_or_a_foundation_are_its_short_name() -> None:
    marked = "[O:Blue Tarn Foods Ltd.] replied. [O:Blue Tarn] denied it. The [O:Birse Foundation for Art] paid. "
    marked += "The [O:Birse Foundation] is rich."
    assert names(marked) == {
        "Blue Tarn Foods Ltd.": ("Blue Tarn",),
        "Birse Foundation for Art": ("Birse Foundation",),
    }


def test_a_short_name_before_the_long_one_is_of_another_organization() -> None:
    marked = "The [O:Merrow Society] met. The [O:Merrow Society of Clerks] did not."
    assert set(names(marked)) == {"Merrow Society", "Merrow Society of Clerks"}


def test_the_name_of_a_user_is_one_word_with_its_underscores_and_dots() -> None:
    assert set(names("[P:Otto_]tarn wrote.\n\n[P:kezi].b\nSome words.")) == {"Otto_tarn", "kezi.b"}


def test_a_label_before_a_name_of_several_words_is_no_part_of_it() -> None:
    assert set(names("Writer_[P:Willa Tarn], Director_[P:Otto Birse]")) == {"Willa Tarn", "Otto Birse"}


def test_a_relative_with_a_common_given_name_is_not_called_by_a_family_name() -> None:
    marked = "Tarn's daughter [P:Ann] wept. [P:Willa Ann] was born in May."
    assert names(marked) == {"Ann": (), "Willa Ann": ()}


def test_a_relative_before_two_people_with_the_same_given_name_is_neither() -> None:
    marked = "His wife [P:Willa] wept. [P:Willa Tarn] and [P:Willa Birse] came."
    assert set(names(marked)) == {"Willa", "Willa Tarn", "Willa Birse"}


def test_a_piece_of_a_place_named_in_full_elsewhere_is_the_whole_place() -> None:
    assert names("The road from [L:Tel] Merrow to [L:Tel Merrow].") == {"Tel Merrow": ()}


def test_pieces_of_a_place_are_as_probable_as_the_most_probable_one() -> None:
    text, (first, last) = tagged("They left [L:Tel] [L:Merrow] today.")
    pieces = [Mention(first.start, first.end, "LOCATION", 0.9), Mention(last.start, last.end, "LOCATION", 0.3)]
    assert [each.name for each in find_entities(text, pieces).entities] == ["Tel Merrow"]


def test_an_adjective_in_small_letters_is_not_joined_with_a_place() -> None:
    assert names("They left [L:western] [L:Merrow] today.") == {"Merrow": ()}


@pytest.mark.parametrize("building", ["Vellum Amphitheatre", "Merrow Credit Union Arena"])
def test_a_building_for_events_is_a_place(building: str) -> None:
    assert types(f"They sang at the [O:{building}].")[building] == "LOCATION"


def test_a_state_after_a_place_is_no_abbreviation_of_a_building() -> None:
    assert set(names("They left [L:Merrow], [L:VA]. They sang at [L:Vellum Amphitheatre].")) == {
        "Merrow",
        "VA",
        "Vellum Amphitheatre",
    }


def test_an_adjective_in_small_letters_is_no_part_of_an_organization() -> None:
    assert set(names("The [O:federal Bureau of Tolls] and the [O:de Merrow Museum] met.")) == {
        "Bureau of Tolls",
        "de Merrow Museum",
    }


def test_two_public_bodies_that_and_joins_are_two() -> None:
    marked = "They told the [O:Bureau of Tolls and the Department of Canals] so."
    assert set(names(marked)) == {"Bureau of Tolls", "Department of Canals"}


def test_initials_in_brackets_have_the_type_of_the_name_before_them() -> None:
    marked = "They work in the [O:Merrow Export Zone] ([O:MEZ]). They left the [O:MEZ]."
    assert types(marked) == {"Merrow Export Zone": "LOCATION"}


def test_later_mentions_by_given_name_say_nothing_about_an_earlier_family_name() -> None:
    marked = (
        "[P:Lars Tarn] dug. [P:Lars] slept.\n\n[P:Otto Tarn] built it. [P:Tarn] was proud.\n\n"
        "[P:Lars] woke.\n\n[P:Lars] left."
    )
    found_in = {each.name: len(each.mentions) for each in found(marked).entities}
    assert found_in == {"Lars Tarn": 4, "Otto Tarn": 2}


@pytest.mark.parametrize("name", ["Moody's Investors Service", "McDonald's Corp."])
def test_an_organization_that_is_named_after_a_person_is_whole(name: str) -> None:
    owner = name.partition("'")[0]
    assert name in names(f"[O:{owner}]'s fell. [O:{name}] said so.")


def test_a_name_in_small_letters_before_a_common_noun_is_part_of_the_name() -> None:
    assert "adidas Group" in names("The [O:adidas Group] grew.")


def test_partners_before_a_legal_form_are_one_firm_with_its_full_stop() -> None:
    assert set(names("[P:Reed] & Sons Ltd grew. [O:Lund] Inc. The firm fell.")) == {"Reed & Sons Ltd", "Lund Inc."}


def test_two_words_of_a_name_in_a_justified_line_are_one_name() -> None:
    assert set(names("So [P:Ann   Reed] came.")) == {"Ann Reed"}


def test_two_organizations_that_the_text_also_names_apart_are_no_firm() -> None:
    assert set(names("[O:Quillon] & [O:Tarnco] sued. [O:Quillon] won. [O:Tarnco] lost.")) == {"Quillon", "Tarnco"}


def test_the_pieces_of_a_name_are_joined_up_to_a_limit() -> None:
    assert all(len(each.name) <= 200 for each in found("[O:Reed] " * 1000).entities)
