"""Quotations whose speaker and verb follow directly, which no attribution contains: "…," the captain told the court."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.summarize.attributions.drafts import Draft, TextRange, contents_in, contents_of
from functions.summarize.attributions.introductions import SAID
from functions.summarize.attributions.quotations import Quotation, quotation_at

# Minimum number of words of a quotation that gets a speaker.
FEWEST_WORDS = 2

# Words at the start of a sentence that are no speakers: "That told us enough", "Nobody said so".
NO_SPEAKER = (
    r"(?:It|This|That|These|Those|There|Here|What|Who|Which|When|Where|How|Why|Then|Now|But|And|Or|So|If|As|No|None|"
    r"Nobody|Neither)\b"
)
NOUN_PHRASE = (
    r"(?:(?i:he|she|they)\b|(?i:the|an?|his|her|their|my|our)\s(?:[\w-]+\s)??[\w-]+|"
    rf"(?!{NO_SPEAKER})[A-Z][\w.’'-]*(?:\s[A-Z][\w’'-]*){{0,3}})"
)
TAG_END = r"(?=[,.;:]|\s(?:of|on|in|at|from|who|to|as|with|for|when|after|during)\b|[^\S\n]*(?:\n|$))"
SPEAKER_FIRST = re.compile(rf"\s(?P<source>{NOUN_PHRASE})\s(?P<cue>{SAID.pattern})")
VERB_FIRST = re.compile(rf"\s(?P<cue>{SAID.pattern})\s(?P<source>{NOUN_PHRASE}){TAG_END}")

# The same directly before a quotation: "The captain told the court, “…”".
LEADING = re.compile(
    rf"(?:^|[.!?…\n][\"”’»')\]]{{0,2}}\s+|[,;]\s|\b(?:and|but|then)\s)"
    rf"(?P<source>{NOUN_PHRASE})\s(?P<cue>{SAID.pattern})"
    r"(?:\s(?:(?:to\s)?(?:me|us|him|her|them)|(?:the|an?|his|her)\s[\w-]+|[A-Z][\w’'-]*))?[,:]?\s$"
)

# Code points before a quotation that are searched for LEADING.
BEFORE = 100

# The rest of a tag after its verb. After a question, other words are a new sentence: "“Is it safe?” Lee said it was."
REST_OF_TAG = re.compile(
    rf"(?:\s(?:me|us|him|her|them|(?:the|an?|his|their)\s[\w-]+|[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*))?{TAG_END}"
)
QUESTION_END = re.compile(r"[?!…][\"”’»']{0,3}$")

# The end of a quotation with a comma or another mark inside or after it, which its speaker can follow.
CLAUSE_END = re.compile(r"[,?!…][\"”’»']{0,3}$|[\"”’»'],$")


def tagged_quotations(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """Return an attribution of each quotation in one paragraph with speaker and verb directly after it."""
    contents = contents_of(drafts)
    found = []
    for quotation in quotations:
        start, end = quotation.start, quotation.end
        end_of_mark = end + 1 if text[end : end + 1] == "," else end
        tag = SPEAKER_FIRST.match(text, end_of_mark) or VERB_FIRST.match(text, end_of_mark)
        if tag is None or not CLAUSE_END.search(text, start, end_of_mark):
            continue
        if len(text[start:end].split()) < FEWEST_WORDS or "\n" in text[start : tag.end()]:
            continue
        if QUESTION_END.search(text, start, end) and tag["source"][0].isupper() and not _is_whole(text, tag):
            continue
        others = (drafts[number].cue for _, number in contents_in(contents, start, end))
        # What a quotation reports is not its own attribution.
        if all(cue is not None and start <= cue[0] < end for cue in others):
            found.append(Draft((tag.span("source"),), tag.span("cue"), ((start, end),), direct=True))
    return found


def led_quotations(text: str, quotations: Sequence[Quotation]) -> list[Draft]:
    """Return an attribution of each quotation in one paragraph with speaker and verb directly before it."""
    found = []
    for quotation in quotations:
        start, end = quotation.start, quotation.end
        tag = LEADING.search(text, max(0, start - BEFORE), start)
        if tag is None or "\n" in text[start:end]:
            continue
        if quotation_at(quotations, tag.start("source")) is None:
            found.append(Draft((tag.span("source"),), tag.span("cue"), ((start, end),), direct=True))
    return found


def with_led(drafts: Sequence[Draft], led: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with those of `led_quotations`, which take their quotations from drafts with an earlier source.

    A draft keeps a quotation that it attributes to the same source, or by a cue after it.
    """
    contents = contents_of(drafts)
    taken: set[tuple[TextRange, int]] = set()
    added = []
    for each in led:
        start, end = each.content[0]
        outside = [
            piece for piece in contents_in(contents, start, end) if not _has_cue_in(drafts[piece[1]], start, end)
        ]
        if any(_is_own(drafts[number], each) for _, number in outside):
            continue
        taken.update(outside)
        added.append(each)
    kept = []
    for number, draft in enumerate(drafts):
        content = tuple(piece for piece in draft.content if (piece, number) not in taken)
        if content:
            kept.append(draft if content == draft.content else replace(draft, content=content))
    return kept + added


def _has_cue_in(draft: Draft, start: int, end: int) -> bool:
    return draft.cue is not None and start <= draft.cue[0] < end


def _is_own(draft: Draft, led: Draft) -> bool:
    """Whether a draft has the source of a tag before its quotation, or a cue after the start of the quotation."""
    start, end = led.source[0]
    has_source = any(first < end and start < last for first, last in draft.source)
    return has_source or draft.cue is None or draft.cue[0] >= led.content[0][0]


def _is_whole(text: str, tag: re.Match[str]) -> bool:
    """Whether nothing but an addressee or an adverbial follows the verb of a tag."""
    return tag.end("source") > tag.end("cue") or REST_OF_TAG.match(text, tag.end()) is not None


def with_interrupted(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """Return the drafts with the start of a quotation that source and cue interrupt: "“Lee,” he said, “owes me”"."""
    contents = contents_of(drafts)
    before = {quotation.end: quotation for quotation in quotations}
    return [_with_start(text, draft, contents, before) for draft in drafts]


def _with_start(
    text: str, draft: Draft, contents: Sequence[tuple[TextRange, int]], before: Mapping[int, Quotation]
) -> Draft:
    if not draft.direct or not draft.source or draft.cue is None:
        return draft
    parts = (draft.cue, *draft.source)
    start, end = min(part[0] for part in parts), max(part[1] for part in parts)
    quotation = before.get(start - 1) or before.get(start - 2)
    first = draft.content[0][0]
    if quotation is None or not text[quotation.start : start].rstrip("\"”’»' ").endswith(","):
        return draft
    goes_on = text[end:first] == ", " and text[first + 1 : first + 2].islower()
    if not goes_on or contents_in(contents, quotation.start, quotation.end):
        return draft
    return replace(draft, content=((quotation.start, quotation.end), *draft.content))
