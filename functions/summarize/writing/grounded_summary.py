"""A summary that a model writes. Each sentence is checked against the text and gets its evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.bounds import MOST_EVIDENCE
from functions.summarize.sentences.sentences import Sentence
from functions.summarize.writing.abstractive import AbstractiveModel
from functions.summarize.writing.grounding import NEAREST, Grounding
from shared.documents.document import BlockKind, Document, PipelineWarning
from shared.summary import SummarySentence, SummaryText
from shared.text import shortened

# Maximum number of evidence sentences of one written sentence. It is lower if the row has no room for as many.
EVIDENCE_PER_SENTENCE = 2

# Minimum share of the written words that must be grounded in the text (0 to 1). Otherwise the summary is extracted.
FEWEST_GROUNDED = 0.5

# Maximum length of a dropped sentence in its warning, in code points.
LONGEST_SHOWN = 150


@dataclass(frozen=True, slots=True)
class Source:
    """The sentences that the model writes from.

    `vectors`: (sentences, width), unit rows. `order`: the numbers of all sentences, the most important first.
    """

    document: Document
    sentences: list[Sentence]
    vectors: NDArray[np.float32]
    order: list[int]


class _Grounded(NamedTuple):
    """A written sentence that is grounded in the text, and the numbers of the sentences that are its evidence."""

    text: str
    evidence: list[int]


def written_summary(
    model: AbstractiveModel, annotator: Annotator, source: Source, words: int
) -> tuple[SummaryText | None, list[PipelineWarning]]:
    """Return about `words` words that the model writes, with the nearest sentences as evidence, and the warnings.

    The summary is None if the model writes nothing, or if less than FEWEST_GROUNDED of it is grounded in the text.
    """
    texts = [sentence.text for sentence in source.sentences]
    kept = model.fit(texts, source.order)
    warnings = []
    if len(kept) < len(texts):
        message = f"The summary was written from the {len(kept):,} most important of {len(texts):,} sentences."
        warnings.append(PipelineWarning(code="sentences_not_read_by_summary_model", message=message))
    written = model.write(_by_section(source.sentences, kept), max_words=words)
    if not written:
        message = f"{model.name} wrote nothing. The summary is extracted instead."
        return None, [*warnings, PipelineWarning(code="summary_not_written", message=message)]
    grounded, dropped = _grounded(annotator, source, written)
    warnings += dropped
    if _words(each.text for each in grounded) < FEWEST_GROUNDED * _words(written):
        message = "Too little of the written summary is grounded in the text. The summary is extracted instead."
        return None, [*warnings, PipelineWarning(code="summary_not_grounded", message=message)]
    return _summary_text(model, source, grounded), warnings


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _summary_text(model: AbstractiveModel, source: Source, grounded: list[_Grounded]) -> SummaryText:
    numbers = sorted({number for each in grounded for number in each.evidence})
    places = {number: place for place, number in enumerate(numbers)}
    evidence = [source.sentences[number] for number in numbers]
    return SummaryText(
        text=" ".join(each.text for each in grounded),
        method="abstractive",
        model=model.name,
        revision=model.revision,
        evidence=[source.document.span(sentence.start, sentence.end) for sentence in evidence],
        sentences=[
            SummarySentence(text=each.text, evidence=sorted(places[number] for number in each.evidence))
            for each in grounded
        ],
    )


def _grounded(
    annotator: Annotator, source: Source, written: list[str]
) -> tuple[list[_Grounded], list[PipelineWarning]]:
    """Return the written sentences that are grounded in the text, and a warning for each dropped one."""
    grounding = Grounding(source.document.text)
    evidence = max(1, min(EVIDENCE_PER_SENTENCE, MOST_EVIDENCE // len(written)))
    kept: list[_Grounded] = []
    warnings: list[PipelineWarning] = []
    for sentence in written:
        found = annotator.annotate(sentence, [(0, len(sentence))])
        likeness = source.vectors @ found.vectors[0]
        nearest = [int(number) for number in np.argsort(-likeness, kind="stable")[:NEAREST]]
        names = [sentence[name.start : name.end] for name in found.mentions]
        near = [source.sentences[number].text for number in nearest]
        fault = grounding.fault(sentence, names, near, float(likeness[nearest[0]]))
        if fault is None and len(kept) == MOST_EVIDENCE:
            fault = "the row has no room for more sentences"
        if fault is None:
            kept.append(_Grounded(sentence, nearest[:evidence]))
        else:
            message = f"A written sentence was dropped because {fault}: {shortened(sentence, LONGEST_SHOWN)}"
            warnings.append(PipelineWarning(code="sentence_not_grounded", message=message))
    return kept, warnings


def _by_section(sentences: list[Sentence], numbers: list[int]) -> list[list[str]]:
    """Return the texts of the sentences with these numbers, by section. A section begins with its heading."""
    sections: list[list[str]] = [[]]
    chosen = set(numbers)
    for number, sentence in enumerate(sentences):
        if sentence.kind is BlockKind.HEADING and sections[-1]:
            sections.append([])
        if number in chosen:
            sections[-1].append(sentence.text)
    return sections
