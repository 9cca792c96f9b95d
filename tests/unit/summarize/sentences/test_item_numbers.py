"""Numbers that count up from one in front of blocks are item numbers; figures, dates and ordinals are not."""

import pytest

from functions.summarize.sentences.item_numbers import item_numbers
from functions.summarize.sentences.sentences import sentences_of
from tests.support.documents import document, paragraph

REST = "The harbour was closed."


def numbers(*texts: str, is_english: bool = True) -> list[str]:
    """Return the item numbers of paragraphs with one sentence each."""
    source = document(*map(paragraph, texts))
    openings = [
        each
        for each in sentences_of(source.text, source.blocks)
        if each.start in {block.start for block in source.blocks}
    ]
    found = item_numbers(openings, is_english=is_english)
    return [source.text[start : start + length] for start, length in sorted(found.items())]


@pytest.mark.parametrize(
    "row",
    [
        ["1. ", "2. ", "3. ", "4. "],
        ["1) ", "2) ", "3) "],
        ["2.1 ", "2.2 ", "2.3 "],
        ["(a) ", "(b) ", "(c) "],
        ["i) ", "ii) ", "iii) ", "iv) "],
    ],
)
def test_numbers_that_count_up_from_one_are_item_numbers(row: list[str]) -> None:
    assert numbers(*(number + REST for number in row)) == row
    assert numbers(*(number + REST for number in row), *(number + REST for number in row)) == row + row


def test_the_numbers_of_an_extract_count_up_from_a_larger_one() -> None:
    row = ["23. ", "24. ", "25. ", "26. ", "27. "]
    assert numbers(*(number + REST for number in row), REST, "28. " + REST) == [*row, "28. "]
    assert numbers(*(number + REST for number in row[:3]), *(number + REST for number in row[:3])) == []


def test_rows_can_be_within_one_another() -> None:
    row = ["1. ", "(a) ", "(i) ", "(ii) ", "(iii) ", "(b) ", "(c) ", "2. ", "3. "]
    assert numbers(*(number + REST for number in row)) == row


@pytest.mark.parametrize(
    "texts",
    [
        ["2.5 million people were displaced.", "3.7 percent of them are at home.", "4.1 percent are not."],
        ["1.1 million people left.", "1.2 million people stayed.", "1.3 million people came."],
        ["2.5 Million people left.", "3.7 Million people stayed.", "4.1 Million people came."],
        ["12. " + REST, "13. " + REST, "14. " + REST],
        ["1. " + REST, "2. " + REST],
        ["1. " + REST, "1. " + REST, "1. " + REST],
        ["1. " + REST, "2) " + REST, "(3) " + REST],
    ],
)
def test_figures_and_other_numbers_are_no_item_numbers(texts: list[str]) -> None:
    assert numbers(*texts) == []


def test_dates_and_ordinals_of_other_languages_are_no_item_numbers() -> None:
    assert numbers("1. FC Kiel war hier.", "2. Februar war es.", "3. Mai war es.", is_english=False) == []
    row = ["1) ", "2) ", "3) "]
    assert numbers(*(number + "Der Hafen war zu." for number in row), is_english=False) == row
