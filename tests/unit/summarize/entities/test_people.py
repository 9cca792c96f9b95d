"""Which names of people are those of one person, and which of several."""

import re
from itertools import permutations

import pytest

from functions.summarize.entities.entities import find_entities
from tests.support.entity_index import forms, found, names
from tests.support.tagged import tagged


def test_full_name_short_name_and_titled_name_are_one_person() -> None:
    index = found(
        "[P:Prime Minister Ada Osei] flew home. [P:Osei] was tired. Mrs. [P:Osei's] car waited. [P:ADA OSEI] slept."
    )
    assert names(index) == {"Ada Osei"}
    person = index.entities[0]
    assert (person.aliases, len(person.mentions)) == (("Osei", "ADA OSEI"), 4)
    assert person.roles == {"minister"}
    assert person.gender == "female"


def test_misspelled_and_transliterated_names_of_one_office_are_one_person() -> None:
    index = found(
        "President [P:Mansur al-Hadidi] spoke. The Tarsian President [P:Masur al-Hadidi] left.\n\n"
        "[P:Mansur Hadidi] is ill. [P:Al-Hadidi] rests. [P:Mansur]'s army. President [P:al-Hadidi] waits."
    )
    assert names(index) == {"Mansur al-Hadidi"}
    assert index.entities[0].aliases == ("Masur al-Hadidi", "Mansur Hadidi", "Al-Hadidi", "Mansur", "al-Hadidi")


@pytest.mark.parametrize(
    ("marked", "people"),
    [
        ("[P:Jon Smith] and [P:John Smith] met.", 2),
        ("[P:Tim Cook] left. Then [P:Tom Cook] left.", 2),
        ("[P:Maria Lopez], 34, won. [P:Mario Lopez], 12, lost.", 2),
        ("[P:Alexander Petrov] ran. Later [P:Alexandra Petrova] ran.", 2),
        ("[P:Francis Doyle] sailed. He left. [P:Frances Doyle] stayed.", 2),
        ("[P:Marek Vrana], a baker, ran. A week later [P:Marrek Vrana], a pilot, ran.", 2),
        ("[P:Anatoly Kramer], 71, spoke. Then [P:Anatoli Kramer], 43, spoke.", 2),
        ("[P:Anatoly Kramer] spoke. His brother [P:Anatoli Kramer] spoke.", 2),
        ("[P:John Moss Sr.] founded it. [P:John Moss Jr.] sold it.", 2),
        ("[P:John Moss] founded it. His son [P:John Moss Jr.] sold it.", 2),
        ("[P:George W. Marsh] came. [P:George H. W. Marsh] came.", 2),
        ("[P:Kim Jong Un] came. [P:Kim Jong Il] had died.", 2),
        ("[P:Mr. and Mrs. Adeyemi] left. [P:Tunde Adeyemi] came. [P:Bola Adeyemi] came.", 2),
        ("[P:Anatoly Kramer] spoke. Later, [P:Anatoli Kramer] was silent.", 1),
        ("[P:Bill Ames] spoke. [P:William Ames] sat down.", 1),
        ("[P:J. Castellano] wrote it. [P:Jane Castellano] read it.", 1),
        ("[P:Kim Jong Un] came. [P:Kim] left. [P:Kim Jong-un] slept.", 1),
        ("[P:Omar bin Zayed] came. [P:Bin Zayed] left. They saw [P:bin Zayed]'s men.", 1),
        ("[P:George W. Marsh] came. [P:George Marsh] left.", 1),
        ("The Rev. [P:John Moss] came. The Rev. [P:John Moss Jr.] left.", 1),
    ],
)
def test_the_text_beside_a_name_distinguishes_people(marked: str, people: int) -> None:
    assert len(found(marked).entities) == people


def test_a_misspelled_family_name_needs_more_than_a_close_spelling() -> None:
    introduced = "[P:Ingrid Halvorsen], the mayor, spoke. "
    assert names(found(introduced + "Then Ms [P:Halvorson] left.")) == {"Ingrid Halvorsen"}
    assert names(found(introduced + "Senator [P:Halvorson] left.")) == {"Ingrid Halvorsen", "Halvorson"}
    assert names(found(introduced + "Mr [P:Halvorson] left.")) == {"Ingrid Halvorsen", "Halvorson"}
    assert names(found(introduced + "[P:Carl Halvorson] left. Mr [P:Halvorson] slept.")) == {
        "Ingrid Halvorsen",
        "Carl Halvorson",
    }


def test_a_rare_spelling_is_not_the_name_even_if_it_is_as_long() -> None:
    often = "[P:Yusuf Rahmani] came. " * 3
    assert names(found("[P:Yusuf Rahmanni] left. " + often)) == {"Yusuf Rahmani"}


def test_a_shared_family_name_refers_to_the_last_person_named_in_the_paragraph_or_the_most_frequent() -> None:
    marked = (
        "[P:Nora Quist] won. [P:Nora Quist] thanked [P:Per Quist]. [P:Quist] smiled.\n\n"
        "[P:Quist] will begin in May. Mr. [P:Quist] cooks. Mrs. [P:Quist] reads."
    )
    text, mentions = tagged(marked)
    index = find_entities(text, mentions)
    short = [match.start() for match in re.finditer(r"(?<!Nora )(?<!Per )Quist", text)]
    assert [getattr(index.of(place, place + 5), "name", None) for place in short] == [
        "Per Quist",
        "Nora Quist",
        "Per Quist",
        "Nora Quist",
    ]


def test_a_title_decides_between_namesakes() -> None:
    marked = "Mayor [P:Ann Lee] spoke. Senator [P:Tom Lee] spoke.\n\nMayor [P:Lee] sat. Sen. [P:Lee] left."
    assert forms(marked, "Ann Lee") == ["Ann Lee", "Lee"]
    assert forms(marked, "Tom Lee") == ["Tom Lee", "Lee"]


def test_a_plural_family_name_is_not_one_of_its_members() -> None:
    assert names(found("[P:Ada Osei] came. The [P:Oseis] left.")) == {"Ada Osei", "Oseis"}


def test_a_span_of_two_people_is_divided_and_one_person_in_two_spans_is_joined() -> None:
    assert names(found("[P:Ada Osei and Per Quist] met [P:Karim al-][P:Hadidi] and [P:Nora][P: Moss].")) == {
        "Ada Osei",
        "Per Quist",
        "Karim al-Hadidi",
        "Nora Moss",
    }


def test_the_order_of_the_names_does_not_change_the_people() -> None:
    pieces = [
        "[P:George W. Marsh] came. ",
        "[P:George H. W. Marsh] came. ",
        "[P:Marsh] left. ",
        "Mrs. [P:Ann Marsh] ate. ",
    ]
    for order in permutations(pieces):
        assert {"George W. Marsh", "George H. W. Marsh", "Ann Marsh"} == names(found("".join(order)))


def test_spellings_with_x_and_with_an_umlaut_written_out_are_one_person() -> None:
    index = found(
        "[P:Aleksandr Volkov] came. Then [P:Alexander Volkov] left. [P:Ida Köhler] stayed. Ms. [P:Koehler] slept."
    )
    assert names(index) == {"Aleksandr Volkov", "Ida Köhler"}


def test_namesakes_with_other_initials_are_two_people() -> None:
    assert names(found("Mr [P:D. Orme] spoke. Mr [P:B. Orme] did not. Mr [P:B]. [P:Orme] left.")) == {
        "D. Orme",
        "B. Orme",
    }
