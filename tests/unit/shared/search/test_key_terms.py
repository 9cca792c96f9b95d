"""The terms that a document has rows under."""

from hypothesis import given
from hypothesis import strategies as st

from shared.search.body import Body
from shared.search.key_terms import key_terms
from shared.search.terms import terms_of


def keys(title: str, *keywords: str, known: tuple[str, ...] = (), most: int = 7, english: bool = True) -> list[str]:
    return key_terms(Body(title, {}, keywords), known, most, english=english)


def test_words_of_both_title_and_keywords_come_first() -> None:
    assert keys("Flood closes the harbour bridge", "bridge", "flood", "tide gauge")[:2] == ["bridg", "flood"]


def test_function_words_and_short_words_are_left_out() -> None:
    assert keys("The end of it all is up to us") == ["end"]
    assert keys("Le maire de Lyon et la gare", english=False) == ["mair", "lyon", "gare"]


def test_abbreviations_in_capitals_and_numbers_are_kept_numbers_last() -> None:
    assert keys("UN talks on COP30 in 2026, says US") == ["cop30", "talk", "un", "us", "2026"]


def test_words_that_have_rows_already_are_left_out() -> None:
    assert keys("Mayor of Kesterport resigns", known=("kesterport",)) == ["resign", "mayor"]


def test_keywords_get_turns_although_a_title_is_long() -> None:
    title = "Ministers promise independent investigation concerning yesterday's catastrophic collapse"
    assert {"ferri", "sonar"} <= set(keys(title, "ferry", "sonar"))


def test_two_hiragana_are_no_key() -> None:
    assert keys("東京のことについて") == ["東京", "京の"]


WORDS = st.lists(st.text(min_size=1, max_size=12), max_size=12).map(" ".join)


@given(WORDS, st.lists(WORDS, max_size=5), st.integers(0, 8), st.booleans())
def test_keys_are_terms_of_the_document_each_once(title: str, keywords: list[str], most: int, english: bool) -> None:
    chosen = key_terms(Body(title, {}, keywords), (), most, english=english)
    assert len(chosen) == len(set(chosen)) <= most
    assert set(chosen) <= {term.term for text in (title, *keywords) for term in terms_of(text)}
