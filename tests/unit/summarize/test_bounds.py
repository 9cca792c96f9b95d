"""The limits of a row, and the warnings about dropped items."""

from collections.abc import Sequence

import pytest
from pydantic import BaseModel

from functions.summarize.bounds import (
    ATTRIBUTION_BYTES,
    ENTITY_BYTES,
    LONGEST_CONTENT,
    MOST_ATTRIBUTIONS,
    MOST_ENTITIES,
    MOST_KEYWORDS,
    PART_BYTES,
    TIMELINE_BYTES,
    bounded_attributions,
    bounded_entities,
    bounded_keywords,
    bounded_parts,
    bounded_timeline,
)
from shared.documents.document import Part
from shared.summary import Attribution, TimelineEntry
from tests.support.summaries import an_entity, said, span


def size(items: Sequence[BaseModel]) -> int:
    return sum(len(item.model_dump_json().encode()) for item in items)


def test_few_entities_and_attributions_are_unchanged_and_the_most_salient_come_first() -> None:
    entities = [an_entity("Ann Lee", "Lee", salience=0.1), an_entity("Ada Holt", "Holt", salience=0.9)]
    attributions = [said("Ann Lee", "Yes."), said(None, "No.")]
    assert bounded_entities(entities) == (entities[::-1], [])
    assert bounded_attributions(attributions) == (attributions, [])


def test_reported_statements_are_kept_before_turns_in_the_order_of_the_text() -> None:
    turns = [said("Ann Lee", "Yes.", start=n, turn=True) for n in range(MOST_ATTRIBUTIONS)]
    reported = [said("Ben Cole", "No.", start=MOST_ATTRIBUTIONS), said(None, "So.", start=MOST_ATTRIBUTIONS + 1)]
    kept, (warning,) = bounded_attributions([*turns, *reported])
    assert kept == [*turns[:-2], *reported]
    assert (
        warning.message == f"{MOST_ATTRIBUTIONS + 2} attributions were found; the row has {MOST_ATTRIBUTIONS} of them."
    )


def test_a_long_turn_is_cut_at_the_length_of_one_span() -> None:
    turn = said("Ann Lee", "Yes.", turn=True)
    paragraphs = [span("a" * 2000), span("b" * 2000, 2002), span("c", 4004)]
    ((kept,), _) = bounded_attributions([turn.model_copy(update={"content": paragraphs})])
    assert "".join(part.text for part in kept.content) == "a" * 2000 + "b" * (LONGEST_CONTENT - 2000)


def test_dropped_items_are_counted_in_a_warning() -> None:
    entities, (entities_cut,) = bounded_entities([an_entity(f"Name{n}") for n in range(300)])
    attributions, (attributions_cut,) = bounded_attributions([said("Ann", "Yes.")] * 400)
    assert (len(entities), len(attributions)) == (MOST_ENTITIES, MOST_ATTRIBUTIONS)
    assert (entities_cut.code, attributions_cut.code) == ("entities_cut", "attributions_cut")
    assert entities_cut.message == "300 entities were found; the row has 100 of them."


@pytest.mark.parametrize("letter", ["a", "王", "𝕏"])
def test_the_longest_names_and_quotes_stay_within_the_bytes_of_the_row(letter: str) -> None:
    entities, entity_warnings = bounded_entities([an_entity(letter * 9000, *[letter * 100] * 90) for _ in range(90)])
    attributions, attribution_warnings = bounded_attributions([said(letter * 9000, letter * 90_000)] * 90)
    assert 0 < size(entities) <= ENTITY_BYTES
    assert 0 < size(attributions) <= ATTRIBUTION_BYTES
    assert len(entity_warnings) == len(attribution_warnings) == 1
    (content,) = attributions[0].content
    assert (content.start, content.end, len(content.text)) == (0, LONGEST_CONTENT, LONGEST_CONTENT)


def test_a_speaker_that_is_too_long_is_dropped_and_the_quote_stays() -> None:
    quote = Attribution(speaker=span("x" * 999), entity="Ann", content=[span("Yes.")], quotation="direct")
    ((bounded,), _) = bounded_attributions([quote])
    assert bounded == quote.model_copy(update={"speaker": None})


def test_the_row_has_the_first_dates_of_the_text_in_chronological_order() -> None:
    entries = [
        TimelineEntry(date=f"{2000 - n}", span=span(f"{2000 - n}", n * 50), sentence=span("x" * 40, n * 50))
        for n in range(80)
    ]
    kept, warnings = bounded_timeline(sorted(entries, key=lambda entry: entry.date))
    assert [entry.date for entry in kept] == [f"{year}" for year in range(1951, 2001)]
    assert [warning.message for warning in warnings] == ["80 dates were found; the row has 50 of them."]


def test_long_sentences_leave_room_for_fewer_dates() -> None:
    entries = [TimelineEntry(date="2026", span=span("2026", n), sentence=span("語" * 1000, n)) for n in range(40)]
    kept, warnings = bounded_timeline(entries)
    assert 0 < len(kept) < 40
    assert size(kept) <= TIMELINE_BYTES
    assert [warning.code for warning in warnings] == ["dates_cut"]


def test_parts_are_cut_to_what_a_row_has_room_for() -> None:
    parts = [Part(name="語" * 250, start=0, end=0, code="corrupt", message="x" * 900) for _ in range(60)]
    kept, warnings = bounded_parts(parts)
    assert 0 < len(kept) < 60
    assert size(kept) <= PART_BYTES
    assert [warning.code for warning in warnings] == ["parts_cut"]


def test_keywords_are_few_and_short() -> None:
    assert bounded_keywords(["a" * 101, *map(str, range(20))]) == [str(n) for n in range(MOST_KEYWORDS)]
