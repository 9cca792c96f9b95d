"""Which sentences announce what a document is about, and which documents have the form of a paper."""

import pytest

from functions.summarize.selection.announcing import announcing, is_paper
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import BlockText
from tests.support.documents import document, heading, paragraph

SHOWN = "In four harbours, we show that sand fills the channel within nine years."
CITING = "Sand fills many harbours of the north (Okland, 2014), as divers know."


def found(*pieces: BlockText) -> tuple[list[int], bool]:
    read = document(*pieces)
    sentences = sentences_of(read.text, read.blocks)
    return announcing(sentences), is_paper(sentences)


@pytest.mark.parametrize(
    "text",
    [
        "This report describes the state of the harbour of Kiel.",
        "The aim of the present study is to find out where the sand comes from.",
        "The current annual review lists the harbours that are full of sand.",
    ],
)
def test_a_sentence_about_its_document_announces(text: str) -> None:
    assert found(paragraph("Sand fills the harbour."), paragraph(text)) == ([1], False)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour is full of sand, the report says.",
        "This winter the harbour was closed.",
        "This is a report that nobody reads.",
    ],
)
def test_a_sentence_about_something_else_announces_nothing(text: str) -> None:
    assert found(paragraph(text)) == ([], False)


@pytest.mark.parametrize(
    "form",
    [
        [heading("1. Introduction"), heading("Methods")],
        [heading("Abstract"), paragraph(f"{CITING} {CITING} {CITING}")],
        [paragraph(CITING)],
        [paragraph("Sand fills many harbours [3], as Okland et al. found.")],
    ],
)
def test_the_authors_of_a_paper_announce_what_they_find(form: list[BlockText]) -> None:
    numbers, paper = found(*form, paragraph(SHOWN))
    assert paper
    assert len(numbers) == 1


@pytest.mark.parametrize(
    "form", [[heading("Introduction")], [paragraph("The harbour (built in 1904) is full of sand.")], []]
)
def test_other_authors_announce_nothing(form: list[BlockText]) -> None:
    assert found(*form, paragraph(SHOWN)) == ([], False)
