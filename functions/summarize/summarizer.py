"""The Summarizer: turns a Document into the findings of its row. It does not depend on where either is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.annotators import Annotators, load_languages
from functions.summarize.attributions.confidence import ConfidenceModel
from functions.summarize.components.annotations import Annotate
from functions.summarize.components.attributions import CollectAttributions
from functions.summarize.components.description import describe
from functions.summarize.components.document_vector import PoolVectors
from functions.summarize.components.entities import collect_entities
from functions.summarize.components.extracted_summary import extract_summary
from functions.summarize.components.key_points import choose_key_points
from functions.summarize.components.keywords import choose_keywords
from functions.summarize.components.language import FindLanguages
from functions.summarize.components.quotations import mark_quotations
from functions.summarize.components.ranking import RankSentences
from functions.summarize.components.sections import divide_sections
from functions.summarize.components.sentences import split_sentences
from functions.summarize.components.statistics import count_sizes
from functions.summarize.components.summary_length import SetSummaryLength
from functions.summarize.components.timeline import build_timeline
from functions.summarize.components.title import choose_title, find_title
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
    # None for a text that is not in English alone, and for one without words.
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


def components_of(
    annotator: Annotator,
    words: int,
    writer: "SummaryWriter | None",
    load_other_languages: Callable[[], Annotator] = load_languages,
) -> list[tuple[str, Component]]:
    """Return the components in the order in which they run, each after the stage that its time is added to.

    `annotator` reads English. `load_other_languages` returns the annotator of other languages, when a text needs it.

    The order of the components is also the order of the warnings in the row.
    """
    annotators = Annotators(annotator, load_other_languages)
    write: list[tuple[str, Component]] = []
    if writer:
        from functions.summarize.components.written_summary import WriteSummary

        write.append(("write", WriteSummary(writer)))
    return [
        ("sentences", FindLanguages(annotators)),
        ("sentences", split_sentences),
        ("sentences", count_sizes),
        ("annotate", find_title),
        ("annotate", mark_quotations),
        ("annotate", Annotate(annotators)),
        ("annotate", PoolVectors(annotator.revision)),
        ("attribute", collect_entities),
        ("select", RankSentences(SalienceModel.load())),
        ("select", SetSummaryLength(words)),
        ("select", extract_summary),
        ("select", describe),
        *write,
        ("attribute", CollectAttributions(ConfidenceModel.load())),
        ("select", choose_key_points),
        ("timeline", build_timeline),
        ("select", divide_sections),
        ("keywords", choose_keywords),
        ("keywords", choose_title),
    ]
