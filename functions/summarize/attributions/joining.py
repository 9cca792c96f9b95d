"""Join the annotator's spans of cues, contents and sources into drafts of attributions."""

from collections import defaultdict
from collections.abc import Sequence

from functions.summarize.annotator.annotations import Annotations, RoleSpan, likeliest
from functions.summarize.attributions.drafts import Draft, Signals
from functions.summarize.attributions.quotations import Quotation, is_direct
from functions.summarize.entities.any_language.words import is_unspaced


def joined(text: str, annotations: Annotations, quotations: Sequence[Quotation]) -> list[Draft]:
    """Return a draft for each cue that has content. All pieces of content with the same cue are one attribution."""
    pieces: dict[int, list[int]] = defaultdict(list)
    for content, cues in annotations.content_cues.items():
        cue = likeliest(cues)
        if cue is not None:
            pieces[cue].append(content)
    return [_draft(text, annotations, cue, contents, quotations) for cue, contents in pieces.items()]


def _draft(
    text: str, annotations: Annotations, cue: int, contents: Sequence[int], quotations: Sequence[Quotation]
) -> Draft:
    roles = annotations.roles
    source = likeliest(annotations.cue_sources[cue])
    kept = sorted(_without_lone_words(text, roles, contents))
    content = tuple(roles[number].range for number in kept)
    cued = roles[cue].range
    return Draft(
        source=() if source is None else (roles[source].range,),
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
    long = [number for number in contents if _has_several_words(text[roles[number].start : roles[number].end])]
    return long or contents


def _has_several_words(piece: str) -> bool:
    return " " in piece.strip() or is_unspaced(piece)
