"""A summary that a model writes. Each sentence is checked against the text and gets its evidence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from functions.summarize.annotator.annotations import Annotations
from functions.summarize.annotator.annotator import Annotator
from functions.summarize.bounds import MOST_EVIDENCE
from functions.summarize.sentences.sentences import Sentence
from functions.summarize.writing.grounding import NEAREST, Fault, Grounding, Reason, SourceSentence, Written
from functions.summarize.writing.instructions import instructions_in
from functions.summarize.writing.writer import NotWrittenError, SummaryWriter
from shared.documents.document import BlockKind, Document, PipelineWarning
from shared.summary import SummarySentence, SummaryText
from shared.text import shortened

# Maximum number of evidence sentences of one written sentence. It is lower if the row has no room for as many.
EVIDENCE_PER_SENTENCE = 2

# Minimum share of the written words that must be grounded in the text (0 to 1). Otherwise the summary is extracted.
FEWEST_GROUNDED = 0.5

# Maximum length of a dropped sentence in its warning, in code points.
LONGEST_SHOWN = 150


class PlacedName(NamedTuple):
    """A name, its first code point, and whether the text attributes something to it there."""

    start: int
    name: str
    speaks: bool


@dataclass(frozen=True, slots=True)
class Source:
    """The sentences that the model writes from.

    `text`: what names and numbers may come from. `vectors`: (sentences, width), unit rows. `order`: the numbers of all
    sentences, the most important first. `instructions`: the vectors of the sentences that instruct a writer.
    """

    document: Document
    text: str
    sentences: list[Sentence]
    vectors: NDArray[np.float32]
    order: list[int]
    names: list[PlacedName]
    instructions: NDArray[np.float32] | None = None


class _Grounded(NamedTuple):
    """A written sentence that is grounded in the text, and the numbers of the sentences that are its evidence."""

    text: str
    evidence: list[int]


class _Checked(NamedTuple):
    """The written sentences that are grounded, the number of the others by reason, and a warning for each."""

    grounded: list[_Grounded]
    dropped: Counter[str]
    warnings: list[PipelineWarning]


class Outcome(NamedTuple):
    """A written summary, None if there is none to use; the number of dropped sentences by reason; the warnings."""

    summary: SummaryText | None
    dropped: dict[str, int]
    warnings: list[PipelineWarning]


def written_summary(writer: SummaryWriter, annotator: Annotator, source: Source, words: int) -> Outcome:
    """Return about `words` words that a model writes, with the nearest sentences as evidence.

    There is no summary if the model writes nothing, or if less than FEWEST_GROUNDED of it is grounded in the text.
    Sentences that instruct a writer are neither read nor evidence. Raises the errors of the model.
    """
    source, instructions = _without_instructions(source)
    warnings = []
    if instructions:
        message = f"{instructions:,} sentences of the text are instructions to a writer. The summary leaves them out."
        warnings.append(PipelineWarning(code="instructions_not_followed", message=message))
    texts = [sentence.text for sentence in source.sentences]
    kept = writer.fit(texts, source.order)
    if len(kept) < len(texts):
        message = f"The summary was written from the {len(kept):,} most important of {len(texts):,} sentences."
        warnings.append(PipelineWarning(code="sentences_not_read_by_summary_model", message=message))
    try:
        answer = writer.answer(_by_section(source.sentences, kept), max_words=words)
    except NotWrittenError as error:
        message = f"{writer.name} {error}. The summary is extracted instead."
        return Outcome(None, {}, [*warnings, PipelineWarning(code="summary_not_written", message=message)])
    grounded, dropped, faults = _checked(annotator, source, answer.sentences)
    warnings += faults
    if _words(each.text for each in grounded) < FEWEST_GROUNDED * _words(answer.sentences):
        message = "Too little of the written summary is grounded in the text. The summary is extracted instead."
        return Outcome(None, dropped, [*warnings, PipelineWarning(code="summary_not_grounded", message=message)])
    return Outcome(_summary_text(writer.name, answer.revision, source, grounded), dropped, warnings)


def _without_instructions(source: Source) -> tuple[Source, int]:
    """Return a source without the sentences that instruct a writer, and their number."""
    blocks = [sentence.block for sentence in source.sentences]
    removed = instructions_in([sentence.text for sentence in source.sentences], blocks)
    if not removed:
        return source, 0
    kept = [number for number in range(len(source.sentences)) if number not in removed]
    places = {number: place for place, number in enumerate(kept)}
    sentences = [source.sentences[number] for number in kept]
    order = [places[number] for number in source.order if number in places]
    text = _blanked(source.text, [source.sentences[number] for number in sorted(removed)])
    vectors, orders = source.vectors[kept], source.vectors[sorted(removed)]
    rest = replace(source, sentences=sentences, vectors=vectors, order=order, text=text, instructions=orders)
    return rest, len(removed)


def _blanked(text: str, sentences: Iterable[Sentence]) -> str:
    """Return a text with spaces in place of sentences, which are in order."""
    parts: list[str] = []
    at = 0
    for sentence in sentences:
        parts += [text[at : sentence.start], " " * (sentence.end - sentence.start)]
        at = sentence.end
    return "".join([*parts, text[at:]])


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _summary_text(model: str, revision: str, source: Source, grounded: list[_Grounded]) -> SummaryText:
    numbers = sorted({number for each in grounded for number in each.evidence})
    places = {number: place for place, number in enumerate(numbers)}
    evidence = [source.sentences[number] for number in numbers]
    return SummaryText(
        text=" ".join(each.text for each in grounded),
        method="abstractive",
        model=model,
        revision=revision,
        evidence=[source.document.span(sentence.start, sentence.end) for sentence in evidence],
        sentences=[
            SummarySentence(text=each.text, evidence=sorted(places[number] for number in each.evidence))
            for each in grounded
        ],
    )


def _checked(annotator: Annotator, source: Source, written: list[str]) -> _Checked:
    """Check each written sentence against the sentences of the text that are nearest in meaning."""
    grounding = Grounding(source.text)
    evidence = max(1, min(EVIDENCE_PER_SENTENCE, MOST_EVIDENCE // len(written)))
    checked = _Checked([], Counter(), [])
    for sentence in written:
        nearest, fault = _nearest_and_fault(grounding, annotator, source, sentence)
        if fault is None and len(checked.grounded) == MOST_EVIDENCE:
            fault = Fault(Reason.ROOM, "the row has no room for more sentences")
        if fault is None:
            checked.grounded.append(_Grounded(sentence, nearest[:evidence]))
        else:
            checked.dropped[fault.reason.value] += 1
            message = f"A written sentence was dropped because {fault.message}: {shortened(sentence, LONGEST_SHOWN)}"
            checked.warnings.append(PipelineWarning(code="sentence_not_grounded", message=message))
    return checked


def _nearest_and_fault(
    grounding: Grounding, annotator: Annotator, source: Source, sentence: str
) -> tuple[list[int], Fault | None]:
    """Return the numbers of the nearest sentences of the text, the nearest first, and the fault of a sentence."""
    if not source.sentences:
        return [], Fault(Reason.UNLIKE, "no sentence of the text is similar")
    found = annotator.annotate(sentence, [(0, len(sentence))])
    likeness = source.vectors @ found.vectors[0]
    nearest = [int(number) for number in np.argsort(-likeness, kind="stable")[:NEAREST]]
    most = float(likeness[nearest[0]])
    if source.instructions is not None and float(np.max(source.instructions @ found.vectors[0])) > most:
        return nearest, Fault(Reason.INSTRUCTION, "it is nearer to an instruction in the text than to a statement")
    written = written_of(sentence, found, most)
    near = [source_sentence_of(source.sentences[number], source.names) for number in nearest]
    return nearest, grounding.fault(written, near)


def written_of(sentence: str, annotations: Annotations, likeness: float) -> Written:
    """Return a written sentence with its names and speakers. `likeness`: its cosine to the nearest sentence."""
    names = names_of(sentence, annotations)
    speakers = tuple(each.name for each in names if each.speaks)
    return Written(sentence, tuple(each.name for each in names), speakers, likeness)


def source_sentence_of(sentence: Sentence, names: Iterable[PlacedName]) -> SourceSentence:
    """Return a sentence of a document with those of the names that are in it."""
    within = [each for each in names if sentence.start <= each.start < sentence.end]
    return SourceSentence(
        sentence.text, tuple(each.name for each in within), tuple(each.name for each in within if each.speaks)
    )


def names_of(text: str, annotations: Annotations) -> list[PlacedName]:
    """Return the names in a text. People within the sources of attributions speak."""
    sources = [role for role in annotations.roles if role.role == "source"]
    return [
        PlacedName(
            name.start,
            text[name.start : name.end],
            name.type == "PERSON" and any(source.start <= name.start and name.end <= source.end for source in sources),
        )
        for name in annotations.mentions
    ]


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
