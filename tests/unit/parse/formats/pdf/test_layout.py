"""The layout analysis of PDF pages, without PDFium: no word is lost, duplicated or invented in any layout."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.formats.pdf.blocks import blocks
from functions.parse.formats.pdf.fragments import joined
from functions.parse.formats.pdf.furniture import without_furniture
from functions.parse.formats.pdf.glyphs import HYPHEN, cleaned
from functions.parse.formats.pdf.hyphens import Hyphens, without_hyphen
from functions.parse.formats.pdf.lines import Line, Piece
from functions.parse.formats.pdf.page import Page
from functions.parse.formats.pdf.reading_order import bands, in_order, runs
from shared.documents.document import BlockKind

SIZE = 10.0

words = st.text(st.sampled_from("abcXYZ019.,:•-éß字"), min_size=1, max_size=9).filter(
    lambda word: not word.endswith("-")
)
places = st.floats(0, 600, allow_nan=False)
sizes = st.sampled_from([6.0, 9.0, 10.0, 10.5, 14.0, 24.0])


@st.composite
def any_line(draw: st.DrawFn) -> Line:
    """A line at any position, sometimes with wide gaps."""
    parts = draw(st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4))
    left, size = draw(places), draw(sizes)
    pieces, right = [], left
    for part in parts:
        pieces.append(Piece(part, right, right + len(part) * size / 2))
        right = pieces[-1].right + 2 * size
    return Line(
        " ".join(parts),
        left,
        pieces[-1].right,
        draw(places),
        size,
        draw(st.booleans()),
        draw(st.booleans()),
        pieces if len(pieces) > 1 else [],
    )


def line(text: str, left: float = 0.0, baseline: float = 0.0, width: float = 100.0, size: float = SIZE) -> Line:
    """Return a line at a position."""
    return Line(text, left, left + width, baseline, size)


def page(lines: list[Line], number: int = 1) -> Page:
    """Return a page with these lines."""
    return Page(number, 600, 800, lines)


def characters_of(texts: list[str]) -> Counter[str]:
    """Return how often each character occurs in the texts, without white space."""
    return Counter("".join(texts).replace(" ", "").replace("\t", "").replace("\n", ""))


@given(st.lists(st.lists(any_line(), max_size=12), min_size=1, max_size=3))
def test_no_word_is_lost_duplicated_or_invented(pages: list[list[Line]]) -> None:
    made = blocks([page(lines, number) for number, lines in enumerate(pages, 1)], {})
    assert characters_of([block.text for block in made]) == characters_of(
        [line.text for lines in pages for line in lines]
    )


@given(st.lists(any_line(), max_size=20))
def test_order_and_bands_keep_every_line(lines: list[Line]) -> None:
    assert Counter(map(id, in_order(lines))) == Counter(map(id, lines))
    assert [id(line) for band in bands(lines) for line in band.lines] == [id(line) for line in lines]
    assert [id(line) for run in runs(lines) for line in run] == [id(line) for line in lines]
    tops = [band.top for band in bands(lines)]
    assert tops == sorted(tops)


@given(st.lists(any_line(), max_size=15))
def test_joined_fragments_have_the_same_words(lines: list[Line]) -> None:
    whole = joined(lines)
    assert characters_of([line.text for line in whole]) == characters_of([line.text for line in lines])
    for made in whole:
        assert not made.pieces or characters_of([piece.text for piece in made.pieces]) == characters_of([made.text])


@given(st.lists(words, min_size=1, max_size=30), st.integers(1, 8))
def test_a_column_is_read_in_its_order(column: list[str], after: int) -> None:
    left = [line(f"l{number}{word}", 0, 20.0 * number) for number, word in enumerate(column)]
    right = [line(f"r{number}{word}", 300, 20.0 * number) for number, word in enumerate(column)]
    # The file stores part of the left column at the end.
    shuffled = [*left[:after], *right, *left[after:]]
    text = "\n".join(block.text for block in blocks([page(shuffled)], {}))
    for texts in ([one.text for one in left], [one.text for one in right]):
        found = [text.index(word) for word in texts]
        assert found == sorted(found)


@given(st.text())
def test_cleaned_text_has_no_control_characters(text: str) -> None:
    kept = cleaned(text)
    assert kept == kept.strip()
    assert not any(0xE000 <= ord(letter) <= 0xF8FF or ord(letter) < 32 for letter in kept)
    assert HYPHEN not in kept[:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e\ufb03cient \ufb01sh", "efficient fish"),
        ("\uf0b7 first", "• first"),
        ("a\u00a0b\tc", "a b c"),
        ("soft\u00adly", "softly"),
        ("soft\u00ad", f"soft{HYPHEN}"),
        ("\ue001\ue002", ""),
        ("e↵orts", "efforts"),
    ],
)
def test_glyphs_become_characters(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([f"im{HYPHEN}", "portant"], "important"),
        ([f"North{HYPHEN}", "South"], "North-South"),
        ([f"dual{HYPHEN}", "encoder", "a dual-encoder"], "dual-encoder a dual-encoder"),
        ([f"high{HYPHEN}", "dimensional", "high", "dimensional"], "high-dimensional high dimensional"),
        ([f"in{HYPHEN}", "side", "inside"], "inside inside"),
        ([f"pages 10{HYPHEN}", "12"], "pages 10-12"),
        (["well-", "being"], "wellbeing"),
        (["two", "words"], "two words"),
    ],
)
def test_hyphens_are_removed_unless_the_word_has_them(lines: list[str], text: str) -> None:
    assert Hyphens(lines).join(lines) == text


def test_a_hyphen_at_the_end_of_the_text_is_kept() -> None:
    assert without_hyphen(f"im{HYPHEN}") == "im-"


def running(first: str, second: str, third: str) -> list[list[str]]:
    """Return the lines that remain of three pages of text, each with one of these lines at its top."""
    pages = [
        page(
            [line(head, baseline=30, size=8), *(line(f"Text {n} {row}", baseline=100 + 14 * row) for row in range(5))],
            n,
        )
        for n, head in enumerate((first, second, third), 1)
    ]
    without_furniture(pages)
    return [[line.text for line in page.lines] for page in pages]


@pytest.mark.parametrize(
    "heads",
    [("Report", "Report", "Report"), ("Page 3 of 9", "Page 4 of 9", "Page 5 of 9"), ("iv", "v", "vi")],
)
def test_lines_that_repeat_on_each_page_are_furniture(heads: tuple[str, str, str]) -> None:
    assert all(texts[0].startswith("Text") for texts in running(*heads))


@pytest.mark.parametrize("heads", [("Report", "Reply", "Report"), ("12 boats", "40 boats", "31 boats")])
def test_lines_that_differ_between_pages_are_text(heads: tuple[str, str, str]) -> None:
    assert [texts[0] for texts in running(*heads)] == list(heads)


def test_a_repeated_line_close_to_the_text_is_text() -> None:
    pages = [page([line("Boat", baseline=60 + 12 * row) for row in range(4)], number) for number in range(1, 5)]
    without_furniture(pages)
    assert [len(page.lines) for page in pages] == [4, 4, 4, 4]


def test_pages_of_repeated_lines_only_are_kept() -> None:
    pages = [page([line("A form", baseline=60)], number) for number in range(1, 5)]
    without_furniture(pages)
    assert [len(page.lines) for page in pages] == [1, 1, 1, 1]


def without_numbers(text: str) -> str:
    """Return the text in the form in which page furniture is compared."""
    return re.sub(r"\d+", "#", text).casefold()


@given(st.lists(st.lists(any_line(), max_size=6), max_size=6))
def test_only_repeated_lines_are_furniture(pages: list[list[Line]]) -> None:
    made = [page(list(lines), number) for number, lines in enumerate(pages, 1)]
    without_furniture(made)
    on_pages = Counter(text for lines in pages for text in {without_numbers(one.text) for one in lines})
    for before, after in zip(pages, made, strict=True):
        kept = set(map(id, after.lines))
        assert [id(one) for one in before if id(one) in kept] == list(map(id, after.lines))
        assert all(on_pages[without_numbers(one.text)] > 1 for one in before if id(one) not in kept)


def test_ten_thousand_lines_in_no_order_are_laid_out() -> None:
    lines = [
        line(f"w{number}", left=number * 37 % 500, baseline=number * 7919 % 780, width=20) for number in range(10_000)
    ]
    made = blocks([page(lines)], {})
    assert characters_of([block.text for block in made]) == characters_of([line.text for line in lines])


def test_a_caption_includes_the_line_after_its_label() -> None:
    caption = [line("Table 1", baseline=100, width=40), line("Landings by boat and year.", baseline=114)]
    (block,) = blocks([page(caption)], {})
    assert (block.kind, block.text) == (BlockKind.CAPTION, "Table 1 Landings by boat and year.")
