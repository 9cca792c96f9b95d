"""Articles in JSON: find the body of an object and its metadata under the names that publishing systems use."""

import re
from dataclasses import dataclass, field

from functions.parse.formats.common import markup
from functions.parse.formats.data.json_values import EMPTY, Object, Value
from functions.parse.formats.text.plain_text import paragraphs
from functions.parse.metadata import iso_date, language_code
from functions.parse.recognition.text_decoding import normalize
from shared.documents.document import BlockText, Metadata

# Names of members, the preferred one first.
TITLES = ("headline", "title")
# The name of a chat or a data set, which has no body.
NAMES = ("headline", "title", "name")
BODIES = ("articleBody", "body", "content", "text", "article", "story")
BYLINES = ("byline", "author", "authors", "creator")
DATES = ("datePublished", "published_at", "publishedAt", "published", "pubDate", "date_published", "date", "created_at")
PUBLISHERS = ("publisher", "source", "siteName", "site_name")
LANGUAGES = ("inLanguage", "language", "lang")
RIGHTS = ("copyrightNotice", "copyright", "rights", "license")

# Names of the member with the text, if the value of a field is an object.
FIELD_TEXTS = ("rendered", "html", "value", "text", "name", "full")

# Minimum length of a string, in characters, that is text if it also has a space. A shorter string is a value.
MIN_PROSE = 80

HTML = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|li|a|b|i|em|strong|span|img|figure|blockquote|table)\b[^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Article:
    """An object that has a body and, in most cases, a title."""

    metadata: Metadata
    body: list[BlockText]
    # Members that are neither the body nor metadata.
    others: Object = field(default_factory=Object)


def article_of(value: Object) -> Article | None:
    """Return the article in an object: one with text under a name for a body. None if the object has no such text."""
    body = _text(value.value(*BODIES))
    if body is None or not is_prose(body):
        return None
    metadata = Metadata(
        title=_line(value.value(*TITLES)),
        byline=_names(value.value(*BYLINES)),
        published_at=_date(value),
        publisher=_names(value.value(*PUBLISHERS)),
        language=language_code(_line(value.value(*LANGUAGES))),
        rights=_line(value.value(*RIGHTS)),
    )
    used = {BODIES: body, TITLES: metadata.title, BYLINES: metadata.byline, DATES: metadata.published_at}
    used |= {PUBLISHERS: metadata.publisher, LANGUAGES: metadata.language, RIGHTS: metadata.rights}
    places = {value.place(*keys) for keys, text in used.items() if text is not None}
    others = ((key, _rest(found) if place in places else found) for place, (key, found) in enumerate(value))
    return Article(metadata, prose(body), Object(member for member in others if member[1] not in EMPTY))


def metadata_of(value: Value) -> Metadata:
    """Return the title and language of an object without a body."""
    if not isinstance(value, Object):
        return Metadata()
    return Metadata(title=_line(value.value(*NAMES)), language=language_code(_line(value.value(*LANGUAGES))))


def is_prose(text: str) -> bool:
    """Whether a string is text rather than a value."""
    return len(text) >= MIN_PROSE and " " in text


def prose(text: str) -> list[BlockText]:
    """Return the blocks of a text: parsed as HTML if it has tags, else split into paragraphs."""
    return markup.read_blocks(text) if HTML.search(text) else paragraphs(normalize(text))


def _rest(used: Value) -> Value:
    """Return the content of a value except the text that was taken from it."""
    if isinstance(used, Object):
        taken = used.place(*FIELD_TEXTS)
        return Object(member for place, member in enumerate(used) if place != taken)
    if isinstance(used, list):
        return [rest for rest in map(_rest, used) if rest not in EMPTY]
    return None


def _text(value: Value) -> str | None:
    if isinstance(value, Object):
        value = value.value(*FIELD_TEXTS)
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n\n".join(str(item) for item in value)
    return value if isinstance(value, str) else None


def _line(value: Value) -> str | None:
    text = _text(value)
    if text is None:
        return None
    return (markup.in_line(text) if markup.MARKUP.search(text) else " ".join(text.split())) or None


def _names(value: Value) -> str | None:
    """Return one or more names, which are strings or objects with a name."""
    values = value if isinstance(value, list) else [value]
    return ", ".join(name for name in map(_line, values) if name) or None


def _date(value: Object) -> str | None:
    text = _line(value.value(*DATES))
    return iso_date(text) if text else None
