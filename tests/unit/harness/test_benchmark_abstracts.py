"""The set of reports that the benchmark of summaries is measured on: the abstract is taken out, and nothing else."""

import pytest

from shared.documents.document import BlockText, Document
from tests.benchmarks.abstracts import paper
from tests.benchmarks.summary_child import up_to
from tests.support.documents import document, heading, paragraph

ABSTRACT = "We count the birds of the northern marshes in each week of the year. " * 5
BODY = "The marshes lie behind the dyke and are flooded in spring. " * 150


def report(*front: BlockText) -> Document:
    sections = [piece for n in range(1, 5) for piece in (heading(f"{n}. Part {n}", 2), paragraph(BODY))]
    return document(
        heading("The birds of the marshes"), *front, *sections, heading("References"), paragraph("Holt, I.")
    )


@pytest.mark.parametrize(
    "front",
    [
        [paragraph("Ines Holt"), paragraph("Abstract"), paragraph(ABSTRACT)],
        [heading("Abstract", 2), paragraph(ABSTRACT), paragraph("Keywords: birds, marshes")],
        [paragraph(f"Abstract. {ABSTRACT}"), paragraph("Contents"), paragraph("1 Part 1 . . . 3")],
    ],
)
def test_the_abstract_is_the_reference_and_the_sections_are_the_text(front: list[BlockText]) -> None:
    row = paper(report(*front), "a.pdf")
    assert row is not None
    assert row["reference"] == " ".join(ABSTRACT.split())
    assert row["title"] == "The birds of the marshes"
    assert [text for kind, _, text in row["blocks"] if kind == "heading"] == [f"{n}. Part {n}" for n in range(1, 5)]
    assert not any("Holt" in text or "count the birds" in text for _, _, text in row["blocks"])


def test_a_document_without_an_abstract_is_no_paper() -> None:
    assert paper(report(paragraph(ABSTRACT)), "a.pdf") is None


def test_a_document_with_little_beside_its_abstract_is_no_paper() -> None:
    short = document(
        heading("Birds"), heading("Abstract", 2), paragraph(ABSTRACT), heading("1. One", 2), paragraph(".")
    )
    assert paper(short, "a.pdf") is None


def test_sentences_are_taken_up_to_the_words_and_one_too_long_is_passed_over() -> None:
    assert up_to(10, ["one two three four", "word " * 20, "five six seven eight nine", "ten"]) == [
        "one two three four",
        "five six seven eight nine",
    ]
