"""The candidates for reported statements, from the annotator's spans and from rules, and those that a row has."""

import math

import pytest

from functions.summarize.annotator.annotations import Annotations, Role, RoleSpan
from functions.summarize.attributions.annotated_text import AnnotatedText
from functions.summarize.attributions.attributions import find_attributions
from functions.summarize.attributions.confidence import ConfidenceModel
from functions.summarize.attributions.english_rules import find_drafts
from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.attributions.turns import Turns
from tests.support.attributed import index_of, introductions_in, sentences_in


def annotated(text: str, people: list[str], *parts: tuple[Role, str]) -> AnnotatedText:
    """Return a text in which the annotator has found these three parts."""
    places = [(text.index(part), text.index(part) + len(part), role) for role, part in parts]
    roles = [RoleSpan(start, end, role) for start, end, role in sorted(places)]
    number_of = {span.role: number for number, span in enumerate(roles)}
    cue = number_of["cue"]
    annotations = Annotations(
        [], roles, content_cues={number_of["content"]: {cue: 1.0}}, cue_sources={cue: {number_of["source"]: 1.0}}
    )
    index = index_of(text, people)
    return AnnotatedText(
        text, [], sentences_in(text), find_quotations(text), introductions_in(text), [], annotations, index
    )


def contents(text: str, people: list[str], *parts: tuple[Role, str]) -> list[tuple[str | None, list[str]]]:
    """Return the sources and contents of the candidates, where the annotator has found these three parts."""
    found = annotated(text, people, *parts)
    return [
        (text[slice(*draft.source[0])] if draft.source else None, [text[slice(*piece)] for piece in draft.content])
        for draft in find_drafts(found, [], Turns(text, [], found.index))
    ]


def test_a_signed_quotation_does_not_continue_the_one_before_it() -> None:
    text = "Bo Hale wrote: “The quay is old.”\n\n“A harbour is a promise to the sea.”\n— Ann Lee\n\nThe quay is shut."
    assert contents(
        text, ["Ann Lee", "Bo Hale"], ("source", "Bo Hale"), ("cue", "wrote"), ("content", "“The quay is old.”")
    ) == [("Bo Hale", ["“The quay is old.”"]), ("Ann Lee", ["“A harbour is a promise to the sea.”"])]


@pytest.mark.parametrize(("confidence", "count"), [(0.59, 0), (0.61, 1)])
def test_a_row_has_the_statements_with_a_confidence_of_at_least_three_fifths(confidence: float, count: int) -> None:
    text = "Bo Hale wrote: “The quay is old.”"
    found = annotated(text, ["Bo Hale"], ("source", "Bo Hale"), ("cue", "wrote"), ("content", "“The quay is old.”"))
    weights = dict.fromkeys(ConfidenceModel.load().weights, 0.0) | {"bias": math.log(confidence / (1 - confidence))}
    kept = find_attributions(found, ConfidenceModel(weights))
    assert [attribution.confidence for attribution in kept] == [confidence] * count
