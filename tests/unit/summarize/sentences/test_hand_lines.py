"""Lines that their writer ends differ from lines that end with the width of the page."""

import pytest

from functions.summarize.sentences.hand_lines import is_ended_by_hand, labels_end, longest_line


def test_the_longest_line_is_found_in_any_text() -> None:
    assert longest_line(["Kiel", "The harbour\nis closed"]) == 11
    assert longest_line([]) == 0


@pytest.mark.parametrize(
    ("line", "following", "expected"),
    [
        ("MINUTES", "The chair opened the meeting.", True),
        ("MINUTES", "*The chair opened the meeting.", True),
        ("The chair opened", "the meeting.", False),
        ("The chair opened:", "All are here.", False),
        ("The chair of the meeting was", "Vandenberg-Hollinghurst.", False),
        ("MINUTES", "  ", False),
    ],
)
def test_a_line_is_ended_by_hand_if_the_next_word_would_fit(line: str, following: str, expected: bool) -> None:
    assert is_ended_by_hand(line, following, 40) is expected


@pytest.mark.parametrize(
    ("labels", "rest"),
    [
        ("", "The chair opened the meeting."),
        ("MINUTES\n", "The chair opened the meeting."),
        ("Chair: Ann Lee\nPlace of Work: Kiel\n  ", "The chair opened."),
        ("", "The chair met\nPresident Lee."),
        ("", "Ann Lee, Mayor of\nParis, came."),
        ("MINUTES\n", "The chair met\nPresident Lee."),
    ],
)
def test_labels_end_above_the_first_line_that_looks_like_prose(labels: str, rest: str) -> None:
    assert labels_end(labels + rest, 40) == len(labels)
