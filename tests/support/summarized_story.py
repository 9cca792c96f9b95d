"""A story and the checks of its summary, for the tests of the Summarizer."""

from functions.summarize.bounds import MOST_KEY_POINTS
from functions.summarize.components.extracted_summary import WITHOUT_SPACES
from functions.summarize.summarizer import Summarized
from shared.documents.document import Document
from tests.support.documents import document, heading, paragraph

# Maximum size of the findings in bytes, well below DynamoDB's 400 KB.
LARGEST_ROW = 300_000

STORY = (
    "The ferry between Kiel and Faro has been taken out of service after a crack was found in its hull.",
    "The company Example Lines said on Monday that 1,200 passengers would travel by train instead.",
    "A diver found the crack, which is as long as a hand, while he was looking for a lost anchor.",
    "Repairs will take until the end of March and will cost four million euros.",
    "The mayor of Kiel, Ann Lee, asked the company to pay for the trains.",
    "Scroll down for video.",
    "It is the third ferry to be laid up this winter, and the harbour is running out of berths for them.",
    "Fishermen had complained for years that the old ships were unsafe in a north wind.",
)


def story() -> Document:
    return document(heading("Kiel loses its ferry"), paragraph(" ".join(STORY)))


def without_spaces(*texts: str) -> str:
    return "".join("".join(texts).split()).casefold()


def assert_grounded(found: Summarized, of: Document) -> None:
    findings = found.findings
    spans = [*findings.summary.evidence, *(point.span for point in findings.key_points)]
    spans += [span for section in findings.sections for span in (section.heading, section.summary) if span]
    spans += [span for entry in findings.timeline for span in (entry.span, entry.sentence)]
    assert all(of.text[span.start : span.end] == span.text != "" for span in spans)
    evidence = findings.summary.evidence
    assert [span.start for span in evidence] == sorted({span.start for span in evidence})
    if findings.summary.method == "described":
        assert all(" ".join(span.text.split()) in findings.summary.text for span in evidence)
    else:
        texts = [sentence.text for sentence in findings.summary.sentences]
        separator = "" if of.metadata.language in WITHOUT_SPACES else " "
        assert findings.summary.text == separator.join(texts)
        for sentence in findings.summary.sentences:
            pieces = sentence.pieces or [evidence[place] for place in sentence.evidence]
            assert all(of.text[span.start : span.end] == span.text for span in pieces)
            assert without_spaces(*(span.text for span in pieces)) == without_spaces(sentence.text)
    found_scores = [point.score for point in findings.key_points]
    assert found_scores == sorted(found_scores, reverse=True)
    assert len({point.span.start for point in findings.key_points}) == len(found_scores) <= MOST_KEY_POINTS
    for point in findings.key_points:
        for name in point.entities:
            (entity,) = (entity for entity in findings.entities if entity.name == name)
            assert any(mention.text in point.span.text for mention in entity.mentions)
    assert len(findings.model_dump_json().encode()) < LARGEST_ROW


def codes(found: Summarized) -> list[str]:
    return [warning.code for warning in found.warnings]
