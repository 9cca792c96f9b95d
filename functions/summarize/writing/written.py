"""A summary in a model's words, each sentence of it held against the text and shown with its evidence."""

from dataclasses import dataclass

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

# Sentences of the document that a written one rests on, where the row has room for as many.
EVIDENCE_PER_SENTENCE = 2

# Of the words that were written. Where less of them stand in the text, its own sentences are the summary.
FEWEST_GROUNDED = 0.5

# Code points of a dropped sentence in its warning.
LONGEST_SHOWN = 150


@dataclass(frozen=True, slots=True)
class Read:
    """What a model reads. `vectors`: (sentences, width), unit rows. `order`: all numbers, what tells most first."""

    document: Document
    sentences: list[Sentence]
    vectors: NDArray[np.float32]
    order: list[int]


def written_summary(
    model: AbstractiveModel, annotator: Annotator, read: Read, words: int, warnings: list[PipelineWarning]
) -> SummaryText | None:
    """About `words` words of the model's, with the sentences nearest to them as evidence.

    None, with a warning that says why, where it wrote nothing or too little of it stands in the text.
    """
    texts = [sentence.text for sentence in read.sentences]
    kept = model.fit(texts, read.order)
    if len(kept) < len(texts):
        message = f"The summary was written from {len(kept):,} of {len(texts):,} sentences, those that tell most."
        warnings.append(PipelineWarning(code="sentences_not_read_by_summary_model", message=message))
    written = model.write(_by_section(read.sentences, kept), max_words=words)
    if not written:
        message = f"{model.name} wrote nothing, so the summary is made of the document's own sentences."
        warnings.append(PipelineWarning(code="summary_not_written", message=message))
        return None
    grounded = _grounded(annotator, read, written, warnings)
    if sum(len(text.split()) for text, _ in grounded) < FEWEST_GROUNDED * sum(len(text.split()) for text in written):
        message = "Too little of what was written stands in the text: the summary is made of its own sentences."
        warnings.append(PipelineWarning(code="summary_not_grounded", message=message))
        return None
    numbers = sorted({number for _, nearest in grounded for number in nearest})
    places = {number: place for place, number in enumerate(numbers)}
    return SummaryText(
        text=" ".join(text for text, _ in grounded),
        method="abstractive",
        model=model.name,
        revision=model.revision,
        evidence=[read.document.span(read.sentences[number].start, read.sentences[number].end) for number in numbers],
        sentences=[
            SummarySentence(text=text, evidence=sorted(places[number] for number in nearest))
            for text, nearest in grounded
        ],
    )


def _grounded(
    annotator: Annotator, read: Read, written: list[str], warnings: list[PipelineWarning]
) -> list[tuple[str, list[int]]]:
    """The written sentences that stand in the text, each with the numbers of its nearest sentences."""
    grounding = Grounding(read.document.text)
    evidence = max(1, min(EVIDENCE_PER_SENTENCE, MOST_EVIDENCE // len(written)))
    kept: list[tuple[str, list[int]]] = []
    for sentence in written:
        found = annotator.annotate(sentence, [(0, len(sentence))])
        likeness = read.vectors @ found.vectors[0]
        nearest = [int(number) for number in np.argsort(-likeness, kind="stable")[:NEAREST]]
        names = [sentence[name.start : name.end] for name in found.mentions]
        near = [read.sentences[number].text for number in nearest]
        fault = grounding.fault(sentence, names, near, float(likeness[nearest[0]]))
        if fault is None and len(kept) == MOST_EVIDENCE:
            fault = "there is no room for more"
        if fault is None:
            kept.append((sentence, nearest[:evidence]))
        else:
            message = f"A written sentence was dropped, for {fault}: {shortened(sentence, LONGEST_SHOWN)}"
            warnings.append(PipelineWarning(code="sentence_not_grounded", message=message))
    return kept


def _by_section(sentences: list[Sentence], numbers: list[int]) -> list[list[str]]:
    """The sentences of these numbers by the sections that they stand in; a section begins with its heading."""
    sections: list[list[str]] = [[]]
    chosen = set(numbers)
    for number, sentence in enumerate(sentences):
        if sentence.kind is BlockKind.HEADING and sections[-1]:
            sections.append([])
        if number in chosen:
            sections[-1].append(sentence.text)
    return sections
