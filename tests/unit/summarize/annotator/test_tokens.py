"""Tokens and windows: they cover every word of a text once, with its shape."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from functions.summarize.annotator import tokens as module
from functions.summarize.annotator.annotator import tokenizer_of
from functions.summarize.annotator.model_files import FOLDER, TOKENIZER, verified
from functions.summarize.annotator.tokens import (
    AFTER_SPACE,
    ALL_CAPITALS,
    CAPITALISED,
    LONGEST_LINE,
    MIXED_CASE,
    SHAPES,
    STARTS_LINE,
    tokens_of,
)
from functions.summarize.annotator.windows import OVERLAP, WINDOW, windows_of


@cache
def tokenizer() -> Tokenizer:
    return tokenizer_of(verified(FOLDER, TOKENIZER)[0])


def words_of(text: str) -> dict[str, int]:
    """Return the shape of each word, by the word as written."""
    tokens = tokens_of(text, tokenizer())
    bounds = [*tokens.word_starts.tolist(), len(tokens)]
    return {
        text[tokens.starts[first] : tokens.ends[last - 1]]: int(tokens.shapes[first])
        for first, last in pairwise(bounds)
    }


def test_a_shape_contains_the_case_and_the_position_of_a_word() -> None:
    shapes = words_of('Mayor McCann told NATO: "we are"\nI left.')
    assert shapes["Mayor"] == CAPITALISED | STARTS_LINE | AFTER_SPACE
    assert shapes["McCann"] == MIXED_CASE | AFTER_SPACE
    assert shapes["told"] == AFTER_SPACE
    assert shapes["NATO"] == ALL_CAPITALS | AFTER_SPACE
    assert shapes[":"] == 0
    assert shapes["I"] == CAPITALISED | STARTS_LINE | AFTER_SPACE


def test_an_opening_and_a_closing_straight_mark_have_other_shapes() -> None:
    tokens = tokens_of('said "yes" then', tokenizer())
    opening, closing = (place for place, start in enumerate(tokens.starts) if start in (5, 9))
    assert tokens.shapes[opening] & AFTER_SPACE
    assert not tokens.shapes[closing] & AFTER_SPACE


def test_the_pieces_of_a_word_have_its_shape_and_only_the_first_begins_it() -> None:
    tokens = tokens_of("Shoigu", tokenizer())
    assert len(tokens) > 1
    assert tokens.word_starts.tolist() == [0]
    assert set(tokens.shapes.tolist()) == {CAPITALISED | STARTS_LINE | AFTER_SPACE}


def test_a_line_of_megabytes_is_read_in_pieces() -> None:
    tokens = tokens_of("word " * LONGEST_LINE, tokenizer())
    assert len(tokens) == LONGEST_LINE


def test_a_long_text_is_read_until_enough_tokens_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHARACTERS_AT_ONCE", 30)
    tokens = tokens_of("one two three\n" * 50, tokenizer(), most=10)
    assert len(tokens) == 12


@given(st.text(max_size=200))
def test_tokens_are_in_order_apart_from_each_other_and_inside_the_text(text: str) -> None:
    tokens = tokens_of(text, tokenizer())
    places = list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True))
    assert all(0 <= start <= end <= len(text) for start, end in places)
    assert all(before[0] <= after[0] for before, after in pairwise(places))
    assert all(0 <= shape < SHAPES for shape in tokens.shapes.tolist())
    words = tokens.word_starts.tolist()
    assert words == sorted(set(words))
    assert (not words and not len(tokens)) or words[0] == 0


@given(st.lists(st.text("abc XYZ.,“”", max_size=30), max_size=6))
def test_tokens_do_not_depend_on_other_lines(lines: list[str]) -> None:
    whole = tokens_of("\n".join(lines), tokenizer())
    apart = [int(number) for line in lines for number in tokens_of(line, tokenizer()).ids]
    assert whole.ids.tolist() == apart


@given(st.integers(0, 5000), st.integers(2, 300), st.integers(0, 100))
def test_windows_keep_every_token_once_and_in_order(tokens: int, window: int, overlap: int) -> None:
    overlap = min(overlap, window - 1)
    windows = list(windows_of(tokens, window, overlap))
    kept = [place for each in windows for place in range(each.keep_start, each.keep_end)]
    assert kept == list(range(tokens))
    assert all(each.start <= each.keep_start < each.keep_end <= each.end <= each.start + window for each in windows)


def test_a_token_at_the_edge_of_a_window_is_kept_from_the_other() -> None:
    first, second, *_ = windows_of(2 * WINDOW)
    assert first.end - first.keep_end == OVERLAP // 2
    assert second.keep_start - second.start == OVERLAP // 2
