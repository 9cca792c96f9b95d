"""Valid and invalid lengths of a summary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.summary_length import FEWEST, LENGTHS, MOST, words_of


@given(st.sampled_from(sorted(LENGTHS)), st.sampled_from([str.lower, str.upper, str.title]), st.sampled_from(["", " "]))
def test_names_are_known_in_any_letters(name: str, letters: object, blank: str) -> None:
    assert callable(letters)
    assert words_of(blank + letters(name) + blank) == LENGTHS[name]


@given(st.integers(FEWEST, MOST))
def test_a_number_is_that_many_words(words: int) -> None:
    assert words_of(str(words)) == words


@pytest.mark.parametrize("asked", ["", "tiny", "9", "1001", "-20", "20.5", "1e2", "２０", "9" * 50, "short long"])
def test_anything_else_is_refused_with_what_may_be_asked_for(asked: str) -> None:
    with pytest.raises(ValueError, match="short, medium, long or a number of words from 10 to 1,000"):
        words_of(asked)
