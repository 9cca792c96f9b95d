"""The sentences in which an English document says what it is about or what it finds.

They are found by indicator phrases (Paice 1980): "this report describes", and in papers "we show". A paper is
recognized by its form, because "we show" announces nothing in a letter, a speech or an interview.
"""

import re
from collections.abc import Sequence

from functions.summarize.sentences.sentences import Sentence

# Minimum number of different section labels of a paper; of citations beside one label; and of citations for each
# sentence in a text without labels. They were read off the documents of Gold.
LABELS = 2
CITATIONS = 3
DENSE = 0.15

# A document that speaks of itself.
ITSELF = re.compile(
    r"\b(?:this|the (?:present|current))\s(?:\w+\s)?(?:paper|article|study|work|research|project|survey|thesis|report"
    r"|review|analysis|chapter|document|guide|interview|letter|memo|policy|agreement)\b",
    re.IGNORECASE,
)

# Authors who say what they do or find.
AUTHORS = re.compile(
    r"\b(?:we|i)\s(?:\w+\s){0,2}(?:present|propose|introduce|describe|examine|investigate|show|find|found|conclude"
    r"|argue|demonstrate|report|explore|discuss|analy[sz]e|compare|develop|address|evaluate|assess|aim|seek|suggest"
    r"|recommend|hypothesi[sz]e)(?:d|ed|s)?\b",
    re.IGNORECASE,
)

# The label of a section of a paper, with its number.
LABEL = re.compile(
    r"\W*(?:(?:\d+(?:\.\d+)*|[IVX]+)\.?\s+)?(abstract|introduction|background|methods?|methodology"
    r"|materials and methods|results?|results and discussion|discussion|conclusions?|related works?|references"
    r"|bibliography|key ?words)\W*",
    re.IGNORECASE,
)

# `(Moretti, 2013)`, `Vyse et al.`, `[3, 7]`.
CITATION = re.compile(
    r"\([^()]{0,80}?\b[A-Z][\w’'-]+(?:\s(?:et al\.?|and|&)(?:\s[A-Z][\w’'-]+)?)?,?\s(?:19|20)\d\d[a-z]?[^()]{0,80}\)"
    r"|\bet al\b|\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\]"
)


def announcing(sentences: Sequence[Sentence]) -> list[int]:
    """Return the numbers of the sentences that announce what the document is about or what it finds."""
    authors = is_paper(sentences)
    return [
        number
        for number, sentence in enumerate(sentences)
        if ITSELF.search(sentence.text) or (authors and AUTHORS.search(sentence.text))
    ]


def is_paper(sentences: Sequence[Sentence]) -> bool:
    """Return whether a text has the form of a paper: labels of its sections, or citations."""
    labels = {match[1].casefold() for sentence in sentences if (match := LABEL.fullmatch(sentence.text))}
    citations = sum(len(CITATION.findall(sentence.text)) for sentence in sentences)
    return (
        len(labels) >= LABELS
        or (len(labels) > 0 and citations >= CITATIONS)
        or (citations > 0 and citations >= DENSE * len(sentences))
    )
