"""The metadata of a page: JSON-LD first, then `meta` elements, microdata, and the elements around the article."""

import re
from collections.abc import Iterator

from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura.json_metadata import normalize_authors
from trafilatura.metadata import extract_author, extract_title

from functions.parse.formats.web.linked_data import LinkedData, moment
from functions.parse.formats.web.page_title import without_site_name
from functions.parse.metadata import filled_in, iso_date, language_code
from shared.documents.document import Metadata

# Names of `meta` elements in small letters, the most reliable first: Highwire Press (`citation_…`), which scholarly
# publishers use, Dublin Core (`dc.…`), Open Graph, and names that publishing systems use.
TITLES = ("citation_title", "og:title", "dc.title", "dcterms.title", "headline", "parsely-title", "twitter:title")
AUTHORS = ("citation_author", "citation_authors", "dc.creator", "dcterms.creator", "article:author", "og:article:author")
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

# A name with the family name first, as Highwire Press and Dublin Core write it.
INVERTED = re.compile(r"^([^,;]+), ([^,;]+)$")

HOST = re.compile(r"^https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)

# Maximum length of the name of an author, in characters. A longer text has more than a name.
MAX_NAME = 120

# Dates come from the page's metadata only. The extensive search of htmldate guesses them from the text.
DATE_SEARCH = {"original_date": True, "extensive_search": False}


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
        title = data.title or self._first(TITLES) or filled_in(extract_title(self._tree))
        return Metadata(
            title=without_site_name(title, publisher),
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

    def _first(self, names: tuple[str, ...]) -> str | None:
        return next((self._values[name][0] for name in names if name in self._values), None)

    def _authors(self) -> Iterator[str]:
        """Yield the authors: from `meta` elements with one name each, with a byline, from microdata, from the page."""
        for name in AUTHORS:
            if names := [each for each in self._values.get(name, ()) if "://" not in each]:
                for each in (part for value in names for part in value.split(";")):
                    if author := filled_in(INVERTED.sub(r"\2 \1", each.strip())):
                        yield author
                return
        bylines = [value for name in BYLINES for value in self._values.get(name, ()) if _is_name(value)]
        byline = bylines[0] if bylines else next(self._item_names("author"), None) or extract_author(self._tree)
        for author in (normalize_authors(None, byline) or "").split(";") if byline else ():
            if name := filled_in(author):
                yield name

    def _item_names(self, item: str) -> Iterator[str]:
        """Yield the names of the microdata items of that property (HTML standard, "Microdata")."""
        for element in self._tree.iter("span", "a", "div", "p", "address", "strong", "li"):
            if item in (element.get("itemprop") or "").split():
                inner = element.xpath("(.//*[@itemprop='name'])[1]")
                text = filled_in((inner[0].get("content") if inner else None) or (inner or [element])[0].text_content())
                if text and len(text) <= MAX_NAME:
                    yield text

    def _published_at(self, from_linked_data: str | None) -> str | None:
        """Return the publication date from the JSON-LD, or from an element if that adds the time to the same day."""
        written = [value for name in DATES for value in self._values.get(name, ())]
        written += self._tree.xpath("//*[contains(@itemprop, 'datePublished')]/@datetime|//time[@pubdate]/@datetime")
        found = [date for date in (_date(str(value)) for value in written) if date]
        if from_linked_data:
            return next((date for date in found if date.startswith(f"{from_linked_data}T")), from_linked_data)
        if found:
            return next((date for date in found if date.startswith(f"{found[0]}T")), found[0])
        return iso_date(find_date(self._tree, **DATE_SEARCH) or "")

    def _publisher(self) -> str | None:
        named = self._first(PUBLISHERS)
        if named is not None and "://" not in named:
            return named.lstrip("@")
        links = self._tree.xpath("//link[@rel='canonical']/@href|//meta[@property='og:url']/@content")
        return next((host.group(1) for host in map(HOST.match, map(str, links)) if host), None)


def _is_name(value: str) -> bool:
    """Whether a byline may be a name. One word in ASCII is the name of an account."""
    return "://" not in value and len(value) <= MAX_NAME and (" " in value or not value.isascii())


def _date(value: str) -> str | None:
    """Return a date in ISO 8601, None for any other value."""
    slashed = SLASHED.match(value.strip())
    return moment("-".join(part.zfill(2) for part in slashed.groups()) if slashed else value)
