"""Quotations within quotations, whose speaker the outer one names: "Ann told me, 'The quay is safe'," said Bo."""

import re
from collections.abc import Iterator, Sequence

from functions.summarize.attributions.drafts import Draft, contents_in, contents_of
from functions.summarize.attributions.introductions import SAID
from functions.summarize.attributions.noun_phrases import noun_phrase
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.attributions.tagged import NO_SPEAKER

# Code points before a nested quotation that are searched for its speaker.
BEFORE = 80

# The verb with its addressee and the mark of a clause directly before a nested quotation, and the speaker before it.
CUE = rf"(?P<cue>{SAID.pattern}(?:\s(?:me|us|him|her|them))?)[,:]?\s*$"
SPEAKER = re.compile(
    rf"(?<![^\s“\"‘«])(?P<source>(?:(?i:one|some|two|many|most|several)\sof\s)?(?:(?i:he|she|they)\b"
    r"|(?i:the|an?|my|his|her|our|their)\s(?:[\w-]+\s)?(?!(?:and|but|or|then)\b)[\w-]+"
    rf"|(?!{NO_SPEAKER})[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*))\s{CUE}"
)

# A clause with another verb before that of saying, whose subject begins it: "The guard read it and said".
JOINED = re.compile(rf"(?:^|[.!?;“\"‘«]\s*)(?P<source>[^.!?;,:“”\"‘«»]+?)\s(?:and|but)\s(?:then\s)?{CUE}")


def nested_quotations(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """Return an attribution of each nested quotation that has its speaker directly before it, and no draft yet."""
    contents = contents_of(drafts)
    return [
        draft
        for quotation in quotations
        for draft in _inner(text, quotation)
        if not any(_has_own(drafts[number], draft) for _, number in contents_in(contents, *draft.content[0]))
    ]


def _inner(text: str, quotation: Quotation) -> Iterator[Draft]:
    for start, end in quotation.nested:
        floor = max(quotation.start, start - BEFORE)
        speaker = SPEAKER.search(text, floor, start) or JOINED.search(text, floor, start)
        if speaker is None:
            continue
        source = noun_phrase(text, speaker.span("source"), speaker.span("cue"))
        if source is not None:
            yield Draft((source,), speaker.span("cue"), ((start, end),), direct=True)


def _has_own(draft: Draft, inner: Draft) -> bool:
    """Whether a draft has the same cue."""
    return (
        draft.cue is not None and inner.cue is not None and draft.cue[0] < inner.cue[1] and inner.cue[0] < draft.cue[1]
    )
