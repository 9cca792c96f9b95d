"""A text with what the earlier components have found in it: the input of the search for attributions."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.summarize.annotator.annotations import Annotations
from functions.summarize.annotator.parts import ENGLISH
from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.introductions import Introduction
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.entities.entities import EntityIndex
from functions.summarize.sentences.turns import Turn
from shared.documents.document import Block


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text and its parts, each in the order of the text. `introductions` are those of the quotations."""

    text: str
    blocks: Sequence[Block]
    # [start, end) code points, as in the annotations.
    sentences: Sequence[TextRange]
    quotations: Sequence[Quotation]
    introductions: Sequence[Introduction]
    turns: Sequence[Turn]
    annotations: Annotations
    index: EntityIndex
    # ISO 639-1, None if it was not recognized.
    language: str | None = ENGLISH
