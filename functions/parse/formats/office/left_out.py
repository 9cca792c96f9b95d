"""Which slides or sheets are read: not those that their author has hidden, and not those over the limit."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from functions.parse.contract import Limits
from shared.documents.document import PipelineWarning

Page = TypeVar("Page")


def kept_and_warnings(
    pages: Sequence[Page], hidden: Callable[[Page], bool], total: int, limits: Limits, what: str
) -> tuple[list[Page], list[PipelineWarning]]:
    """Those that are read, and what is said about the others. `pages` are within the limit, `total` is how many there
    are. Where all are hidden, all are read."""
    kept = [page for page in pages if not hidden(page)]
    warnings = []
    if total > limits.max_pages:
        left = total - limits.max_pages
        message = f"{left:,} of {total:,} {what} left out: more than {limits.max_pages:,}."
        warnings.append(PipelineWarning(code="pages_left_out", message=message))
    if not kept:
        return list(pages), warnings
    if len(kept) < len(pages):
        message = f"{len(pages) - len(kept):,} of {total:,} {what} left out: they are hidden."
        warnings.append(PipelineWarning(code="hidden_left_out", message=message))
    return kept, warnings
