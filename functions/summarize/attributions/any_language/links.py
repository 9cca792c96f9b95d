"""The cue of content and the source of a cue where the likeliest link passes over another one in the sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.summarize.annotator.annotations import Annotations, likeliest
from functions.summarize.attributions.any_language.pronouns import is_pronoun
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation, quotation_at

# Minimum probability of the link to a nearer cue or to a pronoun beside the cue.
LEAST_NEARER = 0.06

# Minimum probability of a pronoun as a source. Less likely ones are mostly objects: lui a rétorqué son frère.
LEAST_SUBJECT = 0.5

# Marks between two clauses.
CLAUSE_MARKS = tuple(",，،、;；")


def with_nearest_cues(
    text: str, annotations: Annotations, quotations: Sequence[Quotation], layout: Layout
) -> Annotations:
    """Return the annotations with content linked to the last cue before it in its sentence that may be its own.

    Who admits one thing but denies another does not admit the second one. The cue takes the probability of those that
    it replaces. Two cues around their source are one: according to the words of the mayor. A verb at the end of other
    content is a part of that.
    """
    cues = {
        content: _nearest(text, annotations, content, links, quotations, layout)
        for content, links in annotations.content_cues.items()
    }
    return replace(annotations, content_cues=cues)


def _nearest(
    text: str,
    annotations: Annotations,
    content: int,
    links: Mapping[int | None, float],
    quotations: Sequence[Quotation],
    layout: Layout,
) -> Mapping[int | None, float]:
    roles = annotations.roles
    sentence, start = layout.sentence(roles[content].start), roles[content].start
    before = sorted(
        cue
        for cue, probability in links.items()
        if cue is not None
        and probability >= LEAST_NEARER
        and roles[cue].start < start
        and layout.sentence(roles[cue].start) == sentence
        and not _ends_content(text, annotations, cue)
    )
    if len(before) < 2:
        return links
    last = before[-1]
    place = quotation_at(quotations, roles[last].start)
    passed = [
        cue
        for cue in before[:-1]
        if quotation_at(quotations, roles[cue].start) == place and not _is_around_source(annotations, cue, last)
    ]
    found = {cue: 0.0 if cue in passed else probability for cue, probability in links.items()}
    found[last] += sum(links[cue] for cue in passed)
    return found


def _ends_content(text: str, annotations: Annotations, cue: int) -> bool:
    """Whether only white space is between a cue and the content of an earlier cue before it."""
    roles, before = annotations.roles, cue - 1
    if before < 0 or roles[before].role != "content" or text[roles[before].end : roles[cue].start].strip():
        return False
    owner = likeliest(annotations.content_cues.get(before, {}))
    return owner is not None and owner < before


def _is_around_source(annotations: Annotations, first: int, last: int) -> bool:
    """Whether the likeliest source of the first of two cues is between them, and no content."""
    source = likeliest(annotations.cue_sources.get(first, {}))
    has_content = any(span.role == "content" for span in annotations.roles[first:last])
    return source is not None and first < source < last and not has_content


def with_own_sources(text: str, annotations: Annotations, language: str | None) -> Annotations:
    """Return the annotations without links from a cue to a source after it that has the cue which follows it.

    A pronoun directly before a cue is its subject, and its only source: she accuses the mayor. What is linked instead,
    the pronoun or no source, takes the probability.
    """
    sources = {
        cue: _own_sources(text, annotations, cue, links, language) for cue, links in annotations.cue_sources.items()
    }
    return replace(annotations, cue_sources=sources)


def _own_sources(
    text: str, annotations: Annotations, cue: int, links: Mapping[int | None, float], language: str | None
) -> Mapping[int | None, float]:
    roles, before = annotations.roles, cue - 1
    likely = links.get(before, 0.0) >= LEAST_NEARER and roles[before].score >= LEAST_SUBJECT
    subject = likely and not text[roles[before].end : roles[cue].start].strip()
    if subject and is_pronoun(text[roles[before].start : roles[before].end], language):
        return {source: sum(links.values()) if source == before else 0.0 for source in links}
    others = [source for source in links if source is not None and _is_of_next(text, annotations, cue, source)]
    if not others:
        return links
    found = {source: 0.0 if source in others else probability for source, probability in links.items()}
    return {**found, None: found.get(None, 0.0) + sum(links[source] for source in others)}


def _is_of_next(text: str, annotations: Annotations, cue: int, source: int) -> bool:
    """Whether a source begins the next clause and has the cue that follows it: who wrote what the mayor read."""
    roles = annotations.roles
    after = source + 1
    if roles[source].start < roles[cue].end or after >= len(roles) or roles[after].role != "cue":
        return False
    if text[roles[source].end : roles[after].start].strip():
        return False
    between = text[roles[cue].end : roles[source].start].rstrip()
    return between[-1:] in CLAUSE_MARKS and likeliest(annotations.cue_sources.get(after, {})) == source
