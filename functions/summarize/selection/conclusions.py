"""The sentences in which an English document states its outcome, or draws a conclusion.

An outcome is below a heading or behind a label that says so, a conclusion behind a connective.
"""

import re
from collections.abc import Sequence

from functions.summarize.sentences.presentable import depends_on_previous
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

# The connective of a conclusion, which a summary can do without. `So far` and `So did the mayor` conclude nothing.
CONCLUDING = re.compile(
    r"\W*(?:so|therefore|thus|hence|accordingly|consequently),?\s+(?!(?:far|long|much|many|few|little|often|too|be|goes"
    r"|sa(?:id|ys)|do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|what|why|how|who|as|help|here"
    r"|if|please|there|when|\w+\s(?:is|are|was|were)\s(?:the|an?|his|her|its|their)\s[^,.;]{1,60}\sthat)\b)",
    re.IGNORECASE,
)


def stating_outcome(sentences: Sequence[Sentence]) -> list[int]:
    """Return the numbers of the sentences directly below the heading of an outcome, or with such a label."""
    return [
        number
        for number, sentence in enumerate(sentences)
        if LABELLED.match(sentence.text) or (number > 0 and HEADING.fullmatch(sentences[number - 1].text))
    ]


def concluding(sentences: Sequence[Sentence]) -> list[int]:
    """Return the numbers of the sentences that refer to the one before them by the connective of a conclusion alone."""
    found = ((number, CONCLUDING.match(sentence.text)) for number, sentence in enumerate(sentences))
    return [n for n, match in found if match and not depends_on_previous(match.string[match.end() :])]
