"""A word before several people is a title, even if no list has it."""

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.shared_titles import without_shared_titles


def named(text: str, *names: str) -> list[str]:
    spans = [Mention(text.index(name), text.index(name) + len(name), "PERSON", 0.9) for name in names]
    return [text[span.start : span.end] for span in without_shared_titles(text, spans)]


def test_a_word_before_three_people_is_a_title() -> None:
    text = "Thane Rahim asked Thane Ray Birkett, and Thane Moss left."
    assert named(text, "Thane Rahim", "Thane Ray Birkett", "Thane Moss") == ["Rahim", "Ray Birkett", "Moss"]


def test_a_word_before_two_people_is_none() -> None:
    text = "Thane Rahim asked Thane Ray Birkett."
    assert named(text, "Thane Rahim", "Thane Ray Birkett") == ["Thane Rahim", "Thane Ray Birkett"]


def test_a_usual_given_name_of_several_people_is_none() -> None:
    text = "Mary Ann Lee, Mary Moss and Mary Birkett"
    assert named(text, "Mary Ann Lee", "Mary Moss", "Mary Birkett") == ["Mary Ann Lee", "Mary Moss", "Mary Birkett"]


def test_a_family_name_that_comes_first_is_none() -> None:
    text = "Nguyen Van Lam, Nguyen Thi Hoa and Nguyen Van Duc"
    names = ["Nguyen Van Lam", "Nguyen Thi Hoa", "Nguyen Van Duc"]
    assert named(text, *names) == names
