"""PDFs drawn with reportlab, and what the reader of PDFs finds in them."""

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.pdf import reader as pdf
from shared.errors import Code, PermanentError

WIDTH, HEIGHT = A4
LEFT, TOP, LEADING = 72, HEIGHT - 100, 14

SENTENCES = (
    "The ferry to the island left the harbour at six in the morning, with nine people on board.",
    "Nobody had expected that the wind would turn so early in the year, least of all the pilot.",
    "By noon the harbour master had called the lifeboat back, and the school sent its pupils home.",
    "A report on the accident is to be ready before the council meets again in the second week of May.",
    "Until then the smaller of the two boats stays where it is, tied up behind the old customs house.",
)


def made(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """Return a PDF drawn by `draw`."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def lines(
    canvas: Canvas, texts: list[str], x: float = LEFT, y: float = TOP, font: str = "Helvetica", size: int = 10
) -> float:
    """Write lines one below the other, and return the position of the next one."""
    canvas.setFont(font, size)
    for text in texts:
        canvas.drawString(x, y, text)
        y -= LEADING
    return y


def wrapped(text: str, width: int) -> list[str]:
    """Return the text in lines of at most `width` characters."""
    made: list[str] = [""]
    for word in text.split():
        if made[-1] and len(made[-1]) + 1 + len(word) > width:
            made.append("")
        made[-1] = f"{made[-1]} {word}".strip()
    return made


def read(content: bytes, **limits: object) -> Extracted:
    """Read a PDF within these limits."""
    return pdf.read(content, Hints("a.pdf"), Limits.model_validate(limits))


def texts(content: bytes) -> list[str]:
    """Return the texts of the blocks."""
    return [block.text for block in read(content).blocks]


def code_of(content: bytes, **limits: object) -> Code:
    """Return the error code with which reading within these limits fails."""
    with pytest.raises(PermanentError) as caught:
        read(content, **limits)
    assert caught.value.message.endswith(".")
    return caught.value.code


def plain(canvas: Canvas) -> None:
    """Draw one paragraph."""
    lines(canvas, wrapped(" ".join(SENTENCES), 80))


def paged(count: int) -> bytes:
    """Return pages with a running header, a page number, and a line that repeats at the top of the text."""

    def draw(canvas: Canvas) -> None:
        for number in range(1, count + 1):
            lines(canvas, ["Annual report of the harbour"], y=HEIGHT - 40, size=8)
            after = lines(
                canvas, ["And nobody came.", f"Page text {number} has its own words: {'x' * number}."], y=HEIGHT - 75
            )
            lines(canvas, wrapped(SENTENCES[number % len(SENTENCES)], 60), y=after)
            lines(canvas, [f"– {number} –"], x=290, y=40, size=8)
            canvas.showPage()

    return made(draw)
