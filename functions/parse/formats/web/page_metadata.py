"""The metadata of a page: JSON-LD first, then `meta` elements, microdata, and the elements around the article."""

import re
from collections.abc import Iterable, Iterator

from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura.json_metadata import normalize_authors
from trafilatura.metadata import extract_author, extract_title

from functions.parse.formats.web.linked_data import LinkedData, moment
from functions.parse.formats.web.page_title import letters, without_site_name
from functions.parse.metadata import filled_in, iso_date, language_code
from shared.documents.document import Metadata

# Names of `meta` elements in small letters, the most reliable first: Highwire Press (`citation_…`), which scholarly
# publishers use, Dublin Core (`dc.…`), Open Graph, and names that publishing systems use.
TITLES = ("citation_title", "og:title", "dc.title", "dcterms.title", "headline", "parsely-title", "twitter:title")
AUTHORS = ("citation_author", "citation_authors", "dc.creator", "dcterms.creator", "article:author")
BYLINES = ("author", "byl", "byline", "parsely-author", "sailthru.author", "dc.creator.personalname")
DATES = (
    "article:published_time", "og:article:published_time", "citation_publication_date", "citation_online_date",
    "citation_date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "datepublished",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date",
)  # fmt: skip
PUBLISHERS = (
    "og:site_name", "dc.publisher", "dcterms.publisher", "citation_journal_title", "citation_publisher",
    "application-name", "publisher", "cre", "twitter:site",
)  # fmt: skip
RIGHTS = ("dc.rights", "dcterms.rights", "copyright")

# A date with slashes, the year first, as Highwire Press writes it: 2026/3/18. A month without a day is not a date.
SLASHED = re.compile(r"^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$")
MONTH = re.compile(r"^\d{4}(?:[/.-]\d{1,2})?$")

# A name with the family name first, as Highwire Press and Dublin Core write it.
INVERTED = re.compile(r"^([^,;]+), ([^,;]+)$")

# A label before a name, such as the word for author in any language. A name has no colon.
LABEL = re.compile(r"^[^:：]{1,20}[:：]\s*")

