"""Whole cues: those that nothing separates are one (`a` and `expliqué`), and a speaker at an edge is a source."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from functions.summarize.annotator.annotations import Annotations, RoleSpan
from functions.summarize.attributions.any_language.pronouns import is_pronoun, pronoun_at_start
from functions.summarize.attributions.any_language.speakers import Speakers
from functions.summarize.attributions.drafts import Draft, TextRange, stripped

# A word after a hyphen, as a pronoun after its verb in French.
AFTER_HYPHEN = re.compile(r"(?<=[^\W\d_][-‑])[^\W\d_]+")

# What can be between the words of a cue: comme l’a dit.
BETWEEN = " \t\n\xa0'’"


def with_whole_cues(text: str, annotations: Annotations) -> Annotations:
    """Return the annotations with cues that at most white space or an apostrophe separates as one.

    A united cue has the sum of the links from contents, and the mean of those to sources.
    """
    roles: list[RoleSpan] = []
    numbers: list[int] = []
    members: Counter[int] = Counter()
    for span in annotations.roles:
        last = roles[-1] if roles else None
        if last and last.role == span.role == "cue" and not text[last.end : span.start].strip(BETWEEN):
            roles[-1] = RoleSpan(last.start, span.end, "cue", max(last.score, span.score))
        else:
            roles.append(span)
        numbers.append(len(roles) - 1)
        members[len(roles) - 1] += 1
    if len(roles) == len(annotations.roles):
        return annotations
    cues: dict[int, dict[int | None, float]] = {}
    for content, links in annotations.content_cues.items():
        sums = cues[numbers[content]] = defaultdict(float)
        for cue, probability in links.items():
            sums[None if cue is None else numbers[cue]] += probability
    sources: defaultdict[int, dict[int | None, float]] = defaultdict(lambda: defaultdict(float))
    for cue, links in annotations.cue_sources.items():
        for source, probability in links.items():
            own = numbers[cue]
            sources[own][None if source is None else numbers[source]] += probability / members[own]
    return replace(annotations, roles=roles, content_cues=cues, cue_sources=dict(sources))


def with_source_of_cue(text: str, draft: Draft, speakers: Speakers) -> Draft:
    """Return a draft with the name or pronoun at an edge of its cue as its source, if it has none: `Rossi replica`.

    A pronoun between hyphens is a source as well: `a-t-il déclaré`, `dit-il`.
    """
    if draft.cue is None or draft.source:
        return draft
    start, end = draft.cue
    for place in _edges(text, draft.cue, speakers):
        rest = (place[1], end) if place[0] == start else (start, place[0])
        if any(map(str.isalnum, text[slice(*rest)])) and speakers.is_somebody(place):
            return replace(draft, source=(place,), cue=rest)
    for match in AFTER_HYPHEN.finditer(text, start, end):
        if is_pronoun(match[0], speakers.language):
            after = stripped(text, match.end(), end)
            cue = after if after[0] < after[1] else stripped(text, start, match.start())
            return replace(draft, source=(match.span(),), cue=cue)
    return draft


def _edges(text: str, cue: TextRange, speakers: Speakers) -> Iterator[TextRange]:
    """Yield the names at the edges of a cue, its first and last words, and a pronoun that no space separates."""
    start, end = cue
    yield from (name for name in speakers.people_in(start, end) if name[0] == start or name[1] == end)
    words = text[start:end].split()
    yield start, start + len(words[0])
    yield end - len(words[-1]), end
    if pronoun := pronoun_at_start(text[start:end], speakers.language):
        yield start, start + len(pronoun)
