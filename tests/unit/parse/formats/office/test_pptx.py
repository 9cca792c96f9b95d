"""PPTX: slides in order with their numbers, titles as headings, list items, notes after their slide."""

import io

import pptx
import pytest
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation
from pptx.util import Inches

from functions.parse.contract import Hints, Limits
from functions.parse.formats.office.ooxml import pptx as pptx_reader
from shared.errors import Code
from tests.support.office import blocks, code_of, read, repacked, rows, sample

TITLE_ONLY, TITLE_AND_CONTENT, BLANK = 5, 1, 6


def saved(deck: Presentation) -> bytes:
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def deck_of(*titles: str) -> Presentation:
    deck = pptx.Presentation()
    for title in titles:
        deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY]).shapes.title.text = title
    return deck


@pytest.mark.parametrize("name", ["harbour-talk.pptx", "harbour-talk.odp"])
def test_a_talk_has_titles_lists_tables_and_notes(name: str) -> None:
    document = read(sample(name))
    assert blocks(document) == [
        ("heading1", "A quay for Skelby"),
        ("list_item", "Forty oak piles"),
        ("list_item", "twelve of them tarred"),
        ("list_item", "A crane from Ordby"),
        ("paragraph", "Say that the piles are paid for."),
        ("heading1", "Costs"),
        ("table", "Item\tCrowns\nPiles\t120,000"),
        ("paragraph", "Prices of Größe 2025, says Jørgen."),
    ]
    assert [block.page for block in document.blocks] == [1] * 5 + [2] * 3
    assert document.metadata.pages == 2
    assert document.metadata.title == "Skelby quay, a talk"
    assert document.metadata.byline == "Hedda Brandvik"


def test_body_text_is_a_list_if_its_layout_has_bullets() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_AND_CONTENT])
    slide.shapes.title.text = "Work"
    slide.placeholders[1].text = "Dredge\nDrive"
    box = slide.shapes.add_textbox(Inches(1), Inches(6.6), Inches(3), Inches(0.5))
    box.text_frame.text = "Below the list"
    assert blocks(read(saved(deck))) == [
        ("heading1", "Work"),
        ("list_item", "Dredge"),
        ("list_item", "Drive"),
        ("paragraph", "Below the list"),
    ]