HOST = re.compile(r"^https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)

# Maximum length of the name of an author, in characters. A longer text has more than a name.
MAX_NAME = 120

# Maximum number of elements that are read as authors.
MAX_AUTHORS = 100


class PageMetadata:
    """The `meta` elements and the microdata of a page."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._values: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            if (content := filled_in(element.get("content"))) is not None:
                for attribute in ("name", "property", "itemprop"):
                    if name := element.get(attribute):
                        self._values.setdefault(name.strip().lower(), []).append(content)

    def metadata(self, data: LinkedData) -> Metadata:
        """Return the metadata of the page. Values in its JSON-LD are preferred. The tree is not changed."""
        publisher = data.publisher or self._publisher()
        return Metadata(
            title=without_site_name(self._title(data.title), publisher),
            byline=", ".join(dict.fromkeys(data.authors or self._authors())) or None,
            published_at=self._published_at(data.published_at),
            publisher=publisher,
            language=self.language() or data.language,
            rights=data.rights or self._first(RIGHTS),
        )

    def language(self) -> str | None:
        """Return the declared language."""
        declared = self._tree.xpath(
            "/html/@lang|/html/@*[local-name()='lang']"
            "|//meta[translate(@http-equiv,'CL','cl')='content-language']/@content"
        )
        found = [*map(str, declared), *self._values.get("og:locale", ()), *self._values.get("dc.language", ())]
        found += self._values.get("citation_language", ())
        return next(filter(None, map(language_code, found)), None)

    def _title(self, from_linked_data: str | None) -> str | None:
        """Return the title that the page shows as a heading, or else the first that it declares."""
        declared = [self._values[name][0] for name in TITLES if name in self._values]
        declared += [from_linked_data] if from_linked_data else []
        shown = {letters(heading.text_content()) for heading in self._tree.iter("h1")}
        same = (title for title in declared if letters(title) in shown)
        return next(same, None) or next(iter(declared), None) or filled_in(extract_title(self._tree))

    def _first(self, names: tuple[str, ...]) -> str | None:
        return next((self._values[name][0] for name in names if name in self._values), None)

    def _authors(self) -> Iterator[str]:
        """Yield the authors: from `meta` elements with one name each, with a byline, from microdata, from the page."""
        for name in AUTHORS:
            if names := [value for value in self._values.get(name, ()) if "://" not in value]:
                parts = (part.strip() for value in names for part in value.split(";"))
                yield from filter(None, (filled_in(INVERTED.sub(r"\2 \1", part)) for part in parts))
                return
        written = next(filter(None, ([*filter(_is_name, self._values.get(name, ()))] for name in BYLINES)), [])
        written = written or [*dict.fromkeys(self._item_names("author"))] or [extract_author(self._tree) or ""]
        for byline in (LABEL.sub("", line) for line in written):
            for author in (normalize_authors(None, byline) or "").split(";"):
                if (shown := filled_in(author)) is not None:
                    yield shown

    def _item_names(self, item: str) -> Iterator[str]:
        """Yield the names in that property of the first item that has it (HTML standard, "Microdata").

        Further items with such a property are comments and other articles.
        """
        elements = self._tree.xpath("//*[@itemprop][not(self::meta)]")
        having = [element for element in elements if item in element.get("itemprop").split()][:MAX_AUTHORS]
        for element in having:
            if _item(element) is not _item(having[0]):
                continue
            inner = element.xpath("(.//*[@itemprop='name'])[1]")
            named = inner[0] if inner else element
            text = filled_in(named.get("content") or named.text_content())
            if text and len(text) <= MAX_NAME:
                yield text

    def _published_at(self, from_linked_data: str | None) -> str | None:
        """Return the publication date from the JSON-LD, or from an element if that adds the time to the same day."""
        found = _dates(value for name in DATES for value in self._values.get(name, ()))
        day = from_linked_data or next(iter(found), None) or self._date_found()
        # Other items of the page, such as related articles, have microdata too, so they only add a time.
        times = self._tree.xpath("//*[contains(@itemprop, 'datePublished')]/@datetime|//time[@pubdate]/@datetime")
        items = _dates(map(str, times))
        if day is None:
            return next(iter(items), None)
        return next((date for date in found + items if date.startswith(f"{day}T")), day)

    def _publisher(self) -> str | None:
        named = self._first(PUBLISHERS)
        if named is not None and "://" not in named:
            name = named.lstrip("@")
            return name if "." in name else name[:1].upper() + name[1:]
        host = HOST.match(self._address() or "")
        return host.group(1) if host else None

    def _date_found(self) -> str | None:
        """Return the date that htmldate finds in the address of the page or in its elements.

        Its extensive search is off, because it guesses dates from the text. It adds a day to a declared month.
        """
        if any(MONTH.match(value) for name in DATES for value in self._values.get(name, ())):
            return None
        return iso_date(find_date(self._tree, extensive_search=False, original_date=True, url=self._address()) or "")

    def _address(self) -> str | None:
        """Return the address of the page."""
        links = self._tree.xpath("//link[@rel='canonical']/@href")
        return next(iter(map(str, links)), None) or self._first(("og:url", "twitter:url"))


def _item(element: HtmlElement) -> HtmlElement | None:
    """Return the element of the microdata item that a property belongs to."""
    return next((around for around in element.iterancestors() if "itemscope" in around.attrib), None)


def _is_name(value: str) -> bool:
    """Whether a byline may be a name. One word in ASCII is the name of an account."""
    return "://" not in value and len(value) <= MAX_NAME and (" " in value or not value.isascii())


def _dates(values: Iterable[str]) -> list[str]:
    return [date for date in map(_date, values) if date]


def _date(value: str) -> str | None:
    """Return a date in ISO 8601, None for any other value."""
    slashed = SLASHED.match(value.strip())
    return moment("-".join(part.zfill(2) for part in slashed.groups()) if slashed else value)
