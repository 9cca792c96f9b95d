"""The day from which a date is counted: stamps in the text, quoted messages, posts, and the year of a passage."""

import pytest

from functions.summarize.dates.timeline import find_dates
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import BlockKind, BlockText, Metadata
from tests.support.documents import document, paragraph


def dates(*blocks: str | BlockText, published: str | None = None) -> list[tuple[str, str]]:
    pieces = [paragraph(block) if isinstance(block, str) else block for block in blocks]
    story = document(*pieces, metadata=Metadata(language="en", published_at=published))
    found = find_dates(story, sentences_of(story.text, story.blocks))
    return [(story.text[mention.start : mention.end], mention.date) for mention in found]


@pytest.mark.parametrize("stamp", ["Published on 5 March 2024", "5 March 2024", "Last updated: Tuesday, 5 March 2024"])
def test_a_stamp_replaces_an_unknown_date_of_publication(stamp: str) -> None:
    assert ("Monday", "2024-03-04") in dates("Harbour reopens", stamp, "The pipe burst on Monday.")


def test_a_date_of_something_else_is_no_stamp() -> None:
    assert dates("The study was published on 5 March 2004. The pipe burst on Monday.") == [
        ("5 March 2004", "2004-03-05")
    ]


def test_a_message_with_marked_lines_is_counted_from_its_own_day() -> None:
    found = dates(
        "We met yesterday.",
        "On 5 March 2024, Ines Holt wrote:",
        "> The pipe burst on Monday.",
        "It burst again on Monday.",
        published="2026-03-11",
    )
    assert [value for _, value in found] == ["2026-03-10", "2024-03-05", "2024-03-04", "2026-03-09"]


def test_a_message_in_a_quotation_ends_with_the_quotation() -> None:
    found = dates(
        BlockText(kind=BlockKind.QUOTATION, text="On 5 March 2024, Ines Holt wrote:"),
        BlockText(kind=BlockKind.QUOTATION, text="The pipe burst on Monday."),
        "It burst again on Monday.",
        published="2026-03-11",
    )
    assert [value for _, value in found] == ["2024-03-05", "2024-03-04", "2026-03-09"]


def test_each_copied_header_starts_a_message() -> None:
    found = dates(
        "From: Ines Holt\nSent: Tuesday, 5 March 2024 10:15\nTo: Bo Lind",
        "The pipe burst on Monday.",
        "From: Bo Lind\nSent: Friday, March 1, 2024 9:00 AM",
        "It will burst tomorrow.",
        published="2026-03-11",
    )
    assert [value for _, value in found] == ["2024-03-05", "2024-03-04", "2024-03-01", "2024-03-02"]


def test_a_past_day_long_after_the_publication_refutes_it() -> None:
    assert dates("She won on 4 May 2019. On Monday it rained.", published="2010-03-11") == [
        ("4 May 2019", "2019-05-04")
    ]


def test_a_passage_about_the_past_gives_its_year() -> None:
    found = dates("She left on 4 May 1931. In June she moved. She fell on 3 August.", published="2026-03-11")
    assert [value for _, value in found] == ["1931-05-04", "1931-06", "1931-08-03"]


def test_no_year_is_guessed() -> None:
    assert dates("It was in a 1999 film.", "He fell in May. It burst on June 3.") == [("1999", "1999")]


def test_the_years_of_citations_are_no_dates() -> None:
    assert dates("It grows (Holt et al., 2014; Lind, 2016), as Vik & Dahl (2011) found in 2010.") == [("2010", "2010")]


@pytest.mark.parametrize("place", ["PORT MERROW, ", "Port Merrow, Calif., "])
def test_the_day_in_a_dateline_is_that_of_the_publication(place: str) -> None:
    found = dates(
        "For immediate release", f"{place}May 5, 2020 – The harbour reopened today, we said.", "It will close in May."
    )
    assert ("today", "2020-05-05") in found


def test_a_place_and_a_day_in_a_sentence_are_no_dateline() -> None:
    assert ("Monday", "2020-05-04") not in dates(
        "In Merrow, May 5, 2020 – a day of rain – was sad. It dried on Monday."
    )


def test_the_dates_in_a_post_are_counted_from_its_own_day() -> None:
    found = dates(
        "reed_a\nPosted: 5 March 2024, 7:42 pm",
        "We mowed the path yesterday.",
        "moss_b\nPosted: 9 March 2024, 8:01 am",
        "I paved it yesterday.",
    )
    assert [value for written, value in found if written == "yesterday"] == ["2024-03-04", "2024-03-08"]


def test_a_weekday_between_the_publication_and_an_update_is_left_out() -> None:
    story = ["Published 14 March 2024 | Updated 15 March 2024", "It said on Friday that it met on Wednesday."]
    assert [written for written, _ in dates(*story)] == ["14 March 2024", "15 March 2024", "Wednesday"]
