"""Cues that nothing separates, as one: `a` and `expliqué`, 告诉 and 称."""

from collections import Counter, defaultdict
from dataclasses import replace

from functions.summarize.annotator.annotations import Annotations, RoleSpan


def with_whole_cues(text: str, annotations: Annotations) -> Annotations:
    """Return the annotations with cues that at most white space separates as one.

    A united cue has the sum of the links from contents, and the mean of those to sources.
    """
    roles: list[RoleSpan] = []
    numbers: list[int] = []
    members: Counter[int] = Counter()
    for span in annotations.roles:
        last = roles[-1] if roles else None
        if last and last.role == span.role == "cue" and not text[last.end : span.start].strip():
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
