"""Headings in plain paragraphs are found by their form, if a sentence follows each."""

import pytest

from functions.summarize.selection.heading_lines import heading_lines
from shared.documents.document import Document
from tests.support.documents import document, paragraph

BODY = "The Hirer shall pay the hire charge in full before the Boat leaves the quay."


def found(source: Document) -> list[tuple[str, int | None]]:
    return [(source.text[block.start : block.end], block.level) for block in heading_lines(source.text, source.blocks)]


@pytest.mark.parametrize(
    ("first", "second", "levels"),
    [
        ("1. Interpretation", "2. Payment", (1, 1)),
        ("1 Scope", "1.1 Boats", (1, 2)),
        ("Article 5 Payment", "Article 6", (1, 1)),
        ("§ 3 Zahlung", "§ 4 Haftung", (1, 1)),
        ("PAYMENT OF THE CHARGE", "LIABILITY", (1, 1)),
    ],
)
def test_numbered_named_and_capital_lines_are_headings(first: str, second: str, levels: tuple[int, int]) -> None:
    own_paragraphs = document(paragraph(first), paragraph(BODY), paragraph(second), paragraph(BODY))
    first_lines = document(paragraph(f"{first}\n{BODY}"), paragraph(f"{second}\n{BODY}"))
    for source in (own_paragraphs, first_lines):
        assert found(source) == list(zip((first, second), levels, strict=True))


@pytest.mark.parametrize(
    "lines",
    [
        ("1. Eggs", "2. Milk", "3. Oak piles"),
        ("1. The roof is to be repaired in May by the firm.", BODY, "2. The fee rises to 14 pounds.", BODY),
        ("PAYMENT", BODY),
        ("1 Purpose of this plan", "2 Alarm", "3 Evacuation of the town"),
        ("To whom it may concern,", BODY, "Yours sincerely,", BODY),
        ("2026", BODY, "2027", BODY),
    ],
)
def test_items_sentences_and_single_labels_are_no_headings(lines: tuple[str, ...]) -> None:
    assert found(document(*map(paragraph, lines))) == []
