"""Quotations whose speaker and verb follow directly, which no attribution contains: "…," the captain told the court."""

import re
from collections.abc import Sequence

from functions.summarize.attributions.drafts import Draft, contents_in, contents_of
from functions.summarize.attributions.introductions import SAID
from functions.summarize.attributions.quotations import Quotation

# Minimum number of words of a quotation that gets a speaker.
FEWEST_WORDS = 2

# Words at the start of a sentence that are no speakers: "That told us enough", "Nobody said so".
NO_SPEAKER = (
    r"(?:It|This|That|These|Those|There|Here|What|Who|Which|When|Where|How|Why|Then|Now|But|And|Or|So|If|As|No|None|"
    r"Nobody|Neither)\b"
)
NOUN_PHRASE = (
    r"(?:(?i:he|she|they)\b|(?:the|an?|his|her|their)\s(?:[\w-]+\s)??[\w-]+|"
    rf"(?!{NO_SPEAKER})[A-Z][\w.’'-]*(?:\s[A-Z][\w’'-]*){{0,3}})"
)
TAG_END = r"(?=[,.;:]|\s(?:of|on|in|at|from|who|to|as|with|for|when|after|during)\b|[^\S\n]*(?:\n|$))"
SPEAKER_FIRST = re.compile(rf"\s(?P<source>{NOUN_PHRASE})\s(?P<cue>{SAID.pattern})")
VERB_FIRST = re.compile(rf"\s(?P<cue>{SAID.pattern})\s(?P<source>{NOUN_PHRASE}){TAG_END}")

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


def _is_whole(text: str, tag: re.Match[str]) -> bool:
    """Whether nothing but an addressee or an adverbial follows the verb of a tag."""
    return tag.end("source") > tag.end("cue") or REST_OF_TAG.match(text, tag.end()) is not None
