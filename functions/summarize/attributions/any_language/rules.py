"""The rules that find the attributions of texts in languages other than English."""

from collections.abc import Sequence
from dataclasses import replace

from functions.summarize.attributions.annotated_text import AnnotatedText
from functions.summarize.attributions.any_language.conditions import is_condition_alone
from functions.summarize.attributions.any_language.continuations import with_continuations
from functions.summarize.attributions.any_language.cues import with_source_of_cue
from functions.summarize.attributions.any_language.joining import Joiner
from functions.summarize.attributions.any_language.nested import nested_quotations
from functions.summarize.attributions.any_language.speakers import Speakers
from functions.summarize.attributions.any_language.structure import well_formed
from functions.summarize.attributions.drafts import Draft
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.turns import Turns
from functions.summarize.entities.entities import NamedEntity
from shared.summary import Attribution


class AnyLanguageRules:
    """Uses the annotator's spans and links, the layout, and the quotation marks of all languages."""

    def __init__(self, annotated: AnnotatedText) -> None:
        self._annotated = annotated
        self._layout = Layout(annotated.text, annotated.blocks, annotated.sentences)
        self._speakers = Speakers(annotated, self._layout)
        self._turns = Turns(annotated.text, annotated.turns, annotated.index)

    def drafts(self) -> list[Draft]:
        """Return the candidates for reported statements, in the order of the text."""
        text, quotations = self._annotated.text, self._annotated.quotations
        joined = Joiner(text, self._annotated.annotations, quotations, self._layout, self._speakers).drafts()
        drafts = [with_source_of_cue(text, draft, self._speakers) for draft in joined]
        drafts = well_formed(text, drafts, self._layout, quotations, self._annotated.language)
        drafts = [draft for draft in drafts if not is_condition_alone(text, draft, self._annotated.language)]
        drafts = with_continuations(text, drafts, quotations, self._layout)
        drafts += nested_quotations(text, quotations, self._speakers)
        return sorted(map(self._with_implied, self._turns.clipped(drafts)), key=lambda draft: draft.content)

    def _with_implied(self, draft: Draft) -> Draft:
        """Return a draft with `implied`: whether somebody whom the text names before is its missing source."""
        return draft if draft.source else replace(draft, implied=self._speakers.of(draft) is not None)

    def speakers(self, drafts: Sequence[Draft]) -> list[NamedEntity | None]:
        """Return for each draft the entity that its source names or refers to, None if it is nobody or unclear."""
        return [self._speakers.of(draft) for draft in drafts]

    def outlet(self, draft: Draft, speaker: NamedEntity | None) -> str | None:
        """Return None: the words that name an outlet are those of a language."""
        return None

    def turns(self) -> list[Attribution]:
        """Return an attribution for each turn of a transcript."""
        return self._turns.attributions()
