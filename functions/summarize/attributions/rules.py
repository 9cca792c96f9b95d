"""The rules that find the attributions of a text: those for English, and those for every other language."""

from collections.abc import Callable, Sequence
from typing import Protocol

from functions.summarize.annotator.parts import ENGLISH
from functions.summarize.attributions.annotated_text import AnnotatedText
from functions.summarize.attributions.any_language.rules import AnyLanguageRules
from functions.summarize.attributions.drafts import Draft
from functions.summarize.attributions.english_rules import EnglishRules
from functions.summarize.entities.entities import NamedEntity
from shared.summary import Attribution


class Rules(Protocol):
    """Finds the parts of attributions in one text."""

    def drafts(self) -> list[Draft]:
        """Return the candidates for reported statements, in the order of the text."""

    def speakers(self, drafts: Sequence[Draft]) -> list[NamedEntity | None]:
        """Return for each draft the entity that speaks, None if the text does not name it or is ambiguous."""

    def outlet(self, draft: Draft, speaker: NamedEntity | None) -> str | None:
        """Return the name of the news outlet that the passage of a draft is taken from."""

    def turns(self) -> list[Attribution]:
        """Return an attribution for each turn of a transcript."""


def rules_of(language: str | None) -> Callable[[AnnotatedText], Rules]:
    """Return the rules for a language, ISO 639-1 or None."""
    return EnglishRules if language == ENGLISH else AnyLanguageRules
