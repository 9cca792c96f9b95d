"""The Reading: what the components of the pipeline have found in a Document so far."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from functions.summarize.annotator.annotations import Annotations
from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.parts import ENGLISH, LanguagePart
from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.introductions import Introduction
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.bounds import MOST_LANGUAGES
from functions.summarize.entities.entities import EntityIndex
from functions.summarize.selection.phrases import Phrase
from functions.summarize.selection.ranking import Ranking
from functions.summarize.sentences.cuts.cutter import SentenceCutter
from functions.summarize.sentences.paged_spans import with_pages
from functions.summarize.sentences.sentences import Sentence
from functions.summarize.sentences.turns import Turn
from shared.documents.document import Document, Span
from shared.documents.layout import Pages
from shared.search.vectors import DocumentVector
from shared.summary import (
    Attribution,
    Entity,
    Findings,
    KeyPoint,
    LanguageRange,
    Section,
    Statistics,
    SummaryText,
    TimelineEntry,
)


@dataclass(slots=True)
class Reading:
    """A Document and everything that the components have found in it.

    The comments name the module in functions.summarize.components that sets the fields below. Reading a field before it
    is set raises AttributeError.
    """

    document: Document

    # Set by every component that uses a model: the revisions of the models by what they do.
    models: dict[str, str] = field(default_factory=dict)

    # Set by `language`: ISO 639-1, that of most of the text, None if it was not recognized; and the parts by language,
    # in order and without gaps.
    language: str | None = field(init=False)
    parts: list[LanguagePart] = field(init=False)

    # Set by `sentences`. The units are the sentences, or the lines of a text in which only headings have sentences. The
    # readable units lack datelines and citation marks at their starts.
    sentences: list[Sentence] = field(init=False)
    units: list[Sentence] = field(init=False)
    readable: list[Sentence] = field(init=False)

    # Set by `sentences`: the turns of a transcript.
    turns: list[Turn] = field(init=False)

    # Set by `statistics`.
    statistics: Statistics = field(init=False)

    # Set by `title`: the Document's own title, or later a phrase of its text, with its span.
    title: str | None = field(init=False)
    title_span: Span | None = field(init=False)

    # Set by `quotations`.
    quotations: list[Quotation] = field(init=False)
    introductions: list[Introduction] = field(init=False)

    # Set by `annotations`. The encoder makes all vectors of the text. The title vector is (width,), a unit vector, None
    # without a title.
    encoder: Annotator = field(init=False)
    annotations: Annotations = field(init=False)
    title_vector: NDArray[np.float32] | None = field(init=False)

    # Set by `document_vector`: None for a text that is not in English alone, or that has no words.
    document_vector: DocumentVector | None = field(init=False)

    # Set by `ranking`: what cuts sentences; the ranked ones of the readable units, their vectors, (sentences, width),
    # unit rows, and the salience that the annotator gives each, (sentences,).
    cutter: SentenceCutter = field(init=False)
    ranked: list[Sentence] = field(init=False)
    vectors: NDArray[np.float32] = field(init=False)
    annotator_salience: NDArray[np.float32] = field(init=False)
    ranking: Ranking = field(init=False)

    # Set by `summary_length`: the target length of the summary in words.
    summary_words: int = field(init=False)

    # Set by `extracted_summary`, and replaced by `description` and `written_summary`.
    summary: SummaryText = field(init=False)

    # Set by `description`: whether the document has no sentences to choose.
    is_described: bool = field(init=False)

    # Set by `entities`: all entities of the text, and those that fit in the row.
    entity_index: EntityIndex = field(init=False)
    entities: list[Entity] = field(init=False)

    # Set by the modules with the same names.
    attributions: list[Attribution] = field(init=False)
    key_points: list[KeyPoint] = field(init=False)
    timeline: list[TimelineEntry] = field(init=False)
    sections: list[Section] = field(init=False)

    # Set by `keywords`: the candidate phrases, best first, and the keywords.
    phrases: list[Phrase] = field(init=False)
    keywords: list[str] = field(init=False)

    @property
    def is_english(self) -> bool:
        """Whether most of the text is in English."""
        return self.language == ENGLISH

    @property
    def is_english_alone(self) -> bool:
        """Whether all of the text is in English."""
        return all(part.language == ENGLISH for part in self.parts)

    @property
    def places(self) -> list[TextRange]:
        """The [start, end) of each unit."""
        return [(unit.start, unit.end) for unit in self.units]

    def span(self, sentence: Sentence) -> Span:
        """Return the span of a sentence."""
        return self.document.span(sentence.start, sentence.end)

    def findings(self) -> Findings:
        """Return the fields of the row, after all components have run. Spans have pages if the Document has some."""
        found = Findings(
            title=self.title,
            title_span=self.title_span,
            summary=self.summary,
            key_points=self.key_points,
            attributions=self.attributions,
            entities=self.entities,
            timeline=self.timeline,
            keywords=self.keywords,
            sections=self.sections,
            statistics=self.statistics,
            languages=self._languages(),
        )
        pages = Pages(self.document)
        return with_pages(found, pages) if pages else found

    def _languages(self) -> list[LanguageRange]:
        """Return the first parts of the text by language, none if no block is in another than the Document."""
        if not any(block.language for block in self.document.blocks):
            return []
        return [LanguageRange(**part._asdict()) for part in self.parts[:MOST_LANGUAGES]]
