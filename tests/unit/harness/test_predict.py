"""The speakers in predictions of who said what."""

import pytest

from shared.documents.document import Span
from shared.summary import Attribution
from tests.benchmarks.predict import speaker_name


@pytest.mark.parametrize(
    ("source", "entity", "speaker"),
    [
        ("he", "Ann Lee", "Ann Lee"),
        ("Federal prosecutors", None, "Federal prosecutors"),
        ("A passenger from Leeds", None, "A passenger from Leeds"),
        ("the founders of Kettle & Sons", None, "the founders of Kettle & Sons"),
        ("They", None, None),
        ("He and others", None, None),
        ("the agency", None, None),
        ("the former senator", None, None),
        ("The poll, taken in Ohio", None, None),
        ("a new poll", None, None),
        ("Six in ten", None, None),
        ("64 percent", None, None),
    ],
)
def test_a_speaker_is_an_entity_or_a_description_that_needs_no_other(
    source: str, entity: str | None, speaker: str | None
) -> None:
    span = Span(start=0, end=len(source), text=source)
    assert speaker_name(Attribution(speaker=span, entity=entity, content=[span], quotation="indirect")) == speaker


def test_an_attribution_without_a_source_has_no_speaker() -> None:
    content = Span(start=0, end=4, text="“No”")
    assert speaker_name(Attribution(content=[content], quotation="direct")) is None
