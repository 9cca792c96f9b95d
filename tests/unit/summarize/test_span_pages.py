"""The pages of the spans in a row."""

from functions.summarize.annotator.parts import LanguagePart
from functions.summarize.reading import Reading
from functions.summarize.sentences.paged_spans import with_pages
from shared.documents.document import BlockKind, BlockText, ParsedDocument, Span, compose
from shared.documents.layout import Pages
from shared.summary import Attribution, KeyPoint, Statistics, SummaryText, TimelineEntry
from tests.support.documents import document_from


def test_spans_at_any_depth_get_the_page_on_which_they_begin() -> None:
    text, blocks = compose([BlockText(BlockKind.PARAGRAPH, word, page=number) for number, word in enumerate("abc", 1)])
    pages = Pages(document_from(ParsedDocument(media_type="text/plain", text=text, blocks=blocks, parser="test 1")))
    first, second, third = (Span(start=block.start, end=block.end, text=text[block.start]) for block in blocks)
    attribution = with_pages(
        Attribution(speaker=first, entity="A", content=[second, third], quotation="direct", confidence=0.5), pages
    )
    assert attribution.speaker is not None and attribution.speaker.page == 1
    assert [span.page for span in attribution.content] == [2, 3]
    assert (attribution.entity, attribution.confidence, attribution.cue) == ("A", 0.5, None)
    entry = with_pages(TimelineEntry(date="2020", span=first, sentence=third), pages)
    assert (entry.span.page, entry.sentence.page) == (1, 3)


def test_the_findings_of_a_document_with_pages_have_them_and_others_are_unchanged() -> None:
    for page in (4, None):
        text, blocks = compose([BlockText(BlockKind.PARAGRAPH, "One sentence.", page=page)])
        parsed = ParsedDocument(media_type="text/plain", text=text, blocks=blocks, parser="test 1")
        reading = Reading(document_from(parsed))
        span = reading.document.span(0, len(text))
        reading.parts = [LanguagePart(0, len(text), "en")]
        reading.title, reading.title_span = None, None
        reading.summary = SummaryText(text=text, method="extractive", model="m", revision="1", evidence=[span])
        reading.key_points = [KeyPoint(span=span, score=1.0)]
        reading.attributions, reading.entities, reading.timeline = [], [], []
        reading.keywords, reading.sections = [], []
        reading.statistics = Statistics(characters=13, words=2, sentences=1, paragraphs=1)
        found = reading.findings()
        assert (found.summary.evidence[0].page, found.key_points[0].span.page) == (page, page)
        assert "page" in found.model_dump()["key_points"][0]["span"] or page is None
