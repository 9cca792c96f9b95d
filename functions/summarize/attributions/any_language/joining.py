"""Join the annotator's spans into drafts of attributions, in any language, also where a cue was not found."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.summarize.annotator.annotations import Annotations, RoleSpan
from functions.summarize.attributions.drafts import Draft, Signals, TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation, is_direct, quotation_at
from functions.summarize.entities.any_language.words import words_in

# Minimum probability of content without a cue, and minimum words of such a quotation without a source.
LEAST_CONTENT = 0.6
FEWEST_WORDS = 4

# Minimum probability of the link from a cue to a source in its sentence, if the likeliest source is in another one.
LEAST_LINK = 0.02


class Joiner:
    """Joins the spans of one text. Many languages join the cue to another word (وتابعت), where it can be missed."""

    def __init__(self, text: str, annotations: Annotations, quotations: Sequence[Quotation], layout: Layout) -> None:
        self._text = text
        self._annotations = with_whole_cues(text, annotations)
        self._roles = self._annotations.roles
        self._quotations = quotations
        self._layout = layout
        self._by_sentence: dict[int, list[int]] = defaultdict(list)
        for number, span in enumerate(self._roles):
            if span.role == "source":
                self._by_sentence[self._sentence(span)].append(number)

    def drafts(self) -> list[Draft]:
        """Return a draft for each cue that has content, and for likely content without a cue.

        Content without a cue belongs to the only source of its sentence that no cue has. A quotation may have neither.
        """
        of_cue, alone = self._contents()
        sources = {cue: self._source(cue, contents) for cue, contents in of_cue.items()}
        drafts = [self._draft(sources[cue], cue, contents) for cue, contents in of_cue.items()]
        taken = {source for source in sources.values() if source is not None}
        for content in alone:
            home = self._sentence(self._roles[content])
            own = [number for number in self._sources_in(home) if number not in taken]
            if self._roles[content].score >= LEAST_CONTENT and (len(own) == 1 or self._is_quoted(content)):
                drafts.append(self._draft(own[0] if len(own) == 1 else None, None, [content]))
                taken.update(own)
        return drafts

    def _contents(self) -> tuple[dict[int, list[int]], list[int]]:
        """Return the pieces of content of each cue, and those of none.

        Words outside quotation marks in another sentence than their cue belong to it only if it has no other content.
        """
        of_cue: dict[int, list[int]] = defaultdict(list)
        alone: list[int] = []
        for content, cues in self._annotations.content_cues.items():
            cue = _likeliest(cues)
            if cue is None:
                alone.append(content)
            else:
                of_cue[cue].append(content)
        for cue, contents in of_cue.items():
            near = [content for content in contents if self._is_near(content, cue)]
            if near:
                alone += [content for content in contents if content not in near]
                of_cue[cue] = near
        return of_cue, alone

    def _source(self, cue: int, contents: Sequence[int]) -> int | None:
        """Return the likeliest source in the sentence of a cue or at the beginning of its content, None without one.

        The probability of the link is weighted by that of the source.
        """
        links = self._annotations.cue_sources[cue]
        if _likeliest(links) is None:
            return None
        homes = {self._sentence(self._roles[number]) for number in (cue, *contents)}
        near = {
            number: probability * self._roles[number].score
            for number, probability in links.items()
            if number is not None and probability >= LEAST_LINK and self._sentence(self._roles[number]) in homes
        }
        return max(near, key=near.__getitem__) if near else None

    def _sources_in(self, sentence: int) -> list[int]:
        return self._by_sentence.get(sentence, [])

    def _draft(self, source: int | None, cue: int | None, contents: Sequence[int]) -> Draft:
        roles = self._roles
        content = tuple(sorted(_place(roles[number]) for number in contents))
        cued = None if cue is None else _place(roles[cue])
        longest = max(content, key=lambda piece: piece[1] - piece[0])
        links = self._annotations
        return Draft(
            source=() if source is None else (_place(roles[source]),),
            cue=cued,
            content=content,
            direct=is_direct(self._text, *longest, self._quotations, cued),
            signals=Signals(
                cue=None if cue is None else roles[cue].score,
                content=max(roles[number].score for number in contents),
                source=None if source is None else roles[source].score,
                content_cue=max(links.content_cues[number].get(cue, 0.0) for number in contents),
                cue_source=None if cue is None else links.cue_sources[cue].get(source, 0.0),
            ),
        )

    def _is_near(self, content: int, cue: int) -> bool:
        span = self._roles[content]
        return self._sentence(span) == self._sentence(self._roles[cue]) or self._is_quoted(content)

    def _is_quoted(self, content: int) -> bool:
        span = self._roles[content]
        quoted = quotation_at(self._quotations, span.start) is not None
        return quoted and words_in(self._text[span.start : span.end]) >= FEWEST_WORDS

    def _sentence(self, span: RoleSpan) -> int:
        return self._layout.sentence(span.start)


def with_whole_cues(text: str, annotations: Annotations) -> Annotations:
    """Return the annotations with cues that only white space separates as one: `a` and `expliqué`.

    A united cue has the sum of the links from contents, and the mean of those to sources.
    """
    roles: list[RoleSpan] = []
    numbers: list[int] = []
    members: Counter[int] = Counter()
    for span in annotations.roles:
        last = roles[-1] if roles else None
        if last and last.role == span.role == "cue" and text[last.end : span.start].isspace():
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


def _likeliest(partners: Mapping[int | None, float]) -> int | None:
    return max(partners, key=partners.__getitem__)


def _place(span: RoleSpan) -> TextRange:
    return span.start, span.end
