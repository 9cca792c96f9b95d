"""The timeline: the dates in the sentences of a document, in chronological order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from functions.summarize.dates.calendar_dates import order_in
from functions.summarize.dates.citations import cites, is_citation
from functions.summarize.dates.publication import Publication, publication_of
from functions.summarize.dates.resolve import Context, resolve
from functions.summarize.dates.scan import dates_written
from functions.summarize.dates.story import PRECISE, Story, story_of
from functions.summarize.dates.tense import looks_ahead
from functions.summarize.dates.written import Shift, Unit, Written
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Document, Span
from shared.summary import TimelineEntry

# Words of speakers and letter writers, for whom `today` is a day.
_PERSONAL = re.compile(r"\b(?:I|we|us|our|me|my|you|your|here)\b", re.IGNORECASE)
_QUARTER = re.compile(r"Q([1-4])")
_NUMBER = re.compile(r"\d+")


class DateMention(NamedTuple):
    """A date at [start, end) of the text, in ISO 8601, and the number of its sentence."""

    start: int
    end: int
    date: str
    sentence: int


def timeline_of(document: Document, sentences: Sequence[Sentence], language: str = "en") -> list[TimelineEntry]:
    """Return the dates of the sentences, by date and then by place. `language`: English, or one of DATE_LANGUAGES."""
    entries = [
        TimelineEntry(
            date=mention.date,
            span=document.span(mention.start, mention.end),
            sentence=Span(start=sentence.start, end=sentence.end, text=sentence.text),
        )
        for mention in find_dates(document, sentences, language)
        for sentence in (sentences[mention.sentence],)
    ]
    return sorted(entries, key=lambda entry: (_chronological(entry.date), entry.span.start))


def find_dates(document: Document, sentences: Sequence[Sentence], language: str = "en") -> Iterator[DateMention]:
    """Yield the dates of the sentences in the order of the text.

    A day or a month without a year is counted from the day of publication, or of the quoted message that it is in, or
    takes the year of its passage. What neither gives is left out, as are ambiguous dates in digits (03/04/2026).
    """
    if language != "en":
        yield from _foreign(document, sentences, language)
        return
    scanned = _scanned(document.text, sentences)
    publication = publication_of(document, scanned)
    story = story_of(scanned)
    last: str | None = None
    for number, (sentence, dates) in enumerate(scanned):
        ahead: bool | None = None
        named = next((each.start for each in dates if each.unit is Unit.DAY and each.month is not None), None)
        for written in dates:
            # In a list of dates, the verb before the first one is that of all.
            if written.year is None:
                verb = looks_ahead(sentence.text, written.start, written.end)
                ahead = ahead if verb is None else verb
            if written.year is None and ahead is None and _is_general(written, sentence):
                continue
            if ahead is False and _is_told(written, named):
                continue
            context = _context(written, sentence, publication, story, ahead)
            found = resolve(written, replace(context, last=last), ahead)
            story.read(written, sentence)
            if found is None:
                last = None
                continue
            last = found.rpartition("/")[2]
            yield DateMention(sentence.start + written.start, sentence.start + written.end, found, number)


def _scanned(text: str, sentences: Sequence[Sentence]) -> list[tuple[Sentence, list[Written]]]:
    """Return the sentences of an English text with their dates, without the years of citations."""
    day_first = order_in(text)
    scanned = [(sentence, dates_written(sentence.text, day_first=day_first)) for sentence in sentences]
    if not cites(text):
        return scanned
    return [
        (sentence, [written for written in dates if not is_citation(sentence.text, written)])
        for sentence, dates in scanned
    ]


def _foreign(document: Document, sentences: Sequence[Sentence], language: str) -> Iterator[DateMention]:
    """Yield the dates of a text in another language. No verb decides between the last and the next one.

    Without a day of publication, a day without a year takes the year of a precise date in its sentence, or of one
    shortly before it if it is in the past. A year alone can be of an aside (`the wheel, restored in 2019, broke on 22
    October`), and nothing shows that without the tense.
    """
    # Imported only here: most texts are English.
    from functions.summarize.dates.languages.foreign_dates import foreign_dates, looks_back, placed

    scanned = [(sentence, foreign_dates(sentence.text, language)) for sentence in sentences]
    publication, story = publication_of(document, scanned), Story()
    for number, (sentence, dates) in enumerate(scanned):
        of_sentence = Story() if publication.at(sentence.start) is None else story
        for written in dates:
            is_past = looks_back(sentence.text, written.start, language)
            context = _context(written, sentence, publication, story if is_past else of_sentence, None)
            if written.unit in PRECISE:
                story.read(written, sentence)
                of_sentence.read(written, sentence)
            known = placed(written, context.day)
            if is_past and not (written.year or context.day) and story.is_before(written):
                continue
            found = resolve(known, context, False if is_past else None) if known else None
            if found is not None:
                yield DateMention(sentence.start + written.start, sentence.start + written.end, found, number)


def _context(
    written: Written, sentence: Sentence, publication: Publication, story: Story, ahead: bool | None
) -> Context:
    place = sentence.start + written.start
    day = publication.at(place)
    year = story.year_of(written, sentence, day.year if day else None, ahead)
    return Context(day if publication.gives(written, place) else None, year, near=story.day)


def _is_general(written: Written, sentence: Sentence) -> bool:
    """Return whether a date without a verb about it can be in general: a month of every year, `today` for nowadays."""
    if written.unit is Unit.MONTH and written.month is not None:
        return not (written.shift or written.year_shift or (written.until and written.until.year))
    is_today = sentence.text[written.start : written.end].lower() == "today"
    return is_today and _PERSONAL.search(sentence.text) is None


def _is_told(written: Written, named: int | None) -> bool:
    """Return whether `tomorrow` follows another day of its sentence, with a verb of the past: it is not of the news.

    `named` is the start of the first such day.
    """
    is_coming_day = written.unit is Unit.DAY and written.shift is Shift.AHEAD and written.count > 0
    return is_coming_day and named is not None and named < written.start


def _chronological(value: str) -> tuple[int, ...]:
    """Return the sort key of a value: its numbers, the first of which is a year and may be negative.

    A quarter is where its first month is.
    """
    value = _QUARTER.sub(lambda match: f"{3 * int(match[1]) - 2:02}", value)
    year, *others = (int(number) for number in _NUMBER.findall(value))
    return (-year if value.startswith("-") else year, *others)
