"""Denials of the statement before them: "Lee said Hale had the key. Hale denied it." is a statement by Hale too."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from functions.summarize.attributions.drafts import Draft, TextRange, contents_of
from functions.summarize.attributions.quotations import Quotation, quotation_at
from functions.summarize.attributions.tagged import NOUN_PHRASE
from functions.summarize.entities.entities import NamedEntity
from functions.summarize.sentences.boundaries import SENTENCE_BREAK

DENYING = re.compile(r"(?:has\s|have\s|had\s)?(?:\w+ly\s)?(?:denies|denied|disputes|disputed|contests|contested)")
DENIAL = re.compile(
    rf"(?:(?<=[.!?;]\s)|(?<=[\"”’]\s)|(?<=\b(?:and|but)\s))(?P<source>{NOUN_PHRASE})\s"
    rf"(?P<cue>{DENYING.pattern})\s(?:it|(?:that|this|these|those)(?:\s[a-z]+)?)(?=[,.;:]|\s(?:and|but)\b|\s*$)"
)

# Maximum number of code points between the statement and its denial: the rest of one sentence.
LONGEST_GAP = 120


def denials(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """Return an attribution of each statement to the one who denies it in the next clause or sentence.

    The cue says that it is denied, and the content is that of the statement.
    """
    contents = contents_of(drafts)
    ends = sorted((content[1], number) for content, number in contents)
    found = []
    for match in DENIAL.finditer(text):
        place = match.start("source")
        at = bisect_right(ends, (place, len(drafts))) - 1
        if at < 0 or quotation_at(quotations, place) is not None:
            continue
        end, number = ends[at]
        if _is_next(text, (end, place)) and drafts[number].source and not _repeats(text, drafts[number], match):
            found.append(Draft((match.span("source"),), match.span("cue"), drafts[number].content, direct=False))
    return found


def without_self_denials(
    text: str, drafts: Sequence[Draft], speakers: Sequence[NamedEntity | None]
) -> list[NamedEntity | None]:
    """Return the speakers of the drafts, None for a denial that would be by the one who made the statement."""
    makers: dict[tuple[TextRange, ...], NamedEntity | None] = {}
    found: list[NamedEntity | None] = []
    for draft, speaker in zip(drafts, speakers, strict=True):
        denies = draft.cue is not None and DENYING.fullmatch(text, *draft.cue) is not None
        denies_own = denies and draft.content in makers and makers[draft.content] is speaker
        found.append(None if denies_own else speaker)
        makers.setdefault(draft.content, speaker)
    return found


def _is_next(text: str, gap: TextRange) -> bool:
    """Whether at most the rest of a sentence is in a gap."""
    if gap[1] - gap[0] > LONGEST_GAP:
        return False
    between = text[slice(*gap)]
    return "\n" not in between and len(SENTENCE_BREAK.findall(between[1:])) <= 1


def _repeats(text: str, draft: Draft, denial: re.Match[str]) -> bool:
    """Whether the one who denies a statement is called as the one who made it."""
    return text[slice(*draft.source[0])].casefold() == denial["source"].casefold()
