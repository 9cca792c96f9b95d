"""Tokens and windows: they cover every word of a text once, with its shape."""

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from functions.summarize.annotator import tokens as module
from functions.summarize.annotator.annotator import tokenizer_of
from functions.summarize.annotator.model_files import FOLDER, LANGUAGES, TOKENIZER, verified
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
from functions.summarize.annotator.windows import CONTEXT, OVERLAP, WINDOW, windows_of


@cache
def tokenizer() -> Tokenizer:
    return tokenizer_of(verified(FOLDER, TOKENIZER)[0])


@cache
def languages_tokenizer() -> Tokenizer:
    return tokenizer_of(verified(FOLDER, LANGUAGES.tokenizer)[0])


def words_of(text: str, tokenizer: Callable[[], Tokenizer] = tokenizer) -> dict[str, int]:
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


places = st.lists(st.integers(0, 5000), unique=True, max_size=60).map(sorted).map(np.array)


@given(st.integers(0, 5000), places, places)
def test_windows_keep_every_token_once_and_in_order(tokens: int, lines: np.ndarray, sentences: np.ndarray) -> None:
    windows = list(windows_of(tokens, lines, sentences))
    kept = [place for each in windows for place in range(each.keep_start, each.keep_end)]
    assert kept == list(range(tokens))
    assert all(each.start <= each.keep_start < each.keep_end <= each.end <= each.start + WINDOW for each in windows)


def test_windows_have_about_equal_lengths_and_end_where_a_paragraph_or_else_a_sentence_begins() -> None:
    lines, sentences = np.array([0, 165, 230, 300]), np.array([0, 165, 190, 210, 230, 300, 420, 480])
    windows = [(each.start, each.keep_start, each.end) for each in windows_of(600, lines, sentences)]
    assert windows == [(0, 0, 230), (210, 230, 420), (420, 420, 600)]


def test_a_window_reads_no_more_context_than_whole_sentences_of_a_few_tokens() -> None:
    lines, sentences = np.array([0, 200]), np.array([0, 200 - CONTEXT - 1, 200])
    _, second = windows_of(400, lines, sentences)
    assert (second.start, second.keep_start) == (200, 200)
    _, second = windows_of(400, lines, sentences + np.array([0, 1, 0]))
    assert (second.start, second.keep_start) == (200 - CONTEXT, 200)


def test_a_text_that_fits_is_one_window() -> None:
    [window] = windows_of(WINDOW, np.array([0, 100]), np.array([0, 100, 200]))
    assert (window.start, window.end) == (0, WINDOW)


def test_a_token_at_the_edge_of_a_window_without_breaks_is_kept_from_the_other() -> None:
    none = np.zeros(0, dtype=np.int64)
    first, second, *_ = windows_of(2 * WINDOW, none, none)
    assert first.end - first.keep_end == OVERLAP // 2
    assert second.keep_start - second.start == OVERLAP // 2


def test_lines_and_sentences_begin_at_the_first_token_of_a_word() -> None:
    text = "Unbelievable words.\n\nOther ones. Third."
    tokens = tokens_of(text, tokenizer())
    assert [text[tokens.starts[number] :][:5] for number in tokens.line_starts()] == ["Unbel", "Other"]
    assert tokens.at([0, text.index("Other"), text.index(" Third")]).tolist() == [
        0,
        tokens.line_starts()[1],
        int(np.flatnonzero(tokens.starts == text.index("Third"))[0]),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("北京大学的张伟说：“你好”。", "北京"),
        ("삼성전자는 밝혔다.", "삼성"),
        ("東京の知事は述べた。", "東京"),
        ("l’homme d’État", "État"),
        ("Ankara’da", "Ankara"),
        ("«Правда» пишет", "Правда"),
    ],
)
def test_a_name_ends_inside_what_spaces_separate(text: str, name: str) -> None:
    assert name in words_of(text, languages_tokenizer)


@given(st.text("aé ’«.，。北京の삼ไ\n½ﬁ\u0301", max_size=60))
def test_words_of_all_scripts_are_in_order_and_inside_the_text(text: str) -> None:
    tokens = tokens_of(text, languages_tokenizer())
    starts = tokens.starts[tokens.word_starts]
    assert (np.diff(starts) >= 0).all()
    assert (tokens.starts <= tokens.ends).all()
    assert not len(tokens) or (tokens.starts.min() >= 0 and tokens.ends.max() <= len(text))
    covered = {place for start, end in zip(tokens.starts, tokens.ends, strict=True) for place in range(start, end)}
    assert all(place in covered or not character.isalpha() for place, character in enumerate(text))


def test_hardly_any_piece_of_the_supported_scripts_is_unknown() -> None:
    unknown = languages_tokenizer().token_to_id("[UNK]")
    for text in (
        "Žluťoučký kůň",
        "Đặng Thị Ngọc",
        "Ελλάδα",
        "ประเทศไทย",
        "ירושלים",
        "हिन्दी",
        "中华人民共和国",
        "대한민국",
    ):
        assert unknown not in tokens_of(text, languages_tokenizer()).ids
