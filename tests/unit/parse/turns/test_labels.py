"""Labels of speakers: their form at the start of a line."""

import pytest

from functions.parse.turns.labels import Label, label_of, labelled


@pytest.mark.parametrize(
    ("line", "name", "words"),
    [
        ("INGRID DAHL, MAYOR: The wall stays.", "INGRID DAHL", "The wall stays."),
        ("Tom Okoro (Greens): Why?", "Tom Okoro", "Why?"),
        ("Jan van der Berg: No.", "Jan van der Berg", "No."),
        ("**Ann Lee:** Hello.", "Ann Lee", "Hello."),
        ("[12:03] Ann: Hello.", "Ann", "Hello."),
        ("04/05/2026, 12:03 - ann_lee: hello", "ann_lee", "hello"),
        ("[00:01:12 --> 00:01:15] Ann Lee: Hello.", "Ann Lee", "Hello."),
        ("12:03:15 From Ann Lee to Everyone: hello", "Ann Lee", "hello"),
        ("Ann Lee (00:12): Hello.", "Ann Lee", "Hello."),
        ("Ann Lee  0:12", "Ann Lee", ""),
        ("[12:03] <ann> hello", "ann", "hello"),
        (">> ANN: Hello.", "ANN", "Hello."),
        ("Q. Where were you?", "Q", "Where were you?"),
        ("Q. What was it: a boat?", "Q", "What was it: a boat?"),
        ("Mr. HALE. I yield.", "Mr. HALE", "I yield."),
        ("THE COURT:", "THE COURT", ""),
        ("Speaker 1: Hello.", "Speaker 1", "Hello."),
    ],
)
def test_a_label_ends_before_the_words(line: str, name: str, words: str) -> None:
    label = label_of(line)
    assert label is not None
    assert (label.name, line[label.after :]) == (name, words)
    assert line[label.start : label.start + len(name)] == name


@pytest.mark.parametrize(
    "line",
    [
        "The road is closed: use the bridge.",
        "https://example.org is a site",
        "We met at 12:03 in the hall.",
        "12:03 the train left",
        "Ann, one thing is clear: it rains.",
        "See Section 2: it has the figures.",
        "",
        ":",
    ],
)
def test_other_lines_have_no_label(line: str) -> None:
    assert label_of(line) is None


@pytest.mark.parametrize("name", ["Q", "A", "A2", "Speaker 1", "Interviewer", "AUDIENCE MEMBER", "Male Speaker"])
def test_a_function_in_a_conversation_names_nobody(name: str) -> None:
    assert Label(name, 0, len(name)).is_anonymous


@pytest.mark.parametrize("name", ["Ann", "THE COURT", "Ann Speaker", "NS"])
def test_names_and_offices_are_not_anonymous(name: str) -> None:
    assert not Label(name, 0, len(name)).is_anonymous


def test_lines_are_divided_in_front_of_labels() -> None:
    assert labelled(["Ann: one", "two", "Ben: three"]) == [["Ann: one", "two"], ["Ben: three"]]
    assert labelled(["one", "Note: two"]) == [["one", "Note: two"]]
