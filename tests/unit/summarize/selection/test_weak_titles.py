"""Titles that programs insert are weak; titles of people are not."""

import pytest

from functions.summarize.selection.weak_titles import is_weak


@pytest.mark.parametrize(
    "title",
    [
        "Slide 1",
        "SLIDE 12",
        "Slide 1 of 20",
        "Sheet1",
        "Sheet1 (2)",
        "Tabelle2",
        "Feuil1",
        "Лист1",
        "工作表1",
        "1",
        "- 3 -",
        "1.",
        "IV.",
        "A",
        "1/1",
        "Page 1 of 1",
        "Page  1\n of 12",
        "p. 4",
        "Seite 2 von 3",
        "report_final_v2.docx",
        "Annual report 2025.pdf",
        "IMG_2034",
        "IMG_2034.JPG",
        "Scan_20260301-1012",
        "WhatsApp Image 2026-03-01 at 10.12.33",
        "Document",
        "Document1",
        "Presentation 2",
        "…",
    ],
)
def test_default_names_numbers_and_file_names_are_weak(title: str) -> None:
    assert is_weak(title)


@pytest.mark.parametrize(
    "title",
    [
        "Ferries",
        "Page One",
        "Slide rules of the harbour office",
        "Sheet metal prices",
        "Plan for 2026",
        "Budget 2026",
        "1 of 12 boats was found",
        "Scandal in Kiel",
        "Documentation",
        "Imagination",
        "Chapter 1",
        "What is a .pdf",
        "Node.js in the harbour",
        "CIVIL",
        "G7",
        "MIT",
        "Kiel",
        "Пресс-релиз",
        "工作",
    ],
)
def test_titles_with_content_are_not_weak(title: str) -> None:
    assert not is_weak(title)
