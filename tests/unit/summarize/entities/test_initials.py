"""Initials that a text defines for people are mentions of these people everywhere."""

import pytest

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.entities import find_entities
from functions.summarize.entities.initials import are_initials, with_initials

MINUTES = "Present: Derek Kell (DK, chair), Priya Nandra (PN)\nDK asked about the EU grant. Action: PN to ring the EU."


def mentions(text: str, *names: tuple[str, str]) -> list[Mention]:
    return [
        Mention(start, start + len(name), kind, 0.9)  # type: ignore[arg-type]
        for kind, name in names
        for start in range(len(text))
        if text.startswith(name, start)
    ]


def test_defined_initials_are_the_person_wherever_they_are() -> None:
    names = [("PERSON", "Derek Kell"), ("PERSON", "Priya Nandra"), ("ORGANIZATION", "PN"), ("ORGANIZATION", "EU")]
    found = {entity.name: entity for entity in find_entities(MINUTES, mentions(MINUTES, *names)).entities}
    assert {name: entity.type for name, entity in found.items()} == {
        "Derek Kell": "PERSON",
        "Priya Nandra": "PERSON",
        "EU": "ORGANIZATION",
    }
    assert [len(found[name].mentions) for name in ("Derek Kell", "Priya Nandra")] == [3, 3]


def test_a_text_without_defined_initials_keeps_its_mentions() -> None:
    text = "Derek Kell met DK Pumps. DK (founded in 1912) sells pumps."
    spans = mentions(text, ("PERSON", "Derek Kell"), ("ORGANIZATION", "DK"))
    assert with_initials(text, spans) == spans


@pytest.mark.parametrize(
    "text",
    [
        "Andy Moss (AM) left at 10:30 AM.",
        "Ian Tate (IT) asked the IT department.",
        "Ann Lee (AL) is in Mobile, AL 36602.",
    ],
)
def test_other_abbreviations_stay_what_they_are(text: str) -> None:
    found = with_initials(text, mentions(text, ("PERSON", text.split(" (")[0])))
    assert [span.start for span in found if span.start > text.index(")")] == []


def test_initials_inside_another_name_stay_a_part_of_it() -> None:
    text = "Derek Kell (DK) left DK Pumps."
    spans = mentions(text, ("PERSON", "Derek Kell"), ("ORGANIZATION", "DK Pumps"))
    assert [text[span.start : span.end] for span in with_initials(text, spans)] == ["Derek Kell", "DK", "DK Pumps"]


@pytest.mark.parametrize(
    ("letters", "name", "are"),
    [
        ("AL", "Ann Lee", True),
        ("WH", "Bill Hatch", True),
        ("BSM", "Bronwen Sayle-Marsh", True),
        ("BS", "Bronwen Sayle-Marsh", True),
        ("AL", "Ann Maria Lee", True),
        ("LA", "Ann Lee", False),
        ("AL", "Al", False),
        ("ÉÖ", "Éva Ördög", True),
        ("AL", "…", False),
        ("UK", "Ann Lee", False),
    ],
)
def test_initials_are_those_of_the_name_or_of_its_nickname(letters: str, name: str, are: bool) -> None:
    assert are_initials(letters, name) is are
