"""Datelines, citation marks, labels and item numbers are left out of sentences; other openings stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.sentences.lead_ins import without_lead_ins
from functions.summarize.sentences.sentences import sentences_of
from tests.support.documents import document, heading, paragraph

REST = "The harbour was closed for nine days after the storm."


def trimmed(*texts: str) -> list[str]:
    source = document(*map(paragraph, texts))
    found = without_lead_ins(sentences_of(source.text, source.blocks))
    assert all(source.text[sentence.start : sentence.end] == sentence.text for sentence in found)
    return [sentence.text for sentence in found]


@pytest.mark.parametrize(
    "dateline",
    [
        "KIEL - ",
        "KIEL, Germany (AP) — ",
        "PORT CARROW, March 3 (Agence Riveraine) – ",
        "PORT CARROW, 3 March 2026 -- ",
        "ST. ANNES, N.Y. — ",
        "Kiel, Mar. 3 (AFP) - ",
        "Kiel (Reuters) — ",
        "Kiel, Germany – ",
        "PORT CARROW: ",
        "(CNN) ",
        "(CNN Business)",
        "Hong Kong (CNN Business)",
        "New York (CNN Business) ",
        "London (AFP)",
        "San Juan, Puerto Rico (CNN) -- ",
        "( ap ) -- ",
        "[3][14] ",
    ],
)
def test_a_dateline_or_a_citation_mark_is_left_out(dateline: str) -> None:
    assert trimmed(dateline + REST) == [REST]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour – closed for nine days – has opened again.",
        "Ann Lee (left) — the mayor of Kiel — opened the harbour.",
        "A-B tests of the harbour lights went on.",
        "KIEL was closed for nine days after the storm.",
        "(Kiel) The harbour was closed for nine days.",
        "KIEL - closed",
        "World Health Organization (WHO) Director Ann Lee opened the harbour of Kiel.",
        "Ann Lee (CNN) opened the harbour of Kiel.",
        "Port Authority (PA) Commissioner Ann Lee opened the harbour.",
        "Kiel(s) Harbour was closed for nine days.",
        "[Kiel] The harbour was closed for nine days.",
    ],
)
def test_other_openings_stay(text: str) -> None:
    assert trimmed(text) == [text]


def test_a_label_is_a_dateline_only_in_the_first_sentence() -> None:
    label = "READ MORE: " + REST
    assert trimmed("It rained in Kiel all day.", label) == ["It rained in Kiel all day.", label]
    assert trimmed("KIEL - " + REST, "KIEL - " + REST) == [REST, REST]


@pytest.mark.parametrize(
    "labels",
    ["NOTICES\n", "17-204  TUE 0915  LOST DOG   Pier Rd\n", "Chair: Ann Lee\nPlace: Kiel\n", "Bread £2\nTea £1\n"],
)
def test_the_lines_of_labels_above_a_sentence_are_left_out(labels: str) -> None:
    assert trimmed(labels + REST) == [REST]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour was closed\nfor nine days after the storm.",
        "The harbour has two gates:\nThe north gate is closed.",
        "The harbour was closed by Governor\nVandenberg-Hollinghurst-Smythington for days.",
    ],
)
def test_a_line_that_goes_on_stays(text: str) -> None:
    assert trimmed(text) == [text]


@pytest.mark.parametrize("number", ["3. ", "12) ", "2.14 ", "(b) ", "iv) "])
def test_the_numbers_of_several_paragraphs_are_left_out(number: str) -> None:
    assert trimmed(number + REST, number + REST) == [REST, REST]


@pytest.mark.parametrize("opening", ["1.5 Million tons of sand filled the harbour.", "2019 The harbour was closed."])
def test_a_single_figure_stays(opening: str) -> None:
    assert trimmed(opening, REST) == [opening, REST]


def test_a_heading_keeps_its_capitals() -> None:
    source = document(heading("KIEL - the harbour after the storm"), paragraph(REST))
    sentences = sentences_of(source.text, source.blocks)
    assert without_lead_ins(sentences) == sentences


@given(st.text(alphabet=st.sampled_from("ABab ,.:-–—()[]/12é\n"), max_size=200))
def test_any_sentence_keeps_its_end(text: str) -> None:
    source = document(paragraph(text), paragraph(REST))
    sentences = sentences_of(source.text, source.blocks)
    for before, after in zip(sentences, without_lead_ins(sentences), strict=True):
        assert after.end == before.end
        assert after.text and source.text[after.start : after.end] == after.text
