"""The title of a Document: its own, or a phrase of its text."""

import numpy as np
import pytest

from functions.summarize.selection.keywords import keyphrases, topics_of
from functions.summarize.selection.title import MOST_WORDS, best_title, title_candidates, title_of
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Document, Metadata, Span
from shared.summary import Entity
from tests.support.documents import document, heading, paragraph

STORY = (
    "The ferry between Kiel and Faro has been taken out of service after a crack was found in its hull.",
    "The owners of the ferry said that a diver had found the crack in the hull on Monday.",
    "A new hull would cost the owners of the ferry four million euros.",
)
LINE = "Kiel loses its ferry"
BODY = paragraph(" ".join(STORY))


@pytest.mark.parametrize(
    ("given_document", "title"),
    [
        (document(heading("A heading"), BODY, metadata=Metadata(title=" From the\n format ")), "From the format"),
        (document(heading(LINE), heading("Another"), BODY), LINE),
        (document(paragraph(LINE), BODY), LINE),
        (document(BODY, heading("What next", level=2), BODY), "What next"),
        (document(heading("Slide 1"), heading(LINE, level=2), BODY), LINE),
        (document(heading("Sheet1"), BODY, metadata=Metadata(title="Budget_final (2).xlsx")), None),
        (document(paragraph("Page 1 of 1"), paragraph(LINE), BODY), LINE),
        (document(heading(LINE), BODY, metadata=Metadata(title="1")), LINE),
        (document(BODY), None),
        (document(paragraph("It rained all night."), BODY), None),
        (document(paragraph("[Image by A. Person]"), BODY), None),
        (document(paragraph("word " * 40), BODY), None),
        (document(heading("long " * 100), BODY), ("long " * 100)[:299].rstrip() + "…"),
    ],
)
def test_the_title_is_that_of_the_format_or_the_first_heading_or_the_first_line(
    given_document: Document, title: str | None
) -> None:
    assert title_of(given_document) == title


def candidates(source: Document, entities: list[Entity] | None = None) -> list[Span]:
    sentences = sentences_of(source.text, source.blocks)
    spans = [source.span(sentence.start, sentence.end) for sentence in sentences]
    topics = topics_of(keyphrases(source, sentences, "en"), entities or [])
    return title_candidates(source, spans, topics, entities or [])


def place(source: Document, name: str) -> Entity:
    start = source.text.index(name)
    mention = Span(start=start, end=start + len(name), text=name)
    return Entity(name=name, type="LOCATION", aliases=[], mentions=[mention], salience=1)


def test_candidates_are_spans_of_the_text() -> None:
    source = document(BODY)
    found = candidates(source, [place(source, "Kiel"), place(source, "Faro")])
    assert found
    for span in found:
        assert source.text[span.start : span.end] == span.text
        assert 2 <= len(span.text.split()) <= MOST_WORDS


def test_phrases_and_names_are_joined_by_prepositions() -> None:
    source = document(BODY)
    found = [span.text for span in candidates(source, [place(source, "Kiel"), place(source, "Faro")])]
    assert "ferry between Kiel and Faro" in found
    assert "crack in the hull" in found


def test_a_candidate_is_not_a_part_of_a_longer_phrase() -> None:
    source = document(
        paragraph("The old iron ferry of Kiel sank. The ferry of the town was old, and a ferry of iron rusts.")
    )
    assert "ferry of Kiel" not in [span.text for span in candidates(source, [place(source, "Kiel")])]


def test_a_text_without_phrases_has_no_candidates() -> None:
    assert candidates(document(paragraph("It rained."))) == []


def test_the_candidate_most_similar_to_the_document_is_its_title_and_the_first_of_equals() -> None:
    spans = [Span(start=n, end=n + 1, text=letter) for n, letter in enumerate("abc")]
    sentence_vectors = np.array([[1, 0, 0], [0, 1, 0]], dtype=np.float32)
    vectors = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0]], dtype=np.float32)
    assert best_title(spans, vectors, sentence_vectors).text == "c"
    assert best_title(spans, np.tile(vectors[0], (3, 1)), sentence_vectors).text == "a"
