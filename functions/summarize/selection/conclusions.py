"""The sentences in which an English document states its outcome: below a heading or behind a label that says so."""

import re
from collections.abc import Sequence

from functions.summarize.sentences.sentences import Sentence

# Names of sections with the outcome of a document, in papers, reports, judgments and reviews of incidents.
_OUTCOMES = (
    "abstract", "bottom line", "conclusions?", "decisions?", "disposal", "executive summary", "in brief", "judge?ment",
    "key (?:findings|messages|points)", "main (?:findings|points)", "outcome", "recommendations?", "root cause",
    "ruling", "summary", "tl;?dr", "verdict",
)  # fmt: skip
_OUTCOME = rf"(?:(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])[.)]?\s+)?(?:the\s+)?(?:{'|'.join(_OUTCOMES)})"

HEADING = re.compile(rf"\W*{_OUTCOME}\W*", re.IGNORECASE)
LABELLED = re.compile(rf"\W*{_OUTCOME}\s*:\s*\w", re.IGNORECASE)


def stating_outcome(sentences: Sequence[Sentence]) -> list[int]:
    """Return the numbers of the sentences directly below the heading of an outcome, or with such a label."""
    return [
        number
        for number, sentence in enumerate(sentences)
        if LABELLED.match(sentence.text) or (number > 0 and HEADING.fullmatch(sentences[number - 1].text))
    ]
