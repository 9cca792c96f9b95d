"""The sentences that readers of minutes, correspondence and fact checks take from them, and those that they pass over.

The form of a document decides: decisions and tasks of minutes, requests and duties of letters, claims and verdicts of
fact checks. Sentences are recognized by their grammar (`form_clues.py`): who decides or asks, what the reader must do,
and by when.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from functions.summarize.selection.form_clues import (
    ANSWER,
    CLAIM,
    COMING,
    DECISION,
    DUTY,
    FUTURE,
    LABELLED_VERDICT,
    PROCEDURE,
    QUESTION,
    QUESTION_END,
    REQUEST,
    SAID,
    TASK,
    TIME,
    VERDICT,
)
from functions.summarize.selection.forms import CLAIM_LABEL, VERDICT_LABEL, Form, form_of
from functions.summarize.sentences.lengths import word_count
from functions.summarize.sentences.presentable import FEWEST_WORDS
from functions.summarize.sentences.sentences import Sentence

# Maximum number of sentences of a document with such a form. A longer one is a collection: a mailbox, a volume.
MOST_SENTENCES = 1_000


class FormPreferences(NamedTuple):
    """The numbers of the sentences that a form makes more important (`preferred`) and less important (`avoided`).

    `requests`: what a letter wants of its reader. Its story and its facts count as much, so that these sentences gain
    less than the preferred ones.
    """

    preferred: Sequence[int] = ()
    avoided: Sequence[int] = ()
    requests: Sequence[int] = ()


def form_preferences(sentences: Sequence[Sentence], title: str | None) -> FormPreferences:
    """Return which sentences of an English document its form prefers and avoids; none if it has none of the forms."""
    form = form_of(sentences, title) if len(sentences) <= MOST_SENTENCES else None
    if form is None:
        return FormPreferences()
    if form is Form.FACT_CHECK:
        return FormPreferences(sorted(set(_judging(sentences))))
    if form is Form.CORRESPONDENCE:
        return FormPreferences(requests=[number for number, sentence in enumerate(sentences) if _asks(sentence.text)])
    avoided = {number for number, sentence in enumerate(sentences) if PROCEDURE.search(sentence.text)}
    preferred = [n for n, sentence in enumerate(sentences) if n not in avoided and _decides(sentence.text)]
    return FormPreferences(preferred, sorted(avoided))


def shown_preferred(sentences: Sequence[Sentence], preferences: FormPreferences) -> set[int]:
    """Return the numbers of the preferred questions and labelled verdicts, which a summary can show."""
    texts = ((number, sentences[number].text) for number in (*preferences.preferred, *preferences.requests))
    return {
        number
        for number, text in texts
        if LABELLED_VERDICT.fullmatch(text) or (_is_question(text) and word_count(text) >= FEWEST_WORDS)
    }


def _decides(text: str) -> bool:
    """Return whether a sentence of minutes has a decision or a task."""
    decision = DECISION.search(text)
    is_said = decision is not None and SAID.search(text[: decision.start()].rpartition(". ")[2])
    return (decision is not None and not is_said) or TASK.match(text) is not None


def _asks(text: str) -> bool:
    """Return whether a sentence of a letter, a notice or a column has a request, a duty, a coming day or an answer."""
    if ANSWER.match(text) or REQUEST.search(text) or DUTY.search(text) or _is_question(text):
        return True
    times = [match.start() for match in TIME.finditer(text)]
    coming = COMING.search(text) if times else None
    return coming is not None and (coming.start() < times[-1] or FUTURE.search(text, times[0]) is not None)


def _is_question(text: str) -> bool:
    """Return whether a sentence asks the reader or about the writer's own matter."""
    return QUESTION_END.search(text) is not None and QUESTION.search(text) is not None


def _judging(sentences: Sequence[Sentence]) -> Iterator[int]:
    """Yield the numbers of the sentences with a verdict, of the first one with a claim, and of those below a label.

    A claim is preferred only together with a verdict.
    """
    texts = [sentence.text for sentence in sentences]
    verdicts = [number for number, text in enumerate(texts) if VERDICT.search(text) or LABELLED_VERDICT.fullmatch(text)]
    verdicts += [number for number, before in enumerate(texts[:-1], 1) if VERDICT_LABEL.match(before)]
    if verdicts:
        yield from verdicts
        claims = (
            number for number, text in enumerate(texts) if CLAIM.search(text) and word_count(text) >= FEWEST_WORDS
        )
        yield from islice(claims, 1)
        yield from (number for number, before in enumerate(texts[:-1], 1) if CLAIM_LABEL.match(before))
