"""A word before several people is a title, even if no list has it."""

import pytest

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.shared_titles import without_shared_titles


def places(text: str, name: str) -> list[Mention]:
    start = text.index(name)
    return [Mention(start, start + len(name), "PERSON", 0.9)]


def named(text: str, *names: str) -> list[str]:
    spans = [place for name in names for place in places(text, name)]
    return [text[span.start : span.end] for span in without_shared_titles(text, spans)]


def test_a_word_before_three_people_one_of_them_whole_and_in_short_is_a_title() -> None:
    text = "Thane  Rahim asked Thane Ray Birkett, and Thane Moss left. Thane Birkett stayed."
    found = named(text, "Thane  Rahim", "Thane Ray Birkett", "Thane Moss", "Thane Birkett")
    assert found == ["Rahim", "Ray Birkett", "Moss", "Birkett"]


def test_a_word_that_a_whole_name_lacks_elsewhere_is_a_title() -> None:
    text = "Ray Birkett spoke. Thane Rahim asked Thane Ray Birkett, and Thane Moss left."
    spans = [*places(text, "Thane Rahim"), *places(text, "Thane Ray Birkett"), *places(text, "Thane Moss")]
    found = without_shared_titles(text, [Mention(0, 11, "PERSON", 0.9), *spans])
    assert [text[span.start : span.end] for span in found] == ["Ray Birkett", "Rahim", "Ray Birkett", "Moss"]


@pytest.mark.parametrize(
    "names",
    [
        ["Thane Rahim", "Thane Ray Birkett"],
        ["Mary Ann Lee", "Mary Moss", "Mary Lee"],
        ["Nguyen Van Lam", "Nguyen Thi Hoa", "Nguyen Van Duc"],
        ["Nagy Anna Mária", "Nagy Péter", "Nagy Éva"],
        ["Wang Anna Li", "Wang Fang", "Wang Wei", "Li Wei"],
    ],
)
def test_a_given_name_or_a_family_name_of_several_people_stays(names: list[str]) -> None:
    assert named(", ".join(names), *names) == names


def test_a_word_that_is_a_name_alone_is_no_title() -> None:
    text = "Thane Rahim, Thane Ray Birkett, Thane Moss, Thane Birkett and Thane."
    names = ["Thane Rahim", "Thane Ray Birkett", "Thane Moss", "Thane Birkett"]
    spans = [
        *(place for name in names for place in places(text, name)),
        Mention(len(text) - 6, len(text) - 1, "PERSON", 0.9),
    ]
    assert without_shared_titles(text, spans) == spans
