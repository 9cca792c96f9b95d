"""The pipeline: the order of components and warnings, and the times of stages."""

import pytest

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.pipeline import Component, Pipeline
from functions.summarize.reading import Reading
from functions.summarize.summarizer import Summarizer, components_of
from shared.documents.document import PipelineWarning
from tests.support.documents import document, heading, paragraph


def warns(*codes: str) -> Component:
    """A component that changes nothing and returns warnings."""
    return lambda reading: [PipelineWarning(code=code, message=code) for code in codes]


def test_warnings_are_in_the_order_of_the_components_and_the_times_of_a_stage_are_added() -> None:
    run = Pipeline([("one", warns("a", "b")), ("two", warns()), ("one", warns("c"))]).run(Reading(document()))
    assert [warning.code for warning in run.warnings] == ["a", "b", "c"]
    assert list(run.milliseconds) == ["one", "two"]
    assert all(value >= 0 and round(value, 1) == value for value in run.milliseconds.values())


def test_each_component_reads_what_the_ones_before_it_set() -> None:
    reading = Reading(document(paragraph("It rained in Kiel.")))
    components = components_of(Annotator.load(), 75, None)
    with pytest.raises(AttributeError):
        Pipeline(components[1:]).run(reading)
    Pipeline(components).run(reading)
    assert reading.findings().summary.text == "It rained in Kiel."


def test_the_stages_are_those_of_the_row_in_their_order() -> None:
    stages = [stage for stage, _ in components_of(Annotator.load(), 75, None)]
    assert list(dict.fromkeys(stages)) == ["sentences", "annotate", "attribute", "select", "timeline", "keywords"]


def test_every_warning_has_its_place_in_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "Mayor Ada Osei said the pier would open on 4 May 2025.",
        "Captain Raj Patel said on 5 May 2025 that the deck was rotten.",
        "The council of Kiel paid for the paint in Faro.",
    ]
    story = document(*(piece for line in lines for piece in (heading(line), paragraph(line))))
    monkeypatch.setattr("functions.summarize.annotator.annotator.MOST_TOKENS", 60)
    for bound in ("MOST_ENTITIES", "MOST_ATTRIBUTIONS", "MOST_DATES", "MOST_SECTIONS"):
        monkeypatch.setattr(f"functions.summarize.bounds.{bound}", 1)
    found = Summarizer(Annotator.load(), words=75).summarize(story.model_copy(update={"summary_length": "vast"}))
    assert [warning.code for warning in found.warnings] == [
        "annotation_cut",
        "entities_cut",
        "sentences_skipped",
        "summary_length_unknown",
        "attributions_cut",
        "dates_cut",
        "sections_cut",
    ]
