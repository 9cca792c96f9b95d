"""Who said what: joins the spans of the annotator into attributions and resolves their speakers and outlets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from functions.summarize.annotator.annotations import Annotations, RoleSpan
from functions.summarize.attributions.annotated_text import AnnotatedText
from functions.summarize.attributions.confidence import THRESHOLD, ConfidenceModel
from functions.summarize.attributions.continuations import with_continuations
from functions.summarize.attributions.drafts import Draft, Signals, TextRange
from functions.summarize.attributions.epigraphs import signed_quotations
from functions.summarize.attributions.introductions import introduced_quotations, without_reassigned_content
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.nested import nested_quotations
from functions.summarize.attributions.outlets import Passage, find_outlets, outlet_of, without_outside_content
from functions.summarize.attributions.quotations import Quotation, is_direct
from functions.summarize.attributions.speakers import resolve_speakers
from functions.summarize.attributions.structure import well_formed
from functions.summarize.attributions.tagged import tagged_quotations
from functions.summarize.attributions.turns import Turns
from shared.documents.document import Span
from shared.summary import Attribution

# Number of decimal places of a confidence in a row.
CONFIDENCE_DIGITS = 3


def find_attributions(found: AnnotatedText, confidence: ConfidenceModel) -> list[Attribution]:
    """Return the attributions of a text, in its order: the statements that it reports, and its turns.

    The confidence of a reported statement is at least THRESHOLD.
    """
    text = found.text
    passages = find_outlets(text, found.index, found.quotations, found.introductions, found.sentences)
    turns = Turns(text, found.turns, found.index)
    rated = [(draft, confidence.of(draft, text)) for draft in find_drafts(found, passages, turns)]
    kept = [(draft, score) for draft, score in rated if score >= THRESHOLD]
    drafts = [draft for draft, _ in kept]
    resolved = resolve_speakers(text, drafts, found.index, found.quotations, found.sentences)
    speakers = list(map(turns.corrected, drafts, resolved))

    def span(place: TextRange) -> Span:
        return Span(start=place[0], end=place[1], text=text[slice(*place)])

    reported = [
        Attribution(
            speaker=span(draft.source[0]) if draft.source else None,
            entity=speaker.name if speaker else None,
            cue=span(draft.cue) if draft.cue else None,
            content=[span(piece) for piece in draft.content],
            quotation="direct" if draft.direct else "indirect",
            outlet=outlet_of(draft, passages, speaker),
            confidence=round(score, CONFIDENCE_DIGITS),
        )
        for (draft, score), speaker in zip(kept, speakers, strict=True)
    ]
    return sorted([*reported, *turns.attributions()], key=lambda attribution: attribution.content[0].start)


def find_drafts(found: AnnotatedText, passages: Sequence[Passage], turns: Turns) -> list[Draft]:
    """Return the candidates for reported statements, in the order of the text.

    `passages` is the result of `find_outlets`.
    """
    text, quotations, index = found.text, found.quotations, found.index
    layout = Layout(text, found.blocks, found.sentences)
    drafts = well_formed(text, joined(text, found.annotations, quotations), layout, quotations)
    drafts = without_outside_content(drafts, passages)
    drafts += tagged_quotations(text, drafts, quotations)
    introduced = introduced_quotations(text, drafts, index, found.introductions)
    drafts = without_reassigned_content(text, drafts, introduced) + introduced
    # Before the continuations: a signed quotation continues no other.
    drafts += signed_quotations(text, drafts, index, quotations)
    drafts = with_continuations(text, drafts, quotations)
    drafts += nested_quotations(text, drafts, quotations)
    return sorted(turns.clipped(drafts), key=lambda draft: draft.content)


def joined(text: str, annotations: Annotations, quotations: Sequence[Quotation]) -> list[Draft]:
    """Return a draft for each cue that has content. All pieces of content with the same cue are one attribution."""
    pieces: dict[int, list[int]] = defaultdict(list)
    for content, cues in annotations.content_cues.items():
        cue = _likeliest(cues)
        if cue is not None:
            pieces[cue].append(content)
    return [_draft(text, annotations, cue, contents, quotations) for cue, contents in pieces.items()]


def _likeliest(partners: Mapping[int | None, float]) -> int | None:
    return max(partners, key=partners.__getitem__)


def _draft(
    text: str, annotations: Annotations, cue: int, contents: Sequence[int], quotations: Sequence[Quotation]
) -> Draft:
    roles = annotations.roles
    source = _likeliest(annotations.cue_sources[cue])
    kept = sorted(_without_lone_words(text, roles, contents))
    content = tuple(_place(roles[number]) for number in kept)
    cued = _place(roles[cue])
    return Draft(
        source=() if source is None else (_place(roles[source]),),
        cue=cued,
        content=content,
        direct=is_direct(text, *max(content, key=lambda piece: piece[1] - piece[0]), quotations, cued),
        signals=Signals(
            cue=roles[cue].score,
            content=max(roles[number].score for number in kept),
            source=None if source is None else roles[source].score,
            content_cue=max(annotations.content_cues[number][cue] for number in kept),
            cue_source=annotations.cue_sources[cue][source],
        ),
    )


def _without_lone_words(text: str, roles: Sequence[RoleSpan], contents: Sequence[int]) -> Sequence[int]:
    """Return the pieces of several words, or all pieces if there are none. A lone word such as "the" is noise."""
    long = [number for number in contents if " " in text[roles[number].start : roles[number].end].strip()]
    return long or contents


def _place(span: RoleSpan) -> TextRange:
    return span.start, span.end
