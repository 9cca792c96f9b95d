"""Web pages for tests: an article with navigation around it, and how it is read."""

import json
from collections.abc import Iterable

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from shared.documents.document import ParsedDocument

STORY = (
    "The council of Ardale decided on Tuesday to close the old bridge for two years, after cracks were found in it.",
    "The works will cost eleven million euros, of which the province pays half and the city the rest of the money.",
    "A ferry will carry walkers and cyclists across the river from six in the morning until midnight every day.",
    "Shopkeepers on the east bank fear for their trade and have asked the mayor for help with their rents.",
)
NAVIGATION = '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
FOOTER = '<footer><p>About us. Contact. Terms of use.</p><a href="/jobs">Jobs</a></footer>'


def page(body: str, *, head: str = "", title: str = "The bridge closes") -> str:
    """Return a page whose `article` has the body below its title."""
    return bare_page(f"<main><article><h1>The bridge closes</h1>{body}</article></main>", head=head, title=title)


def bare_page(body: str, *, head: str = "", title: str = "The bridge closes", language: str = "en") -> str:
    """Return a page with the body between its navigation and its footer, without an element for the article."""
    return (
        f'<!doctype html><html lang="{language}"><head><title>{title}</title>{head}</head><body>{NAVIGATION}'
        f"{body}{FOOTER}</body></html>"
    )


def paragraphs(*texts: str) -> str:
    """Return a paragraph of HTML for each text."""
    return "".join(f"<p>{text}</p>" for text in texts)


def links(*texts: str) -> str:
    """Return a list of HTML with a link to another page for each text."""
    items = (f'<li><a href="/{number}">{text}</a></li>' for number, text in enumerate(texts))
    return f"<ul>{''.join(items)}</ul>"


def linked(data: object) -> str:
    """Return a script with JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def metas(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a `meta` element for each name and content."""
    return "".join(f'<meta name="{name}" content="{content}">' for name, content in pairs)


def read(source: str) -> ParsedDocument:
    """Parse a page."""
    return parse(source.encode(), Hints("page.html", "text/html; charset=utf-8"), Limits())
