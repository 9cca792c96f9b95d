"""The JSON-LD data of a page's article (schema.org), which publishers write for search engines."""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from functions.parse.formats.common.markup import in_line, read_blocks
from functions.parse.formats.web.page_title import letters
from functions.parse.metadata import filled_in, language_code
from shared.documents.document import BlockKind, BlockText

# The end of the `@type` of an article: NewsArticle, ReportageNewsArticle, TechArticle …
ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting)$")

# Maximum length of a script, in characters. Longer scripts are skipped.
MAX_SCRIPT_LENGTH = 1_000_000

# Maximum number of values (objects, lists and their members) that are read in all scripts of a page.
MAX_VALUES = 20_000

# Maximum number of posts of a live blog that are read. A long blog has some hundreds.
MAX_UPDATES = 1000

# Earliest year of an accepted date. For a missing date, programs write the year 1, or 1 January 1970, which is also
# rejected.
MIN_YEAR = 1900

# A time of day: 9:05, 21.40.
CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")

BY = re.compile(r"^by\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Update:
    """A post of a live blog. A missing value is None."""

    headline: str | None
    time: str | None
    body: str


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The data of a page's first article. A missing value is None."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    publisher: str | None = None
    language: str | None = None
    rights: str | None = None
    body: str = ""
    updates: tuple[Update, ...] = ()


def linked_data(tree: HtmlElement) -> LinkedData:
    """Return the data of the first article in a page's scripts, empty if no script has an article."""
    nodes = list(_objects(tree))
    named = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    for node in nodes:
        if any(ARTICLE.search(str(kind)) for kind in _list(node.get("@type"))):
            return LinkedData(
                title=filled_in(unescape(_text(node.get("headline")))),
                authors=tuple(dict.fromkeys(_authors(node.get("author"), named))),
                published_at=moment(_text(node.get("datePublished"))),
                publisher=_name(node.get("publisher"), named),
                language=language_code(_text(node.get("inLanguage"))),
                rights=filled_in(_text(node.get("copyrightNotice"))),
                body=_text(node.get("articleBody")),
                updates=tuple(_updates(node)),
            )
    return LinkedData()


def with_linked_data(blocks: list[BlockText], data: LinkedData) -> list[BlockText]:
    """Return the blocks of a page with the text that only its JSON-LD has, because a script shows it.

    That is an article with more than twice the text of the page, and the posts of a live blog that the page lacks.
    """
    text = letters(" ".join(block.text for block in blocks))
    if len(letters(data.body)) > 2 * len(text):
        parts = (part for part in data.body.splitlines() if part.strip())
        blocks = [block for part in parts for block in read_blocks(part)]
        text = letters(data.body)
    added: list[BlockText] = []
    times: dict[str, str] = {}
    for update in data.updates:
        if letters(update.body) in text:
            if update.headline and update.time:
                times[letters(update.headline)] = update.time
            continue
        if update.headline:
            added.append(BlockText(kind=BlockKind.HEADING, text=update.headline, level=2))
        if update.time:
            added.append(BlockText(kind=BlockKind.PARAGRAPH, text=update.time))
        added.append(BlockText(kind=BlockKind.PARAGRAPH, text=update.body))
    return [*_with_times(blocks, times), *added]


def _with_times(blocks: list[BlockText], times: dict[str, str]) -> Iterator[BlockText]:
    """Yield the blocks, with the time of a post below its heading if the page shows no time beside it. `times` has the
    times by the letters of the headings."""
    for place, block in enumerate(blocks):
        yield block
        time = times.get(letters(block.text)) if times and block.kind is BlockKind.HEADING else None
        if time and not any(CLOCK.search(near.text) for near in blocks[max(0, place - 1) : place + 2]):
            yield BlockText(kind=BlockKind.PARAGRAPH, text=time)


def _updates(blog: dict[str, Any]) -> Iterator[Update]:
    """Yield the posts of a live blog that have a text (schema.org, `liveBlogUpdate`)."""
    for post in islice(_list(blog.get("liveBlogUpdate")), MAX_UPDATES):
        if isinstance(post, dict) and (body := filled_in(in_line(_text(post.get("articleBody"))))):
            headline = filled_in(unescape(_text(post.get("headline"))))
            yield Update(headline, moment(_text(post.get("datePublished"))), body)


def _objects(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects of every script, outer objects first, until `MAX_VALUES` values are read."""
    left = MAX_VALUES
    for script in tree.iter("script"):
        source = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(source) > MAX_SCRIPT_LENGTH:
            continue
        try:
            waiting = deque([json.loads(source, strict=False)])
        except (ValueError, RecursionError):  # malformed: the page's other metadata is used instead
            continue
        while waiting and left > 0:
            value = waiting.popleft()
            left -= 1
            if isinstance(value, list):
                waiting.extend(islice(value, left))
            elif isinstance(value, dict):
                yield value
                waiting.extend(islice((field for field in value.values() if isinstance(field, dict | list)), left))


def _authors(value: Any, named: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the names of people. An organization is the publisher, not an author."""
    for author in _list(value):
        known = named.get(str(author.get("@id")), author) if isinstance(author, dict) else author
        if isinstance(known, dict) and "Organization" in str(known.get("@type")):
            continue
        name = filled_in(BY.sub("", _text(known.get("name") if isinstance(known, dict) else known).strip()))
        if name and "://" not in name:
            yield name


def _name(value: Any, named: dict[str, dict[str, Any]]) -> str | None:
    for entity in _list(value):
        known = named.get(str(entity.get("@id")), entity) if isinstance(entity, dict) else entity
        return filled_in(_text(known.get("name") if isinstance(known, dict) else known))
    return None


def moment(value: str) -> str | None:
    """Return a date or moment, in ISO 8601 or in the date format of e-mail (RFC 5322), as ISO 8601."""
    value = value.strip()
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        try:
            found = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    if found.year < MIN_YEAR or (found.year, found.month, found.day) == (1970, 1, 1):
        return None
    return found.date().isoformat() if len(value) <= len("2026-03-11") else found.isoformat(timespec="seconds")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
