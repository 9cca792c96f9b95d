"""Render text as pictures for tests of text recognition."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

TITLE = "Old ferry stays until the bridge is done"
PARAGRAPHS = (
    "The harbour council of Westmere voted on Tuesday to keep the old ferry running for another two years, after "
    "people on the outer islands warned that the bridge would not be finished before winter.",
    "Under the compromise the town pays 3.4 million pounds a year towards fuel and repairs, while the operator has to "
    "sail at least eleven times a day. Fares rise by 6% in April; pupils travel free of charge as before.",
    "A public hearing is planned for 14 September at the town hall. Written objections must reach the clerk by noon on "
    "the day before; they can be handed in at the library or at either of the two post offices.",
)

# Size of the type in points.
MARGIN, GAP = 36, 18


def rendered(
    paragraphs: Sequence[str] = PARAGRAPHS,
    title: str | None = TITLE,
    dpi: int = 150,
    points: float = 10,
    columns: int = 1,
    language: str | None = None,
) -> Image.Image:
    """Render an A5 page in black on white, mode L. With a `language`, words are hyphenated by its rules."""
    file = BytesIO()
    width, height = A5
    column = (width - 2 * MARGIN - GAP * (columns - 1)) / columns
    frames = [
        Frame(MARGIN + number * (column + GAP), MARGIN, column, height - 2 * MARGIN, 0, 0, 0, 0)
        for number in range(columns)
    ]
    body = ParagraphStyle(
        "body",
        fontName="Times-Roman",
        fontSize=points,
        leading=1.25 * points,
        spaceAfter=points,
        alignment=TA_JUSTIFY,
        hyphenationLang=language or "",
        embeddedHyphenation=1,
    )
    heading = ParagraphStyle(
        "heading", fontName="Helvetica-Bold", fontSize=2 * points, leading=2.4 * points, spaceAfter=points
    )
    story = [Paragraph(title, heading)] if title else []
    document = BaseDocTemplate(file, pagesize=A5)
    document.addPageTemplates(PageTemplate(frames=frames))
    document.build(story + [Paragraph(text, body) for text in paragraphs])
    page = pypdfium2.PdfDocument(file.getvalue())[0]
    picture: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
    return picture.convert("L")


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Encode a picture in a format of Pillow."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def words_missed(expected: str, read: str) -> float:
    """Return the share of the expected words that are missing or out of order."""
    wanted, got = expected.split(), read.replace("’", "'").split()
    matched = sum(block.size for block in SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks())
    return 1 - matched / len(wanted)
