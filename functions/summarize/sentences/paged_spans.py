"""Adds to every span of the findings the page on which it begins."""

from typing import Any, TypeVar

from pydantic import BaseModel

from shared.documents.document import Span
from shared.documents.layout import Pages

M = TypeVar("M", bound=BaseModel)


def with_pages(model: M, pages: Pages) -> M:
    """Return a copy of a model in which every span, at any depth, has its page.

    A page takes nine bytes of the row, which has at most a few thousand spans: the limits of `bounds` need no change.
    """
    if isinstance(model, Span):
        return model.model_copy(update={"page": pages.page_at(model.start)})
    return model.model_copy(update={name: _paged(value, pages) for name, value in model})


def _paged(value: Any, pages: Pages) -> Any:
    if isinstance(value, BaseModel):
        return with_pages(value, pages)
    return [_paged(item, pages) for item in value] if isinstance(value, list) else value
