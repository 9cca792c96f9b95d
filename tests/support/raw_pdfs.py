"""PDFs written object by object, for what the library that makes the other PDFs can't write."""

from collections.abc import Mapping

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object with these entries in its dictionary."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def text_at(x: int, y: int, text: str, size: int = 11) -> bytes:
    """Return the operators that write a line of text."""
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n".encode("latin-1")


def raw_pdf(
    page: bytes,
    objects: Mapping[int, bytes] | None = None,
    page_entries: bytes = b"",
    catalog_entries: bytes = b"",
    resources: bytes = b"",
) -> bytes:
    """Return a PDF of one page with this content. `objects` start at number 10; PDFium needs no table of offsets."""
    written: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog_entries,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>%s>>%s>>" % (resources, page_entries),
        4: stream(page),
        5: FONT,
        **(objects or {}),
    }
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in written.items())
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>"
