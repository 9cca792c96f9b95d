"""The dates in a text, text that only resembles dates, and the timeline."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.dates.timeline import find_dates, timeline_of
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Metadata
from tests.support.documents import document, heading, paragraph

PUBLISHED = date(2026, 3, 11)  # a Wednesday

VALUE = re.compile(r"-?\d{4}(?:-Q[1-4]|-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")

# Words of dates, some of which make one.
WORDS = (
    "in on by the of from to between and – this last next ago later year month weekend quarter day two a 3 31 29th "
    "1999 2016 2026 ’80s 1990s May Feb. December Monday Sat. summer winter first Q3 BC AD 12/31/2025 2026-02-29 "
    "will was yesterday"
).split()


def dates(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str]]:
    """Return the dates in a text with blank lines between its paragraphs, as written and normalised."""
    published_at = published.isoformat() if published else None
    story = document(*map(paragraph, text.split("\n\n")), metadata=Metadata(language="en", published_at=published_at))
    found = find_dates(story, sentences_of(story.text, story.blocks))
    return [(story.text[mention.start : mention.end], mention.date) for mention in found]


@pytest.mark.parametrize(
    ("text", "written", "is_date"),
    [
        ("It burst on March 2, 2026.", "March 2, 2026", "2026-03-02"),
        ("It burst on Monday, 2 March 2026.", "Monday, 2 March 2026", "2026-03-02"),
        ("It burst on the 2nd of March 2026.", "2nd of March 2026", "2026-03-02"),
        ("It burst on 2026-03-02.", "2026-03-02", "2026-03-02"),
        ("It has leaked since Feb. 1999, he said.", "Feb. 1999", "1999-02"),
        ("It was laid in 1931.", "1931", "1931"),
        ("It was laid in 1931 and mended by 1950.", "1931", "1931"),
        ("It burst on March 2, 2026².", "March 2, 2026", "2026-03-02"),
        ("It burst on 2026-03-02¹.", "2026-03-02", "2026-03-02"),
        ("It was laid in 1931³ by hand.", "1931", "1931"),
        ("It was laid in 1931.³", "1931", "1931"),
    ],
)
def test_a_date_with_its_year_needs_no_day_of_publication(text: str, written: str, is_date: str) -> None:
    assert dates(text, None)[0] == (written, is_date)
    assert dates(text)[0] == (written, is_date)


@pytest.mark.parametrize(
    ("text", "written", "is_date"),
    [
        ("It burst on March 2.", "March 2", "2026-03-02"),
        ("It burst on 20 December.", "20 December", "2025-12-20"),
        ("It will be dug up on 20 December.", "20 December", "2026-12-20"),
        ("It burst on Monday night.", "Monday", "2026-03-09"),
        ("It burst on Wednesday.", "Wednesday", "2026-03-11"),
        ("It burst last Wednesday.", "last Wednesday", "2026-03-04"),
        ("It will be mended by Friday.", "Friday", "2026-03-13"),
        ("It is to be mended next Wednesday.", "next Wednesday", "2026-03-18"),
        ("He said on Monday that it will be mended.", "Monday", "2026-03-09"),
        ("The plumber came by train on Monday.", "Monday", "2026-03-09"),
        ("On Friday the pipe will be mended.", "Friday", "2026-03-13"),
        ("It burst yesterday.", "yesterday", "2026-03-10"),
        ("It burst this morning.", "this morning", "2026-03-11"),
        ("It burst two weeks ago.", "two weeks ago", "2026-02-25"),
        ("It burst 3 days ago.", "3 days ago", "2026-03-08"),
        ("It burst ٣ days ago.", "٣ days ago", "2026-03-08"),
        ("It burst ३ days ago.", "३ days ago", "2026-03-08"),
        ("It burst 3 days ago¹.", "3 days ago", "2026-03-08"),
        ("It burst on March 2².", "March 2", "2026-03-02"),
        ("It burst on 20 December¹ last.", "20 December", "2025-12-20"),
        ("It burst on Monday² night.", "Monday", "2026-03-09"),
        ("It burst yesterday³.", "yesterday", "2026-03-10"),
        ("It burst a month ago.", "a month ago", "2026-02"),
        ("It burst eleven years ago.", "eleven years ago", "2015"),
        ("It burst in January.", "January", "2026-01"),
        ("It burst last April.", "last April", "2025-04"),
        ("It will be mended in May.", "May", "2026-05"),
        ("It burst last year.", "last year", "2025"),
        ("It burst last month.", "last month", "2026-02"),
        ("It burst on 29 February.", "29 February", "2028-02-29"),
    ],
)
def test_other_dates_are_resolved_from_the_day_of_publication(text: str, written: str, is_date: str) -> None:
    assert dates(text) == [(written, is_date)]
    assert dates(text, None) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It ran from 3 to 5 May 2019.", ["2019-05-03/2019-05-05"]),
        ("It ran from 28 December to 3 January.", ["2025-12-28/2026-01-03"]),
        ("It ran in 2016–2019, and between March and June 2020.", ["2016/2019", "2020-03/2020-06"]),
        ("Ida Holm (4 May 1901 – 2 June 1980) was a baker.", ["1901-05-04", "1980-06-02"]),
        ("It was wet in the summer of 2018 and in the 1990s.", ["2018-06/2018-08", "1990/1999"]),
        ("Sales rose 5% in the third quarter of 2019, and fell in Q4.", ["2019-Q3", "2025-Q4"]),
        ("This summer they will go; last winter they stayed.", ["2026-06/2026-08", "2025-12/2026-02"]),
        ("It burst earlier this month, and it will be mended later this year.", ["2026-03", "2026"]),
        ("It burst over the weekend.", ["2026-03-07/2026-03-08"]),
        ("She said the road would reopen on Monday.", ["2026-03-16"]),
        ("She said on Monday the road was closed.", ["2026-03-09"]),
        ("Rome fell in AD 476, and it was founded in 753 BC.", ["0476", "-0752"]),
        ("On 31/12/2025 and 01/02/2026 it burst.", ["2025-12-31", "2026-02-01"]),
        ("It broke on 4 May 2020. The next day it was mended.", ["2020-05-04", "2020-05-05"]),
        ("It broke in 2015. It was mended a year later, and that year it snowed.", ["2015", "2016", "2016"]),
        ("From Mon Dec 05 17:09:55 +0000 2022", ["2022-12-05"]),
    ],
)
def test_parts_of_a_year_ranges_and_tenses_give_their_values(text: str, values: list[str]) -> None:
    assert [value for _, value in dates(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "The Sunday Times reported it on Black Friday.",
        "It was Friday the 13th.",
        "The World Cup 2014 was played on Windows 2000.",
        "See page 2010, Room 1984, ISO 9001:2015 and the Act of 1998.",
        "They sold 2000 tickets at 020 7946 1999.",
        "They meet every Tuesday, and the shop opens Monday to Friday.",
        "In January it is about 24 degrees.",
        "Today, many bakers still use it.",
        "It was about ten years ago.",
        "It may burst 5 times.",
        "They march 20 miles.",
        "The pipe runs in 1500 homes.",
        "It costs $2019 or 5.2 March units.",
        "The offer is 3.1 percent.",
        "On 03/04/2026 it burst.",
        "On 31 April 2026 it burst.",
        "It was on the Tonight show.",
        "Sundays are quiet.",
        "Call 0171 2026 1931.",
        "It burst 3½ years ago.",
        "It burst 3.5 years ago.",
        "It burst 1,500 years ago.",
        "It burst ½ a year ago.",
        "It burst ② years ago.",
        "It burst 3² years ago.",
        "It is the fault of Henry Ⅷ.",
    ],
)
def test_text_that_resembles_a_date_is_not_a_date(text: str) -> None:
    assert dates(text) == []


@given(st.dates(date(1000, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y"]))
def test_every_day_is_recognized_in_every_form(day: date, form: str) -> None:
    written = day.strftime(form)
    assert dates(f"It happened on {written}, they said.", None) == [(written, day.isoformat())]


@given(st.text(max_size=200), st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_dates_in_any_text_have_valid_places_and_values(text: str, published: date) -> None:
    assert_valid(text, published)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.dates(date(1401, 1, 1), date(2099, 12, 31)))
def test_dates_in_any_order_of_their_words_have_valid_places_and_values(text: str, published: date) -> None:
    assert_valid(text, published)


def assert_valid(text: str, published: date) -> None:
    story = document(paragraph(text or "-"), metadata=Metadata(language="en", published_at=published.isoformat()))
    for found in find_dates(story, sentences_of(story.text, story.blocks)):
        assert 0 <= found.start < found.end <= len(story.text)
        ends = found.date.split("/")
        assert all(VALUE.fullmatch(end) for end in ends)
        assert len({len(end) for end in ends}) == 1 or found.date.startswith("-")
        assert sorted(ends) == ends or found.date.startswith("-")
        for end in ends:
            if len(end) == len("2000-01-01") and not end.startswith("-"):
                date.fromisoformat(end)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_within_a_week_of_the_publication(published: date, number: int) -> None:
    day = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[number]
    ((_, past),) = dates(f"It burst on {day}.", published)
    ((_, coming),) = dates(f"It will be mended on {day}.", published)
    assert date.fromisoformat(past).weekday() == date.fromisoformat(coming).weekday() == number
    assert published - timedelta(days=7) < date.fromisoformat(past) <= published
    assert published <= date.fromisoformat(coming) < published + timedelta(days=7)


def test_the_timeline_is_chronological_with_the_sentence_of_each_date() -> None:
    story = document(
        heading("A pipe of 1931"),
        paragraph("The pipe burst on Monday. It was laid in 1931, and on Monday, 9 March it gave way."),
        paragraph("It will be mended in May."),
        metadata=Metadata(language="en", published_at="2026-03-11T17:42:08+01:00"),
    )
    entries = timeline_of(story, sentences_of(story.text, story.blocks))
    assert [(entry.date, entry.span.text) for entry in entries] == [
        ("1931", "1931"),
        ("1931", "1931"),
        ("2026-03-09", "Monday"),
        ("2026-03-09", "Monday, 9 March"),
        ("2026-05", "May"),
    ]
    assert entries[2].sentence.text == "The pipe burst on Monday."
    for entry in entries:
        assert story.text[entry.span.start : entry.span.end] == entry.span.text
        assert entry.sentence.start <= entry.span.start < entry.span.end <= entry.sentence.end


@pytest.mark.parametrize("published_at", [None, "2026", "2026-03", "0001-01-01", "9999-12-31T00:00:00+00:00"])
def test_without_a_day_of_publication_only_dates_with_a_year_are_found(published_at: str | None) -> None:
    story = document(
        paragraph("The pipe burst on Monday. It was laid on 4 May 1931."),
        metadata=Metadata(language="en", published_at=published_at),
    )
    assert [entry.date for entry in timeline_of(story, sentences_of(story.text, story.blocks))] == ["1931-05-04"]


@pytest.mark.parametrize(
    "text", ["They met laſt year.", "They met in the firſt quarter of 2025.", "They met on Frıday."]
)
def test_variants_of_letters_are_read_as_the_letters(text: str) -> None:
    plain = text.replace("ſ", "s").replace("ı", "i")
    assert [value for _, value in dates(text)] == [value for _, value in dates(plain)] != []


def test_a_day_on_another_weekday_than_in_the_near_years_is_left_out() -> None:
    text = "The log is of November 10 to 16, 2025.\n\nThe lamp burst on Thursday, November 14."
    assert dates(text, None) == [("November 10 to 16, 2025", "2025-11-10/2025-11-16")]
    assert dates("The lamp burst on Thursday, November 14.", date(2025, 11, 20)) == []
    fitting = "Friday, November 14"
    assert dates(f"The lamp burst on {fitting}.", date(2025, 11, 20)) == [(fitting, "2025-11-14")]


def test_an_hour_behind_the_day_of_another_weekday_is_no_year() -> None:
    coming = "Thurs 20 June, 1900: the branch meets."
    assert dates(coming, date(2024, 5, 2)) == [("Thurs 20 June, 1900", "2024-06-20")]
    assert dates("Fri, June 14, 1930 - quiz.", date(2024, 5, 2)) == [("Fri, June 14, 1930", "2024-06-14")]
    assert dates("The ship sank on Wednesday, 20 June 1900.", None) == [("Wednesday, 20 June 1900", "1900-06-20")]


@pytest.mark.parametrize("text", ["Would she be sold in January?", "Would the lamp be sold in January?"])
def test_a_question_with_would_is_about_the_future(text: str) -> None:
    assert dates(text, date(2025, 10, 18)) == [("January", "2026-01")]


def test_an_earlier_month_ahead_of_the_last_day_of_a_text_without_publication_is_left_out() -> None:
    assert dates("It met on 18 October 2025. It will meet in January.", None) == [("18 October 2025", "2025-10-18")]


def test_a_day_after_since_is_over() -> None:
    assert dates("Since 3 May, the quay will be shut.", date(2026, 1, 10)) == [("3 May", "2025-05-03")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Letters came on 3 May and 1 June 2021.", [("3 May", "2021-05-03"), ("1 June 2021", "2021-06-01")]),
        ("The shop shut in May and June 2020.", [("May", "2020-05"), ("June 2020", "2020-06")]),
        ("It leaked between June and September 2019.", [("June and September 2019", "2019-06/2019-09")]),
    ],
)
def test_dates_that_and_joins_share_the_year_of_the_last_one(text: str, expected: list[tuple[str, str]]) -> None:
    assert dates(text, None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It burst on the ninth of April, 1938.", [("ninth of April, 1938", "1938-04-09")]),
        ("It burst on the twenty-first of May 1938.", [("twenty-first of May 1938", "1938-05-21")]),
        ("A third of March 1938 was dry.", [("March 1938", "1938-03")]),
    ],
)
def test_a_day_in_words_needs_an_article_and_a_year(text: str, expected: list[tuple[str, str]]) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "As the court said in Reed v Sand [1988] 2 SLR 114, a gift is a gift.",
        "Neutral citation: [2021] EWHC (Civ) 418",
        "The rule is that of Reed v Sand (1983) 45 CLR 12.",
    ],
)
def test_the_year_of_a_law_report_is_no_date(text: str) -> None:
    assert dates(text) == []


def test_a_year_in_brackets_before_a_name_with_a_number_is_a_date() -> None:
    assert dates("After the crash (2019) Boeing 737 jets were grounded.") == [("2019", "2019")]


@pytest.mark.parametrize(
    "text",
    [
        "“Nobody can eat the word ‘tomorrow’,” she said.",
        "“The clerk said, 'These are for yesterday.'”",
        "“On 2 March we were told tomorrow.",
    ],
)
def test_a_day_that_another_speaker_named_is_not_counted_from_the_publication(text: str) -> None:
    assert [value for written, value in dates(text) if written in ("tomorrow", "yesterday")] == []


@pytest.mark.parametrize(
    "text",
    [
        "'The road will open tomorrow,' she said.",
        "“The road opens tomorrow,” she said.",
        "The talks that began on 2 March will resume tomorrow.",
        "The driver's car will leave tomorrow from Smiths' yard, and “nobody” knows.",
    ],
)
def test_tomorrow_in_a_quotation_is_the_day_after_the_publication(text: str) -> None:
    assert ("tomorrow", "2026-03-12") in dates(text)


def test_a_day_that_begins_an_interrupted_quotation_is_a_date() -> None:
    assert dates('"Yesterday," Reed said, "we won the cup."') == [("Yesterday", "2026-03-10")]
