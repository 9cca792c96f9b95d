"""Quotations that a name after a dash signs: “…” — Ann Lee."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from functions.summarize.attributions.drafts import Draft, contents_in, contents_of
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.entities.entities import EntityIndex
from functions.summarize.sentences.boundaries import begins_line

# Minimum number of words of a signed quotation, unless it begins its line and a name alone ends the line.
FEWEST_WORDS = 4
NAME_ALONE = re.compile(r"[A-Z][\w’'-]+(?:[^\S\n][A-Z][\w.’'-]+){0,2}(?=[^\S\n]*(?:\n|$))")

# A dash after a quotation, in its line or at the start of the next one, before the signature.
DASH = re.compile(r"[^\S\n]*\n*[^\S\n]*(?:[—–―]|-{1,3}\s)[^\S\n]*(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame)\.?\s)?")

# The end of a signature: the rest of its line is a description. A clause of the text goes on with a verb.
SIGNED = re.compile(r"(?:,[^\n]{0,80}|\s*\([^\n)]{0,40}\)[^\n]{0,40})?\.?[^\S\n]*(?:\n|$)")


def signed_quotations(
    text: str, drafts: Sequence[Draft], index: EntityIndex, quotations: Sequence[Quotation]
) -> list[Draft]:
    """Return an attribution, without a cue, of each signed quotation that no draft contains."""
    names = [mention for mention, entity in index.places if entity.type != "LOCATION"]
    starts = [name.start for name in names]
    contents = contents_of(drafts)
    found = []
    for quotation in quotations:
        dash = DASH.match(text, quotation.end)
        if dash is None or contents_in(contents, quotation.start, quotation.end):
            continue
        alone = NAME_ALONE.match(text, dash.end())
        if alone is not None and begins_line(text, quotation.start) and "\n" not in dash.group():
            found.append(Draft((alone.span(),), None, ((quotation.start, quotation.end),), direct=True))
            continue
        if len(text[quotation.start : quotation.end].split()) < FEWEST_WORDS:
            continue
        at = bisect_left(starts, dash.end())
        is_signed = at < len(names) and names[at].start == dash.end() and SIGNED.match(text, names[at].end)
        if is_signed:
            source = (names[at].start, names[at].end)
            found.append(Draft((source,), None, ((quotation.start, quotation.end),), direct=True))
    return found
