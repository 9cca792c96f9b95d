"""Who said what: the attributions of a text, by the rules for its language, with their confidence."""

from functions.summarize.attributions.annotated_text import AnnotatedText
from functions.summarize.attributions.confidence import THRESHOLD, ConfidenceModel
from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.rules import rules_of
from shared.documents.document import Span
from shared.summary import Attribution

# Number of decimal places of a confidence in a row.
CONFIDENCE_DIGITS = 3


def find_attributions(annotated: AnnotatedText, confidence: ConfidenceModel) -> list[Attribution]:
    """Return the attributions of a text, in its order: the statements that it reports, and its turns.

    The confidence of a reported statement is at least THRESHOLD.
    """
    text = annotated.text
    rules = rules_of(annotated.language)(annotated)
    rated = [(draft, confidence.of(draft, text)) for draft in rules.drafts()]
    kept = [(draft, score) for draft, score in rated if score >= THRESHOLD]
    speakers = rules.speakers([draft for draft, _ in kept])

    def span(place: TextRange) -> Span:
        return Span(start=place[0], end=place[1], text=text[slice(*place)])

    reported = [
        Attribution(
            speaker=span(draft.source[0]) if draft.source else None,
            entity=speaker.name if speaker else None,
            cue=span(draft.cue) if draft.cue else None,
            content=[span(piece) for piece in draft.content],
            quotation="direct" if draft.direct else "indirect",
            outlet=rules.outlet(draft, speaker),
            confidence=round(score, CONFIDENCE_DIGITS),
        )
        for (draft, score), speaker in zip(kept, speakers, strict=True)
    ]
    return sorted([*reported, *rules.turns()], key=lambda attribution: attribution.content[0].start)
