"""The corrections of the annotator's spans and links, in their order."""

from collections.abc import Sequence

from functions.summarize.annotator.annotations import Annotations
from functions.summarize.attributions.any_language.cues import with_whole_cues
from functions.summarize.attributions.any_language.links import with_nearest_cues, with_own_sources
from functions.summarize.attributions.any_language.sources import with_real_sources
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation


def corrected(
    text: str, annotations: Annotations, quotations: Sequence[Quotation], layout: Layout, language: str | None
) -> Annotations:
    """Return the annotations with whole spans, and links to what can belong to each of them."""
    found = with_own_sources(text, with_whole_cues(text, annotations), language)
    found = with_nearest_cues(text, found, quotations, layout, language)
    return with_real_sources(text, found, layout)
