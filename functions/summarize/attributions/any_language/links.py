"""The cue of content and the source of a cue where the likeliest link passes over another one in the sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.summarize.annotator.annotations import Annotations, likeliest
from functions.summarize.attributions.any_language.conjunctions import COMMAS, ends_with_conjunction
from functions.summarize.attributions.any_language.pronouns import is_pronoun
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation, quotation_at

# Minimum probability of the link to a nearer cue or to a pronoun beside the cue. The annotator is sure of most links,
# also of wrong ones.
LEAST_NEARER = 0.02

# Minimum probability of a pronoun as a source. Less likely ones are mostly objects: lui a rétorqué son frère.
LEAST_SUBJECT = 0.5

# Marks between two clauses.
CLAUSE_MARKS = tuple(COMMAS)

# Minimum probability of a cue that takes the content directly after it, even if the links differ.
LEAST_CUE = 0.5

# Maximum number of code points between such a cue and its content: one word, as `that`.
LONGEST_BETWEEN = 8


def with_nearest_cues(
    text: str,
    annotations: Annotations,
    quotations: Sequence[Quotation],
    layout: Layout,
    language: str | None,
) -> Annotations:
    """Return the annotations with content linked to the last cue before it in its sentence that may be its own.

    Who admits one thing but denies another does not admit the second one. The cue takes the probability of those that
    it replaces. Two cues around their source are one: according to the words of the mayor. A verb at the end of other
    content is a part of that.
    """
    nearest = _NearestCues(text, annotations, quotations, layout, language)
    cues = {content: nearest.links(content) for content in annotations.content_cues}
    return replace(annotations, content_cues=cues)


class _NearestCues:
    """Finds the cue of each piece of content of one text."""

    def __init__(
        self,
        text: str,
        annotations: Annotations,
        quotations: Sequence[Quotation],
        layout: Layout,
        language: str | None,
    ) -> None:
        self._text = text
        self._annotations = annotations
        self._roles = annotations.roles
        self._quotations = quotations
        self._layout = layout
        self._language = language
        self._chosen = {content: likeliest(links) for content, links in annotations.content_cues.items()}
        # The first content of each cue.
        self._firsts: dict[int, int] = {}
        for content, cue in sorted(self._chosen.items()):
            if cue is not None:
                self._firsts.setdefault(cue, content)

    def links(self, content: int) -> Mapping[int | None, float]:
        """Return the links of content, with the probability of the cues that the nearest one replaces."""
        links = self._annotations.content_cues[content]
        before = [
            cue
            for cue, probability in links.items()
            if cue is not None and probability >= LEAST_NEARER and self._is_before(cue, content)
        ]
        if self._is_its_own(content - 1, content):
            before.append(content - 1)
        if len(before := sorted(set(before))) < 2:
            return links
        last = before[-1]
        place = quotation_at(self._quotations, self._roles[last].start)
        passed = [
            cue
            for cue in before[:-1]
            if quotation_at(self._quotations, self._roles[cue].start) == place and not self._are_one(cue, last)
        ]
        found = {cue: 0.0 if cue in passed else probability for cue, probability in links.items()}
        found[last] = found.get(last, 0.0) + sum(links[cue] for cue in passed)
        return found

    def _is_before(self, cue: int, content: int) -> bool:
        sentence, start = self._layout.sentence(self._roles[content].start), self._roles[content].start
        span = self._roles[cue]
        return span.start < start and self._layout.sentence(span.start) == sentence and not self._ends_content(cue)

    def _is_its_own(self, cue: int, content: int) -> bool:
        """Whether a likely cue without content is directly before content of a cue that has other content before."""
        if cue < 0 or self._roles[cue].role != "cue" or self._roles[cue].score < LEAST_CUE or cue in self._firsts:
            return False
        between = self._text[self._roles[cue].end : self._roles[content].start]
        if len(between) > LONGEST_BETWEEN or len(between.split()) > 1 or any(mark in between for mark in CLAUSE_MARKS):
            return False
        other = self._chosen[content]
        return (
            other is not None
            and other < cue
            and self._firsts[other] < cue
            and self._is_before(cue, content)
            and self._is_before(other, content)
        )

    def _ends_content(self, cue: int) -> bool:
        """Whether only white space is between a cue and the content of an earlier cue before it.

        A conjunction at the end of the content joins the cue to the earlier one.
        """
        before = cue - 1
        if before < 0 or self._roles[before].role != "content":
            return False
        end = self._roles[before].end
        if self._text[end : self._roles[cue].start].strip() or ends_with_conjunction(
            self._text, self._roles[before].range, self._language
        ):
            return False
        owner = self._chosen.get(before)
        return owner is not None and owner < before

    def _are_one(self, first: int, last: int) -> bool:
        """Whether the likeliest source of the first of two cues is between them, and no content or comma after it."""
        source = likeliest(self._annotations.cue_sources.get(first, {}))
        if source is None or not first < source < last:
            return False
        between = self._text[self._roles[source].end : self._roles[last].start]
        return not any(span.role == "content" for span in self._roles[first:last]) and not any(
            mark in between for mark in CLAUSE_MARKS
        )


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
