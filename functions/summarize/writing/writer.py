"""What writes summaries: the interface of its engines, and what both do with the text of an answer."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from nupunkt import sent_spans


class Answer(NamedTuple):
    """The sentences that a model wrote. `revision`: of the model that wrote them."""

    sentences: list[str]
    revision: str


class NotWrittenError(Exception):
    """A model gave no answer that can be used. The message is a clause without a subject that describes why."""


class SummaryWriter(Protocol):
    """A model that writes summaries."""

    # The value of the setting `summary_model`.
    name: str

    def fit(self, sentences: Sequence[str], order: Sequence[int]) -> list[int]:
        """Return the numbers of the sentences to read: all, or the first in `order` that the model can read."""
        ...

    def answer(self, sections: Sequence[Sequence[str]], *, max_words: int) -> Answer:
        """Return about `max_words` words that summarize the sections. Raises NotWrittenError."""
        ...


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, without line breaks."""
    joined = " ".join(text.split())
    return [joined[start:end].strip() for start, end in sent_spans(joined)] if joined else []


def within(sentences: Sequence[str], max_words: int, *, finished: bool) -> list[str]:
    """Return the first sentences of at most `max_words` words, at least one.

    An unfinished last sentence is removed. If it is the only one, it is cut and ends in an ellipsis.
    """
    if not finished and len(sentences) > 1:
        sentences, finished = sentences[:-1], True
    kept: list[str] = []
    words = 0
    for sentence in sentences:
        words += len(sentence.split())
        if kept and words > max_words:
            break
        kept.append(sentence)
    if kept and not finished:
        kept[-1] = " ".join(kept[-1].split()[:max_words]) + "…"
    return kept
