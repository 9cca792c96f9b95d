"""Content of two statements, divided where a quotation ends its sentence: “We go.” The road is closed, she said."""

from collections.abc import Sequence
from dataclasses import replace

from functions.summarize.annotator.annotations import Annotations, RoleSpan
from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation, quotation_at


def with_divided_contents(
    text: str, annotations: Annotations, quotations: Sequence[Quotation], layout: Layout
) -> Annotations:
    """Return the annotations with content that goes on behind a quotation, in another sentence, as two pieces.

    The second one is linked to the cues of its own sentence only.
    """
    roles: list[RoleSpan] = []
    places: list[int] = []
    rests: dict[int, int] = {}
    for number, span in enumerate(annotations.roles):
        places.append(len(roles))
        rest = _rest(text, span, quotations, layout) if span.role == "content" else None
        if rest is None:
            roles.append(span)
        else:
            roles += [replace(span, end=rest[0]), replace(span, start=rest[1])]
            rests[number] = len(roles) - 1
    if not rests:
        return annotations

    def moved(links: dict[int | None, float]) -> dict[int | None, float]:
        return {None if cue is None else places[cue]: probability for cue, probability in links.items()}

    cues = {places[content]: moved(dict(links)) for content, links in annotations.content_cues.items()}
    for content, rest_number in rests.items():
        sentence = layout.sentence(roles[rest_number].start)
        cues[rest_number] = {
            cue: probability
            for cue, probability in cues.get(places[content], {}).items()
            if cue is None or layout.sentence(roles[cue].start) == sentence
        }
    sources = {places[cue]: moved(dict(links)) for cue, links in annotations.cue_sources.items()}
    return replace(annotations, roles=roles, content_cues=cues, cue_sources=sources)


def _rest(text: str, span: RoleSpan, quotations: Sequence[Quotation], layout: Layout) -> TextRange | None:
    """Return where the quotation at the start of content ends, and where the next sentence of the content begins."""
    at = quotation_at(quotations, span.start)
    if at is None or quotations[at].end >= span.end:
        return None
    end = quotations[at].end
    start = end
    while start < span.end and not text[start].isalnum():
        start += 1
    return (end, start) if start < span.end and layout.sentence(start) > layout.sentence(end - 1) else None
