"""The Summarizer with its real annotator: arbitrary, empty and huge Documents, and what is beyond its limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.bounds import MOST_SECTIONS
from functions.summarize.summarizer import Summarizer
from shared.documents.document import BlockKind, BlockText, Document
from tests.support.documents import document, heading, paragraph
from tests.support.properties import examples
from tests.support.summarized_story import STORY, assert_grounded, codes, story

BODY = paragraph(" ".join(STORY))


@pytest.fixture(scope="module")
def summarizer() -> Summarizer:
    return Summarizer(Annotator.load(), words=75)


def test_sections_that_do_not_fit_in_the_row_are_counted(summarizer: Summarizer) -> None:
    many = document(*(heading(f"Part {number}") for number in range(MOST_SECTIONS + 5)), BODY)
    found = summarizer.summarize(many)
    assert len(found.findings.sections) == MOST_SECTIONS
    warning = next(warning for warning in found.warnings if "sections" in warning.message)
    assert str(MOST_SECTIONS + 5) in warning.message


@pytest.mark.parametrize(
    "pieces",
    [
        [BlockText(kind=BlockKind.TABLE, text="Month Rain\nMay 4\nJune 5")],
        [BlockText(kind=BlockKind.CODE, text="def f():\n    return 1")],
        [heading("Only a heading")],
        [BlockText(kind=BlockKind.LIST_ITEM, text=text) for text in ("milk", "bread", "two eggs")],
        [paragraph("Why?")],
        [paragraph("[Image by A. Person/Some Agency]")],
        [paragraph("渡轮停运了。潜水员发现了裂缝。")],
        [paragraph("!" * 5_000)],
    ],
    ids=["table", "code", "heading", "list", "question", "credit", "chinese", "signs"],
)
def test_a_document_without_a_statement_has_a_summary(summarizer: Summarizer, pieces: list[BlockText]) -> None:
    given_document = document(*pieces)
    found = summarizer.summarize(given_document)
    assert_grounded(found, given_document)
    assert found.findings.summary.text
    assert len(found.findings.summary.text) <= 1_000


def test_a_document_without_text_has_an_empty_summary(summarizer: Summarizer) -> None:
    found = summarizer.summarize(document())
    assert found.findings.summary.text == ""
    assert found.findings.title is None
    assert_grounded(found, document())


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "word " * 4_000, "A. " * 2_500, "é\n" * 3_000, "“Go!” " * 800],
    ids=["one word", "one sentence", "initials", "lines", "cries"],
)
def test_a_huge_text_of_one_kind_stays_within_a_row(summarizer: Summarizer, text: str) -> None:
    given_document = document(paragraph(text))
    assert_grounded(summarizer.summarize(given_document), given_document)


def test_sentences_beyond_the_bound_are_counted(summarizer: Summarizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.summarize.components.ranking.MOST_SENTENCES", 4)
    found = summarizer.summarize(story())
    assert codes(found) == ["sentences_skipped"]
    assert "9" in found.warnings[0].message
    assert found.findings.statistics.sentences == 9
    assert_grounded(found, story())


signs = st.sampled_from([*"aB .!?\n\t\"'“”()[]1,漢😀", "The ferry was closed again, said the mayor. "])


any_text = st.lists(signs, max_size=60).map("".join) | st.text(max_size=60)


any_document = st.lists(
    st.builds(
        BlockText,
        kind=st.sampled_from(BlockKind),
        text=any_text,
        level=st.none() | st.integers(1, 6),
    ),
    max_size=6,
).map(lambda pieces: document(*pieces))


@examples(60)
@given(any_document)
def test_every_span_of_any_document_is_exact(summarizer: Summarizer, given_document: Document) -> None:
    found = summarizer.summarize(given_document)
    assert_grounded(found, given_document)
    assert bool(found.findings.summary.text) == bool(given_document.text)


SPEECH = (
    'Mayor Ada Osei said the pier would open in May. "We waited eleven years for it," she said.',
    'Captain Raj Patel disagreed. "The deck is rotten," he told the Harbour Post.',
    "The council paid for paint, and rain fell on the town for a week.",
)


def test_sentences_beyond_the_annotated_text_are_counted_and_never_chosen(
    summarizer: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.summarize.annotator.annotator.MOST_TOKENS", 20)
    said = document(*(paragraph(text) for text in SPEECH))
    found = summarizer.summarize(said)
    assert codes(found) == ["annotation_cut", "sentences_skipped"]
    assert found.warnings[1].message == (
        f"The summary was chosen from 2 of 5 sentences, from the first {len(SPEECH[0])} characters."
    )
    shown = [*found.findings.summary.evidence, *(point.span for point in found.findings.key_points)]
    assert shown and all(span.end <= len(SPEECH[0]) for span in shown)


def test_speakers_are_the_same_when_only_some_sentences_are_ranked(
    summarizer: Summarizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = document(*(paragraph(text) for text in SPEECH))
    whole = summarizer.summarize(said).findings
    assert whole.attributions
    monkeypatch.setattr("functions.summarize.components.ranking.MOST_SENTENCES", 2)
    sampled = summarizer.summarize(said)
    assert [warning.code for warning in sampled.warnings] == ["sentences_skipped"]
    assert sampled.findings.attributions == whole.attributions
    assert sampled.findings.entities == whole.entities
