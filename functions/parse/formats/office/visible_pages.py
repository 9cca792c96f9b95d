"""Selection of the slides or sheets to read: those that are visible and within the limit."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from functions.parse.contract import Limits
from shared.documents.document import PipelineWarning

Page = TypeVar("Page")


def visible_pages(
    pages: Sequence[Page], hidden: Callable[[Page], bool], total: int, limits: Limits, noun: str
) -> tuple[list[Page], list[PipelineWarning]]:
    """Return the visible pages, and warnings that count the others. If all pages are hidden, return all.

    `pages` are those within the limit; `total` is the number of pages in the file; `noun` names them in warnings.
    """
    visible = [page for page in pages if not hidden(page)]
    warnings = []
    if total > limits.max_pages:
        skipped = total - limits.max_pages
        message = f"{skipped:,} of {total:,} {noun} were skipped: the limit is {limits.max_pages:,}."
        warnings.append(PipelineWarning(code="pages_left_out", message=message))
    if not visible:
        return list(pages), warnings
    if len(visible) < len(pages):
        message = f"{len(pages) - len(visible):,} of {total:,} {noun} were skipped: they are hidden."
        warnings.append(PipelineWarning(code="hidden_left_out", message=message))
    return visible, warnings
