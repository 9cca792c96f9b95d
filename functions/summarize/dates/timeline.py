"""The timeline: the dates that a document's sentences name, in the order of time."""

from collections.abc import Sequence
from datetime import date

from functions.summarize.dates.mentions import find_dates
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Document, Span
from shared.summary import TimelineEntry


def timeline_of(document: Document, sentences: Sequence[Sentence]) -> list[TimelineEntry]:
    """Every date that a sentence names, once a sentence, each with that sentence; by date, then by place.

    A day without a year, a weekday, `yesterday` are counted from the day of publication, and left out where the
    document does not say it.
    """
    published = published_day(document)
    entries: list[TimelineEntry] = []
    for sentence in sentences:
        seen: set[str] = set()
        for mention in find_dates(document.text, sentence.start, sentence.end, published):
            if mention.date in seen:
                continue
            seen.add(mention.date)
            entries.append(
                TimelineEntry(
                    date=mention.date,
                    span=document.span(mention.start, mention.end),
                    sentence=Span(start=sentence.start, end=sentence.end, text=sentence.text),
                )
            )
    return sorted(entries, key=lambda entry: (entry.date, entry.span.start))


def published_day(document: Document) -> date | None:
    """The day that the document's metadata names, in the time zone in which it names it."""
    published = document.metadata.published_at
    if published is None:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:  # a year or a month alone is no day to count from
        return None
