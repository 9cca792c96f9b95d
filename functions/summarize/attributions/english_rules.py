"""The rules that find the attributions of English texts."""

from collections.abc import Sequence

from functions.summarize.attributions.annotated_text import AnnotatedText
from functions.summarize.attributions.continuations import with_continuations
from functions.summarize.attributions.denials import denials, without_self_denials
from functions.summarize.attributions.drafts import Draft
from functions.summarize.attributions.epigraphs import signed_quotations
from functions.summarize.attributions.introductions import introduced_quotations, without_reassigned_content
from functions.summarize.attributions.joining import joined
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.nested import nested_quotations
from functions.summarize.attributions.outlets import PublishedPassage, find_outlets, outlet_of, without_outside_content
from functions.summarize.attributions.speakers import resolve_speakers
from functions.summarize.attributions.structure import well_formed
from functions.summarize.attributions.tagged import led_quotations, tagged_quotations, with_interrupted, with_led
from functions.summarize.attributions.turns import Turns
from functions.summarize.entities.entities import NamedEntity
from shared.summary import Attribution


class EnglishRules:
    """Uses the words of English: verbs of saying, pronouns, roles, introductions, outlets."""

    def __init__(self, annotated: AnnotatedText) -> None:
        self._annotated = annotated
        text, index, quotations = annotated.text, annotated.index, annotated.quotations
        self._passages = find_outlets(text, index, quotations, annotated.introductions, annotated.sentences)
        self._turns = Turns(text, annotated.turns, index)

    def drafts(self) -> list[Draft]:
        """Return the candidates for reported statements, in the order of the text."""
        return find_drafts(self._annotated, self._passages, self._turns)

    def speakers(self, drafts: Sequence[Draft]) -> list[NamedEntity | None]:
        """Return for each draft the entity that speaks, None if the text does not name it or is ambiguous."""
        annotated = self._annotated
        resolved = resolve_speakers(annotated.text, drafts, annotated.index, annotated.quotations, annotated.sentences)
        speakers = list(map(self._turns.corrected, drafts, resolved))
        return without_self_denials(annotated.text, drafts, speakers)

    def outlet(self, draft: Draft, speaker: NamedEntity | None) -> str | None:
        """Return the name of the news outlet that the passage of a draft is taken from."""
        return outlet_of(draft, self._passages, speaker)

    def turns(self) -> list[Attribution]:
        """Return an attribution for each turn of a transcript."""
        return self._turns.attributions()


def find_drafts(annotated: AnnotatedText, passages: Sequence[PublishedPassage], turns: Turns) -> list[Draft]:
    """Return the candidates for reported statements, in the order of the text.

    `passages` is the result of `find_outlets`.
    """
    text, quotations, index = annotated.text, annotated.quotations, annotated.index
    layout = Layout(text, annotated.blocks, annotated.sentences)
    drafts = well_formed(text, joined(text, annotated.annotations, quotations), layout, quotations)
    drafts = without_outside_content(drafts, passages)
    drafts = with_led(drafts, led_quotations(text, quotations))
    drafts += tagged_quotations(text, drafts, quotations)
    introduced = introduced_quotations(text, drafts, index, annotated.introductions)
    drafts = without_reassigned_content(text, drafts, introduced) + introduced
    # Before the continuations: a signed quotation continues no other.
    drafts += signed_quotations(text, drafts, index, quotations)
    drafts = with_continuations(text, drafts, quotations)
    drafts = with_interrupted(text, drafts, quotations)
    drafts += nested_quotations(text, drafts, quotations)
    drafts += denials(text, drafts, quotations)
    return sorted(turns.clipped(drafts), key=lambda draft: draft.content)
