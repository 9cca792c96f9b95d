"""Sentences of a document that instruct the writer of its summary. They state nothing, so they support nothing."""

import re
from collections.abc import Iterable, Sequence

_DISREGARD = r"(?:ignore|disregard|forget|override|bypass)"
_WRITE = (
    r"(?:say|write|state|output|respond|reply|answer|print|repeat|return|summari[sz]e|tell|claim|report|mention|include"
    r"|conclude|describe|declare|announce|translate|generate|produce|begin|start|end)"
)

# Texts that only a writer of summaries has to write or to disregard.
_ORDERS = r"(?:instructions?|prompts?|guidelines|above|previous|preceding|prior|earlier|everything)"
_ANSWERS = r"(?:instructions?|prompts?|summar(?:y|ies)|assistant|language\s+models?|LLM|AI)"

# An imperative begins a sentence or a clause, also after a courtesy or `you must`.
_SOFTENERS = (
    r"(?:(?:please|now|then|instead|only|just|always|simply|also|and|but|so|do\s+not|don['’]t|never"
    r"|you\s+(?:must|should|will|shall|are\s+to|have\s+to|need\s+to))[\s,]+)*"
)
_BEGINS = rf"(?:^|[.!?:;,\n\"“'‘(\[*#>-]\s*|\b(?:and|must|should)\s+){_SOFTENERS}"

# An order to disregard what comes before. It also covers what follows it in its paragraph.
_DISREGARDS = re.compile(rf"{_BEGINS}{_DISREGARD}\b[^.!?]{{0,80}}\b{_ORDERS}\b", re.IGNORECASE)

# An order to write: one that names the answer, quotes it, or introduces it. Also an order to be somebody who writes.
_WRITES = re.compile(
    rf"{_BEGINS}{_WRITE}\b[^.!?]{{0,80}}\b{_ANSWERS}\b"
    rf"|{_BEGINS}{_WRITE}\s+(?:only\s+|exactly\s+|just\s+|instead\s+)?"
    r"(?:that|the\s+following|the\s+(?:words?|sentence|phrase))\b"
    rf"|{_BEGINS}{_WRITE}\s+(?:only|exactly|just|instead|with|this|back)\b[^.!?]{{0,20}}[:\"“]"
    r"|\b(?:you\s+are\s+now|act\s+as|pretend\s+to\s+be)\s+(?:an?\s+|the\s+)?[^.!?]{0,20}\b"
    r"(?:assistant|language\s+model|AI|LLM|summari[sz]er)\b"
    r"|\b(?:notes?|messages?|instructions?|orders?)\s+(?:to|for)\s+(?:the\s+|an?\s+|any\s+)?"
    r"(?:assistant|language\s+model|AI|LLM|summari[sz]er)s?\b",
    re.IGNORECASE,
)


def instructions_in(sentences: Sequence[str], paragraphs: Iterable[int]) -> frozenset[int]:
    """Return the numbers of the sentences that instruct a writer, or that follow an order to disregard.

    `paragraphs`: the paragraph of each sentence. Such an order covers what follows it to the end of its paragraph.
    """
    found: set[int] = set()
    covered: int | None = None
    for number, (sentence, paragraph) in enumerate(zip(sentences, paragraphs, strict=True)):
        if _DISREGARDS.search(sentence):
            covered = paragraph
        elif paragraph != covered:
            covered = None
        if covered is not None or _WRITES.search(sentence):
            found.add(number)
    return frozenset(found)
