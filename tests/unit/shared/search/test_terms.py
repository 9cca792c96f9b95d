"""Terms of texts in all scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.search.terms import LONGEST_TERM, stem, term_set, terms_of


def terms(text: str) -> list[str]:
    return [term.term for term in terms_of(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mayor", "MAYOR"),
        ("Bürgermeister", "burgermeister"),
        ("mayors", "mayor"),
        ("Kesterport’s", "Kesterport"),
        ("U.S. sanctions", "US sanction"),
        ("l’Ukraine", "Ukraine"),
        ("dell'Università", "universita"),
        ("O'Brien", "OBrien"),
        ("Київ", "київ"),
        ("ΑΘΗΝΑΣ", "αθηνας"),
        ("أحمد", "احمد"),
        ("محـــمد", "محمد"),
        ("٢٠٢٦", "2026"),
        ("ｔｏｋｙｏ", "tokyo"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("co-\u200boperate", "co operate"),
    ],
)
def test_spellings_of_a_word_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(("one", "other"), [("किताब", "कताब"), ("が", "か"), ("mayor", "majority"), ("2025", "2026")])
def test_different_words_are_different_terms(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_a_script_without_spaces_has_overlapping_pairs() -> None:
    assert terms("東京都知事") == ["東京", "京都", "都知", "知事"]
    assert terms("2026年選挙 COP30") == ["2026", "年選", "選挙", "cop30"]
    assert terms("王") == ["王"]


def test_positions_are_code_points_of_the_text() -> None:
    text = "😀 The U.S.’s “Mayors”, l’Ukraine 東京都"
    assert [text[start:end] for _, start, end in terms_of(text)] == [
        "The", "U.S.’s", "Mayors", "Ukraine", "東京", "京都",
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_terms_are_in_order_and_within_the_text(text: str) -> None:
    found = terms_of(text)
    assert all(0 <= term.start < term.end <= len(text) for term in found)
    assert [term.start for term in found] == sorted(term.start for term in found)
    assert all(term.term and len(term.term) <= LONGEST_TERM and "#" not in term.term for term in found)


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_terms_of_a_text_do_not_depend_on_the_text_around_it(text: str, other: str) -> None:
    assert terms(f"{text} {other}") == [*terms(text), *terms(other)]
    assert term_set(f"{text} {other}") == {*terms(text), *terms(other)}


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word)
