"""What a page of the console shows."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def text_of(page: "Page", selector: str) -> str:
    """The text of the first element, once it is drawn: a block with `content-visibility: auto` has none before."""
    page.wait_for_function("selector => document.querySelector(selector)?.innerText.trim()", arg=selector)
    return str(page.locator(selector).first.inner_text())
