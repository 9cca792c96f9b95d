"""Written summaries, with a model that returns given sentences."""

from collections.abc import Sequence

import pytest

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.summarizer import Summarized, Summarizer
from functions.summarize.writing.abstractive import AbstractiveModel
from shared.documents.document import BlockKind, BlockText
from tests.support.documents import document, heading, paragraph

TEXT = (
    "The ferry between Kiel and Faro has been taken out of service after a crack was found in its hull.",
    "The company Example Lines said on Monday that 1,200 passengers would travel by train instead.",
    "Repairs will take until the end of March and will cost four million euros.",
)


class GivenSentences(AbstractiveModel):
    """Writes the given sentences, and reads at most `limit` sentences."""

    def __init__(self, *sentences: str, limit: int = 100) -> None:
        self.name, self.revision = "given", "1"
        self._sentences = sentences
        self._most = limit
        self.sections: Sequence[Sequence[str]] = []

    def fit(self, sentences: Sequence[str], order: Sequence[int]) -> list[int]:
        return sorted(order[: self._most])

    def write(self, sections: Sequence[Sequence[str]], *, max_words: int) -> list[str]:
        self.sections = sections
        return list(self._sentences)


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.load()


def summarized(annotator: Annotator, model: AbstractiveModel) -> Summarized:
    story = document(heading("Kiel loses its ferry"), paragraph(" ".join(TEXT)))
    return Summarizer(annotator, words=75, writer=model).summarize(story)


def test_a_grounded_summary_replaces_the_extracted_one(annotator: Annotator) -> None:
    model = GivenSentences("The ferry between Kiel and Faro is out of service.", "The repairs cost €4 million.")
    found = summarized(annotator, model)
    summary = found.findings.summary
    assert (summary.method, summary.model, summary.revision) == ("abstractive", "given", "1")
    assert summary.text == "The ferry between Kiel and Faro is out of service. The repairs cost €4 million."
    first, second = summary.sentences
    assert TEXT[0] in {summary.evidence[number].text for number in first.evidence}
    assert TEXT[2] in {summary.evidence[number].text for number in second.evidence}
    assert [span.start for span in summary.evidence] == sorted(span.start for span in summary.evidence)
    assert found.models["summary"] == "given 1"
    assert found.warnings == []
    assert "write" in found.milliseconds
    assert model.sections == [["Kiel loses its ferry", *TEXT]]


def test_a_document_without_sentences_is_described_and_not_written(annotator: Annotator) -> None:
    table = document(BlockText(kind=BlockKind.TABLE, text="Route\tBoats\nNorth\t14\nSouth\t3\nEast\t9"))
    model = GivenSentences("North has 14 boats.")
    found = Summarizer(annotator, words=75, writer=model).summarize(table)
    assert found.findings.summary.method == "described"
    assert model.sections == []


def test_a_sentence_with_a_fault_is_dropped_with_a_warning(annotator: Annotator) -> None:
    kept, dropped = "The ferry between Kiel and Faro is out of service.", "The repairs cost €5 million."
    found = summarized(annotator, GivenSentences(kept, dropped))
    assert found.findings.summary.text == kept
    (warning,) = found.warnings
    assert warning.code == "sentence_not_grounded"
    assert (
        warning.message
        == f"A written sentence was dropped because the number '5 million' is not in the text: {dropped}"
    )


@pytest.mark.parametrize(
    ("sentences", "codes"),
    [
        ((), ["summary_not_written"]),
        (("The repairs of the ferry cost €5 million.",), ["sentence_not_grounded", "summary_not_grounded"]),
    ],
)
def test_without_a_grounded_summary_the_extracted_one_stays(
    annotator: Annotator, sentences: tuple[str, ...], codes: list[str]
) -> None:
    found = summarized(annotator, GivenSentences(*sentences))
    assert [warning.code for warning in found.warnings] == codes
    summary = found.findings.summary
    assert summary.method == "extractive"
    assert found.models["summary"] == f"{summary.model} {summary.revision}"


def test_a_text_that_the_model_does_not_read_whole_has_a_warning(annotator: Annotator) -> None:
    model = GivenSentences("The ferry between Kiel and Faro is out of service.", limit=2)
    found = summarized(annotator, model)
    assert [warning.code for warning in found.warnings] == ["sentences_not_read_by_summary_model"]
    assert "2 most important of 4 sentences" in found.warnings[0].message
    assert sum(map(len, model.sections)) == 2
