"""The lines above a title: rubrics, mastheads, letterheads, labels and links of a page."""

import pytest

from functions.summarize.selection.title import title_of
from shared.documents.document import BlockKind, BlockText
from tests.support.documents import document, heading, paragraph
from tests.support.titled import BODY, DIVERS, LINE, STORY


@pytest.mark.parametrize(
    "line",
    [
        "ANALYSIS",
        "Long read",
        "THE QUIET TABLE",
        "CHAPTER SEVEN",
        "University of Faro",
        "MINISTRY OF PORTS\nOffice of Ships",
    ],
)
def test_a_rubric_a_magazine_or_an_issuer_above_a_title_is_passed_over(line: str) -> None:
    assert title_of(document(paragraph(line), paragraph(LINE), BODY)) == LINE


@pytest.mark.parametrize("line", ["ANALYSIS", "THE QUIET TABLE", "CHAPTER SEVEN", "University of Faro"])
def test_a_heading_in_capitals_or_an_issuer_above_a_heading_is_passed_over(line: str) -> None:
    assert title_of(document(heading(line), heading(LINE, level=2), BODY)) == LINE


def test_a_short_heading_above_another_heading_is_the_title() -> None:
    assert title_of(document(heading("Ghost Harbour"), heading(LINE, level=2), BODY)) == "Ghost Harbour"


def test_the_name_of_a_section_in_capitals_is_no_title_above_any_text() -> None:
    title = "A slow ferry and its empty hull"
    assert title_of(document(paragraph("TRAVEL"), paragraph(title), BODY)) == title


def test_a_line_in_capitals_with_a_kind_of_document_is_no_title_above_its_subject() -> None:
    subject = "Owners of the Kiel ferry close it after a crack in its hull"
    assert title_of(document(paragraph("SHIP SAFETY NOTICE"), paragraph(subject), BODY)) == subject
    assert title_of(document(paragraph("FERRY CRACK REPORT"), paragraph("A crack in it"), BODY)) == "FERRY CRACK REPORT"


@pytest.mark.parametrize(
    ("line", "below"),
    [
        ("THE FERRY OF KIEL", "A crack in the hull"),
        ("Faro", "Kiel has taken its ferry out of service."),
    ],
)
def test_a_title_above_another_line_stays(line: str, below: str) -> None:
    assert title_of(document(paragraph(line), paragraph(below), BODY)) == line


def test_a_heading_above_a_paragraph_and_a_short_name_stay() -> None:
    assert title_of(document(heading("Moonlight"), paragraph(LINE), BODY)) == "Moonlight"
    sung = paragraph(f"{STORY[0]} The Who sang.")
    assert title_of(document(paragraph("THE WHO"), paragraph(LINE), sung)) == "THE WHO"


SITE = f"{STORY[1]} Pine and Thread Chandlers sold the hull to its owners and now wait for the money."


@pytest.mark.parametrize(
    "above",
    [
        "FARO MARITIME UNIVERSITY\nOffice of News",
        "Faro Primary School, Old Quay\n12 Quay Street",
        "Bell & Rowe Ltd",
        "REPUBLIC OF ARDALE",
        "NOTES FROM THE QUAY",
        "The Faro Echo\nNo. 212, Friday 3 May 2030, price 40p",
        "The Faro Lantern\n3 May 2030",
        "THE FARO LANTERN\nSpring 2031 / Free of charge",
        "BRIEFING PAPER 14 | November 2031\nHale Institute for Ports, Faro",
        "CASE REPORT",
        "ROOM 4",
    ],
)
@pytest.mark.parametrize("is_one_block", [False, True])
def test_a_letterhead_a_masthead_or_a_label_above_the_title_is_passed_over(above: str, is_one_block: bool) -> None:
    head = [paragraph(f"{above}\n{DIVERS}")] if is_one_block else [paragraph(above), paragraph(DIVERS)]
    assert title_of(document(*head, BODY)) == DIVERS


@pytest.mark.parametrize(
    "line",
    ["Boats | Ropes | Our Crew", "Start / Newsroom / Harbour", "Jump to map | Print | Save it", "Home | Log in"],
)
def test_a_line_of_links_is_no_title(line: str) -> None:
    assert title_of(document(paragraph(line), paragraph(LINE), BODY)) == LINE


def test_a_line_with_marks_and_a_number_is_a_title_if_the_text_takes_up_its_words() -> None:
    assert title_of(document(paragraph("Crack / Hull / 40 Days"), BODY)) == "Crack / Hull / 40 Days"
    assert title_of(document(paragraph("Quay Notes | Ann Lee | May 2031"), BODY)) is None