def placed(*boxes: tuple[str, float, float, float, float]) -> list[str]:
    """Return the texts of a slide with these boxes: text, left, top, width and height in inches."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    for text, *rectangle in boxes:
        slide.shapes.add_textbox(*map(Inches, rectangle)).text_frame.text = text
    return [text for _, text in blocks(read(saved(deck)))]


def test_shapes_are_read_from_top_to_bottom() -> None:
    assert placed(("third", 1, 5, 4, 1), ("first", 1, 1, 4, 1), ("second", 1, 3, 4, 1)) == ["first", "second", "third"]


def test_columns_are_read_one_after_the_other() -> None:
    columns = [("B2", 6, 3, 3, 1), ("A1", 1, 1.9, 3, 1), ("B1", 6, 1.9, 3, 1), ("A2", 1, 3, 3, 1), ("over", 1, 0, 8, 1)]
    assert placed(*columns) == ["over", "A1", "A2", "B1", "B2"]


def test_rows_that_are_far_apart_are_read_one_after_the_other() -> None:
    rows = [("2b", 4.3, 5, 3, 0.5), ("1a", 1, 1, 3, 0.5), ("2a", 1, 5, 3, 0.5), ("1b", 4.3, 1, 3, 0.5)]
    assert placed(*rows) == ["1a", "1b", "2a", "2b"]


def test_shapes_in_a_group_have_their_place_on_the_slide() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    group = slide.shapes.add_group_shape()
    for text, inches in (("fourth", 3.0), ("third", 1.0)):
        box = group.shapes.add_textbox(Inches(1), Inches(inches), Inches(2), Inches(1))
        box.text_frame.text = text
    group.top = Inches(4)
    for text, inches in (("second", 2.0), ("first", 0.5)):
        slide.shapes.add_textbox(Inches(1), Inches(inches), Inches(2), Inches(1)).text_frame.text = text
    assert [text for _, text in blocks(read(saved(deck)))] == ["first", "second", "third", "fourth"]


def test_placeholders_have_the_place_that_their_layout_gives_them() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_AND_CONTENT])
    slide.placeholders[1].text = "In the middle"
    slide.shapes.add_textbox(Inches(1), Inches(0.1), Inches(3), Inches(0.5)).text_frame.text = "At the top"
    slide.shapes.title.text = "Work"
    assert [text for _, text in blocks(read(saved(deck)))] == ["Work", "At the top", "In the middle"]


def test_large_pictures_are_counted() -> None:
    picture = io.BytesIO()
    Image.new("L", (100, 100), 200).save(picture, "PNG")
    deck = deck_of("Ferry")
    for width in (4, 1):
        deck.slides[0].shapes.add_picture(picture, 0, Inches(2), Inches(width), Inches(width))
    assert [(warning.code, warning.message) for warning in read(saved(deck)).warnings] == [
        ("content_left_out", "1 large picture was left out: pictures are read only if no slide has text.")
    ]


def test_groups_charts_and_notes_are_read() -> None:
    deck = deck_of("Ferry")
    slide = deck.slides[0]
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "In a group"
    data = CategoryChartData()  # type: ignore[no-untyped-call]  # python-pptx is only partly annotated
    data.categories = ["June", "July"]
    data.add_series("Passengers", (12, 15))  # type: ignore[no-untyped-call]  # the same
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(3), Inches(3), data)
    slide.notes_slide.notes_text_frame.text = "Say it slowly.\nThen stop."
    document = read(saved(deck))
    assert blocks(document)[:2] == [("heading1", "Ferry"), ("paragraph", "In a group")]
    assert rows(document) == [[["", "Passengers"], ["June", "12"], ["July", "15"]]]
    assert blocks(document)[-2:] == [("paragraph", "Say it slowly."), ("paragraph", "Then stop.")]


def test_hidden_slides_are_skipped_and_counted_unless_all_are_hidden() -> None:
    deck = deck_of("Shown", "Hidden")
    deck.slides[1]._element.set("show", "0")
    document = read(saved(deck))
    assert document.text == "Shown"
    assert [(warning.code, warning.message) for warning in document.warnings] == [
        ("hidden_left_out", "1 of 2 slides were skipped: they are hidden.")
    ]
    deck.slides[0]._element.set("show", "0")
    assert read(saved(deck)).text == "Shown\n\nHidden"


def test_slides_over_the_limit_are_skipped_and_counted() -> None:
    document = read(saved(deck_of(*map(str, range(1, 8)))), Limits(max_pages=3))
    assert document.text == "1\n\n2\n\n3"
    assert [(warning.code, warning.message) for warning in document.warnings] == [
        ("pages_left_out", "4 of 7 slides were skipped: the limit is 3.")
    ]
    assert document.metadata.pages == 7


def test_a_presentation_without_text_is_empty_and_its_images_are_parts() -> None:
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[BLANK])
    assert code_of(saved(deck)) is Code.EMPTY
    found = pptx_reader.read(repacked(saved(deck), {"ppt/media/image1.png": b"pixels"}), Hints(), Limits())
    assert [(part.name, part.content) for part in found.parts] == [("media/image1.png", b"pixels")]


def test_a_damaged_slide_makes_the_presentation_corrupt() -> None:
    assert code_of(repacked(sample("harbour-talk.pptx"), {"ppt/slides/slide1.xml": b"<p:sld"})) is Code.CORRUPT
    assert code_of(repacked(sample("harbour-talk.pptx"), {"ppt/presentation.xml": b"<p:sld"})) is Code.CORRUPT
