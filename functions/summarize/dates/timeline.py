"""The timeline: the dates in the sentences of a document, in chronological order."""

from collections.abc import Sequence
from datetime import date

from functions.summarize.dates.mentions import find_dates
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Document, Span
from shared.summary import TimelineEntry

# Years in which a document can have been published.
YEARS = range(1400, 9000)


def timeline_of(document: Document, sentences: Sequence[Sentence]) -> list[TimelineEntry]:
    """Return the dates of each sentence, without repetitions in one sentence, by date and then by place.

    Days without a year, weekdays and words such as `yesterday` are resolved from the day of publication. They are left
    out if the document has none.
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
    """Return the day of publication in the metadata, in the time zone of the metadata.

    Days outside YEARS are placeholders, such as 0001-01-01, and would lead to dates that the calendar does not have.
    """
    published = document.metadata.published_at
    if published is None:
        return None
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:  # only a year or a month
        return None
    return day if day.year in YEARS else None
