"""Character classes: every kind of digit is in the class of its meaning."""

import re
import unicodedata

import pytest

from functions.summarize.sentences.characters import (
    ENCLOSED,
    FRACTIONS,
    LETTER,
    NUMBER_END,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    WORD_END,
)

EVERY = "".join(map(chr, range(0x10000)))


def of_kind(decomposition: str) -> set[str]:
    """Return the numbers of a kind, by the tags of their decompositions, except Japanese annotation marks."""
    return {
        c
        for c in EVERY
        if unicodedata.category(c) == "No"
        and unicodedata.decomposition(c).startswith(f"<{decomposition}>")
        and not "㆒" <= c <= "㆕"
    }


@pytest.mark.parametrize(
    ("characters", "kinds"),
    [
        (SUPERSCRIPTS, ["super"]),
        (SUBSCRIPTS, ["sub"]),
        (FRACTIONS + "⅟", ["fraction"]),
        (ENCLOSED, ["circle", "compat"]),
    ],
)
def test_a_class_has_all_characters_of_its_kind(characters: str, kinds: list[str]) -> None:
    found = set(re.findall(f"[{characters}]", EVERY))
    assert found >= set().union(*map(of_kind, kinds))
    assert all(unicodedata.category(c) == "No" for c in found)


@pytest.mark.parametrize("character", [*"aéßЖ漢アªⅧⅷ"])
def test_letters_and_roman_numerals_are_letters(character: str) -> None:
    assert re.fullmatch(LETTER, character)


@pytest.mark.parametrize("character", [*"3٣५３²⁵₂½⅓⅟①⑳❶⒈_ -"])
def test_digits_of_other_kinds_are_not_letters(character: str) -> None:
    assert not re.fullmatch(LETTER, character)


def test_a_number_ends_in_a_digit_or_a_fraction() -> None:
    assert [c for c in "3٣½²₂①Ⅷa " if NUMBER_END.match(c)] == ["3", "٣", "½"]


@pytest.mark.parametrize(
    ("text", "ends"), [("word²", True), ("word.", True), ("word", True), ("words", False), ("word5", False)]
)
def test_a_word_ends_before_a_footnote_mark(text: str, ends: bool) -> None:
    assert (re.match(f"word{WORD_END}", text) is not None) is ends
