"""What a page says of its article in JSON-LD (schema.org), which publishers write for search engines."""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from functions.parse.metadata import filled_in, language_code

# The end of the types that an article has: NewsArticle, ReportageNewsArticle, TechArticle …
ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting)$")

LONGEST_SCRIPT = 1_000_000

# Objects, lists and members of lists that are looked at.
MOST_VALUES = 20_000

# Programs write the year 1 or 1970 where a date is missing.
FIRST_YEAR = 1900

BY = re.compile(r"^by\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What the first article of a page says of itself; None for what it doesn't say."""

    authors: tuple[str, ...] = ()
    published_at: str | None = None
    publisher: str | None = None
    language: str | None = None
    rights: str | None = None


def linked_data(tree: HtmlElement) -> LinkedData:
    """The article's data in a page's scripts; empty where there are none, or none that can be read."""
    found = list(_objects(tree))
    named = {str(each["@id"]): each for each in found if "@id" in each and "name" in each}
    for each in found:
        if any(ARTICLE.search(str(kind)) for kind in _list(each.get("@type"))):
            return LinkedData(
                authors=tuple(dict.fromkeys(_authors(each.get("author"), named))),
                published_at=moment(_text(each.get("datePublished"))),
                publisher=_name(each.get("publisher"), named),
                language=language_code(_text(each.get("inLanguage"))),
                rights=filled_in(_text(each.get("copyrightNotice"))),
            )
    return LinkedData()


def _objects(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of every script, the outer ones first, up to as many values as an article's data ever have."""
    left = MOST_VALUES
    for script in tree.iter("script"):
        written = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(written) > LONGEST_SCRIPT:
            continue
        try:
            waiting = deque([json.loads(written, strict=False)])
        except (ValueError, RecursionError):  # not a page's reader's concern: the page itself says the same
            continue
        while waiting and left > 0:
            each = waiting.popleft()
            left -= 1
            if isinstance(each, list):
                waiting.extend(islice(each, left))
            elif isinstance(each, dict):
                yield each
                waiting.extend(islice((value for value in each.values() if isinstance(value, dict | list)), left))


def _authors(value: Any, named: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The names of people; an organization wrote nothing, it publishes."""
    for each in _list(value):
        known = named.get(str(each.get("@id")), each) if isinstance(each, dict) else each
        if isinstance(known, dict) and "Organization" in str(known.get("@type")):
            continue
        name = filled_in(BY.sub("", _text(known.get("name") if isinstance(known, dict) else known).strip()))
        if name and "://" not in name:
            yield name


def _name(value: Any, named: dict[str, dict[str, Any]]) -> str | None:
    for each in _list(value):
        known = named.get(str(each.get("@id")), each) if isinstance(each, dict) else each
        return filled_in(_text(known.get("name") if isinstance(known, dict) else known))
    return None


def moment(written: str) -> str | None:
    """A date or moment as ISO 8601; e-mail's way of writing it is met as well."""
    written = written.strip()
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        try:
            found = parsedate_to_datetime(written)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    if found.year < FIRST_YEAR or (found.year, found.month, found.day) == (1970, 1, 1):
        return None
    return found.date().isoformat() if len(written) <= len("2026-03-11") else found.isoformat(timespec="seconds")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
