"""Headings and captions of PDFs made with reportlab: each kind is apart from the text that follows it."""

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer

from functions.parse.contract import Hints, Limits
from functions.parse.formats.pdf import reader as pdf
from shared.documents.document import BlockKind, BlockText

WIDTH, HEIGHT = A4

# Frames of a page with one column, and with two.
ONE = [Frame(72, 72, WIDTH - 144, HEIGHT - 144)]
TWO = [Frame(50, 72, 235, HEIGHT - 144), Frame(310, 72, 235, HEIGHT - 144)]

SENTENCES = (
    "The filter is cleaned with warm water after every forty hours of use, and dried before it is put back.",
    "Nobody may open the housing while the pump is under pressure, since the lid can come off with great force.",
    "Spare parts are kept for ten years after the last pump of a series has been sold.",
    "Oil that has turned milky contains water and is changed on the same day.",
)
TITLES = ("Maintenance", "Opening the housing", "Spare parts", "Changes of oil")
LONG_TITLES = tuple(f"{title} of pumps that work in salt water or in water with sand" for title in TITLES)


def styled(font: str = "Helvetica", **options: object) -> ParagraphStyle:
    """Return a style of ten points with these options."""
    return ParagraphStyle("any", fontName=font, **{"fontSize": 10, "leading": 12, **options})


BODY = styled(alignment=4)


def read(flow: list[Flowable], frames: list[Frame] = ONE) -> list[BlockText]:
    """Return the blocks of a PDF with these paragraphs."""
    file = io.BytesIO()
    document = BaseDocTemplate(file, pagesize=A4, invariant=1)
    document.addPageTemplates([PageTemplate(frames=[Frame(f._x1, f._y1, f._width, f._height) for f in frames])])
    document.build(flow)
    return pdf.read(file.getvalue(), Hints("a.pdf"), Limits()).blocks


def text_of(number: int) -> str:
    """Return three sentences, other ones for each number."""
    return " ".join(SENTENCES[(number + step) % len(SENTENCES)] for step in range(3))


def under(titles: list[str], style: ParagraphStyle) -> list[Flowable]:
    """Return a paragraph in the style for each title, with a paragraph of text below it."""
    return [
        Paragraph(text, style if number % 2 == 0 else BODY)
        for number, text in enumerate(text for number, title in enumerate(titles) for text in (title, text_of(number)))
    ]


def run_into(titles: list[str]) -> list[Flowable]:
    """Return a paragraph for each title, which is bold in front of the text."""
    return [Paragraph(f"<b>{title}</b> {text_of(number)}", BODY) for number, title in enumerate(titles)]


def numbered(titles: tuple[str, ...]) -> list[str]:
    return [f"4.{number} {title}" for number, title in enumerate(titles, 1)]


def sections(titles: list[str]) -> list[tuple[BlockKind, str]]:
    """Return the blocks of headings above their texts."""
    return [
        block
        for number, title in enumerate(titles)
        for block in ((BlockKind.HEADING, title), (BlockKind.PARAGRAPH, text_of(number)))
    ]


def kinds(blocks: list[BlockText]) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in blocks]


@pytest.mark.parametrize(
    "style", [styled(), styled("Helvetica-Oblique"), styled("Helvetica-Bold"), styled(fontSize=12, leading=13)]
)
def test_numbered_headings_above_their_text_are_found_in_any_font(style: ParagraphStyle) -> None:
    assert kinds(read(under(numbered(TITLES), style))) == sections(numbered(TITLES))


def test_numbers_with_a_full_stop_are_headings_and_no_items_of_a_list() -> None:
    titles = [f"{number}. {title}" for number, title in enumerate(TITLES, 1)]
    assert kinds(read(under(titles, styled("Helvetica-Bold")))) == sections(titles)


@pytest.mark.parametrize("frames", [ONE, TWO])
def test_headings_in_capitals_are_found_in_the_font_of_the_text(frames: list[Frame]) -> None:
    titles = [title.upper() for title in LONG_TITLES]
    assert kinds(read(under(titles, styled()), frames)) == sections(titles)


def test_centred_headings_are_apart_from_the_text_at_the_end_of_a_column() -> None:
    titles = [f"{number} {title.upper()}" for number, title in zip(("I.", "II.", "III.", "IV."), TITLES, strict=True)]
    for lines in range(45, 56):
        flow = [Spacer(1, 12 * lines), *under(titles, styled(alignment=1))]
        assert [text for kind, text in kinds(read(flow, TWO)) if kind is BlockKind.HEADING] == titles


