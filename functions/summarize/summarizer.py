"""The Summarizer: from a Document to what its Summary says, without knowing where either is kept."""

import time
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from functions.summarize.annotator.annotations import Annotations
from functions.summarize.annotator.annotator import Annotator
from functions.summarize.attributions.attributions import find_attributions
from functions.summarize.attributions.excerpts import read_as_prose
from functions.summarize.attributions.quotations import Quotation, find_quotations
from functions.summarize.bounds import (
    MOST_KEY_POINTS,
    MOST_KEYWORDS,
    MOST_NAMES,
    bounded_attributions,
    bounded_entities,
    bounded_keywords,
    bounded_sections,
    bounded_timeline,
)
from functions.summarize.dates.timeline import timeline_of
from functions.summarize.entities.entities import find_entities
from functions.summarize.entities.headlines import without_headline_artifacts
from functions.summarize.selection.keywords import keyphrases, keywords_of, topics_of
from functions.summarize.selection.phrases import Phrase
from functions.summarize.selection.ranking import Ranking, scores
from functions.summarize.selection.sections import sections_of
from functions.summarize.selection.title import best_title, title_candidates, title_of
from functions.summarize.sentences.lead_ins import without_lead_ins
from functions.summarize.sentences.presentable import displayed
from functions.summarize.sentences.sentences import Sentence, lines_of, sentences_of
from functions.summarize.writing.abstractive import AbstractiveModel
from functions.summarize.writing.written import Read, written_summary
from shared.documents.document import BlockKind, Document, PipelineWarning, Span
from shared.settings import SummarizeSettings
from shared.summary import Attribution, Entity, Findings, KeyPoint, Statistics, SummarySentence, SummaryText
from shared.summary_length import words_of
from shared.text import shortened

ANNOTATOR_NAME = "nutgraf annotator int8"

# What the encoder was trained for. Other languages are summarized by places and words, and told of.
LANGUAGES = frozenset({"en"})

# Among which is chosen: about 200,000 words. Of more, those at equal distances are looked at.
MOST_SENTENCES = 10_000

# Code points of a text that may be English though no language was recognized: in longer ones English always is.
LONGEST_UNTOLD = 1000


@dataclass(frozen=True, slots=True)
class Summarized:
    """What was found in a Document, by which models (revisions by what they do), and how long each stage took."""

    findings: Findings
    models: dict[str, str]
    milliseconds: dict[str, float]
    warnings: list[PipelineWarning]


