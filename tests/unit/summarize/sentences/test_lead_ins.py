"""Datelines, citation marks, labels and item numbers are left out of sentences; other openings stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.sentences.boundaries import begins_line
from functions.summarize.sentences.lead_ins import without_lead_ins
from functions.summarize.sentences.sentences import sentences_of
from tests.support.documents import document, heading, paragraph

REST = "The harbour was closed for nine days after the storm."


def trimmed(*texts: str) -> list[str]:
    source = document(*map(paragraph, texts))
    found = without_lead_ins(source.text, sentences_of(source.text, source.blocks), is_english=True)
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


@pytest.mark.parametrize(
    "text",
    [
        "She met the new mayor of\nParis, who said that the harbour of the town was open.",
        "She met the mayor, who told\nParis that the harbour of the town was open.",
        "The harbour was closed, and the work was delayed until\n2027.",
        "Harbour Works Delayed\n2027.",
    ],
)
@pytest.mark.parametrize("other", ["https://kiel.example/" + "a" * 200, "It rained in Kiel " * 20 + "all day."])
def test_long_lines_do_not_make_a_label_of_the_line_above_a_name_or_a_year(text: str, other: str) -> None:
    assert trimmed(text, other) == [text, other]
    address = "https://kiel.example/" + "a" * 200
    assert trimmed(text + "\n" + address)[0].startswith(text)


def test_a_sentence_that_begins_within_a_line_has_no_label() -> None:
    texts = ["It rained in Kiel all day.", "Ann Lee\nMet the mayor of the town in the harbour."]
    assert trimmed(" ".join(texts)) == texts


def test_item_numbers_are_left_out_if_words_remain() -> None:
    assert trimmed("1. " + REST, "2. It rained.", "3. " + REST) == [REST, "2. It rained.", REST]


def test_an_item_number_and_the_label_behind_it_are_left_out() -> None:
    assert trimmed("1. HARBOUR\n" + REST, "2. " + REST, "3. " + REST) == [REST, REST, REST]


@pytest.mark.parametrize("opening", ["1.5 Million tons of sand filled the harbour.", "2019 The harbour was closed."])
def test_figures_stay(opening: str) -> None:
    assert trimmed(opening, opening, opening) == [opening, opening, opening]


def test_a_heading_keeps_its_capitals() -> None:
    source = document(heading("KIEL - the harbour after the storm"), paragraph(REST))
    sentences = sentences_of(source.text, source.blocks)
    assert without_lead_ins(source.text, sentences, is_english=True) == sentences


@given(st.text(alphabet=st.sampled_from("ABab ,.:-–—()[]/12é\n"), max_size=200))
def test_any_sentence_keeps_its_end(text: str) -> None:
    source = document(paragraph(text), paragraph(REST))
    sentences = sentences_of(source.text, source.blocks)
    trimmed_sentences = without_lead_ins(source.text, sentences, is_english=True)
    for before, after in zip(sentences, trimmed_sentences, strict=True):
        assert after.end == before.end
        assert after.text and source.text[after.start : after.end] == after.text


@pytest.mark.parametrize(
    ("text", "begins"),
    [("Lee came.", True), ("  Lee came.", True), ("It rained.\n \tLee came.", True), ("It rained. Lee came.", False)],
)
def test_a_word_begins_its_line_behind_white_space_alone(text: str, begins: bool) -> None:
    assert begins_line(text, text.index("Lee")) is begins


def test_a_word_far_from_the_start_of_its_line_does_not_begin_it() -> None:
    assert not begins_line(" " * 200 + "x" + " " * 200 + "Lee", 401)
