"""The noun before a relative pronoun as the source of the cue behind it: the motion that asked to close the road."""

from dataclasses import replace

from functions.summarize.annotator.annotations import Annotations, likeliest
from functions.summarize.entities.any_language.words import words_in

# The relative pronouns that are subjects, in the Romance languages, which have no comma before them. Source: the
# reference grammars. In French, the object has another one.
SUBJECTS = {"ca": "que", "es": "que", "fr": "qui", "it": "che", "pt": "que", "ro": "care"}

# Maximum number of words of such a noun with its article. Longer content is a clause.
MOST_WORDS = 4


def with_antecedents(text: str, annotations: Annotations, language: str | None) -> Annotations:
    """Return the annotations with content before a relative pronoun and its cue as the source of that cue.

    The cue has other content behind it, and no source there.
    """
    relative = SUBJECTS.get(language or "")
    chosen = {content: likeliest(links) for content, links in annotations.content_cues.items()}
    last = {cue: content for content, cue in sorted(chosen.items()) if cue is not None}
    found = [
        content
        for content, cue in chosen.items()
        if relative is not None
        and cue == content + 1
        and last[cue] > cue
        and _is_noun_before(text, annotations, content, relative)
        and ((source := likeliest(annotations.cue_sources.get(cue, {}))) is None or source < content)
    ]
    if not found:
        return annotations
    roles = list(annotations.roles)
    sources = {cue: dict(links) for cue, links in annotations.cue_sources.items()}
    for content in found:
        roles[content] = replace(roles[content], role="source")
        links = sources.get(content + 1, {})
        sources[content + 1] = {**dict.fromkeys(links, 0.0), content: sum(links.values())}
    cues = {content: links for content, links in annotations.content_cues.items() if content not in found}
    return replace(annotations, roles=roles, content_cues=cues, cue_sources=sources)


def _is_noun_before(text: str, annotations: Annotations, content: int, relative: str) -> bool:
    start, end = annotations.roles[content].range
    between = text[end : annotations.roles[content + 1].start].strip().casefold()
    return between == relative and words_in(text[start:end]) <= MOST_WORDS
