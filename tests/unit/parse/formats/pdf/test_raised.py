"""Raised digits and marks, and brackets in right-to-left text."""

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from functions.parse.contract import Hints, Limits
from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.page import Page
from functions.parse.formats.pdf.raised import marks_apart, superscript
from functions.parse.formats.pdf.right_to_left import mend
from functions.parse.parser import parse


def text_of(markup: str) -> str:
    file = io.BytesIO()
    style = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=15)
    SimpleDocTemplate(file, pagesize=A4, invariant=1).build([Paragraph(markup, style)])
    return parse(file.getvalue(), Hints("a.pdf"), Limits()).text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("It fell to 10<super>6</super> crowns.", "It fell to 10⁶ crowns."),
        ("It covers 25 m<super>2</super> of land.", "It covers 25 m² of land."),
        ("It was in a book.<super>1</super> The wet summers came.", "It was in a book. ¹ The wet summers came."),
        ("They salt the catch<super>2,3</super> in May.", "They salt the catch ²,³ in May."),
        ("A flow of 3 m s<super>-1</super> was seen.", "A flow of 3 m s⁻¹ was seen."),
        ("Mia Holt<super>1</super>, Jon Berg<super>2</super>", "Mia Holt ¹, Jon Berg ²"),
        ("<super>1</super>University of Skelby", "¹ University of Skelby"),
        ("The 1<super>st</super> of May", "The 1st of May"),
        ("Water is H<sub>2</sub>O here.", "Water is H2O here."),
        ("In 2019<super>4</super> it burnt.", "In 2019 ⁴ it burnt."),
        ("Mia Holt<super>a</super> and Jon Berg<super>b</super>", "Mia Holt ᵃ and Jon Berg ᵇ"),
    ],
)
def test_raised_characters_are_superscripts_and_marks_stand_apart(markup: str, text: str) -> None:
    assert text_of(markup) == text


def test_marks_that_the_file_stores_as_superscripts_stand_apart_too() -> None:
    assert marks_apart("Holt¹, 25 m², x², (a)², 10⁻³, end.¹ Next") == "Holt ¹, 25 m², x², (a)², 10⁻³, end. ¹ Next"


def test_daggers_and_asterisks_after_words_stand_apart() -> None:
    assert marks_apart("Holt†, Berg*, 5* hotel, a*b, **kwargs") == "Holt †, Berg *, 5* hotel, a*b, **kwargs"


def test_only_short_runs_of_marks_become_superscripts() -> None:
    assert superscript("10", "6") == "⁶"
    assert superscript("1", "st") == "st"
    assert superscript("Holt", "a,b") == "ᵃ,ᵇ"
    assert superscript("x", "†") == "†"


def mended(*texts: str) -> list[str]:
    page = Page(1, 600, 800, [Line(text, 0, 100, 20 * place, 10) for place, text in enumerate(texts, 1)])
    mend(page)
    return [line.text for line in page.lines]


def test_reversed_brackets_of_right_to_left_text_are_turned() -> None:
    assert mended("היא החדר החם )ראו נספח 3(.") == ["היא החדר החם (ראו נספח 3)."]
    assert mended("בעיר ]א[ )ב(", "עוד )ג") == ["בעיר [א] (ב)", "עוד (ג"]


def test_brackets_that_are_right_are_kept() -> None:
    assert mended("היא החדר החם (ראו נספח 3).") == ["היא החדר החם (ראו נספח 3)."]
    assert mended("left )to( right (yes)") == ["left )to( right (yes)"]


def test_a_full_stop_follows_the_number_that_it_ends() -> None:
    assert mended("קולות נגד .6 חברת המועצה") == ["קולות נגד 6. חברת המועצה"]
    assert mended("מחיר 0.6 שקל") == ["מחיר 0.6 שקל"]
