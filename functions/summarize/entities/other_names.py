"""Find the pairs of names that the text states to be of one person or organization: `also known as`, `née`."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.initials import are_initials
from shared.names.names import folded

# The words between a name and another name of the same person or organization.
_ALSO_KNOWN_AS = re.compile(
    r",?\s+\(?(?:(?:also|better|formerly|previously|professionally|then|widely)\s+(?:known|called)(?:\s+simply)?\s+as|"
    r"a\.?k\.?a\.?|alias|formerly|n[ée]e?)\s+(?:the\s+)?[\"“‘']?",
    re.IGNORECASE,
)

# What is between a name and the short name that the text defines for it in brackets, after other brackets such as those
# of a ticker: `Merrow Pumps Inc. (NYSE: MPI) ("Merrow" or the "Company")`.
_DEFINITION = re.compile(
    r"(?:\s+\([^()\n]{1,40}\))?\s+\((?:(?:hereafter|hereinafter|henceforth)\s+)?(?:the\s+)?[\"“‘']\Z", re.IGNORECASE
)

# What is between a person's name and the initials that the text uses for it: `Ann Lee (AL)`.
_BEFORE_INITIALS = re.compile(r"\s+\(\Z")

# Maximum distance in code points from a name to the short name that the text defines for it.
_FARTHEST = 70


def also_known_as(text: str, spans: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Yield the pairs of spans, in text order, that are two names of one person or organization."""
    for before, after in pairwise(spans):
        if before.end <= after.start and _ALSO_KNOWN_AS.fullmatch(text, before.end, after.start):
            yield before, after
    yield from defined_names(text, spans)


def defined_names(text: str, spans: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Yield the pairs of a name and its short form in brackets after it: `Merrow Inc. ("Merrow")`, `Ann Lee (AL)`."""
    by_end = {span.end: span for span in spans}
    for span in spans:
        begin = max(0, span.start - _FARTHEST)
        before = text[begin : span.start]
        defined = _DEFINITION.search(before)
        is_closed = text[span.end : span.end + 1] in (")", ",", ";")
        initials = _BEFORE_INITIALS.search(before) if is_closed and not defined else None
        match = defined or initials
        long = by_end.get(begin + match.start()) if match else None
        if long is not None and _is_short(text, span, long, only_initials=defined is None):
            yield long, span


def _is_short(text: str, short: Mention, long: Mention, *, only_initials: bool) -> bool:
    """Whether a name has the initials of a longer one, or begins with a word of it."""
    name, words = folded(text[short.start : short.end]), folded(text[long.start : long.end]).split()
    if len(words) > 1 and name == "".join(word[0] for word in words):
        return True
    if long.type == short.type == "PERSON" and only_initials:
        return are_initials(name, text[long.start : long.end])
    return not only_initials and name.split()[:1] != [] and name.split()[0] in words
