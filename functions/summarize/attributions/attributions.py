"""Who said what: joins the spans of the annotator into attributions and resolves their speakers and outlets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from functions.summarize.annotator.annotations import Annotations, RoleSpan
from functions.summarize.attributions.continuations import with_continuations
from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.epigraphs import signed_quotations
from functions.summarize.attributions.introductions import (
    Introduction,
    introduced_quotations,
    without_reassigned_content,
)
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.nested import nested_quotations
from functions.summarize.attributions.outlets import find_outlets, outlet_of, without_outside_content
from functions.summarize.attributions.quotations import Quotation, is_direct
from functions.summarize.attributions.speakers import resolve_speakers
from functions.summarize.attributions.structure import well_formed
from functions.summarize.attributions.tagged import tagged_quotations
from functions.summarize.entities.entities import EntityIndex
from shared.documents.document import Block, Span
from shared.summary import Attribution


def find_attributions(
    text: str,
    quotations: Sequence[Quotation],
    introductions: Sequence[Introduction],
    sentences: Sequence[TextRange],
    annotations: Annotations,
    index: EntityIndex,
    blocks: Sequence[Block] = (),
) -> list[Attribution]:
    """Return the attributions of a text, in its order.

    `introductions` are those of the quotations. `sentences` are [start, end) code points, as in the annotations.
    """
    layout = Layout(text, blocks, sentences)
    passages = find_outlets(text, index, quotations, introductions, sentences)
    drafts = well_formed(text, joined(text, annotations, quotations), layout, quotations)
    drafts = without_outside_content(drafts, passages)
    drafts += tagged_quotations(text, drafts, quotations)
    introduced = introduced_quotations(text, drafts, index, introductions)
    drafts = with_continuations(text, without_reassigned_content(text, drafts, introduced) + introduced, quotations)
    drafts += signed_quotations(text, drafts, index, quotations) + nested_quotations(text, drafts, quotations)
    drafts.sort(key=lambda draft: draft.content)
    speakers = resolve_speakers(text, drafts, index, quotations, sentences)

    def span(place: TextRange) -> Span:
        return Span(start=place[0], end=place[1], text=text[slice(*place)])

    return [
        Attribution(
            speaker=span(draft.source[0]) if draft.source else None,
            entity=speaker.name if speaker else None,
            cue=span(draft.cue) if draft.cue else None,
            content=[span(piece) for piece in draft.content],
            quotation="direct" if draft.direct else "indirect",
            outlet=outlet_of(draft, passages, speaker),
        )
        for draft, speaker in zip(drafts, speakers, strict=True)
    ]


def joined(text: str, annotations: Annotations, quotations: Sequence[Quotation]) -> list[Draft]:
    """Return a draft for each cue that has content. All pieces of content with the same cue are one attribution."""
    pieces: dict[int, list[int]] = defaultdict(list)
    for content, cues in annotations.content_cues.items():
        cue = _likeliest(cues)
        if cue is not None:
            pieces[cue].append(content)
    return [
        _draft(text, annotations.roles, cue, _likeliest(annotations.cue_sources[cue]), contents, quotations)
        for cue, contents in pieces.items()
    ]


def _likeliest(partners: Mapping[int | None, float]) -> int | None:
    return max(partners, key=partners.__getitem__)


def _draft(
    text: str,
    roles: Sequence[RoleSpan],
    cue: int,
    source: int | None,
    contents: Sequence[int],
    quotations: Sequence[Quotation],
) -> Draft:
    content = tuple(_place(roles[number]) for number in sorted(_without_lone_words(text, roles, contents)))
    cued = _place(roles[cue])
    return Draft(
        source=() if source is None else (_place(roles[source]),),
        cue=cued,
        content=content,
        direct=is_direct(text, *max(content, key=lambda piece: piece[1] - piece[0]), quotations, cued),
    )


def _without_lone_words(text: str, roles: Sequence[RoleSpan], contents: Sequence[int]) -> Sequence[int]:
    """Return the pieces of several words, or all pieces if there are none. A lone word such as "the" is noise."""
    long = [number for number in contents if " " in text[roles[number].start : roles[number].end].strip()]
    return long or contents


def _place(span: RoleSpan) -> TextRange:
    return span.start, span.end
