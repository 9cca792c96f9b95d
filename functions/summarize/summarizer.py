"""The Summarizer: turns a Document into the findings of its row. It does not depend on where either is stored."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.attributions.confidence import ConfidenceModel
from functions.summarize.components.annotations import Annotate
from functions.summarize.components.attributions import CollectAttributions
from functions.summarize.components.description import describe
from functions.summarize.components.document_vector import PoolVectors
from functions.summarize.components.entities import collect_entities
from functions.summarize.components.extracted_summary import ExtractSummary
from functions.summarize.components.key_points import choose_key_points
from functions.summarize.components.keywords import ChooseKeywords
from functions.summarize.components.language import detect_language
from functions.summarize.components.quotations import mark_quotations
from functions.summarize.components.ranking import RankSentences
from functions.summarize.components.sections import divide_sections
from functions.summarize.components.sentences import split_sentences
from functions.summarize.components.statistics import count_sizes
from functions.summarize.components.summary_length import SetSummaryLength
from functions.summarize.components.timeline import build_timeline
from functions.summarize.components.title import ChooseTitle, find_title
from functions.summarize.pipeline import Component, Pipeline
from functions.summarize.reading import Reading
from functions.summarize.selection.salience import SalienceModel
from shared.documents.document import Document, PipelineWarning
from shared.search.vectors import DocumentVector
from shared.settings import SummarizeSettings
from shared.summary import Findings
from shared.summary_length import words_of

if TYPE_CHECKING:
    from functions.summarize.writing.writer import SummaryWriter


@dataclass(frozen=True, slots=True)
class Summarized:
    """The findings in a Document, the revisions of the models, milliseconds by stage, warnings, and the vector."""

    findings: Findings
    models: dict[str, str]
    milliseconds: dict[str, float]
    warnings: list[PipelineWarning]
    # None for a text in a language that the annotator is not trained for, and for one without words.
    vector: DocumentVector | None = None


class Summarizer:
    """Runs the pipeline. It holds the models, which are loaded once."""

    def __init__(self, annotator: Annotator, *, words: int, writer: "SummaryWriter | None" = None) -> None:
        """`words`: default length of the summary. `writer`: None for extractive summaries."""
        self._pipeline = Pipeline(components_of(annotator, words, writer))

    @classmethod
    def load(cls, settings: SummarizeSettings, annotator: Annotator | None = None) -> Self:
        """Load the models that the settings name. Raises ConfigurationError if one is missing.

        `annotator`: the annotator, if it is loaded already.
        """
        writer = _writer(settings)
        return cls(annotator or Annotator.load(), words=words_of(settings.summary_length), writer=writer)

    def summarize(self, document: Document) -> Summarized:
        """Find title, summary, key points, sections and all other findings of a Document."""
        reading = Reading(document)
        run = self._pipeline.run(reading)
        return Summarized(reading.findings(), reading.models, run.milliseconds, run.warnings, reading.document_vector)


def _writer(settings: SummarizeSettings) -> "SummaryWriter | None":
    """Return the model that writes summaries. Its module is imported only here, because few stacks write summaries."""
    if settings.is_hosted:
        from functions.summarize.writing.bedrock import BedrockModel

        return BedrockModel.load(settings.summary_model)
    if settings.summary_model:
        from functions.summarize.writing.abstractive import AbstractiveModel

        revision = settings.summary_model_revision or None
        return AbstractiveModel.load(settings.summary_model, revision, baked=settings.summary_model_folder)
    return None


def components_of(annotator: Annotator, words: int, writer: "SummaryWriter | None") -> list[tuple[str, Component]]:
    """Return the components in the order in which they run, each after the stage that its time is added to.

    The order of the components is also the order of the warnings in the row.
    """
    write: list[tuple[str, Component]] = []
    if writer:
        from functions.summarize.components.written_summary import WriteSummary

        write.append(("write", WriteSummary(annotator, writer)))
    return [
        ("sentences", detect_language),
        ("sentences", split_sentences),
        ("sentences", count_sizes),
        ("annotate", find_title),
        ("annotate", mark_quotations),
        ("annotate", Annotate(annotator)),
        ("annotate", PoolVectors(annotator.revision)),
        ("attribute", collect_entities),
        ("select", RankSentences(SalienceModel.load())),
        ("select", SetSummaryLength(words)),
        ("select", ExtractSummary(annotator.revision)),
        ("select", describe),
        *write,
        ("attribute", CollectAttributions(ConfidenceModel.load())),
        ("select", choose_key_points),
        ("timeline", build_timeline),
        ("select", divide_sections),
        ("keywords", ChooseKeywords(annotator)),
        ("keywords", ChooseTitle(annotator)),
    ]