def test_a_heading_with_marks_between_its_words_is_a_title() -> None:
    assert title_of(document(heading("Crack / Hull / Ferry"), BODY)) == "Crack / Hull / Ferry"


def test_the_name_of_a_site_is_no_title_above_a_line_that_the_text_takes_up() -> None:
    site, links = paragraph("Pine and Thread Chandlers"), paragraph("Boats | Ropes | Our Crew")
    assert title_of(document(site, links, paragraph(DIVERS), paragraph(SITE))) == DIVERS
    assert title_of(document(site, paragraph(DIVERS), paragraph(SITE))) == DIVERS


def test_a_label_before_the_whole_title_is_no_title() -> None:
    assert title_of(document(paragraph(f"Comments on “{DIVERS}”"), paragraph(DIVERS), BODY)) == DIVERS


def test_a_question_below_the_name_of_a_column_is_the_title() -> None:
    column, question = paragraph("ASK THE HARBOUR DESK"), paragraph("Who pays for the crack in a hull?")
    assert title_of(document(column, question, paragraph("Sent in by Mia, 9"), BODY)) == question.text


@pytest.mark.parametrize(
    ("first", "below"),
    [
        ("CRACK IN THE FERRY", "Owners of the hull wait for a diver on Monday"),
        ("KIEL BUYS A SECOND FERRY FROM FARO", "Owners of the hull wait for a diver on Monday"),
    ],
)
def test_a_title_above_a_subtitle_stays(first: str, below: str) -> None:
    assert title_of(document(paragraph(first), paragraph(below), BODY)) == first


LETTERHEAD = "Ann Lee Chandlers\n12 Quay Street\n3 May 2030"


@pytest.mark.parametrize(
    "above",
    ["Ladies and gentlemen, friends,", "Sent in by Bo Okland", LETTERHEAD],
)
def test_lines_that_the_text_does_not_take_up_are_no_titles(above: str) -> None:
    assert title_of(document(paragraph(above), BODY)) is None


def test_the_title_is_alone_below_a_masthead_with_a_motto_and_a_list_of_contents() -> None:
    masthead = paragraph("The Quay Lantern\nA letter for people who sail\nIssue 4, May 2030")
    contents = paragraph("In this issue\nRopes, page 2\nTides, page 3")
    assert title_of(document(masthead, contents, paragraph(DIVERS), paragraph("By Ann Lee"), BODY)) == DIVERS


def test_fields_below_a_title_are_no_titles() -> None:
    fields = [paragraph(f"{name}: the ferry and the hull of its owners") for name in ("Vessel", "Hazard", "Place")]
    assert title_of(document(paragraph("Crack in the hull"), *fields, BODY)) == "Crack in the hull"


def test_nouns_with_capitals_show_no_name_in_languages_that_write_all_so() -> None:
    body = paragraph("Die Fähre hat einen Riss im Rumpf, und keiner weiß, wer ihn nun bezahlt und wann. " * 2)
    title, subtitle = "RISS IM RUMPF DER FÄHRE", "Wer den Riss im Rumpf der Fähre bezahlt und wann"
    source = document(paragraph(title), paragraph(subtitle), body)
    assert title_of(source) != title
    assert title_of(source, has_large_nouns=True) == title


@pytest.mark.parametrize(
    "line",
    [
        "Annual Report 2031",
        "Privacy Policy",
        "MIDDLEMARCH",
        "Up at 70",
        "红楼梦",
        "नाव के ढांचे में दरार",
        "A walk in Washington D.C.",
    ],
)
def test_a_line_alone_above_a_text_is_the_title_without_words_of_the_text(line: str) -> None:
    assert title_of(document(paragraph(line), BODY)) == line


@pytest.mark.parametrize("line", ["d41d8cd98f00b204e9800998ecf8427e", "a" * 3000, "12 March 2031", "Tel: 555 0100"])
def test_a_code_a_date_or_a_label_alone_above_a_text_is_no_title(line: str) -> None:
    assert title_of(document(paragraph(line), BODY)) is None


def test_a_section_below_a_letter_is_no_title() -> None:
    letter = [paragraph("Bell and Rowe\n12 Quay Street"), paragraph("Dear Mr Moss"), BODY]
    assert title_of(document(*letter, heading("What happens next", level=2), BODY)) != "What happens next"


def test_a_heading_behind_a_list_is_the_title() -> None:
    home = BlockText(BlockKind.LIST_ITEM, "Home")
    parts = [paragraph("Sent in by Bo Okland"), home, heading("The ferry returns"), BODY, heading("Contact us"), BODY]
    assert title_of(document(*parts)) == "The ferry returns"
