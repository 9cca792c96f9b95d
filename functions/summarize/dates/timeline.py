"""The timeline: the dates in the sentences of a document, in chronological order."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from functions.summarize.dates.calendar_dates import order_in
from functions.summarize.dates.citations import cites, is_citation
from functions.summarize.dates.publication import Publication, publication_of
from functions.summarize.dates.resolve import Context, resolve
from functions.summarize.dates.scan import dates_written
from functions.summarize.dates.story import Story, story_of
from functions.summarize.dates.tense import looks_ahead
from functions.summarize.dates.written import Unit, Written
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Document, Span
from shared.summary import TimelineEntry

_NUMBER = re.compile(r"\d+")


class DateMention(NamedTuple):
    """A date at [start, end) of the text, in ISO 8601, and the number of its sentence."""

    start: int
    end: int
    date: str
    sentence: int


def timeline_of(document: Document, sentences: Sequence[Sentence]) -> list[TimelineEntry]:
    """Return the dates of the sentences, by date and then by place."""
    entries = [
        TimelineEntry(
            date=mention.date,
            span=document.span(mention.start, mention.end),
            sentence=Span(start=sentence.start, end=sentence.end, text=sentence.text),
        )
        for mention in find_dates(document, sentences)
        for sentence in (sentences[mention.sentence],)
    ]
    return sorted(entries, key=lambda entry: (_chronological(entry.date), entry.span.start))


def find_dates(document: Document, sentences: Sequence[Sentence]) -> Iterator[DateMention]:
    """Yield the dates of the sentences in the order of the text.

    A day or a month without a year is counted from the day of publication, or of the quoted message that it is in, or
    takes the year of its passage. What neither gives is left out, as are ambiguous dates in digits (03/04/2026).
    """
    day_first = order_in(document.text)
    scanned = [(sentence, dates_written(sentence.text, day_first=day_first)) for sentence in sentences]
    if cites(document.text):
        scanned = [
            (sentence, [written for written in dates if not is_citation(sentence.text, written)])
            for sentence, dates in scanned
        ]
    publication = publication_of(document, scanned)
    story = story_of(scanned)
    last: str | None = None
    for number, (sentence, dates) in enumerate(scanned):
        for written in dates:
            found = _value(written, sentence, publication, story, last)
            story.read(written, sentence)
            if found is None:
                continue
            last = found.rpartition("/")[2]
            yield DateMention(sentence.start + written.start, sentence.start + written.end, found, number)


def _value(written: Written, sentence: Sentence, publication: Publication, story: Story, last: str | None) -> str | None:
    if written.year is not None:
        return resolve(written, Context(), None)
    ahead = looks_ahead(sentence.text, written.start, written.end)
    day = publication.at(sentence.start + written.start)
    if ahead is None and _is_month_alone(written):
        return None  # a month of every year
    year = story.year_of_passage(sentence, day.year if day else None, ahead)
    return resolve(written, Context(day, year, last), ahead)


def _is_month_alone(written: Written) -> bool:
    return written.unit is Unit.MONTH and written.month is not None and not (written.shift or written.year_shift)


def _chronological(value: str) -> tuple[int, ...]:
    """Return the sort key of a value: its numbers, the first of which is a year and may be negative."""
    year, *others = (int(number) for number in _NUMBER.findall(value))
    return (-year if value.startswith("-") else year, *others)
