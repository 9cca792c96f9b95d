"""iCalendar (RFC 5545): each event, task and journal entry with its times, place, people and description."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.calendar.content_lines import Component, Property, components_of
from functions.parse.formats.common import markup
from functions.parse.formats.text.plain_text import paragraphs
from functions.parse.metadata import filled_in
from functions.parse.recognition.text_decoding import decoded
from shared.documents.document import BlockKind, BlockText, Metadata
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} icalendar"

ENTRIES = ("VEVENT", "VTODO", "VJOURNAL")

DATE_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
DURATION = re.compile(r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?")

# Words for the frequencies of a recurrence rule (RFC 5545, 3.3.10).
FREQUENCIES = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year", "HOURLY": "hour"}
DAYS = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday"}
DAYS |= {"SA": "Saturday", "SU": "Sunday"}
DAY = re.compile(r"[+-]?\d{0,2}([A-Z]{2})")

# A description that Outlook and Google write as HTML.
HTML = re.compile(r"<(?:p|br|div|ul|ol|li|a|b|i|span|table|html)\b[^<>]*>", re.IGNORECASE)


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the entries of a calendar. Time zones, alarms and free times are left out.

    Raises PermanentError: empty, if the calendar has no entry.
    """
    return _read(content, hints, limits, described=True)


def read_without_description(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Like `read`, without the descriptions of the entries."""
    return _read(content, hints, limits, described=False)


def _read(content: bytes, hints: Hints, limits: Limits, *, described: bool) -> Extracted:
    source = decoded(content, hints.declared_type, "calendar")
    calendars = components_of(source.text)
    entries = [found for calendar in calendars for found in calendar.walk() if found.name in ENTRIES]
    if not entries:
        raise PermanentError(Code.EMPTY, "The calendar has no event, task or journal entry.")
    name = next((named for calendar in calendars if (named := filled_in(calendar.text("X-WR-CALNAME")))), None)
    single = len(entries) == 1
    blocks: list[BlockText] = []
    if name and not single:
        blocks.append(BlockText(kind=BlockKind.HEADING, text=name, level=1))
    for entry in entries[: limits.max_blocks]:
        blocks += _entry_blocks(entry, level=1 if single or not name else 2, described=described)
    metadata = _metadata(entries[0]) if single else Metadata(title=name)
    return Extracted(blocks, PARSER, metadata, source.warnings)


def _entry_blocks(entry: Component, level: int, *, described: bool) -> Iterator[BlockText]:
    """Yield the subject of an entry as a heading, a line for each of its facts, and its description."""
    subject = filled_in(entry.text("SUMMARY"))
    if subject:
        yield BlockText(kind=BlockKind.HEADING, text=subject, level=level)
    for label, value in _facts(entry):
        if value:
            yield BlockText(kind=BlockKind.PARAGRAPH, text=f"{label}: {' '.join(value.split())}")
    for name in ("DESCRIPTION", "COMMENT") if described else ():
        for written in entry.each(name):
            text = written.text
            yield from markup.read_blocks(text) if HTML.search(text) else paragraphs(text)


def _facts(entry: Component) -> Iterator[tuple[str, str]]:
    start, end = entry.first("DTSTART"), entry.first("DTEND")
    yield "Start", _shown(start)
    yield "End", _shown(end, is_end=True) if end else _end_by_duration(start, entry.text("DURATION"))
    yield "Due", _shown(entry.first("DUE"))
    yield "Completed", _shown(entry.first("COMPLETED"))
    for rule in entry.each("RRULE"):
        yield "Repeats", _rule(rule.text)
    yield "Also on", ", ".join(filter(None, map(_shown, entry.each("RDATE"))))
    yield "Not on", ", ".join(filter(None, map(_shown, entry.each("EXDATE"))))
    yield "Place", entry.text("LOCATION")
    yield "Organizer", ", ".join(_people(entry.each("ORGANIZER")))
    yield "Attendees", ", ".join(_people(entry.each("ATTENDEE")))
    status = entry.text("STATUS").lower().replace("-", " ")
    yield "Status", "" if status == "confirmed" else status


def _metadata(entry: Component) -> Metadata:
    made = entry.first("DTSTAMP") or entry.first("CREATED") or entry.first("LAST-MODIFIED")
    moment = _moment(made.text) if made else None
    return Metadata(
        title=filled_in(entry.text("SUMMARY")),
        byline=", ".join(_people(entry.each("ORGANIZER"))) or None,
        recipients=", ".join(_people(entry.each("ATTENDEE"))) or None,
        published_at=f"{moment.isoformat()}{'+00:00' if made and made.text.endswith('Z') else ''}" if moment else None,
    )


def _people(written: list[Property]) -> list[str]:
    """Return the names of people, or their addresses without a name."""
    found = (person.parameters.get("CN") or re.sub("^mailto:", "", person.text, flags=re.I) for person in written)
    return list(dict.fromkeys(name for name in map(str.strip, found) if name))


def _moment(text: str) -> date | None:
    """Return a date or a date and time, None if the calendar does not have it."""
    match = DATE_TIME.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute = (int(part) if part else 0 for part in match.groups()[:5])
    try:
        return date(year, month, day) if match[4] is None else datetime(year, month, day, hour, minute)
    except ValueError:
        return None


def _shown(written: Property | None, *, is_end: bool = False) -> str:
    """Return the dates or times of a property with their time zone. `is_end`: a day is the first one after the end."""
    if written is None:
        return ""
    zone = written.parameters.get("TZID", "").rpartition("/X-")[2]
    return ", ".join(_with_zone(value, zone, is_end=is_end) for value in written.text.split(",") if value.strip())


def _with_zone(value: str, zone: str, *, is_end: bool = False) -> str:
    # A period has its start and its end or duration.
    moment = _moment(value.partition("/")[0])
    if moment is None:
        return value.strip()
    if not isinstance(moment, datetime):
        return (moment - timedelta(days=1) if is_end and moment > date.min else moment).isoformat()
    shown = f"{moment:%H:%M}"
    zone = "UTC" if value.strip().endswith("Z") else zone
    return f"{moment.date().isoformat()} {shown}{f' ({zone})' if zone else ''}"


def _end_by_duration(start: Property | None, duration: str) -> str:
    moment = _moment(start.text) if start else None
    match = DURATION.fullmatch(duration)
    if start is None or match is None or not isinstance(moment, datetime):
        return ""
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    try:
        end = moment + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return ""
    zone = "Z" if start.text.endswith("Z") else ""
    return _with_zone(f"{end:%Y%m%dT%H%M%S}{zone}", start.parameters.get("TZID", ""))


def _rule(text: str) -> str:
    """Return a recurrence rule in words, or as it is if it has parts without words here."""
    parts = dict(part.upper().split("=", 1) for part in text.split(";") if "=" in part)
    unit = FREQUENCIES.get(parts.pop("FREQ", ""))
    interval, days = parts.pop("INTERVAL", "1"), parts.pop("BYDAY", "")
    until, count = parts.pop("UNTIL", ""), parts.pop("COUNT", "")
    parts.pop("WKST", None)
    if unit is None or parts or any(DAY.fullmatch(day) is None or day[:-2] for day in days.split(",") if day):
        return text
    words = f"every {unit}" if interval == "1" else f"every {interval} {unit}s"
    if days:
        words += " on " + ", ".join(DAYS.get(day, day) for day in days.split(","))
    if until:
        words += f" until {_with_zone(until, '').partition(' ')[0]}"
    return f"{words}, {count} times" if count else words
