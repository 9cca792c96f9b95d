"""Title, authors, date and language of Office and OpenDocument files: docProps/core.xml and meta.xml."""

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.formats.office.open_document.namespaces import META
from functions.parse.metadata import filled_in, given_title, iso_date, language_code
from shared.documents.document import Metadata

CORE_MEMBER = "docProps/core.xml"
META_MEMBER = "meta.xml"

# Creation dates of the templates that programs copy into each new file without changing them: python-docx, python-pptx,
# and placeholder dates.
TEMPLATE_DATES = (
    "2013-12-23T23:15:00",
    "2013-01-27T09:14:16",
    "0001-01-01",
    "1601-01-01",
    "1899-12-30",
    "1900-01-01",
    "1970-01-01",
    "1980-01-01T00:00:00",
)

# XML namespaces, as prefixes of lxml tag names.
DC = "{http://purl.org/dc/elements/1.1/}"
DC_TERMS = "{http://purl.org/dc/terms/}"


def core_properties(package: Package, pages: int | None = None) -> Metadata:
    """Return the core properties of an OOXML package (ECMA-376-2, 11)."""
    root = package.optional_tree(CORE_MEMBER)
    if root is None:
        return Metadata(pages=pages)
    return document_properties(
        title=root.findtext(f"{DC}title"),
        authors=(root.findtext(f"{DC}creator") or "").split(";"),
        created=root.findtext(f"{DC_TERMS}created"),
        language=root.findtext(f"{DC}language"),
        pages=pages,
    )


def open_document_properties(package: Package, pages: int | None = None) -> Metadata:
    """Return the properties of an OpenDocument package (ODF 1.3 part 3, 4.3)."""
    root = package.optional_tree(META_MEMBER)
    if root is None:
        return Metadata(pages=pages)
    return document_properties(
        title=_text(root, f"{DC}title"),
        authors=[_text(root, f"{META}initial-creator") or _text(root, f"{DC}creator") or ""],
        created=_text(root, f"{META}creation-date"),
        language=_text(root, f"{DC}language"),
        pages=pages,
    )


def document_properties(
    title: str | None, authors: list[str], created: str | None, language: str | None, pages: int | None
) -> Metadata:
    """Return properties as metadata, without the placeholders that programs and templates store."""
    names = [name for name in map(filled_in, authors) if name]
    # If the author is a placeholder, the program copied the properties, including the date, from its template.
    from_template = any(author.strip() for author in authors) and not names
    return Metadata(
        title=given_title(title),
        byline=", ".join(names) or None,
        published_at=None if from_template else _own_date(created or ""),
        language=language_code(language),
        pages=pages,
    )


def _own_date(created: str) -> str | None:
    """Return the creation date of a document; None for the date of a program's template."""
    return None if created.strip().startswith(TEMPLATE_DATES) else iso_date(created)


def _text(root: etree._Element, tag: str) -> str | None:
    element = next(root.iter(tag), None)
    return None if element is None else element.text
