"""Content as a clause: a part of one, what somebody does, and what breaks off at the dot of a date in it."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from functions.summarize.annotator.annotations import RoleSpan
from functions.summarize.attributions.any_language.pronouns import is_pronoun
from functions.summarize.attributions.drafts import TextRange
from functions.summarize.entities.any_language.words import words_in

# Minimum probability of a piece of content of one word before the cue.
LEAST_STUB = 0.5

# Minimum probability of content directly behind its cue, or of both together.
LEAST_OBJECT = 0.86
LEAST_BOTH = 0.5

# A number with a dot and one more word at the end of content, and the rest of the clause.
BEFORE = re.compile(r"\b\d{1,2}\.\s\w+$")
REST = re.compile(r"[^\S\n]+[^\s.,;:!?…()–—][^.,;:!?…()\n–—]*")

# Maximum number of code points at the end of content that are searched for the number.
LONGEST_END = 30


def stubs_of(
    text: str, roles: Sequence[RoleSpan], cue: int, contents: Sequence[int], language: str | None
) -> list[int]:
    """Return the unlikely pieces of one word before the cue: what remains of a clause that was not understood.

    A pronoun is the subject of a clause that goes on after the cue.
    """
    return [
        content
        for content in contents
        if len(contents) > 1
        and content < cue
        and roles[content].score < LEAST_STUB
        and words_in(word := text[roles[content].start : roles[content].end]) == 1
        and not is_pronoun(word, language)
    ]


def is_act(text: str, roles: Sequence[RoleSpan], cue: int, contents: Sequence[int]) -> bool:
    """Whether unlikely content is the object of its cue, with no comma or word between: who cancels a plan.

    What somebody says rarely follows its cue directly, and both are likely there.
    """
    first = roles[min(contents)]
    best = max(roles[content].score for content in contents)
    directly = first.start > roles[cue].end and not text[roles[cue].end : first.start].strip()
    return directly and best < LEAST_OBJECT and best * roles[cue].score < LEAST_BOTH


def with_rest_of_date(text: str, content: TextRange, starts: Sequence[int]) -> TextRange:
    """Return content with the rest of its clause, if it ends after a date and no span starts in the rest.

    `starts` are those of the annotator's spans, in order. The annotator takes the dot for the end of a sentence.
    """
    start, end = content
    if BEFORE.search(text, max(start, end - LONGEST_END), end) is None:
        return content
    rest = REST.match(text, end)
    if rest is None or bisect_left(starts, rest.end()) > bisect_left(starts, end):
        return content
    return start, rest.end()
