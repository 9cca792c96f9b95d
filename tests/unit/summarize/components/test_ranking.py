"""Which sentences are shown only after the one before them."""

import re

import numpy as np
import pytest

from functions.summarize.annotator.annotations import Annotations, Mention
from functions.summarize.components.quotations import mark_quotations
from functions.summarize.components.ranking import (
    context_of,
    continuing,
    interrupting,
    listing_people,
    resuming,
    unclear_alone,
)
from functions.summarize.components.sentences import split_sentences
from functions.summarize.entities.entities import EntityIndex
from functions.summarize.reading import Reading
from tests.support.documents import document, paragraph


def reading_of(*paragraphs: str) -> Reading:
    reading = Reading(document(*(paragraph(text) for text in paragraphs)))
    reading.language = "en"
    split_sentences(reading)
    reading.ranked = reading.readable
    return reading


@pytest.mark.parametrize(
    ("first", "second", "leans"),
    [
        ("There is a notion that everyone is owed an income.", "The notion has been advanced by many.", True),
        ("They bought an old red ferry in Kiel.", "The ferry was sold in spring.", True),
        ("They bought the ferry in Kiel.", "The ferry was sold in spring.", False),
        ("They bought a ship in Kiel.", "The ferry was sold in spring.", False),
        ("They bought a ferry in Kiel.", "The mayor was late.", False),
    ],
)
def test_a_sentence_leans_on_the_one_that_introduces_its_subject(first: str, second: str, leans: bool) -> None:
    assert resuming(reading_of(f"{first} {second}")) == ([1] if leans else [])


def test_the_candidates_after_the_first_one_of_a_block_continue_it() -> None:
    sentences = reading_of("KIEL (AP). It rained. It snowed.", "The sun came. It set.").ranked
    assert continuing(sentences, range(len(sentences))) == [1, 2, 4]
    assert continuing(sentences, [1, 2, 4]) == [2]
    assert continuing([], []) == []


def test_a_pronoun_that_nobody_is_named_before_makes_a_sentence_unclear_alone() -> None:
    reading = reading_of(
        "Ann Lee was born in Kiel.",
        "In 1931 she bought a ferry.",
        "According to Ann Lee, she bought a ferry.",
        "Years later, however, the ferry was sold.",
    )
    places = [
        start for start in range(len(reading.document.text)) if reading.document.text.startswith("Ann Lee", start)
    ]
    mentions = [Mention(place, place + len("Ann Lee"), "PERSON") for place in places]
    reading.annotations = Annotations(mentions, [])
    assert unclear_alone(reading) == [1, 3]


def test_a_sentence_that_ends_inside_a_quotation_is_interrupting() -> None:
    reading = reading_of('She said: "The quay is old. It has carried lorries." It rained. "The sun came," he said.')
    mark_quotations(reading)
    assert interrupting(reading) == [0]


def test_an_english_list_of_names_has_no_verb() -> None:
    listed = "Present: Ann Lee, Bo Okland and Maren Firth of Kiel."
    reading = reading_of(f"{listed} Ann Lee, Bo Okland and Maren Firth have met.")
    names = [match.span() for match in re.finditer("Ann Lee|Bo Okland|Maren Firth", reading.document.text)]
    reading.annotations = Annotations([Mention(start, end, "PERSON", 0.9) for start, end in names], [])
    assert listing_people(reading) == [0]


@pytest.mark.parametrize(("language", "outcomes"), [("en", [1]), ("fr", [])])
def test_only_english_sentences_state_an_outcome(language: str, outcomes: list[int]) -> None:
    reading = reading_of("The tenants appealed.", "Conclusion: the appeal is allowed.")
    reading.language = language
    reading.title = reading.title_vector = None
    reading.annotations = Annotations([], [])
    reading.vectors = np.eye(2, dtype=np.float32)
    reading.annotator_salience = np.zeros(2, dtype=np.float32)
    reading.entity_index = EntityIndex(reading.document.text, [])
    assert list(context_of(reading).outcomes) == outcomes