def test_short_lines_in_italics_are_headings_and_remarks_are_not() -> None:
    assert kinds(read(under(list(TITLES), styled("Helvetica-Oblique")))) == sections(list(TITLES))
    remarks = [f"{title}, as the engineers of the works wrote it down in the spring" for title in TITLES]
    assert BlockKind.HEADING not in {kind for kind, _ in kinds(read(under(remarks, styled("Helvetica-Oblique"))))}


def test_a_single_line_in_capitals_or_with_a_number_is_no_heading() -> None:
    for line in ("THE HARBOUR AT NIGHT", "12 Boats of the harbour"):
        assert kinds(read(under([line], styled())))[0] == (BlockKind.PARAGRAPH, line)


def test_numbers_that_do_not_count_the_headings_make_none() -> None:
    lines = ["16 Main Street", "2 spoons of mustard", "45 boats at anchor"]
    assert BlockKind.HEADING not in {kind for kind, _ in kinds(read(under(lines, styled())))}


def test_rows_of_a_list_of_contents_are_no_headings() -> None:
    flow = [*(Paragraph(title, styled()) for title in numbered(TITLES)), *under(numbered(TITLES), styled())]
    found = kinds(read(flow))
    assert [kind for kind, _ in found[:4]] == [BlockKind.PARAGRAPH] * 4
    assert found[4:] == sections(numbered(TITLES))


@pytest.mark.parametrize("frames", [ONE, TWO])
@pytest.mark.parametrize("titles", [TITLES, LONG_TITLES])
def test_bold_words_with_a_number_in_front_of_a_text_are_a_heading(
    titles: tuple[str, ...], frames: list[Frame]
) -> None:
    assert kinds(read(run_into(numbered(titles)), frames)) == sections(numbered(titles))


def test_bold_words_without_a_number_are_headings_if_a_sentence_follows_each() -> None:
    assert kinds(read(run_into(list(TITLES)))) == sections(list(TITLES))
    single = run_into(["Maintenance"])
    assert kinds(read(single)) == [(BlockKind.PARAGRAPH, f"Maintenance {text_of(0)}")]


def test_bold_words_that_begin_a_sentence_are_no_headings() -> None:
    texts = [f"<b>{title} {number}</b> is in book {number}. {text_of(0)}" for number, title in enumerate(TITLES)]
    texts.append(f"<b>The works in</b> Kesterport are old. {text_of(1)}")
    assert {kind for kind, _ in kinds(read([Paragraph(text, BODY) for text in texts]))} == {BlockKind.PARAGRAPH}


def test_labels_of_values_are_no_headings() -> None:
    lines = [f"<b>{label}</b> {value}" for label, value in (("Name", "Ingrid Dahl"), ("Place", "Kesterport"))]
    assert {kind for kind, _ in kinds(read([Paragraph(line, BODY) for line in lines]))} == {BlockKind.PARAGRAPH}


def test_a_heading_and_its_text_have_their_own_places_on_their_line() -> None:
    heading, text = read(run_into(numbered(TITLES)[:1]))
    (words,), first = heading.lines, text.lines[0]
    assert words.text == "4.1 Maintenance"
    assert first.text.startswith("The filter is cleaned")
    assert words.y0 == first.y0
    assert words.x0 < words.x1 <= first.x0 < first.x1


def test_a_centred_line_after_an_item_of_a_list_is_apart() -> None:
    flow = [Paragraph(f"{number}. {text_of(number)}", BODY) for number in (1, 2)]
    found = read([*flow, Paragraph("Article 4", styled(alignment=1)), Paragraph(text_of(3), BODY)])
    assert found[2].text == "Article 4"


@pytest.mark.parametrize("label", ["Figure 3.", "Table 2:", "Fig. 4", "<b>Figure 4</b>"])
def test_a_caption_is_apart_from_the_text(label: str) -> None:
    words = f"{label} The pump at rest, seen from the side of the motor, with the lid taken off and turned to the left"
    flow = [
        Paragraph(text_of(0), BODY),
        Spacer(1, 60),
        Paragraph(words, BODY),
        Spacer(1, 8),
        Paragraph(text_of(1), BODY),
    ]
    found = kinds(read(flow))
    assert [kind for kind, _ in found] == [BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.PARAGRAPH]
    assert found[2][1] == text_of(1)


def test_a_sentence_about_a_figure_is_no_caption() -> None:
    flow = [Paragraph(f"Figure 3 shows the pump. {text_of(0)}", BODY)]
    assert read(flow)[0].kind is BlockKind.PARAGRAPH
