"""Quotations that the sentence before them introduces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.attributions.introductions import introduced_quotations, without_reassigned_content
from shared.documents.document import BlockKind, BlockText, compose
from tests.support.attributed import draft, index_of, introductions_in
from tests.support.properties import examples

PEOPLE = ("Ingrid Falk", "Tomas Reyes")
ORGANIZATIONS = ("Port Authority", "Coastal News")


def introduced(text: str) -> list[tuple[str, str, str]]:
    index = index_of(text, PEOPLE, ORGANIZATIONS, ["Norland"])
    found = introduced_quotations(text, [], index, introductions_in(text))
    assert all(each.direct for each in found)
    return [
        (text[slice(*each.source[0])], text[slice(*each.cue or (0, 0))], text[slice(*each.content[0])])
        for each in found
    ]


@pytest.mark.parametrize(
    ("sentence", "source", "cue"),
    [
        (
            "Here is the statement issued by Norland's Harbour Minister Ingrid Falk on it.",
            "Ingrid Falk",
            "statement issued by",
        ),
        ("The following is a letter from Ingrid Falk.", "Ingrid Falk", "letter from"),
        ("Below are the remarks of Tomas Reyes, the harbour master, in full.", "Tomas Reyes", "remarks of"),
        ("The following is the statement released by the Port Authority.", "Port Authority", "statement released by"),
        ("These were Tomas Reyes's exact words.", "Tomas Reyes", "words"),
        ("Tomas Reyes’ statement reads as follows:", "Tomas Reyes", "statement"),
        ("Ingrid Falk was firm. The following was her exact comment on it.", "her", "comment"),
        ("In the words of Tomas Reyes:", "Tomas Reyes", "In the words of"),
        ("According to Ingrid Falk:", "Ingrid Falk", "According to"),
        ("That day Ingrid Falk, who runs the port, wrote:", "Ingrid Falk", "wrote"),
        ("Asked about it later, he said:", "he", "said"),
        ("Responding to Ingrid Falk's remarks, Tomas Reyes tweeted:", "Tomas Reyes", "tweeted"),
    ],
)
def test_an_introduced_quotation_has_the_speaker_of_its_introduction(sentence: str, source: str, cue: str) -> None:
    quotation = "“The harbour will not be closed,”"
    text = f"The port is old. {sentence}\n{quotation}\nSo much for that."
    assert introduced(text) == [(source, cue, quotation)]


@pytest.mark.parametrize(
    ("label", "source"),
    [
        ("Ingrid Falk:", "Ingrid Falk"),
        ("(ii) Mrs. Ingrid Falk (mother of the above), 6 Quay St:", "Ingrid Falk"),
        ("Dr. Tomas Reyes, 4 Quay St:", "Tomas Reyes"),
        ("Port Authority:", None),
        ("The fall of Tomas Reyes:", None),
        ("Tomas Reyes as we knew him:", None),
    ],
)
def test_a_label_names_the_speaker_of_a_quotation(label: str, source: str | None) -> None:
    found = introduced(f"The port is old. {label} “The harbour will not be closed.”")
    assert found == ([(source, "", "“The harbour will not be closed.”")] if source else [])


@pytest.mark.parametrize(
    "sentence",
    [
        "The following is an excerpt of a report on this by Coastal News.",
        "According to Coastal News:",
        "Ingrid Falk's remarks angered the town.",
        "The harbour has been closed since May, following the remarks of Ingrid Falk.",
        "The sign at the harbour reads:",
        "They ended the speech by quoting Ingrid Falk:",
    ],
)
def test_a_sentence_that_introduces_no_speaker_gives_none(sentence: str) -> None:
    assert introduced(f"{sentence}\n\n“The harbour will not be closed,”") == []


def test_a_block_quotation_can_be_introduced() -> None:
    text, blocks = compose(
        [
            BlockText(BlockKind.PARAGRAPH, "Ingrid Falk wrote:"),
            BlockText(BlockKind.QUOTATION, "The harbour will not be closed."),
            BlockText(BlockKind.QUOTATION, "It never was."),
        ]
    )
    index = index_of(text, PEOPLE)
    (found,) = introduced_quotations(text, [], index, introductions_in(text, blocks))
    assert text[slice(*found.content[0])] == "The harbour will not be closed.\n\nIt never was."


def test_a_quotation_that_has_a_speaker_is_unchanged() -> None:
    text = "This is what Ingrid Falk wrote: “The harbour will not be closed.”"
    index, introductions = index_of(text, PEOPLE), introductions_in(text)
    known = draft(text, "Ingrid Falk", "wrote", "“The harbour will not be closed.”")
    assert introduced_quotations(text, [known], index, introductions) == []


def test_a_short_attribution_inside_does_not_replace_the_speaker() -> None:
    text = "This is what Ingrid Falk wrote: “He said no. The harbour will not be closed, and that is my last word.”"
    index, introductions = index_of(text, PEOPLE), introductions_in(text)
    inner = draft(text, "He", "said", "no")
    (found,) = introduced_quotations(text, [inner], index, introductions)
    assert without_reassigned_content(text, [inner], [found]) == [inner]
    assert text[slice(*found.source[0])] == "Ingrid Falk"


def test_an_introduced_quotation_is_removed_from_an_attribution_elsewhere() -> None:
    text = (
        "The town said that it is old. The following is the statement issued by Ingrid Falk.\n"
        "“The harbour will not be closed.”\nSo much for that."
    )
    index, introductions = index_of(text, PEOPLE), introductions_in(text)
    elsewhere = draft(text, "The town", "said", "it is old", "“The harbour will not be closed.”")
    (found,) = introduced_quotations(text, [elsewhere], index, introductions)
    (left,) = without_reassigned_content(text, [elsewhere], [found])
    assert [text[slice(*span)] for span in left.content] == ["it is old"]
    assert text[slice(*found.source[0])] == "Ingrid Falk"


def test_a_cue_after_an_introduced_quotation_keeps_it() -> None:
    text = "The following is the statement by Ingrid Falk.\n“The harbour will not be closed,” Mr. Reyes read out."
    index, introductions = index_of(text, PEOPLE), introductions_in(text)
    read = draft(text, "Mr. Reyes", "read out", "“The harbour will not be closed,”")
    assert introduced_quotations(text, [read], index, introductions) == []


def test_an_outlet_named_as_the_source_is_not_the_speaker() -> None:
    text = "Ingrid Falk was firm. These were her exact words according to Coastal News.\n“It will not be closed.”"
    index, introductions = index_of(text, PEOPLE, ORGANIZATIONS), introductions_in(text)
    outlet = draft(text, "Coastal News", "according to", "“It will not be closed.”")
    (found,) = introduced_quotations(text, [outlet], index, introductions)
    assert without_reassigned_content(text, [outlet], [found]) == []
    assert text[slice(*found.source[0])] == "her"


def test_titles_between_marks_are_not_introduced() -> None:
    assert introduced("Ingrid Falk wrote: “Harbour Days”") == []


PIECES = st.sampled_from(
    [
        "Ingrid Falk",
        "’s",
        "statement",
        "issued by",
        "the following",
        "wrote",
        ":",
        "\n",
        "“",
        "”",
        "one two three four",
        "According to",
        "Coastal News",
        "excerpt",
        "of",
        ".",
        "her",
        "  ",
        "a-",
    ]
)


@examples(200)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_introduced_quotations_of_any_text_are_quotations(text: str) -> None:
    for source, cue, content in introduced(text):
        assert source and cue and content
