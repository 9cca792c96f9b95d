"""Calendars: the subject, times, place, people and description of each entry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Code
from tests.support.parsed import blocks, failure, read

HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTIMEZONE\nTZID:Oslo\nDTSTART:16010101T030000\nEND:VTIMEZONE\n"


def calendar(*entries: str, name: str = "") -> str:
    made = "".join(f"BEGIN:VEVENT\n{entry}\nEND:VEVENT\n" for entry in entries)
    return f"{HEAD}{name}{made}END:VCALENDAR\n"


def lines(*entries: str) -> list[str]:
    return [text for _, text in blocks(read(calendar(*entries), "a.ics"))]


def test_an_event_has_its_subject_times_place_people_and_description() -> None:
    document = read(
        calendar(
            "SUMMARY;LANGUAGE=en:Walk along the dyke\nDTSTART;TZID=Oslo:20260512T090000\n"
            "DTEND;TZID=Oslo:20260512T113000\nLOCATION:Dyke Road 4\\, Aldmouth\nDTSTAMP:20260504T061100Z\n"
            'ORGANIZER;CN="Dahl, Ann":mailto:ann@a.example\nATTENDEE;RSVP=TRUE:mailto:tom@a.example\n'
            "DESCRIPTION:We look at the dy\n ke and the pump.\\n\\nBring boots\\; it is wet.\nSTATUS:CANCELLED\n"
            "BEGIN:VALARM\nDESCRIPTION:Reminder\nEND:VALARM"
        ),
        "a.ics",
    )
    assert document.media_type == "text/calendar"
    assert blocks(document) == [
        ("heading", "Walk along the dyke"),
        ("paragraph", "Start: 2026-05-12 09:00 (Oslo)"),
        ("paragraph", "End: 2026-05-12 11:30 (Oslo)"),
        ("paragraph", "Place: Dyke Road 4, Aldmouth"),
        ("paragraph", "Organizer: Dahl, Ann"),
        ("paragraph", "Attendees: tom@a.example"),
        ("paragraph", "Status: cancelled"),
        ("paragraph", "We look at the dyke and the pump."),
        ("paragraph", "Bring boots; it is wet."),
    ]
    assert (document.metadata.title, document.metadata.byline) == ("Walk along the dyke", "Dahl, Ann")
    assert document.metadata.published_at == "2026-05-04T06:11:00+00:00"


def test_days_end_on_their_last_day() -> None:
    found = lines("SUMMARY:Fair\nDTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260504")
    assert found[1:] == ["Start: 2026-05-01", "End: 2026-05-03"]


def test_the_end_follows_from_the_duration() -> None:
    found = lines("SUMMARY:Walk\nDTSTART:20260512T233000Z\nDURATION:P1DT1H30M")
    assert found[1:] == ["Start: 2026-05-12 23:30 (UTC)", "End: 2026-05-14 01:00 (UTC)"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR;COUNT=4", "every 2 weeks on Tuesday, Friday, 4 times"),
        ("FREQ=YEARLY;UNTIL=20300101T000000Z", "every year until 2030-01-01"),
        ("FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY;BYDAY=-1SU"),
    ],
)
def test_a_recurrence_is_in_words_where_there_are_simple_ones(rule: str, words: str) -> None:
    assert f"Repeats: {words}" in lines(f"SUMMARY:Walk\nDTSTART:20260512T090000\nRRULE:{rule}")


def test_several_events_are_below_the_name_of_their_calendar() -> None:
    source = calendar("SUMMARY:One\nDTSTART:20260512T090000", "SUMMARY:Two", name="X-WR-CALNAME:Harbour\n")
    document = read(source, "a.ics")
    assert [(block.level, document.text[block.start : block.end]) for block in document.blocks if block.level] == [
        (1, "Harbour"),
        (2, "One"),
        (2, "Two"),
    ]
    assert document.metadata.title == "Harbour"


def test_a_calendar_without_entries_is_empty() -> None:
    assert failure(f"{HEAD}END:VCALENDAR\n", "a.ics").code is Code.EMPTY


@given(
    st.lists(st.sampled_from(["BEGIN:VEVENT", "END:VEVENT", "SUMMARY:a", "DTSTART:20260231", "x", "A;B=:c", ":", " y"]))
)
def test_any_lines_are_read_or_empty(written: list[str]) -> None:
    source = "BEGIN:VCALENDAR\n" + "\n".join([*written, "BEGIN:VEVENT", "SUMMARY:Last"])
    assert "Last" in read(source, "a.ics").text
