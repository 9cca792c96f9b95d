"""Find the pairs of names that the text states to be of one person or organization: `also known as`, `née`."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from functions.summarize.annotator.annotations import Mention

# The words between a name and another name of the same person or organization.
_ALSO_KNOWN_AS = re.compile(
    r",?\s+\(?(?:(?:also|better|formerly|previously|professionally|then|widely)\s+(?:known|called)(?:\s+simply)?\s+as|"
    r"a\.?k\.?a\.?|alias|formerly|n[ée]e?)\s+(?:the\s+)?[\"“‘']?",
    re.IGNORECASE,
)


def also_known_as(text: str, spans: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Yield the pairs of adjacent spans, in text order, that are two names of one person or organization."""
    for before, after in pairwise(spans):
        if before.end <= after.start and _ALSO_KNOWN_AS.fullmatch(text, before.end, after.start):
            yield before, after