class Stopwatch:
    """Milliseconds by stage, each since the one before."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """End `stage`."""
        now = time.perf_counter()
        self.milliseconds[stage] = round((now - self._last) * 1000, 1)
        self._last = now


class Summarizer:
    """Holds the models, loaded once. `writer` None: the summary's sentences are the document's own."""

    def __init__(self, annotator: Annotator, *, words: int, writer: AbstractiveModel | None = None) -> None:
        self._annotator = annotator
        self._words = words
        self._writer = writer

    @classmethod
    def load(cls, settings: SummarizeSettings) -> Self:
        """Load what the settings ask for; raises ConfigurationError when it isn't there."""
        writer = None
        if settings.summary_model:
            writer = AbstractiveModel.load(
                settings.summary_model, settings.summary_model_revision or None, baked=settings.summary_model_folder
            )
        return cls(Annotator.load(), words=words_of(settings.summary_length), writer=writer)

    def summarize(self, document: Document) -> Summarized:
        """Find title, summary, key points, sections and sizes of a Document that has at least one block."""
        stopwatch = Stopwatch()
        warnings = _language_warnings(document)
        every = sentences_of(document.text, document.blocks)
        told = any(sentence.kind is not BlockKind.HEADING for sentence in every)
        whole = every if told else lines_of(document.text, document.blocks)
        readable = without_lead_ins(whole)
        stopwatch.lap("sentences")
        title = title_of(document)
        places = [(sentence.start, sentence.end) for sentence in whole]
        quotations = find_quotations(document.text, document.blocks)
        annotations = self._annotator.annotate(
            read_as_prose(document.text, quotations, places), [(sentence.start, sentence.end) for sentence in readable]
        )
        numbers = _ranked(readable, annotations.end, warnings)
        sentences, vectors = [readable[number] for number in numbers], annotations.vectors[numbers]
        title_vector = self._annotator.vector(title) if title else None
        stopwatch.lap("annotate")
        ranking = Ranking(sentences, vectors, title_vector)
        words = self._words_for(document, warnings)
        summary = self._extract(document, sentences, ranking, words)
        points = ranking.key_points(MOST_KEY_POINTS)
        sections = sections_of(document, sentences, vectors)
        stopwatch.lap("select")
        if self._writer is not None:
            read = Read(document, sentences, vectors, ranking.order())
            summary = written_summary(self._writer, self._annotator, read, words, warnings) or summary
            stopwatch.lap("write")
        attributions, entities = self._who_said_what(document, places, quotations, annotations, warnings)
        stopwatch.lap("attribute")
        timeline = timeline_of(document, every) if _is_annotated(document) else []
        stopwatch.lap("timeline")
        phrases = keyphrases(document, sentences, _language(document))
        keywords = bounded_keywords(keywords_of(phrases, entities, 2 * MOST_KEYWORDS))
        title_span = None
        if title is None and _is_annotated(document):
            telling = [*summary.evidence, *(_span(document, sentences[point.number]) for point in points)]
            title_span = self._choose_title(document, telling, phrases, entities, vectors)
        stopwatch.lap("keywords")
        findings = Findings(
            title=shortened(title_span.text) if title_span else title,
            title_span=title_span,
            summary=summary,
            key_points=[
                KeyPoint(span=span, score=score, entities=_named_in(span, entities))
                for span, score in zip(
                    (_span(document, sentences[point.number]) for point in points), scores(points), strict=True
                )
            ],
            attributions=attributions,
            entities=entities,
            timeline=bounded_timeline(timeline, warnings),
            keywords=keywords,
            sections=bounded_sections(sections, warnings),
            statistics=Statistics(
                characters=len(document.text),
                words=len(document.text.split()),
                sentences=len(every),
                paragraphs=sum(block.kind is BlockKind.PARAGRAPH for block in document.blocks),
                pages=document.metadata.pages,
            ),
        )
        models = {"annotations": f"{ANNOTATOR_NAME} {self._annotator.revision}"}
        if self._writer is not None:
            models["summary"] = f"{summary.model} {summary.revision}"
        return Summarized(findings, models, stopwatch.milliseconds, warnings)

    def _choose_title(
        self,
        document: Document,
        telling: list[Span],
        phrases: list[Phrase],
        entities: list[Entity],
        vectors: NDArray[np.float32],
    ) -> Span | None:
        """A phrase in the place of a title that the document lacks; None where it has no fit one."""
        candidates = title_candidates(document, telling, topics_of(phrases, entities), entities)
        if not candidates:
            return None
        return best_title(candidates, np.stack([self._annotator.vector(each.text) for each in candidates]), vectors)

    @staticmethod
    def _who_said_what(
        document: Document,
        sentences: list[tuple[int, int]],
        quotations: list[Quotation],
        annotations: Annotations,
        warnings: list[PipelineWarning],
    ) -> tuple[list[Attribution], list[Entity]]:
        """Attributions and entities, none of them in a language that the annotator was not trained for."""
        if not _is_annotated(document):
            return [], []
        if annotations.end < len(document.text):
            message = (
                f"Names and attributions were looked for in the first {annotations.end:,} of {len(document.text):,} "
                "characters."
            )
            warnings.append(PipelineWarning(code="annotation_cut", message=message))
        mentions = without_headline_artifacts(document.text, document.blocks, annotations.mentions)
        index = find_entities(document.text, mentions)
        attributions = find_attributions(document.text, quotations, sentences, annotations, index)
        entities = bounded_entities(index.as_summary(document.text), warnings)
        return bounded_attributions(attributions, warnings), entities

    def _words_for(self, document: Document, warnings: list[PipelineWarning]) -> int:
        """How many words the uploader wants, else the setting's number."""
        if document.summary_length is None:
            return self._words
        try:
            return words_of(document.summary_length)
        except ValueError as error:
            message = f"The summary-length {document.summary_length!r} is not known, it may be {error}."
            warnings.append(PipelineWarning(code="summary_length_unknown", message=message))
            return self._words

    def _extract(self, document: Document, sentences: list[Sentence], ranking: Ranking, words: int) -> SummaryText:
        chosen = sorted(choice.number for choice in ranking.summary(words))
        shown = [displayed(sentences[number].text) for number in chosen]
        return SummaryText(
            text=" ".join(shown),
            method="extractive",
            model=ANNOTATOR_NAME,
            revision=self._annotator.revision,
            evidence=[_span(document, sentences[number]) for number in chosen],
            sentences=[SummarySentence(text=text, evidence=[place]) for place, text in enumerate(shown)],
        )


def _span(document: Document, sentence: Sentence) -> Span:
    return document.span(sentence.start, sentence.end)


def _named_in(span: Span, entities: list[Entity]) -> list[str]:
    """The entities that are mentioned within the span, as far as the row has their mentions."""
    places = (
        (mention.start, entity.name)
        for entity in entities
        for mention in entity.mentions
        if span.start <= mention.start and mention.end <= span.end
    )
    return list(dict.fromkeys(name for _, name in sorted(places)))[:MOST_NAMES]


def _is_annotated(document: Document) -> bool:
    """Whether the annotator reads a document's language. A text too short to tell is taken for English."""
    language = document.metadata.language
    return language in LANGUAGES or (language is None and len(document.text) < LONGEST_UNTOLD)


def _language(document: Document) -> str | None:
    return "en" if _is_annotated(document) else document.metadata.language


def _language_warnings(document: Document) -> list[PipelineWarning]:
    if _is_annotated(document):
        return []
    language = f"`{document.metadata.language}`" if document.metadata.language else "no language that was recognized"
    message = (
        f"The text is in {language}; the models were made for English, so its summary may be worse, "
        "and names and attributions were not looked for."
    )
    return [PipelineWarning(code="language_unsupported", message=message)]


def _ranked(sentences: list[Sentence], end: int, warnings: list[PipelineWarning]) -> list[int]:
    """The numbers of the sentences to choose from: those that end by `end`, as far as vectors go, from all parts."""
    within = [number for number, sentence in enumerate(sentences) if sentence.end <= end]
    ranked = within
    if len(within) > MOST_SENTENCES:
        ranked = [within[place * len(within) // MOST_SENTENCES] for place in range(MOST_SENTENCES)]
    if len(ranked) < len(sentences):
        where = f"the first {end:,} characters" if within == ranked else "places at equal distances"
        message = f"Of {len(sentences):,} sentences {len(ranked):,} were looked at for the summary, from {where}."
        warnings.append(PipelineWarning(code="sentences_skipped", message=message))
    return ranked
