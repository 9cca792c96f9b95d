"""The outlets that published passages of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.attributions.drafts import Draft
from functions.summarize.attributions.outlets import PublishedPassage, find_outlets, outlet_of, without_outside_content
from functions.summarize.attributions.quotations import find_quotations
from tests.support.attributed import draft, index_of, introductions_in, sentences_in
from tests.support.properties import examples

ORGANIZATIONS = ("Harbour Gazette", "Coastal News", "Port Authority", "Reuters", "Kettle & Sons")


def outlets_in(text: str, *organizations: str) -> list[PublishedPassage]:
    index = index_of(text, [], organizations or ORGANIZATIONS)
    return find_outlets(text, index, find_quotations(text), introductions_in(text), sentences_in(text))


def passages(text: str) -> list[tuple[str, str]]:
    found = outlets_in(text)
    return [(text[passage.start : passage.end], passage.outlet) for passage in found]


@pytest.mark.parametrize(
    ("sentence", "outlet"),
    [
        ("The following is an excerpt of a report on this by Coastal News.", "Coastal News"),
        ("The following is an excerpt from the report in the Harbour Gazette detailing it.", "Harbour Gazette"),
        ("Here is an excerpt from an article by Kettle & Sons.", "Kettle & Sons"),
        ("Here is a passage of the story, courtesy of Reuters:", "Reuters"),
        ("Coastal News reports:", "Coastal News"),
        ("In its Sunday issue the Harbour Gazette wrote:", "Harbour Gazette"),
        ("An excerpt of the report by RT says so.", "RT"),
    ],
)
def test_an_introduced_excerpt_is_from_its_outlet(sentence: str, outlet: str) -> None:
    first, second = '"The harbour was closed on Monday."', '"A ferry had run aground, an official said."'
    text = f"The port is old. {sentence}\n{first}\n\n{second}\n\nIt is open again.\n\n“It was a long week for us.”"
    assert passages(text) == [(f"{first}\n\n{second}", outlet)]


def test_an_outlet_can_be_the_source_of_an_excerpt() -> None:
    text = "Ms. Falk was firm. The following were her exact words according to Reuters.\n“It will not be closed.”"
    assert passages(text)[-1] == ("“It will not be closed.”", "Reuters")


@pytest.mark.parametrize(
    ("sentence", "outlet"),
    [
        ("“It will not be closed,” she told Reuters.", "Reuters"),
        ("In an interview with the Harbour Gazette, she said that it will not be closed.", "Harbour Gazette"),
        ("It will not be closed, she said in a statement to Coastal News.", "Coastal News"),
        ("“It will not be closed,” she said Sunday on CNN.", "CNN"),
        ("The harbour will not be closed, according to the Harbour Gazette.", "Harbour Gazette"),
        ("She told the Port Authority that it will not be closed.", None),
        ("Reuters has its seat by the harbour.", None),
        ("She said that Reuters was wrong.", None),
    ],
)
def test_a_statement_to_an_outlet_is_from_it(sentence: str, outlet: str | None) -> None:
    text = f"The port is old. {sentence} It is open again."
    assert [(name, part.strip()) for part, name in passages(text)] == ([(outlet, sentence)] if outlet else [])


def test_a_statement_by_an_organization_is_no_excerpt() -> None:
    text = "The following is the statement issued by the Port Authority.\n“The harbour will not be closed.”"
    assert passages(text) == []


def test_attributions_have_the_outlet_of_their_passage() -> None:
    text = (
        'The following is an excerpt of a report by Coastal News.\n"An official said it was closed."\n\n'
        "It is open again, said the mayor. “We are glad,” she told Reuters."
    )
    found = outlets_in(text)
    inside = draft(text, "An official", "said", "it was closed")
    outside = draft(text, "the mayor", "said", "It is open again")
    to_outlet = draft(text, "she", "told", "“We are glad,”")
    assert [outlet_of(each, found, None) for each in (inside, outside, to_outlet)] == ["Coastal News", None, "Reuters"]


@pytest.mark.parametrize(
    ("name", "outlet"), [("Reuters", "Reuters"), ("Coastal News", "Coastal News"), ("Port Authority", None)]
)
def test_a_speaking_outlet_is_the_outlet(name: str, outlet: str | None) -> None:
    text = f"The harbour is open again, {name} reported."
    said = draft(text, name, "reported", "The harbour is open again")
    (speaker,) = index_of(text, [], ORGANIZATIONS).entities
    assert outlet_of(said, [], speaker) == outlet


def test_what_is_said_within_an_excerpt_is_from_the_excerpt() -> None:
    text = 'The following is an excerpt of a report by Coastal News.\n"It was closed, an official told Reuters."'
    assert passages(text) == [('"It was closed, an official told Reuters."', "Coastal News")]


def test_an_attribution_outside_an_excerpt_does_not_apply_in_it() -> None:
    text = (
        'The following is an excerpt of a report by Coastal News.\n"An official said it was closed."\n\n'
        'Here is an excerpt of a report by Reuters.\n"The ferry had run aground on Sunday."'
    )
    found = outlets_in(text)
    official = draft(text, "An official", "said", "it was closed", '"The ferry had run aground on Sunday."')
    lost = Draft((), (0, 3), official.content[1:], True)
    (kept,) = without_outside_content([official, lost], found)
    assert [text[slice(*span)] for span in kept.content] == ["it was closed"]
    announced = draft(text, "Reuters", "report", '"The ferry had run aground on Sunday."')
    assert without_outside_content([announced], found) == [announced]


PIECES = st.sampled_from(
    [
        "excerpt",
        "of",
        "by",
        "Coastal News",
        "Reuters",
        "told",
        "according to",
        "the following",
        ":",
        "\n",
        ".",
        "“",
        "”",
        "one two three four",
        "reports",
        "She said",
    ]
)


@examples(200)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_passages_are_in_order_and_apart(text: str) -> None:
    found = outlets_in(text)
    end = 0
    for passage in found:
        assert end <= passage.start < passage.end <= len(text)
        end = passage.end


def test_an_excerpt_can_follow_in_the_line_of_its_introduction() -> None:
    text = (
        "A clerk warned of it. The following is an excerpt of her letter, as printed by Reuters. “It will sink soon.”"
    )
    assert passages(text) == [("“It will sink soon.”", "Reuters")]
    assert passages("An excerpt of her letter by Reuters is lost. “It will sink soon.”") == []


def test_the_report_of_a_public_body_is_from_no_outlet() -> None:
    text = "The following is part of the report by the Port Office.\n\n“The door stood open all night.”"
    assert outlets_in(text, "Port Office") == []
